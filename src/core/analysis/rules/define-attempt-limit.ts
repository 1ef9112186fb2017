/** A custom challenge that is offered again and again. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type {
  AnsweredChallenge,
  ExitFact,
  HandlerFacts,
  WriteFact,
} from "../interp/facts.ts";
import {
  answered,
  decisionOf,
  isBoolean,
  longestSession,
  mayOffer,
} from "./decision.ts";
import { quoter, stepOf } from "./file-style.ts";
import type { Rule } from "./rule.ts";
import { statementAt } from "./statement-edits.ts";
import { isIn } from "./value-edits.ts";

export const defineAttemptLimit: Rule = {
  id: "define-attempt-limit",
  title: "A challenge is offered a limited number of times",
  severity: "info",
  certainty: "best-effort",
  triggers: ["DefineAuthChallenge"],
  why: "Each wrong answer adds an entry to `request.session`. A trigger that offers CUSTOM_CHALLENGE without a look at how many there are lets a client guess as often as it likes within one session. Let the authentication fail after a few entries.",
  references: [pages.defineAuthChallenge],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const last = event.request.session.at(-1);
  const passed = last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult === true;
  event.response.issueTokens = passed;
  event.response.failAuthentication = false;
  if (!passed) event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const last = event.request.session.at(-1);
  const passed = last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult === true;
  event.response.issueTokens = passed;
  event.response.failAuthentication = !passed && event.request.session.length >= 3;
  if (!passed) event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { DefineAuthChallengeTriggerEvent } from "aws-lambda";

export const handler = async (event: DefineAuthChallengeTriggerEvent) => {
  const passed = event.request.session.some(
    ({ challengeName, challengeResult }) => challengeName === "CUSTOM_CHALLENGE" && challengeResult,
  );
  event.response.issueTokens = passed;
  event.response.failAuthentication = false;
  event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
      good: `import type { DefineAuthChallengeTriggerEvent } from "aws-lambda";

export const handler = async (event: DefineAuthChallengeTriggerEvent) => {
  const passed = event.request.session.some(
    ({ challengeName, challengeResult }) => challengeName === "CUSTOM_CHALLENGE" && challengeResult,
  );
  event.response.issueTokens = passed;
  event.response.failAuthentication = !passed && event.request.session.length > 2;
  event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    session = event["request"]["session"]
    event["response"]["failAuthentication"] = False
    if session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"]:
        event["response"]["issueTokens"] = True
    else:
        event["response"]["issueTokens"] = False
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
      good: `def handler(event, context):
    session = event["request"]["session"]
    event["response"]["failAuthentication"] = len(session) >= 3
    if session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"]:
        event["response"]["failAuthentication"] = False
        event["response"]["issueTokens"] = True
    else:
        event["response"]["issueTokens"] = False
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
    },
  ],
  *check(facts) {
    const { exits } = facts;
    // A rule that looks at one result at least has a way to end; without one, others have spoken.
    const counted = exits.some((exit) => exit.mayHaveLooked(counts));
    if (counted && facts.mentions(limitSet)) return;
    const offering = counted ? withoutEnd(facts) : exits;
    if (
      !exits.some((exit) =>
        exit.mayHaveLooked(["challengeResult", "challenge_result"]),
      ) ||
      endsByItself(facts)
    )
      return;
    for (const exit of offering)
      for (const write of exit.writes) {
        const { member, values, range } = write;
        if (
          member === "challengeName" &&
          values.some(
            (value) =>
              value.kind === "string" && value.value === "CUSTOM_CHALLENGE",
          )
        )
          yield {
            range,
            message: `CUSTOM_CHALLENGE is offered ${counted ? "however many entries there are" : "without a look at the number of entries"} in the session: a client can guess as often as it likes. Let the authentication fail after a few.`,
            fixes: counted ? [] : limit(facts, exit, write),
          };
      }
  },
};

/** To ask whether there are any is no limit. */
const limitSet = /(?:length|\blen\([^()]*\))\s*[<>]=?\s*[1-9A-Za-z_]/u;
const counts = ["length", "len", "sum", "count", "reduce"];

/** It asks for the number, as whether there are any: the ends after more wrong answers than anybody allows, if all offer another. */
function withoutEnd({ exitsAfter }: HandlerFacts): readonly ExitFact[] {
  const session = Array.from({ length: manyAnswers }, () =>
    answered("CUSTOM_CHALLENGE", false),
  );
  const exits = exitsAfter(session, true);
  return exits.every((exit) => {
    const offered = decisionOf(exit, "challengeName");
    return (
      typeof offered === "object" &&
      offered.kind === "string" &&
      offered.value === "CUSTOM_CHALLENGE" &&
      ["issueTokens", "failAuthentication"].every((flag) => {
        const decided = decisionOf(exit, flag);
        return decided === "unset" || isBoolean(decided, false);
      })
    );
  })
    ? exits
    : [];
}

const manyAnswers = 25;

/** After some number of wrong answers there is none more to give: it counted them, or asks only at the start. */
function endsByItself({ exitsAfter }: HandlerFacts): boolean {
  const session: AnsweredChallenge[] = [];
  while (session.length < longestSession) {
    session.push(answered("CUSTOM_CHALLENGE", false));
    const exits = exitsAfter([...session]);
    if (exits.every((exit) => !mayOffer(exit, "CUSTOM_CHALLENGE"))) return true;
  }
  return false;
}

const attempts = 3;

/** Lets the authentication fail instead, once there are a few entries. */
function limit(
  facts: HandlerFacts,
  exit: ExitFact,
  write: WriteFact,
): readonly QuickFix[] {
  const { eventName, language } = facts;
  const statement = statementAt(facts, write.range);
  const response =
    /^([^=]+?)(?:\.challengeName|\[["']challengeName["']\])\s*=/u.exec(
      statement?.written ?? "",
    )?.[1];
  if (
    eventName === undefined ||
    statement === undefined ||
    response === undefined ||
    !isIn(facts.range, write.range)
  )
    return [];
  const { written, indent, head, range } = statement;
  const issue = decisionOf(exit, "issueTokens");
  const passes = issue !== "unset" && !isBoolean(issue, false);
  // What is set behind it would count in its place.
  if (
    exit.writes.some(
      ({ member, range: { start } }) =>
        member === "failAuthentication" && start > write.range.start,
    )
  )
    return [];
  // What is not decided yet could still become true beside the failure.
  if (
    passes &&
    exit.writes.some(
      ({ member, range: { start } }) =>
        member === "issueTokens" && start > write.range.start,
    )
  )
    return [];
  const python = language === "python";
  const step = stepOf(facts);
  const quoted = quoter(facts);
  const test = python
    ? `len(${eventName}[${quoted("request")}][${quoted("session")}]) >= ${String(attempts)}${passes ? ` and not ${response}[${quoted("issueTokens")}]` : ""}`
    : `${eventName}.request.session.length >= ${String(attempts)}${passes ? ` && !${response}.issueTokens` : ""}`;
  const choice = `if (${test}) ${response}.failAuthentication = true;\n${indent}else ${written};`;
  const newText = python
    ? `if ${test}:\n${indent}${step}${response}[${quoted("failAuthentication")}] = True\n${indent}else:\n${indent}${step}${written}`
    : head === undefined
      ? choice
      : `{ ${choice} }`;
  return [
    {
      title: `Fail after ${String(attempts)} answers`,
      edits: [{ range, newText }],
    },
  ];
}
