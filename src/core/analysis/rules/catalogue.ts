/** Every rule as people read it: for lists, for the names a configuration may use, and the page of each. */
import { rules } from "./registry.ts";
import type { RuleText } from "./rule.ts";
import { templateRules } from "./template-rules.ts";

/** The rules over handlers, then those over infrastructure code. */
export const allRules: readonly RuleText[] = [...rules, ...templateRules];

/** Markdown that documents a rule; undefined where there is no such rule. */
export function explainRule(id: string): string | undefined {
  const rule = allRules.find((each) => each.id === id);
  if (rule === undefined) return undefined;
  const triggers =
    rule.triggers === "all"
      ? "all"
      : rule.triggers === "synchronous"
        ? "all whose answer Cognito waits for"
        : rule.triggers.join(", ");
  const examples = rule.examples.flatMap(({ language, bad, good }) => [
    `Flagged (${languageNames[language] ?? language}):`,
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
    `Put \`// cognito-disable-next-line ${rule.id}\` (Python, YAML, Terraform: \`# cognito-disable-next-line ${rule.id}\`) on the line above.`,
    "## References",
    rule.references.map((page) => `- <${page}>`).join("\n"),
    "",
  ].join("\n\n");
}

const languageNames: Readonly<Record<string, string>> = {
  javascript: "JavaScript",
  typescript: "TypeScript",
  python: "Python",
  yaml: "YAML",
  json: "JSON",
  terraform: "Terraform",
};

const fenced = (language: string, text: string): string =>
  `\`\`\`${language}\n${text.trim()}\n\`\`\``;
