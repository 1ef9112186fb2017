/** An entry of `scopesToAdd` or `scopesToSuppress` that holds a blank. */
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import {
  openHole,
  plainHole,
  type HandlerFacts,
  type WriteFact,
} from "../interp/facts.ts";
import { listedItems, tokenChanges } from "./claim-writes.ts";
import type { Rule } from "./rule.ts";

export const scopeWithoutBlank: Rule = {
  id: "scope-without-blank",
  title: "Each scope is an entry of its own",
  severity: "error",
  certainty: "exact",
  triggers: ["PreTokenGenerationV2", "PreTokenGenerationV3"],
  why: "A token shows its scopes as one text with blanks between them, but the answer of the trigger takes a list with one scope per entry. The developer guide says that a scope cannot hold a blank.",
  references: [pages.preTokenGeneration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { scopesToAdd: ["orders/read orders/write"] },
  };
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.claimsAndScopeOverrideDetails = {
    accessTokenGeneration: { scopesToAdd: ["orders/read", "orders/write"] },
  };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  const scopes = ["profile email"];
  event.response = {
    claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: scopes } },
  };
  return event;
};
`,
      good: `import type { PreTokenGenerationV2TriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationV2TriggerHandler = async (event) => {
  const scopes = ["profile", "email"];
  event.response = {
    claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: scopes } },
  };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"scopesToAdd": ["read write"]}
    }
    return event
`,
      good: `def handler(event, context):
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "accessTokenGeneration": {"scopesToAdd": ["read", "write"]}
    }
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    for (const exit of facts.exits)
      for (const changes of tokenChanges(exit))
        for (const member of ["scopesToAdd", "scopesToSuppress"])
          for (const { item, text, holes } of listedItems(changes, member)) {
            const joined = holes?.replaceAll(hole, "…") ?? "";
            const fixed =
              text ?? (/\s/u.test(joined) ? joined : fixedParts(facts, item));
            if (/\s/u.test(fixed))
              yield {
                range: item.valueRange,
                message: `${JSON.stringify(fixed)} in \`${member}\` holds a blank. Each scope is an entry of its own.`,
                fixes: splitting(facts, item, fixed),
              };
          }
  },
};

const hole = new RegExp(`${plainHole}|${openHole}`, "gu");

/** What stands in a template between the parts that are put in. */
function fixedParts({ text }: HandlerFacts, { valueRange }: WriteFact): string {
  const written = text.slice(valueRange.start, valueRange.end);
  return /^`[^`]*`$/u.test(written)
    ? written.replaceAll(/\$\{[^{}]*\}/gu, "…").slice(1, -1)
    : /^f(["'])[^"']*\1$/u.test(written)
      ? written.replaceAll(/\{[^{}]*\}/gu, "…").slice(2, -1)
      : // `"api/" + name + " read"`
        /^(?:[\w.$\s+]|"[^"]*"|'[^']*')*$/u.test(written)
        ? (written.match(/"[^"]*"|'[^']*'|[\w.$]+/gu) ?? [])
            .map((each) => (/^["']/u.test(each) ? each.slice(1, -1) : "…"))
            .join("")
        : "";
}

function splitting(
  { text }: HandlerFacts,
  { valueRange }: WriteFact,
  scopes: string,
): readonly QuickFix[] {
  const written = text.slice(valueRange.start, valueRange.end);
  const quote = written[0] ?? "";
  const alone =
    /[[,]\s*$/u.test(textBefore(text, valueRange.start)) &&
    /^\s*[\],]/u.test(text.slice(valueRange.end));
  if (!alone || !/["'`]/u.test(quote) || written !== quote + scopes + quote)
    return [];
  const entries = scopes.split(/\s+/u).filter((each) => each !== "");
  return [
    {
      title: "Split it into one entry per scope",
      preferred: true,
      edits: [
        {
          range: valueRange,
          newText: entries.map((each) => quote + each + quote).join(", "),
        },
      ],
    },
  ];
}
