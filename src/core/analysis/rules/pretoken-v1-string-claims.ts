/** A claim of a version 1 answer that is not a text. */
import { pages } from "../../triggers/contracts.ts";
import { anyName, type ValueFact } from "../interp/facts.ts";
import {
  addedClaims,
  keyOfV1,
  otherClaims,
  tokenChanges,
} from "./claim-writes.ts";
import type { Rule } from "./rule.ts";
import { tellsVersions } from "./token-versions.ts";
import { toTextFixes } from "./value-edits.ts";
import { describeValue } from "./wording.ts";

/** What becomes of null is not documented. */
const notText: readonly ValueFact["kind"][] = [
  "number",
  "boolean",
  "array",
  "object",
  "function",
  "promise",
];

export const pretokenV1StringClaims: Rule = {
  id: "pretoken-v1-string-claims",
  title: "Claims of a version 1 pre token generation trigger are texts",
  severity: "error",
  certainty: "exact",
  triggers: ["PreTokenGenerationV1"],
  why: "In version 1 of the event, `claimsToAddOrOverride` maps names to strings. Users report that another type fails the sign-in with `Unrecognizable lambda output`. Versions 2 and 3 take numbers, booleans, lists and objects as well.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { roles: ["reader", "writer"] },
  };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { roles: JSON.stringify(["reader", "writer"]) },
  };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreTokenGenerationTriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationTriggerHandler = async (event) => {
  const claims: Record<string, any> = { level: 3 };
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: claims } };
  return event;
};
`,
      good: `import type { PreTokenGenerationTriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationTriggerHandler = async (event) => {
  const claims: Record<string, any> = { level: String(3) };
  event.response = { claimsOverrideDetails: { claimsToAddOrOverride: claims } };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"beta": True}
    }
    return event
`,
      good: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"beta": "true"}
    }
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    const apart = tellsVersions(facts);
    for (const exit of facts.exits)
      for (const changes of tokenChanges({
        ...exit,
        writes: exit.writes.filter(
          ({ member }) => !apart || member === keyOfV1,
        ),
      }))
        for (const claim of [
          ...addedClaims(changes),
          ...otherClaims(changes),
        ]) {
          const wrong = claim.values.find(({ kind }) => notText.includes(kind));
          if (wrong === undefined) continue;
          yield {
            range: claim.valueRange,
            message: `${claim.member === anyName ? "A claim" : `The claim \`${claim.member}\``} ${claim.values.length > 1 || !claim.known ? "can be" : "is"} ${describeValue(wrong, facts.language)}; a version 1 answer takes texts only.`,
            fixes: toTextFixes(facts, claim, wrong),
          };
        }
  },
};
