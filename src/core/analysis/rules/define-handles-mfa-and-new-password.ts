/** Steps that Cognito adds to a sign-in by password, and a state machine that fails the user because of them. */
import { pages } from "../../triggers/contracts.ts";
import type {
  AnsweredChallenge,
  ExitFact,
  HandlerFacts,
} from "../interp/facts.ts";
import { decisionOf, isBoolean } from "./decision.ts";
import type { Rule } from "./rule.ts";

export const defineHandlesMfaAndNewPassword: Rule = {
  id: "define-handles-mfa-and-new-password",
  title: "A sign-in by password goes on after MFA and a new password",
  severity: "info",
  certainty: "best-effort",
  triggers: ["DefineAuthChallenge"],
  why: "After the password (`PASSWORD_VERIFIER`), Cognito itself asks users with MFA for a code and users with a temporary password for a new one, and then calls this trigger with one more entry in `request.session`: `SMS_MFA`, `EMAIL_OTP`, `SOFTWARE_TOKEN_MFA` or `NEW_PASSWORD_REQUIRED`. A handler that knows the entries by their position, or no more than the two names, fails the authentication of these users. Look at the last entry, and take these names as well.",
  references: [pages.defineAuthChallenge, pages.challenges],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const { session } = event.request;
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (session.length === 1 && session[0].challengeName === "SRP_A") {
    event.response.challengeName = "PASSWORD_VERIFIER";
  } else if (session.length === 2 && session[1].challengeName === "PASSWORD_VERIFIER" && session[1].challengeResult) {
    event.response.challengeName = "CUSTOM_CHALLENGE";
  } else if (session.length === 3 && session[2].challengeName === "CUSTOM_CHALLENGE" && session[2].challengeResult) {
    event.response.issueTokens = true;
  } else {
    event.response.failAuthentication = true;
  }
  return event;
};
`,
      good: `const steps = ["PASSWORD_VERIFIER", "SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "NEW_PASSWORD_REQUIRED"];
exports.handler = async (event) => {
  const last = event.request.session.at(-1);
  event.response.issueTokens = false;
  event.response.failAuthentication = false;
  if (last?.challengeName === "SRP_A" && event.request.session.length === 1) {
    event.response.challengeName = "PASSWORD_VERIFIER";
  } else if (steps.includes(last?.challengeName) && last.challengeResult) {
    event.response.challengeName = "CUSTOM_CHALLENGE";
  } else if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {
    event.response.issueTokens = true;
  } else {
    event.response.failAuthentication = true;
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { DefineAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: DefineAuthChallengeTriggerHandler = async (event) => {
  const { session } = event.request;
  const last = session[session.length - 1];
  event.response = { issueTokens: false, failAuthentication: false };
  if (session.length === 1 && last?.challengeName === "SRP_A")
    event.response.challengeName = "PASSWORD_VERIFIER";
  else if (last?.challengeName === "PASSWORD_VERIFIER" && last.challengeResult)
    event.response.issueTokens = true;
  else event.response.failAuthentication = true;
  return event;
};
`,
      good: `import type { DefineAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: DefineAuthChallengeTriggerHandler = async (event) => {
  const { session } = event.request;
  const last = session[session.length - 1];
  event.response = { issueTokens: false, failAuthentication: false };
  if (session.length === 1 && last?.challengeName === "SRP_A")
    event.response.challengeName = "PASSWORD_VERIFIER";
  else if (last?.challengeName !== "SRP_A" && last?.challengeResult)
    event.response.issueTokens = true;
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
    response["issueTokens"] = False
    response["failAuthentication"] = False
    if session[-1]["challengeName"] == "SRP_A" and len(session) == 1:
        response["challengeName"] = "PASSWORD_VERIFIER"
    elif session[-1]["challengeName"] == "PASSWORD_VERIFIER" and session[-1]["challengeResult"]:
        response["issueTokens"] = True
    else:
        response["failAuthentication"] = True
    return event
`,
      good: `STEPS = ["PASSWORD_VERIFIER", "SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "NEW_PASSWORD_REQUIRED"]

def handler(event, context):
    session = event["request"]["session"]
    response = event["response"]
    response["issueTokens"] = False
    response["failAuthentication"] = False
    if session[-1]["challengeName"] == "SRP_A" and len(session) == 1:
        response["challengeName"] = "PASSWORD_VERIFIER"
    elif session[-1]["challengeName"] in STEPS and session[-1]["challengeResult"]:
        response["issueTokens"] = True
    else:
        response["failAuthentication"] = True
    return event
`,
    },
  ],
  *check(facts) {
    if (!facts.exits.some(asksForPassword)) return;
    if (failingEnd(facts, afterPassword) !== undefined) return;
    const failing = steps.filter(
      (step) => failingEnd(facts, after(step)) !== undefined,
    );
    const [first] = failing;
    if (first === undefined) return;
    const end = failingEnd(facts, after(first));
    const failed = end?.writes.find(
      ({ member }) => member === "failAuthentication",
    );
    yield {
      range: failed?.range ?? facts.range,
      message: `A user who has given the right password ends here if Cognito asks for more: after ${failing.map((step) => `\`${step}\``).join(", ")} the authentication fails. Take these for a passed step where the last entry's \`challengeResult\` is true.`,
    };
  },
};

const asksForPassword = ({ writes }: ExitFact): boolean =>
  writes.some(
    ({ member, values }) =>
      member === "challengeName" &&
      values.some(
        (value) =>
          value.kind === "string" && value.value === "PASSWORD_VERIFIER",
      ),
  );

const passed = (challengeName: string): AnsweredChallenge => ({
  challengeName,
  challengeResult: true,
});
const afterPassword = [passed("SRP_A"), passed("PASSWORD_VERIFIER")];
const steps = [
  "SMS_MFA",
  "EMAIL_OTP",
  "SOFTWARE_TOKEN_MFA",
  "NEW_PASSWORD_REQUIRED",
];
const after = (step: string): readonly AnsweredChallenge[] => [
  ...afterPassword,
  passed(step),
];

/** An end after these challenges, if the authentication surely fails on all of them. */
function failingEnd(
  { exitsAfter }: HandlerFacts,
  session: readonly AnsweredChallenge[],
): ExitFact | undefined {
  const exits = exitsAfter(session, true);
  return exits.every((exit) =>
    isBoolean(decisionOf(exit, "failAuthentication"), true),
  )
    ? exits[0]
    : undefined;
}
