/** Attributes of the user read for a token that no user asked for. */
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const m2mHasNoUser: Rule = {
  id: "m2m-has-no-user",
  title: "Attributes are not needed for client credentials",
  severity: "info",
  certainty: "best-effort",
  triggers: ["PreTokenGenerationV3"],
  why: "Version 3 of the event also comes for the client credentials grant (`TokenGeneration_ClientCredentials`), where an app asks for a token and there is no user. What `request.userAttributes` holds then is not documented: a handler that counts on it may fail, and the app gets no token.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `// cognito-trigger: PreTokenGenerationV3
exports.handler = async (event) => {
  const plan = event.request.userAttributes["custom:plan"];
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { plan } },
  };
  return event;
};
`,
      good: `// cognito-trigger: PreTokenGenerationV3
exports.handler = async (event) => {
  const plan = event.request.userAttributes?.["custom:plan"] ?? "none";
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { plan } },
  };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreTokenGenerationV3TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV3TriggerHandler = async (event) => {
  const { email } = event.request.userAttributes;
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { email } },
  };
  return event;
};
`,
      good: `import type { PreTokenGenerationV3TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV3TriggerHandler = async (event) => {
  if (event.triggerSource === "TokenGeneration_ClientCredentials") return event;
  const { email } = event.request.userAttributes;
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToAddOrOverride: { email } },
  };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PreTokenGenerationV3
def lambda_handler(event, context):
    email = event["request"]["userAttributes"]["email"]
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"claimsToAddOrOverride": {"email": email}}
    }
    return event
`,
      good: `# cognito-trigger: PreTokenGenerationV3
def lambda_handler(event, context):
    attributes = event["request"].get("userAttributes") or {}
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {
            "claimsToAddOrOverride": {"email": attributes.get("email", "")}
        }
    }
    return event
`,
    },
  ],
  *check({ run }) {
    const read = run.reads.find(
      ({ member, unguarded }) => member === "userAttributes" && unguarded,
    );
    if (read === undefined) return;
    yield {
      range: read.range,
      message:
        "This event also comes for client credentials, which have no user; what `userAttributes` holds then is not documented. Look at `triggerSource` first, or have a fallback.",
    };
  },
};
