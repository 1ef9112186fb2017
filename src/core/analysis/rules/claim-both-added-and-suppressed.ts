/** A claim that one answer both adds to a token and takes out of it. */
import { pages } from "../../triggers/contracts.ts";
import {
  addedClaims,
  listedTexts,
  tokenChanges,
  type TokenChanges,
} from "./claim-writes.ts";
import type { Rule } from "./rule.ts";
import { removeEntry } from "./value-edits.ts";

export const claimBothAddedAndSuppressed: Rule = {
  id: "claim-both-added-and-suppressed",
  title: "A claim is added or suppressed, not both",
  severity: "warning",
  certainty: "exact",
  triggers: [
    "PreTokenGenerationV1",
    "PreTokenGenerationV2",
    "PreTokenGenerationV3",
  ],
  why: "Where the same claim stands in `claimsToAddOrOverride` and in `claimsToSuppress` of one token, suppression wins: the claim is not in the token.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { email: "hidden@example.com" },
    claimsToSuppress: ["email"],
  };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { email: "hidden@example.com" },
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
    idTokenGeneration: {
      claimsToAddOrOverride: { plan: "pro" },
      claimsToSuppress: ["birthdate", "plan"],
    },
  };
  return event;
};
`,
      good: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    idTokenGeneration: {
      claimsToAddOrOverride: { plan: "pro" },
      claimsToSuppress: ["birthdate"],
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
        "claimsToSuppress": ["plan", "birthdate"],
    }
    return event
`,
      good: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"plan": "pro"},
        "claimsToSuppress": ["birthdate"],
    }
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    for (const exit of facts.exits)
      for (const changes of tokenChanges(exit)) {
        if (!changes.sure) continue;
        const paired = isOne(changes, "claimsToSuppress");
        // Under a name that is written there: what a loop adds may be asked about first.
        const added = new Map(
          [...addedClaims(changes)]
            .filter(
              ({ sometimes, member, keyRange }) =>
                !sometimes ||
                (paired && facts.writtenAt(keyRange).includes(member)),
            )
            .map((claim) => [claim.member, claim]),
        );
        for (const { item, text } of listedTexts(changes, "claimsToSuppress")) {
          const claim = added.get(text);
          if (claim === undefined || item.sometimes || !item.known) continue;
          if (item.values.length > 1) continue;
          const edits = removeEntry(facts.text, item.range);
          yield {
            range: item.valueRange,
            message: `\`${text}\` is added to the ${changes.token} token and suppressed as well. Suppression wins.`,
            related: [
              { range: claim.keyRange, message: `\`${text}\` is added here.` },
            ],
            fixes:
              edits.length === 0
                ? []
                : [{ title: `Do not suppress \`${text}\``, edits }],
          };
        }
      }
  },
};

/** The same list whatever is added. */
function isOne({ changes }: TokenChanges, member: string): boolean {
  const [list, ...others] = changes.members.filter(
    (write) => write.member === member,
  );
  return (
    others.length === 0 &&
    list?.known === true &&
    !list.sometimes &&
    list.values.length === 1
  );
}
