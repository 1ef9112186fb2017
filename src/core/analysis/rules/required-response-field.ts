/** A way through the handler that gives the event back without a member the contract requires. */
import { withArticle } from "../../text/article.ts";
import { nearest } from "../../text/near-match.ts";
import type { Range } from "../../text/position.ts";
import type { ResponseMember } from "../../triggers/contract.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix, RelatedRange } from "../finding.ts";
import type { ExitFact, HandlerFacts } from "../interp/facts.ts";
import { answersAmong } from "./answers.ts";
import type { Rule } from "./rule.ts";
import { isIn } from "./value-edits.ts";

export const requiredResponseField: Rule = {
  id: "required-response-field",
  title:
    "Every path sets the members of the response that the contract requires",
  severity: "error",
  certainty: "exact",
  triggers: [
    "VerifyAuthChallengeResponse",
    "CreateAuthChallenge",
    "UserMigration",
    "InboundFederation",
  ],
  why: "Some members of `response` are required. A path that returns the event without one leaves the answer to what Cognito makes of a missing value: say a wrong answer with `false`, not with silence. A migration trigger that leaves the whole response as it came is the documented answer for an unknown user and is not flagged; nor is a path of an inbound federation trigger that leaves it so beside others that set `userAttributesToMap`, which comes as an object that changes nothing.",
  references: [
    pages.verifyAuthChallenge,
    pages.createAuthChallenge,
    pages.userMigration,
    pages.inboundFederation,
  ],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const expected = event.request.privateChallengeParameters.answer;
  if (event.request.challengeAnswer === expected) {
    event.response.answerCorrect = true;
  }
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const expected = event.request.privateChallengeParameters.answer;
  event.response.answerCorrect = event.request.challengeAnswer === expected;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { UserMigrationTriggerEvent } from "aws-lambda";

export const handler = async (event: UserMigrationTriggerEvent) => {
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
      good: `import type { UserMigrationTriggerEvent } from "aws-lambda";

export const handler = async (event: UserMigrationTriggerEvent) => {
  event.response.userAttributes = { email: event.userName, email_verified: "true" };
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    expected = event["request"]["privateChallengeParameters"]["answer"]
    if event["request"]["challengeAnswer"] == expected:
        event["response"]["answerCorrect"] = True
    return event
`,
      good: `def handler(event, context):
    expected = event["request"]["privateChallengeParameters"]["answer"]
    event["response"]["answerCorrect"] = event["request"]["challengeAnswer"] == expected
    return event
`,
    },
  ],
  *check(facts) {
    // An answer that is not the event has a finding of its own.
    for (const exit of answersAmong(facts, facts.exits))
      for (const member of facts.trigger.response)
        if (
          isRequired(member, facts, exit) &&
          exit.lacks(member.name) &&
          !(
            isChosenByLength(facts) &&
            !isRoundOfItsOwn(facts, exit, member.name)
          )
        )
          yield {
            range: exit.range,
            message: `A path ends here without setting \`${member.name}\`, which ${withArticle(facts.trigger.name)} trigger must set. Set it on every path${member.shape.kind === "boolean" ? `, to ${facts.language === "python" ? "False" : "false"} where the answer is no` : ""}.`,
            related: [
              ...misnamed(facts, exit, member.name),
              ...otherWrites(exit, facts, member.name),
            ],
            fixes: fixesFor(facts, member),
          };
  },
};

function isRequired(
  member: ResponseMember,
  facts: HandlerFacts,
  exit: ExitFact,
): boolean {
  const { required } = member;
  switch (required?.kind) {
    case "always":
      return exit.touched || !mayStay(member, facts);
    case "with-others":
      // `{}` in its place is the untouched response as well, and so is a member that is null again.
      return (
        exit.writes.some(
          ({ values }) =>
            values.length === 0 || values.some(({ kind }) => kind !== "null"),
        ) && !isLookedFor(facts, exit, member.name)
      );
    case "when-request":
      return exit.requestIs(required.member, required.equals);
    default:
      return false;
  }
}

/** It comes as an object that changes nothing: where other paths set it, one that leaves the response alone means that. */
const mayStay = (
  { name, delivered }: ResponseMember,
  { exits }: HandlerFacts,
): boolean =>
  typeof delivered?.value === "object" &&
  delivered.value !== null &&
  exits.some(({ writes }) => writes.some(({ member }) => member === name));

/**
 * `for (const each of found.UserAttributes) if (each.Name === "email") …`: it is set where the one that every user has is
 * come across, and what this path does set stands beside that loop. Nobody goes the way on which there is none.
 */
function isLookedFor(
  facts: HandlerFacts,
  exit: ExitFact,
  name: string,
): boolean {
  const own = facts.exits
    .flatMap(({ writes }) => writes)
    .filter(({ member }) => member === name)
    .map(({ range }) => blocksAround(facts, range).slice(1));
  const others = exit.writes.map(({ range }) =>
    blocksAround(facts, range).map(({ start }) => start),
  );
  const aroundLoops = own.map((blocks) =>
    blocks.slice(blocks.findIndex(({ head }) => isLoop.test(head)) + 1),
  );
  return (
    own.length > 0 &&
    own.every((blocks) => blocks.some(({ head }) => isLoop.test(head))) &&
    aroundLoops.some((around) =>
      others.some((starts) =>
        around.every(({ start }) => starts.includes(start)),
      ),
    )
  );
}

const isLoop = /^for\b|\.forEach\(/u;

interface Block {
  /** What stands on the line that opens it. */
  readonly head: string;
  readonly start: number;
}

/** The blocks around a place, from the inside on, as far as the function around it. */
function blocksAround(facts: HandlerFacts, range: Range): readonly Block[] {
  const { text, offset } = facts.fileAt(range);
  const before = text.slice(0, range.start - offset);
  return facts.language === "python"
    ? indentedAround(before)
    : bracedAround(before);
}

function indentedAround(before: string): readonly Block[] {
  const blocks: Block[] = [];
  let indent = Infinity;
  for (let end = before.length; end >= 0;) {
    const start = before.lastIndexOf("\n", end - 1) + 1;
    const line = before.slice(start, end);
    const own = line.length - line.trimStart().length;
    if (own < indent && (line.trim() !== "" || indent === Infinity)) {
      const head = line.trim();
      if (indent < Infinity) blocks.push({ head, start });
      indent = own;
      if (/^(?:async\s+)?def\b/u.test(head)) break;
    }
    end = start - 1;
  }
  return blocks;
}

function bracedAround(before: string): readonly Block[] {
  const blocks: Block[] = [];
  let closed = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    if (before[at] === "}") closed += 1;
    if (before[at] !== "{") continue;
    if (closed > 0) {
      closed -= 1;
      continue;
    }
    const start = before.lastIndexOf("\n", at) + 1;
    const head = before.slice(start, at).trim();
    blocks.push({ head, start });
    if (/\bfunction\b|(?<!\.forEach\(.*)=>$/u.test(head)) break;
  }
  return blocks;
}

/**
 * A create auth challenge trigger that tells rounds apart by `session.length === 2`: which rounds there are is for the
 * define auth challenge trigger to decide, and the first is not among them.
 */
function isChosenByLength(facts: HandlerFacts): boolean {
  if (facts.trigger.id !== "CreateAuthChallenge") return false;
  const rounds = [
    ...whereItAnswers(facts).matchAll(
      /(?:\.length|len\([^()]*(?:\([^()]*\))?[^()]*\))\s*={2,3}\s*(\d+)/gu,
    ),
  ].map(([, round]) => Number(round));
  return rounds.length > 0 && !rounds.includes(0);
}

/** Something is set for this round that no round with the member has: it is meant to be one. */
const isRoundOfItsOwn = (
  { exits }: HandlerFacts,
  { writes }: ExitFact,
  name: string,
): boolean =>
  writes.some(({ range }) =>
    exits.every(
      (exit) =>
        exit.lacks(name) ||
        !exit.writes.some((write) => write.range.start === range.start),
    ),
  );

/** The handler, and what comes before its answers in the functions that it leaves them to. */
function whereItAnswers({ text, range, exits }: HandlerFacts): string {
  const elsewhere = exits
    .flatMap(({ writes }) => writes)
    .filter(
      (write) =>
        write.member === "privateChallengeParameters" &&
        !isIn(range, write.range),
    )
    .map(({ range: { start } }) => {
      const heads = ["def ", "function "].map((word) =>
        text.lastIndexOf(word, start),
      );
      return text.slice(Math.max(0, ...heads), start);
    });
  return [text.slice(range.start, range.end), ...elsewhere].join("\n");
}

/** The same answer under a name that is none: a rule of its own tells that, and one edit mends both. */
const misnamed = (
  { trigger }: HandlerFacts,
  { writes }: ExitFact,
  name: string,
): readonly RelatedRange[] =>
  writes
    .filter(
      ({ member }) =>
        trigger.response.every((each) => each.name !== member) &&
        nearest(member, [name]) !== undefined,
    )
    .map(({ member, keyRange }) => ({
      range: keyRange,
      message: `\`${member}\` is set here in its place.`,
    }));

function otherWrites(
  exit: ExitFact,
  facts: HandlerFacts,
  member: string,
): { range: { start: number; end: number }; message: string }[] {
  const seen = new Map(
    [exit, ...facts.exits]
      .flatMap(({ writes }) => writes)
      .filter((write) => write.member === member)
      .map((write) => [write.range.start, write.range]),
  );
  return [...seen.values()].map((range) => ({
    range,
    message: `\`${member}\` is set here, on another path.`,
  }));
}

/** `if (condition) { event.response.answerCorrect = true; }` and nothing else: the condition is the answer. */
function fixesFor(
  { text, language, range, exits }: HandlerFacts,
  { name }: ResponseMember,
): readonly QuickFix[] {
  if (name !== "answerCorrect") return [];
  const writes = new Map(
    exits
      .flatMap((exit) => exit.writes)
      .filter(({ member }) => member === name)
      .map((write) => [write.range.start, write]),
  );
  const [write] = writes.values();
  if (writes.size !== 1 || write === undefined) return [];
  const before = text.slice(range.start, write.range.start);
  const after = text.slice(write.range.end, range.end);
  const target = text.slice(write.range.start, write.valueRange.start);
  const head =
    language === "python"
      ? /\n([ \t]*)if ([^\n:]+):[ \t]*\n[ \t]*$/u.exec(before)
      : /(?<=[;{}\s])if\s*\(([^\n;{}]+)\)\s*(\{?)\s*$/u.exec(before);
  if (head === null) return [];
  const condition = (language === "python" ? head[2] : head[1]) ?? "";
  const value = text.slice(write.valueRange.start, write.valueRange.end);
  if (value !== (language === "python" ? "True" : "true")) return [];
  const tail =
    language === "python"
      ? /^(?=\n)/u.exec(after)
      : head[2] === "{"
        ? /^\s*;?\s*\}(?!\s*else\b)/u.exec(after)
        : /^\s*;?(?!\s*else\b)/u.exec(after);
  if (tail === null) return [];
  const indent = head[1] ?? "";
  if (
    language === "python" &&
    new RegExp(`^\\n(?:${indent}[ \\t]+\\S|${indent}el)`, "u").test(after)
  )
    return [];
  const boolean =
    language === "python"
      ? /==|!=|<|>|\bin\b|\bnot\b/u.test(condition) &&
        !/\b(?:and|or)\b/u.test(condition)
        ? condition
        : `bool(${condition})`
      : /^[^&|?]*(?:===|!==|==|!=|<|>)[^&|?]*$/u.test(condition)
        ? condition
        : `Boolean(${condition})`;
  return [
    {
      title: "Assign the condition itself",
      preferred: true,
      edits: [
        {
          range: {
            start: range.start + head.index,
            end: write.range.end + tail[0].length,
          },
          newText:
            language === "python"
              ? `\n${indent}${target}${boolean}`
              : `${target}${boolean};`,
        },
      ],
    },
  ];
}
