/** A way through a define auth challenge trigger that decides nothing, or two things at once. */
import { pages } from "../../triggers/contracts.ts";
import type { TextEdit } from "../../text/edit.ts";
import { inPattern } from "../../text/in-pattern.ts";
import type { Range } from "../../text/position.ts";
import type { QuickFix } from "../finding.ts";
import type { ExitFact, HandlerFacts, WriteFact } from "../interp/facts.ts";
import { answersAmong } from "./answers.ts";
import {
  decisionOf,
  exitsOfSignIns,
  isBoolean,
  mayComeIn,
} from "./decision.ts";
import { quoter, stepOf } from "./file-style.ts";
import type { Problem, Rule } from "./rule.ts";
import { statementAt } from "./statement-edits.ts";
import { isIn, replaceValue } from "./value-edits.ts";
import { literal } from "./wording.ts";

export const defineDecision: Rule = {
  id: "define-decision",
  title: "Every path decides: tokens, failure, or the next challenge",
  severity: "error",
  certainty: "exact",
  triggers: ["DefineAuthChallenge"],
  why: "The developer guide knows three answers: `issueTokens` is true, `failAuthentication` is true, or both are false and `challengeName` names the next challenge. What Cognito does without a decision, or with both flags true, is not documented; the sign-in does not come to its end.",
  references: [pages.defineAuthChallenge],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const last = event.request.session.at(-1);
  if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
    event.response.issueTokens = true;
    event.response.failAuthentication = false;
  }
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const last = event.request.session.at(-1);
  if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
    event.response.issueTokens = true;
    event.response.failAuthentication = false;
  } else {
    event.response.issueTokens = false;
    event.response.failAuthentication = event.request.session.length >= 3;
    event.response.challengeName = "CUSTOM_CHALLENGE";
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { DefineAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: DefineAuthChallengeTriggerHandler = async (event) => {
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (event.request.session.length === 0)
    event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
      good: `import type { DefineAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: DefineAuthChallengeTriggerHandler = async (event) => {
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (event.request.session.length === 0)
    event.response.challengeName = "CUSTOM_CHALLENGE";
  else event.response.failAuthentication = true;
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    session = event["request"]["session"]
    response = event["response"]
    if len(session) >= 3:
        response["issueTokens"] = False
        response["failAuthentication"] = True
    elif session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"]:
        response["issueTokens"] = True
        response["failAuthentication"] = True
    else:
        response["issueTokens"] = False
        response["failAuthentication"] = False
        response["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
      good: `def handler(event, context):
    session = event["request"]["session"]
    response = event["response"]
    if len(session) >= 3:
        response["issueTokens"] = False
        response["failAuthentication"] = True
    elif session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"]:
        response["issueTokens"] = True
        response["failAuthentication"] = False
    else:
        response["issueTokens"] = False
        response["failAuthentication"] = False
        response["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    const { exits } = facts;
    if (!facts.writesAnswer) return;
    yield* tokensNobodyGets(facts);
    // Where all ends are only supposed, sign-ins show which of them there are.
    if (exits.length > 0 && exits.every(isDecided)) return;
    const ends = answersAmong(facts, exitsOfSignIns(facts));
    for (const exit of ends) {
      const issue = decisionOf(exit, "issueTokens");
      const fail = decisionOf(exit, "failAuthentication");
      if (isBoolean(issue, true) && isBoolean(fail, true)) {
        const [first, second] = exit.writes
          .filter(({ member }) =>
            ["issueTokens", "failAuthentication"].includes(member),
          )
          .sort((a, b) => a.range.start - b.range.start);
        yield {
          range: second?.range ?? exit.range,
          message:
            "This path answers with `issueTokens` and `failAuthentication` both true. What Cognito does then is not documented: set one of them to false.",
          fixes:
            first === undefined || second === undefined
              ? []
              : [
                  ...unset(facts, first, second, ends),
                  ...unset(facts, second, first, ends),
                ],
          related:
            first === undefined
              ? []
              : [{ range: first.range, message: "The other is set here." }],
        };
        continue;
      }
      const counting = isBoolean(issue, true)
        ? countingFailure(facts, exit)
        : undefined;
      if (counting !== undefined)
        yield {
          range: counting.range,
          message:
            "`failAuthentication` only counts the attempts here: a right answer to the last of them makes it and `issueTokens` both true. What Cognito does then is not documented: fail only where no tokens are issued.",
        };
      else if (isUndecided(exit))
        yield {
          range: exit.range,
          message: `A path ends here without a decision: ${issue === "unset" && fail === "unset" ? "neither `issueTokens` nor `failAuthentication` nor `challengeName` is set" : "no flag is true and no `challengeName` is set"}. Name the next challenge, or let the authentication fail.`,
          fixes: failing(facts, exit, ends),
        };
    }
  },
};

/** `failAuthentication: session.length >= LIMIT`, where the limit is not known and nothing asks for the result. */
function countingFailure(
  facts: HandlerFacts,
  exit: ExitFact,
): WriteFact | undefined {
  const fail = decisionOf(exit, "failAuthentication");
  const write = exit.writes.find(
    ({ member }) => member === "failAuthentication",
  );
  if (typeof fail !== "object" || write === undefined) return undefined;
  if (fail.kind !== "boolean" || fail.value !== undefined) return undefined;
  const written = facts.writtenAt(write.valueRange);
  const [, first, second] = comparesCount.exec(written) ?? [];
  const name = /[\w$]+$/u.exec(first ?? second ?? "")?.[0];
  if (name === undefined) return undefined;
  if (/^session$/iu.test(name)) return write;
  const made = new RegExp(
    `(?<![\\w$.])${inPattern(name)}\\s*(?::[^=\\n]+)?=(?!=)([^;\\n]*)`,
    "u",
  ).exec(facts.fileAt(write.valueRange).text)?.[1];
  return made !== undefined && /session/iu.test(made) && !/result/iu.test(made)
    ? write
    : undefined;
}

const comparesCount =
  /^(?:\(*([\w$.]+)\.length|len\(([\w$.]+)\))\s*>=?\s*[A-Za-z_$][\w$.]*\)*$/u;

/** What issues tokens is there, but no right answer leads to it: the check before it is never true. */
function* tokensNobodyGets(facts: HandlerFacts): Iterable<Problem> {
  const { text, range, mentions } = facts;
  if (!mentions(issuing)) return;
  const within = issuing.exec(text.slice(range.start, range.end));
  const issued = within ?? issuing.exec(text);
  if (issued === null || mayComeIn(facts)) return;
  const start = (within === null ? 0 : range.start) + issued.index;
  yield {
    range: { start, end: start + issued[0].length },
    message:
      "Tokens are never issued: nobody who answers every challenge right comes here. Look at the checks before it: `session` is a list, and its last entry has a `challengeName`, which is a text, and a `challengeResult`, which is a boolean.",
  };
}

/** Anything but false, and no type. */
const issuing =
  /\bissueTokens["'\]]*\s*[:=](?!=)\s*(?!(?:[fF]alse|!1|null|None|undefined|boolean|bool)\b|\s)[^\s,;}]+/u;

/** Sets one of two flags to false: where it is set, or behind the other where other answers need what is set there. */
function unset(
  facts: HandlerFacts,
  write: WriteFact,
  other: WriteFact,
  ends: readonly ExitFact[],
): readonly QuickFix[] {
  const { member, range, valueRange } = write;
  if (!isTrue(facts, valueRange)) return [];
  const needed = ends.some(
    (end) =>
      end.writes.some(
        (each) => each.member === member && each.range.start === range.start,
      ) &&
      isBoolean(decisionOf(end, member), true) &&
      !isBoolean(decisionOf(end, other.member), true),
  );
  const edits = needed
    ? unsetBehind(facts, write, other)
    : [replaceValue(facts, write, () => literal(false, facts.language))];
  return edits.length === 0
    ? []
    : [{ title: `Set \`${member}\` to false`, edits }];
}

/** `response.issueTokens = true; response.failAuthentication = false;`, `{ issueTokens: true, failAuthentication: false }` */
function unsetBehind(
  facts: HandlerFacts,
  { member, range }: WriteFact,
  other: WriteFact,
): readonly TextEdit[] {
  const { text, language } = facts;
  const { end } = other.valueRange;
  if (other.range.start < range.start || !isTrue(facts, other.valueRange))
    return [];
  const unset = (start: number): string =>
    text.slice(start, other.valueRange.start).replace(other.member, member) +
    literal(false, language);
  const statement = statementAt(facts, { start: other.range.start, end });
  if (statement === undefined)
    return [
      {
        range: { start: end, end },
        newText: `, ${unset(other.keyRange.start)}`,
      },
    ];
  const at = statement.range.end;
  return statement.head === undefined
    ? [
        {
          range: { start: at, end: at },
          newText: `\n${statement.indent}${unset(other.range.start)}${language === "python" ? "" : ";"}`,
        },
      ]
    : [];
}

const isTrue = ({ text }: HandlerFacts, { start, end }: Range): boolean =>
  /^[tT]rue$/u.test(text.slice(start, end));

/** Lets the authentication fail before the answer that decides nothing; other ways to it may have decided. */
function failing(
  facts: HandlerFacts,
  exit: ExitFact,
  ends: readonly ExitFact[],
): readonly QuickFix[] {
  const title = "Let the authentication fail";
  // What a sign-in begins with has to name a challenge: no one could sign in.
  if (
    facts
      .exitsAfter([], true)
      .some(
        (first) => first.range.start === exit.range.start && isUndecided(first),
      )
  )
    return [];
  const own = exit.writes.find(
    ({ member, range, valueRange }) =>
      member === "failAuthentication" &&
      isIn(facts.range, range) &&
      /^[fF]alse$/u.test(facts.text.slice(valueRange.start, valueRange.end)),
  );
  // Where no other answer needs what is set there.
  if (
    own !== undefined &&
    [...facts.exits, ...facts.supposedExits, ...ends].every(
      (end) =>
        isUndecided(end) ||
        end.writes.every(({ range }) => range.start !== own.range.start),
    )
  ) {
    const value = literal(true, facts.language);
    return [{ title, edits: [replaceValue(facts, own, () => value)] }];
  }
  const { eventName: event, language, exits } = facts;
  const python = language === "python";
  const statement = statementAt(facts, exit.range);
  const always = exits.every(
    (other) => other.range.start !== exit.range.start || isUndecided(other),
  );
  if (
    event === undefined ||
    statement === undefined ||
    exit.how !== "return" ||
    // What makes the answer may write over it.
    /\w\s*\((?!null\b|undefined\b)/u.test(statement.written) ||
    !isIn(facts.range, exit.range) ||
    (python && !always)
  )
    return [];
  const { indent, head, range } = statement;
  const step = stepOf(facts);
  const quoted = quoter(facts);
  const fail = python
    ? `${event}[${quoted("response")}][${quoted("failAuthentication")}] = True`
    : `${event}.response.failAuthentication = true;`;
  const newText = always
    ? `${fail}\n${indent}`
    : `if (!${event}.response.issueTokens && !${event}.response.challengeName)\n${indent}${step}${fail}\n${indent}`;
  const before = { start: range.start, end: range.start };
  const after = { start: range.end, end: range.end };
  return [
    {
      title,
      edits:
        head === undefined
          ? [{ range: before, newText }]
          : [
              {
                range: before,
                newText: `{\n${indent}${step}${newText}${step}`,
              },
              { range: after, newText: `\n${indent}}` },
            ],
    },
  ];
}

/** Whatever the sign-in was before, it ends here in one of the ways that are known. */
function isDecided(exit: ExitFact): boolean {
  const issue = decisionOf(exit, "issueTokens");
  const fail = decisionOf(exit, "failAuthentication");
  return (
    (isBoolean(issue, true) && isBoolean(fail, false)) ||
    (isBoolean(fail, true) && isBoolean(issue, false)) ||
    (isBoolean(issue, false) && isBoolean(fail, false) && !hasNoChallenge(exit))
  );
}

function isUndecided(exit: ExitFact): boolean {
  const isOff = (flag: string): boolean => {
    const decided = decisionOf(exit, flag);
    return decided === "unset" || isBoolean(decided, false);
  };
  return (
    isOff("issueTokens") && isOff("failAuthentication") && hasNoChallenge(exit)
  );
}

function hasNoChallenge(exit: ExitFact): boolean {
  const name = decisionOf(exit, "challengeName");
  return (
    name === "unset" ||
    (typeof name === "object" &&
      (name.kind === "null" || name.kind === "undefined"))
  );
}
