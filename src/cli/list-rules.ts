/** `rules`: every rule with its severity, in a table. */
import { allRules } from "../core/analysis/rules/catalogue.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";

export function listRules(outside: Outside): ExitCode {
  const width = Math.max(...allRules.map(({ id }) => id.length)) + 2;
  outside.write(
    allRules
      .map(
        ({ id, severity, title }) =>
          `${id.padEnd(width)}${severity.padEnd(9)}${title}\n`,
      )
      .join(""),
  );
  return exitCodes.clean;
}
