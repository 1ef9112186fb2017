/** A member of the answer that gets a value of another JSON type than the contract gives for it. */
import { withArticle } from "../../text/article.ts";
import type { Shape } from "../../triggers/contract.ts";
import { jsonTypesOf, shapeUnder } from "../../triggers/contract.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts, ValueFact, WriteFact } from "../interp/facts.ts";
import { elements } from "../interp/facts.ts";
import type { Problem, Rule } from "./rule.ts";
import { quoter } from "./file-style.ts";
import { replaceValue, toTextFixes } from "./value-edits.ts";
import { describeShape, describeValue, literal } from "./wording.ts";

/** Their values have rules of their own: claims and challenge parameters. */
const leftToOthers = new Set([
  "claimsToAddOrOverride",
  "publicChallengeParameters",
  "privateChallengeParameters",
]);

export const responseFieldType: Rule = {
  id: "response-field-type",
  title: "Members of the response have the JSON type the contract asks for",
  severity: "error",
  certainty: "exact",
  triggers: "all",
  why: 'The developer guide gives each member of `response` a JSON type. What Cognito does with another type is not documented: the text `"true"` is not the boolean `true`. Expressions that only look like conditions, such as `a && b`, `match()` or a promise that is not awaited, are not booleans either.',
  references: [
    pages.preSignUp,
    pages.defineAuthChallenge,
    pages.verifyAuthChallenge,
    pages.userMigration,
  ],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoConfirmUser = "true";
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoConfirmUser = true;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { VerifyAuthChallengeResponseTriggerHandler } from "aws-lambda";

export const handler: VerifyAuthChallengeResponseTriggerHandler = async (event) => {
  const answer = event.request.challengeAnswer;
  event.response.answerCorrect = answer.match(/^[0-9]{6}$/) as never;
  return event;
};
`,
      good: `import type { VerifyAuthChallengeResponseTriggerHandler } from "aws-lambda";

export const handler: VerifyAuthChallengeResponseTriggerHandler = async (event) => {
  const answer = event.request.challengeAnswer;
  event.response.answerCorrect = /^[0-9]{6}$/.test(answer);
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "PreSignUp_SignUp":
        event["response"]["autoVerifyEmail"] = "true"
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "PreSignUp_SignUp":
        event["response"]["autoVerifyEmail"] = True
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    // What a sign-in begins with has no last challenge: `last && last.challengeResult` is undefined there.
    const mayDiffer =
      facts.trigger.id === "DefineAuthChallenge" &&
      facts.exits.some(({ writes }) =>
        writes.some(({ known, values }) => !known || values.length !== 1),
      );
    const first = mayDiffer ? facts.exitsAfter([]) : [];
    for (const { writes, flatResponses } of [
      ...facts.exits,
      ...facts.supposedExits,
      ...first,
    ]) {
      if (facts.trigger.response.length > 0)
        for (const { value, range } of flatResponses)
          yield {
            range,
            message: `\`response\` of ${withArticle(facts.trigger.name)} trigger must be an object; this is ${describeValue(value, facts.language)}. What Cognito does with it is not documented; do not rely on it.`,
          };
      for (const write of writes) {
        const member = facts.trigger.response.find(
          ({ name }) => name === write.member,
        );
        if (member !== undefined)
          yield* checkWrite(facts, write, member.shape, member.name);
      }
    }
  },
};

function* checkWrite(
  facts: HandlerFacts,
  write: WriteFact,
  shape: Shape,
  path: string,
): Iterable<Problem> {
  const wrong = write.values.find(
    (value) => !fits(value, shape) && !isMigratedFlag(facts, path, value),
  );
  if (wrong !== undefined) {
    yield {
      range: write.valueRange,
      message: `\`${path}\` of ${withArticle(facts.trigger.name)} trigger must be ${describeShape(shape)}; this ${write.values.length > 1 || !write.known ? "can be" : "is"} ${describeValue(wrong, facts.language)}. What Cognito does with it is not documented; do not rely on it.`,
      fixes: fixesFor(facts, write, shape, wrong),
    };
    return;
  }
  if (leftToOthers.has(write.member)) return;
  for (const value of write.values) {
    const inner =
      value.kind === "object"
        ? value.members
        : value.kind === "array"
          ? value.items
          : [];
    for (const each of inner) {
      const under = shapeUnder(shape, each.member);
      if (under !== undefined)
        yield* checkWrite(
          facts,
          each,
          under,
          each.member === elements ? `${path}[]` : `${path}.${each.member}`,
        );
    }
  }
}

/** A boolean as an attribute of a migrated user has a rule of its own. */
const isMigratedFlag = (
  { trigger }: HandlerFacts,
  path: string,
  value: ValueFact,
): boolean =>
  trigger.id === "UserMigration" &&
  path.startsWith("userAttributes.") &&
  value.kind === "boolean";

function fits(value: ValueFact, shape: Shape): boolean {
  const types = jsonTypesOf(shape);
  if (value.kind === "undefined")
    // JSON leaves it out: only a member that must be a plain boolean is then missing its answer.
    return !(types.length === 1 && types[0] === "boolean");
  if (value.kind === "function") return false;
  // In JSON, a promise becomes {}, and so does a map.
  if (
    value.kind === "promise" ||
    (value.kind === "object" && value.unwritten !== undefined)
  )
    return types.length === 6;
  return types.includes(value.kind);
}

function fixesFor(
  facts: HandlerFacts,
  write: WriteFact,
  shape: Shape,
  wrong: ValueFact,
): readonly QuickFix[] {
  const types = jsonTypesOf(shape);
  if (types.includes("array")) return toListFixes(facts, write, wrong);
  const isFlag = types.includes("boolean");
  if (!isFlag && wrong.kind !== "promise")
    return types.includes("string") &&
      (wrong.kind === "number" || wrong.kind === "boolean")
      ? toTextFixes(facts, write, wrong)
      : [];
  const { language, text } = facts;
  const { valueRange, values, known } = write;
  const quoted = quoter(facts);
  const replace = (newText: string, title: string): QuickFix => ({
    title,
    preferred: true,
    edits: [replaceValue(facts, write, () => newText)],
  });
  const only = values.length === 1 && known ? values[0] : undefined;
  const written = text.slice(valueRange.start, valueRange.end);
  if (
    only?.kind === "string" &&
    only.value !== undefined &&
    /^["'`]/u.test(written)
  ) {
    const meant = only.value.trim().toLowerCase();
    if (meant !== "true" && meant !== "false") return [];
    const boolean = literal(meant === "true", language);
    return [replace(boolean, `Replace with \`${boolean}\``)];
  }
  if (wrong.kind === "promise" && language === "javascript") {
    if (!facts.mayAwait(valueRange)) return [];
    return [
      replace(
        `await ${/[?|&=]|\bas\b/u.test(written) ? `(${written})` : written}`,
        "Await the promise",
      ),
    ];
  }
  if (!isFlag) return [];
  // `email_verified` and its like say it as a text; where another attribute stands, whether there is one is asked.
  const attribute =
    /userAttributes["'\])]*(?:\??\.|\[["']|\.get\(["'])(\w+)["'\])]*$/u.exec(
      written,
    )?.[1];
  if (attribute?.endsWith("_verified") === true)
    return /[&|?\s]/u.test(written)
      ? []
      : [
          replace(
            `${written} ${language === "python" ? "==" : "==="} ${quoted("true")}`,
            'Compare with the text "true"',
          ),
        ];
  const found =
    /^[\w$.]+\.(find)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)$/u.exec(written);
  if (found !== null && language === "javascript") {
    const at = written.indexOf(".find(") + 1;
    return [
      replace(
        `${written.slice(0, at)}some${written.slice(at + "find".length)}`,
        "Ask with `some(…)`",
      ),
    ];
  }
  // Boolean("false") is true: what may be a text must be compared, and only its author knows with what.
  const mayBeBoolean = values.some(({ kind }) => kind === "boolean");
  if (
    ((wrong.kind === "null" || wrong.kind === "undefined") && !mayBeBoolean) ||
    wrong.kind === "function" ||
    (attribute === undefined &&
      values.some((value) => value.kind === "string" && value.value !== ""))
  )
    return [];
  const wrap = language === "python" ? "bool" : "Boolean";
  return [
    replace(`${wrap}(${written})`, `Make it a boolean with \`${wrap}(…)\``),
  ];
}

/** Makes a list of a text that names its entries, of what was put together as a text, and of a set. */
function toListFixes(
  facts: HandlerFacts,
  write: WriteFact,
  wrong: ValueFact,
): readonly QuickFix[] {
  const { language, text } = facts;
  const { start, end } = write.valueRange;
  const written = text.slice(start, end);
  const python = language === "python";
  const fix = (title: string, newText: string): readonly QuickFix[] => [
    {
      title,
      preferred: true,
      edits: [replaceValue(facts, write, () => newText)],
    },
  ];
  if (wrong.kind === "object" && wrong.unwritten === "Set" && !python)
    return /^[\w$.]+$/u.test(written)
      ? fix("Make it a list", `[...${written}]`)
      : [];
  if (wrong.kind !== "string") return [];
  const [, quote, content] = /^(["'])([^"'\\{}]+)\1$/u.exec(written) ?? [];
  if (quote !== undefined && content !== undefined)
    return fix(
      "Make it a list",
      `[${content
        .split(/[\s,]+/u)
        .filter((each) => each !== "")
        .map((each) => quote + each + quote)
        .join(", ")}]`,
    );
  const inner = python
    ? /^["'][ ,]*["']\.join\(((?:[^()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)\)$/u.exec(
        written,
      )?.[1]
    : /^([\w$.]+)\.join\((?:["'][ ,]*["'])?\)$/u.exec(written)?.[1];
  return inner === undefined
    ? []
    : fix(
        "Give the list itself",
        python && !/^(?:sorted\(|\[)/u.test(inner) ? `list(${inner})` : inner,
      );
}
