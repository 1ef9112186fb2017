/** The rules, in the order in which they are listed for people, and the page of each made from its own words. */
import { requiredResponseField } from "./required-response-field.ts";
import { responseFieldKnown } from "./response-field-known.ts";
import { responseFieldType } from "./response-field-type.ts";
import { returnEvent } from "./return-event.ts";
import { returnWholeEvent } from "./return-whole-event.ts";
import type { Rule } from "./rule.ts";

export const rules: readonly Rule[] = [
  returnEvent,
  returnWholeEvent,
  responseFieldType,
  responseFieldKnown,
  requiredResponseField,
];

/** Markdown that documents a rule; undefined where there is no such rule. */
export function explainRule(id: string): string | undefined {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined) return undefined;
  const triggers =
    rule.triggers === "all"
      ? "all"
      : rule.triggers === "synchronous"
        ? "all whose answer Cognito waits for"
        : rule.triggers.join(", ");
  const examples = rule.examples.flatMap(({ language, bad, good }) => [
    `Flagged (${language}):`,
    fenced(language, bad),
    "Mended:",
    fenced(language, good),
  ]);
  return [
    `# ${rule.id}`,
    `${rule.title}.`,
    `Severity: ${rule.severity}. Triggers: ${triggers}.`,
    "## Why",
    rule.why,
    "## Examples",
    ...examples,
    "## Silence it",
    `Put \`// cognito-disable-next-line ${rule.id}\` (Python: \`# cognito-disable-next-line ${rule.id}\`) on the line above.`,
    "## References",
    rule.references.map((page) => `- <${page}>`).join("\n"),
    "",
  ].join("\n\n");
}

const fenced = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trim()}\n\`\`\``;
