/** ClientMetadata read as if it always came. */
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const clientMetadataOrigin: Rule = {
  id: "client-metadata-origin",
  title: "A handler can do without client metadata",
  severity: "info",
  certainty: "exact",
  triggers: [
    "PostAuthentication",
    "PreTokenGenerationV1",
    "PreTokenGenerationV2",
    "PreTokenGenerationV3",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "CustomMessage",
  ],
  why: "The `ClientMetadata` that an app passes to InitiateAuth or AdminInitiateAuth does not reach these triggers; that of RespondToAuthChallenge and a few other operations does. Reading a member of `request.clientMetadata` without a plan for its absence then throws, and the call fails for the user.",
  references: [pages.overview, pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const { tenant } = event.request.clientMetadata;
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { tenant } } };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const { tenant = "none" } = event.request.clientMetadata ?? {};
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: { tenant } } };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PostAuthenticationTriggerHandler = async (event) => {
  console.log(event.request.clientMetadata!["device"]);
  return event;
};
`,
      good: `import type { PostAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PostAuthenticationTriggerHandler = async (event) => {
  console.log(event.request.clientMetadata?.["device"]);
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PostAuthentication
def lambda_handler(event, context):
    print(event["request"]["clientMetadata"]["device"])
    return event
`,
      good: `# cognito-trigger: PostAuthentication
def lambda_handler(event, context):
    print(event["request"].get("clientMetadata", {}).get("device"))
    return event
`,
    },
  ],
  *check({ run, trigger }) {
    const read = run.reads.find(
      ({ member, unguarded }) => member === "clientMetadata" && unguarded,
    );
    if (read === undefined) return;
    yield {
      range: read.range,
      message: `A ${trigger.name} trigger does not get the ClientMetadata of InitiateAuth or AdminInitiateAuth: \`clientMetadata\` can be missing here. Have a fallback.`,
    };
  },
};
