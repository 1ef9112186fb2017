/** A group override that drops the groups of the user. */
import { pages } from "../../triggers/contracts.ts";
import type { HandlerFacts, WriteFact } from "../interp/facts.ts";
import { groupOverrides } from "./claim-writes.ts";
import type { Rule } from "./rule.ts";

export const groupOverrideKeepsGroups: Rule = {
  id: "group-override-keeps-groups",
  title: "A group override says which groups the tokens keep",
  severity: "info",
  certainty: "exact",
  triggers: [
    "PreTokenGenerationV1",
    "PreTokenGenerationV2",
    "PreTokenGenerationV3",
  ],
  why: "`groupOverrideDetails` replaces the user's groups as a whole, in the id token and in the access token. Without `groupsToOverride` the tokens name no groups. Copy `request.groupConfiguration` to keep them, or leave the member out.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { plan: "pro" },
    groupOverrideDetails: {},
  };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { plan: "pro" },
    groupOverrideDetails: { ...event.request.groupConfiguration },
  };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    groupOverrideDetails: { preferredRole: "arn:aws:iam::123456789012:role/reader" },
  };
  return event;
};
`,
      good: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    groupOverrideDetails: {
      groupsToOverride: event.request.groupConfiguration.groupsToOverride ?? [],
      preferredRole: "arn:aws:iam::123456789012:role/reader",
    },
  };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"plan": "pro"},
        "groupOverrideDetails": {},
    }
    return event
`,
      good: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"plan": "pro"},
        "groupOverrideDetails": {**event["request"]["groupConfiguration"]},
    }
    return event
`,
    },
  ],
  *check(facts) {
    for (const exit of facts.exits)
      for (const write of groupOverrides(exit)) {
        if (!dropsGroups(write)) continue;
        const { start, end } = write.valueRange;
        const written = facts.text.slice(start, end);
        yield {
          range: write.valueRange,
          message:
            "This replaces the user's groups and names none: they disappear from both tokens. Copy `request.groupConfiguration` to keep them.",
          fixes:
            /^\{\s*\}$/u.test(written) && facts.eventName !== undefined
              ? [
                  {
                    title: "Keep the groups",
                    preferred: true,
                    edits: [
                      {
                        range: write.valueRange,
                        newText: copyOfGroups(facts, facts.eventName),
                      },
                    ],
                  },
                ]
              : [],
        };
      }
  },
};

const copyOfGroups = ({ language }: HandlerFacts, event: string): string =>
  language === "python"
    ? `{**${event}["request"]["groupConfiguration"]}`
    : `{ ...${event}.request.groupConfiguration }`;

/** A list that is empty on purpose names its groups as well: none. */
const dropsGroups = ({ values, known }: WriteFact): boolean =>
  known &&
  values.some(
    (value) =>
      value.kind === "null" ||
      (value.kind === "object" &&
        !value.open &&
        !value.members.some(({ member }) => member === "groupsToOverride")),
  );
