/** Tokens are issued on a path that has not looked at which challenge was answered, or whether it was answered well. */
import { pages } from "../../triggers/contracts.ts";
import type {
  AnsweredChallenge,
  HandlerFacts,
  WriteFact,
} from "../interp/facts.ts";
import {
  answered,
  decisionOf,
  isBoolean,
  looksBefore,
  mayOffer,
} from "./decision.ts";
import type { Rule } from "./rule.ts";

export const defineIssueTokensUnchecked: Rule = {
  id: "define-issue-tokens-unchecked",
  title: "Tokens are issued after a look at the last challenge and its result",
  severity: "error",
  certainty: "exact",
  triggers: ["DefineAuthChallenge"],
  why: "The developer guide marks it as important to check both `challengeName` and `challengeResult` before `issueTokens` becomes true. The entry of a finished `SRP_A` step has a true result before any password was proven, so a check of the result alone can give tokens to anybody who knows a user name.",
  references: [pages.defineAuthChallenge, pages.challenges],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const { session } = event.request;
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (session.length && session[session.length - 1].challengeResult)
    event.response.issueTokens = true;
  else event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const { session } = event.request;
  const last = session[session.length - 1];
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (last && last.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult)
    event.response.issueTokens = true;
  else event.response.challengeName = "CUSTOM_CHALLENGE";
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { DefineAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: DefineAuthChallengeTriggerHandler = async (event) => {
  event.response.failAuthentication = false;
  event.response.issueTokens = event.request.session.length > 0;
  if (event.request.session.length > 0) {
    event.response.issueTokens = true;
  } else {
    event.response.issueTokens = false;
    event.response.challengeName = "CUSTOM_CHALLENGE";
  }
  return event;
};
`,
      good: `import type { DefineAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: DefineAuthChallengeTriggerHandler = async (event) => {
  const last = event.request.session.at(-1);
  event.response.failAuthentication = false;
  if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
    event.response.issueTokens = true;
  } else {
    event.response.issueTokens = false;
    event.response.challengeName = "CUSTOM_CHALLENGE";
  }
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    session = event["request"]["session"]
    event["response"]["failAuthentication"] = False
    if session and session[-1].get("challengeResult"):
        event["response"]["issueTokens"] = True
    else:
        event["response"]["issueTokens"] = False
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
      good: `def handler(event, context):
    session = event["request"]["session"]
    event["response"]["failAuthentication"] = False
    if session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1].get("challengeResult"):
        event["response"]["issueTokens"] = True
    else:
        event["response"]["issueTokens"] = False
        event["response"]["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    let told = false;
    for (const exit of facts.exits) {
      // Both flags at once are another rule's matter.
      if (isBoolean(decisionOf(exit, "failAuthentication"), true)) continue;
      const write = exit.writes.find(
        ({ member, values }) =>
          member === "issueTokens" &&
          values.some(
            (value) => value.kind === "boolean" && value.value !== false,
          ),
      );
      const { result, name } = looksBefore(exit);
      if (write === undefined || (result && name)) continue;
      yield {
        range: write.range,
        message: `Tokens are issued here without a look at ${
          result
            ? "`challengeName`: a finished SRP_A step has a true result as well, before any password was proven"
            : name
              ? "`challengeResult`: the challenge may not have been answered correctly"
              : "the `challengeName` and `challengeResult` of the session's last entry"
        }. Check both.`,
      };
      told = true;
    }
    if (told) return;
    const sessions = [
      ...unproven,
      ...(looksBack(facts) ? failedBehindRight(facts) : []),
    ];
    for (const [session, what] of sessions) {
      const write = issuedAfter(facts, session);
      if (write === undefined) continue;
      yield {
        range: write.range,
        message: `Tokens are issued here ${what}. Check \`challengeName\` and \`challengeResult\` of the session's last entry.`,
      };
      return;
    }
  },
};

const password = [answered("SRP_A", true), answered("PASSWORD_VERIFIER", true)];
const wrong = answered("CUSTOM_CHALLENGE", false);

type Unproven = readonly [session: readonly AnsweredChallenge[], what: string];

/** Sessions after which nothing has been proven, or not what was asked for last. */
const unproven: readonly Unproven[] = [
  [[], "at the first call, before anything was asked"],
  [
    [answered("SRP_A", true)],
    "after SRP_A alone, before any password was proven",
  ],
  [
    [answered("SRP_A", true), answered("PASSWORD_VERIFIER", false)],
    "after a password that was wrong",
  ],
  [[wrong], "after a custom challenge that was answered wrong"],
  [[wrong, wrong], "after custom challenges that were answered wrong"],
  [
    [...password, wrong],
    "after a custom challenge that was answered wrong, behind a right password",
  ],
];

const right = answered("CUSTOM_CHALLENGE", true);

/** Something in the code can look at another entry than the last: only then an earlier one can stand for it. */
function looksBack({ text, range, run }: HandlerFacts): boolean {
  const code = run.calls.some(({ own }) => own)
    ? text
    : text.slice(range.start, range.end);
  return lookingBack.test(code);
}

const lookingBack =
  /\.(?:some|find\w*|filter|every|reduce\w*|map|flatMap|forEach|includes)\s*\(|\.(?:at|slice)\(\s*(?!-1\s*\))|\[\s*(?:\d|-[2-9]|\w+\s*[,\]])|\blength\s*-\s*[2-9]|\b(?:for|while)\b|\b(?:any|all|next|sum|filter|map|reversed|list)\s*\(/u;

/** A right answer that surely leads to the next challenge, and a wrong one to that. */
function failedBehindRight(facts: HandlerFacts): readonly Unproven[] {
  const names = namesOfSteps(facts);
  const steps = [undefined, ...names].filter((name) =>
    asksAgain(facts, named(right, name)),
  );
  const what =
    "after a custom challenge that was answered wrong, behind one that was answered right";
  return steps.flatMap((step) =>
    (names.length === 0 ? [undefined] : [undefined, null, ...names]).map(
      (name) => [[named(right, step), named(wrong, name)], what] as const,
    ),
  );
}

const named = (
  step: AnsweredChallenge,
  challengeMetadata: string | null | undefined,
): AnsweredChallenge =>
  challengeMetadata === undefined ? step : { ...step, challengeMetadata };

const mostNames = 4;

/** Texts that may be what create auth challenge calls its steps, where the names of steps are looked at. */
function namesOfSteps({ text }: HandlerFacts): readonly string[] {
  if (!/challenge_?metadata/iu.test(text)) return [];
  const names = [
    ...text.matchAll(/(?<!from |require\()(["'`])([\w:.-]{2,30})\1/gu),
  ]
    .map(([, , name = ""]) => name)
    .filter((name) => !otherNames.test(name));
  return [...new Set(names)].slice(0, mostNames);
}

const otherNames =
  /_(?:CHALLENGE|A|VERIFIER|MFA|OTP|AUTH|REQUIRED)$|^(?:challenge\w*|request|response|session|issueTokens|failAuthentication|user\w+|use strict)$/u;

function asksAgain(
  { exitsAfter }: HandlerFacts,
  step: AnsweredChallenge,
): boolean {
  const exits = exitsAfter([step], true);
  return (
    exits.length > 0 &&
    exits.every((exit) => {
      const offered = decisionOf(exit, "challengeName");
      return (
        typeof offered === "object" &&
        offered.kind === "string" &&
        offered.value === "CUSTOM_CHALLENGE" &&
        mayOffer(exit, "CUSTOM_CHALLENGE")
      );
    })
  );
}

/** The place that sets `issueTokens`, if it surely becomes true on every way after these challenges. */
function issuedAfter(
  { exitsAfter }: HandlerFacts,
  session: readonly AnsweredChallenge[],
): WriteFact | undefined {
  const exits = exitsAfter(session, true);
  return exits.every(
    (exit) =>
      isBoolean(decisionOf(exit, "issueTokens"), true) &&
      !isBoolean(decisionOf(exit, "failAuthentication"), true),
  )
    ? exits[0]?.writes.find(({ member }) => member === "issueTokens")
    : undefined;
}
