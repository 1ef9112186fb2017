/** `explain [RULE]`: the same text as the editor's rule page. */
import { allRules, explainRule } from "../core/analysis/rules/catalogue.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";

export function explain(id: string | undefined, outside: Outside): ExitCode {
  if (id === undefined) {
    const width = Math.max(...allRules.map((rule) => rule.id.length)) + 2;
    outside.write(
      allRules
        .map((rule) => `${rule.id.padEnd(width)}${rule.title}\n`)
        .join(""),
    );
    return exitCodes.clean;
  }
  const page = explainRule(id);
  if (page === undefined) {
    outside.complain(
      `There is no rule "${id}". Run cognito-debugger explain to list the rules.`,
    );
    return exitCodes.failure;
  }
  outside.write(page.endsWith("\n") ? page : `${page}\n`);
  return exitCodes.clean;
}
