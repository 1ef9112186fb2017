/** A map of a provider's attributes that starts from nothing. */
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const inboundKeepAttributes: Rule = {
  id: "inbound-keep-attributes",
  title: "userAttributesToMap keeps what the provider sent",
  severity: "info",
  certainty: "exact",
  triggers: ["InboundFederation"],
  why: "`userAttributesToMap` is all or nothing: an attribute of the provider that is not in it is dropped from the user's profile. Start from the attributes of the request and change what you need. Left empty, the member changes nothing.",
  references: [pages.inboundFederation],
  examples: [
    {
      language: "javascript",
      bad: `// cognito-trigger: InboundFederation
exports.handler = async (event) => {
  const { email } = event.request.attributes.userInfo;
  event.response.userAttributesToMap = { email: email.toLowerCase() };
  return event;
};
`,
      good: `// cognito-trigger: InboundFederation
exports.handler = async (event) => {
  const { userInfo } = event.request.attributes;
  event.response.userAttributesToMap = { ...userInfo, email: userInfo.email.toLowerCase() };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `// cognito-trigger: InboundFederation
export const handler = async (event: any) => {
  const mapped: Record<string, string> = {};
  mapped.name = event.request.attributes.samlResponse.displayName;
  event.response.userAttributesToMap = mapped;
  return event;
};
`,
      good: `// cognito-trigger: InboundFederation
export const handler = async (event: any) => {
  const mapped: Record<string, string> = { ...event.request.attributes.samlResponse };
  mapped.name = event.request.attributes.samlResponse.displayName;
  event.response.userAttributesToMap = mapped;
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: InboundFederation
def handler(event, context):
    claims = event["request"]["attributes"]["idToken"]
    event["response"]["userAttributesToMap"] = {"email": claims["email"]}
    return event
`,
      good: `# cognito-trigger: InboundFederation
def handler(event, context):
    claims = event["request"]["attributes"]["idToken"]
    event["response"]["userAttributesToMap"] = {**claims, "email": claims["email"]}
    return event
`,
    },
  ],
  *check({ exits }) {
    for (const { writes } of exits)
      for (const { member, values, known, valueRange } of writes) {
        if (member !== "userAttributesToMap" || !known) continue;
        const fromNothing = values.some(
          (value) =>
            value.kind === "object" && !value.open && value.members.length > 0,
        );
        if (fromNothing)
          yield {
            range: valueRange,
            message:
              "Attributes of the provider that are not named here are dropped from the user's profile. Start from the attributes of the request to keep them.",
          };
      }
  },
};
