/** A claim that Cognito keeps for itself, added to a token or taken out of it. */
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import {
  cannotAdd,
  cannotSuppress,
  groupClaims,
} from "../../triggers/reserved-claims.ts";
import type { QuickFix } from "../finding.ts";
import type {
  ExitFact,
  HandlerFacts,
  ValueFact,
  WriteFact,
} from "../interp/facts.ts";
import {
  addedClaims,
  keyOfV1,
  keyOfV2,
  listedTexts,
  objectsIn,
  tokenChanges,
} from "./claim-writes.ts";
import type { Rule } from "./rule.ts";
import { isIn, removeEntry } from "./value-edits.ts";

export const pretokenReservedClaim: Rule = {
  id: "pretoken-reserved-claim",
  title: "Claims that Cognito keeps for itself are left alone",
  severity: "error",
  certainty: "exact",
  triggers: [
    "PreTokenGenerationV1",
    "PreTokenGenerationV2",
    "PreTokenGenerationV3",
  ],
  why: "The developer guide lists the claims that a pre token generation trigger cannot add, change or suppress: `sub`, `iss`, `exp`, `token_use`, `cognito:username` and others. Groups and roles change with `groupOverrideDetails`, not as claims. Whether Cognito ignores such an entry or refuses the answer is not documented.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { sub: "42", plan: "pro" },
  };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { legacy_sub: "42", plan: "pro" },
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
    accessTokenGeneration: { claimsToSuppress: ["email", "client_id"] },
  };
  return event;
};
`,
      good: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { claimsToSuppress: ["email"] },
  };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"plan": "pro", "cognito:groups": "admin"}
    }
    return event
`,
      good: `def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"plan": "pro"},
        "groupOverrideDetails": {"groupsToOverride": ["admin"]},
    }
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    for (const exit of facts.exits)
      for (const changes of tokenChanges(exit)) {
        const { token } = changes;
        for (const claim of addedClaims(changes))
          if (token === "access" && claim.member === "aud") {
            if (claim.values.some(isNoClientId))
              yield {
                range: claim.range,
                message:
                  "`aud` of the access token must be the app client's id, `callerContext.clientId`; this is another text.",
                fixes: [],
              };
          } else if (cannotAdd(claim.member, token))
            yield {
              range: claim.keyRange,
              message: `\`${claim.member}\` cannot be set in the ${token} token by \`claimsToAddOrOverride\`. ${
                groupClaims.has(claim.member)
                  ? "It is made of the groups: set `groupOverrideDetails`."
                  : "Give the claim a name of your own."
              }`,
              fixes: [
                ...movedToGroups(facts, exit, claim),
                ...removal(facts, claim),
              ],
            };
        for (const { item, text } of listedTexts(changes, "claimsToSuppress"))
          if (cannotSuppress(text, token))
            yield {
              range: item.valueRange,
              message: `\`${text}\` cannot be taken out of the ${token} token by \`claimsToSuppress\`.`,
              fixes: removal(facts, item),
            };
      }
  },
};

/** A client's id has letters and digits only. */
const isNoClientId = (value: ValueFact): boolean =>
  value.kind === "string" &&
  value.value !== undefined &&
  /[^\w+]/u.test(value.value);

function removal(
  { text }: HandlerFacts,
  { range, member }: WriteFact,
): readonly QuickFix[] {
  const edits = removeEntry(text, range);
  return edits.length === 0
    ? []
    : [{ title: `Remove ${member === "[]" ? "it" : `\`${member}\``}`, edits }];
}

/** Makes the groups of a claim those of the token; without a place beside the claims there is no edit. */
function movedToGroups(
  { text }: HandlerFacts,
  exit: ExitFact,
  claim: WriteFact,
): readonly QuickFix[] {
  const [value] = claim.values;
  const written = text.slice(claim.valueRange.start, claim.valueRange.end);
  const list =
    claim.values.length !== 1
      ? undefined
      : value?.kind === "array"
        ? written
        : value?.kind === "string" && /^["'`].*["'`]$/u.test(written)
          ? `[${written}]`
          : undefined;
  const beside = entryBeside(exit, claim);
  const removed = removeEntry(text, claim.range);
  if (
    claim.member !== "cognito:groups" ||
    list === undefined ||
    beside === undefined ||
    removed.length === 0
  )
    return [];
  const { start, end } = beside.range;
  const quote = /^["']/u.exec(text.slice(start, end))?.[0] ?? "";
  // Only an entry of a written object has a place for another beside it.
  if (!/[{,]\s*$/u.test(textBefore(text, start))) return [];
  const named = (name: string): string => quote + name + quote;
  return [
    {
      title: "Set `groupOverrideDetails` instead",
      edits: [
        ...removed,
        {
          range: { start: end, end },
          newText: `, ${named("groupOverrideDetails")}: { ${named("groupsToOverride")}: ${list} }`,
        },
      ],
    },
  ];
}

/** The entry of the answer that holds the claim, beside which the groups have their place and are not set. */
function entryBeside(
  { writes }: ExitFact,
  claim: WriteFact,
): WriteFact | undefined {
  for (const key of [keyOfV1, keyOfV2])
    for (const { object } of objectsIn(writes, key))
      if (
        object.members.every(({ member }) => member !== "groupOverrideDetails")
      ) {
        const holder = object.members.find(({ range }) =>
          isIn(range, claim.range),
        );
        if (holder !== undefined) return holder;
      }
  return undefined;
}
