/** The answer of another version of the pre token generation event than the one that came. */
import { pages } from "../../triggers/contracts.ts";
import type { ExitFact, HandlerFacts, WriteFact } from "../interp/facts.ts";
import { keyOfV1, keyOfV2 } from "./claim-writes.ts";
import { asVersion1, asVersion2 } from "./pretoken-version-edits.ts";
import type { Problem, Rule } from "./rule.ts";
import { tellsVersions } from "./token-versions.ts";

export const pretokenKeyMatchesVersion: Rule = {
  id: "pretoken-key-matches-version",
  title: "The answer has the member of the event's version, and only that",
  severity: "error",
  certainty: "exact",
  triggers: [
    "PreTokenGenerationV1",
    "PreTokenGenerationV2",
    "PreTokenGenerationV3",
  ],
  why: "A version 1 answer holds `claimsOverrideDetails`, one of version 2 or 3 `claimsAndScopeOverrideDetails`. The pool's configuration decides which version comes; only versions 2 and 3 send `request.scopes`. The developer guide gives the other member no meaning in an answer.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const admin = event.request.scopes.includes("admin");
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { admin: String(admin) },
  };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const admin = event.request.scopes.includes("admin");
  event.response.claimsAndScopeOverrideDetails = {
    idTokenGeneration: { claimsToAddOrOverride: { admin: String(admin) } },
  };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  event.response = {
    claimsOverrideDetails: { claimsToAddOrOverride: { plan: "pro" } },
  } as never;
  return event;
};
`,
      good: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  event.response = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { plan: "pro" } },
    },
  };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    claims = {"plan": "pro"}
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": claims}
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"claimsToAddOrOverride": claims}
    }
    return event
`,
      good: `def handler(event, context):
    claims = {"plan": "pro"}
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "idTokenGeneration": {"claimsToAddOrOverride": claims},
        "accessTokenGeneration": {"claimsToAddOrOverride": claims},
    }
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    const all = facts.exits.flatMap(({ writes }) => writes);
    const writesV2 = all.some(({ member }) => member === keyOfV2);
    const apart = tellsVersions(facts);
    for (const exit of facts.exits) {
      const first = keyIn(exit, keyOfV1);
      const second = keyIn(exit, keyOfV2);
      if (first !== undefined && second !== undefined) {
        if (!first.sometimes && !second.sometimes)
          yield {
            range: first.keyRange,
            // What Cognito does with the other one is not documented.
            severity: "info",
            message: `This path answers with \`${keyOfV1}\` and with \`${keyOfV2}\`. The first belongs to version 1 of the event, the second to versions 2 and 3: keep the one of the version that the pool is set to.`,
            related: [
              {
                range: second.keyRange,
                message: "The member of versions 2 and 3 is set here.",
              },
            ],
          };
      } else if (apart) {
        continue;
      } else if (facts.trigger.version === "V1_0") {
        if (second !== undefined) yield wrongVersion(facts, second);
        if (
          first !== undefined &&
          !writesV2 &&
          facts.requestReads.has("scopes")
        )
          yield {
            ...wrongVersion(facts, first),
            message: `This handler reads \`request.scopes\`, which only versions 2 and 3 of the event have; their answer holds \`${keyOfV2}\`, not \`${keyOfV1}\`.`,
            fixes: asVersion2(facts, first),
          };
      } else if (first !== undefined) yield wrongVersion(facts, first);
    }
  },
};

const keyIn = ({ writes }: ExitFact, key: string): WriteFact | undefined =>
  writes.find(({ member }) => member === key);

function wrongVersion(facts: HandlerFacts, write: WriteFact): Problem {
  const version = facts.trigger.version?.[1] ?? "";
  return {
    range: write.keyRange,
    message: `\`${write.member}\` belongs to ${write.member === keyOfV1 ? "version 1 of the event" : "versions 2 and 3 of the event"}; this handler serves version ${version}, whose answer holds \`${write.member === keyOfV1 ? keyOfV2 : keyOfV1}\`.`,
    fixes:
      write.member === keyOfV1
        ? asVersion2(facts, write)
        : asVersion1(facts, write),
  };
}
