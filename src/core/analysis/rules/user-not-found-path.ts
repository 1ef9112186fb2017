/** Attributes of a user who may not exist. */
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const userNotFoundPath: Rule = {
  id: "user-not-found-path",
  title: "A sign-in trigger has a way for users who do not exist",
  severity: "info",
  certainty: "best-effort",
  triggers: [
    "PreAuthentication",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
  ],
  why: "An app client that prevents user existence errors (`PreventUserExistenceErrors` set to `ENABLED`) makes Cognito call these triggers for unknown users as well, with `request.userNotFound` true. A handler that uses the user's attributes without looking at it may fail or answer differently for them, which tells the two apart.",
  references: [
    pages.defineAuthChallenge,
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
  ],
  examples: [
    {
      language: "javascript",
      bad: `const { send } = require("./mail");
exports.handler = async (event) => {
  const answer = await send(event.request.userAttributes.email);
  event.response.publicChallengeParameters = { hint: "mail" };
  event.response.privateChallengeParameters = { answer: String(answer) };
  return event;
};
`,
      good: `const { send, pretend } = require("./mail");
exports.handler = async (event) => {
  const answer = event.request.userNotFound
    ? await pretend()
    : await send(event.request.userAttributes.email);
  event.response.publicChallengeParameters = { hint: "mail" };
  event.response.privateChallengeParameters = { answer: String(answer) };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PreAuthenticationTriggerHandler = async (event) => {
  if (event.request.userAttributes["custom:blocked"] === "yes") throw new Error("Blocked");
  return event;
};
`,
      good: `import type { PreAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PreAuthenticationTriggerHandler = async (event) => {
  if (event.request.userNotFound) return event;
  if (event.request.userAttributes["custom:blocked"] === "yes") throw new Error("Blocked");
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PreAuthentication
def lambda_handler(event, context):
    if event["request"]["userAttributes"]["custom:blocked"] == "yes":
        raise Exception("Blocked")
    return event
`,
      good: `# cognito-trigger: PreAuthentication
def lambda_handler(event, context):
    if event["request"].get("userNotFound"):
        return event
    if event["request"]["userAttributes"]["custom:blocked"] == "yes":
        raise Exception("Blocked")
    return event
`,
    },
  ],
  *check({ run, requestReads, mentions, trigger }) {
    const read = run.reads.find(({ member }) => member === "userAttributes");
    if (
      read === undefined ||
      requestReads.has("userNotFound") ||
      mentions(/userNotFound|user_not_found/u)
    )
      return;
    yield {
      range: read.range,
      message: `A ${trigger.name} trigger can be called for a user who does not exist, and this handler never looks at \`request.userNotFound\`.`,
    };
  },
};
