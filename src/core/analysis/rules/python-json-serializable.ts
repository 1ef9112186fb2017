/** A value in the answer of a Python handler that Lambda cannot write as JSON. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts, UnwritableFact } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";
import { takeEnumValue } from "./value-edits.ts";

export const pythonJsonSerializable: Rule = {
  id: "python-json-serializable",
  title: "The answer of a Python handler can be written as JSON",
  severity: "error",
  certainty: "exact",
  languages: ["python"],
  triggers: "synchronous",
  why: "Lambda writes what a Python handler returns with the standard `json` module. A `datetime`, `Decimal`, `UUID`, `set`, `bytes` or member of a plain `Enum` in it, an event data class of Powertools around it, or what an `async` function gives that nobody waits for, raises an error after the handler has ended, and Cognito fails the call. Make it text, a number or a list first.",
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
    pages.overview,
  ],
  examples: [
    {
      language: "python",
      bad: `from datetime import datetime

# cognito-trigger: PreTokenGenerationV1
def lambda_handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"issued": datetime.now()}
    }
    return event
`,
      good: `from datetime import datetime

# cognito-trigger: PreTokenGenerationV1
def lambda_handler(event, context):
    event["response"]["claimsOverrideDetails"] = {
        "claimsToAddOrOverride": {"issued": datetime.now().isoformat()}
    }
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    if (!facts.returnsToCognito) return;
    const places = new Map(
      facts.exits
        .flatMap(({ unwritable }) => unwritable)
        .map((each) => [each.range.start, each]),
    );
    for (const each of places.values())
      yield {
        range: each.range,
        message: `A ${each.type === "Enum" ? "member of a plain `Enum`" : `\`${each.type}\``} cannot be written as JSON: Lambda fails when the handler returns it, and Cognito fails the call of this ${facts.trigger.name} trigger.`,
        fixes: fixesFor(facts, each),
      };
  },
};

const wrapper: Readonly<Record<string, string>> = {
  datetime: "str",
  date: "str",
  timedelta: "str",
  Decimal: "str",
  UUID: "str",
  set: "list",
};

function fixesFor(
  facts: HandlerFacts,
  { type, range }: UnwritableFact,
): readonly QuickFix[] {
  const { text } = facts;
  if (type === "Enum") return takeEnumValue(facts, range, "Take its `value`");
  const wrap = wrapper[type];
  if (wrap === undefined) return [];
  return [
    {
      title: `Convert with \`${wrap}(…)\``,
      preferred: true,
      edits: [
        {
          range,
          newText: `${wrap}(${text.slice(range.start, range.end)})`,
        },
      ],
    },
  ];
}
