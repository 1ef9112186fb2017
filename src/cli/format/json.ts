/** Prints findings as JSON for programs. The form is a promise: members are added, never changed, within a version. */
import { regionsOf, type Results } from "./printer.ts";

export function printJson({ files, seen }: Results): string {
  const findings = files.flatMap(({ file, text, findings: found }) => {
    const regionOf = regionsOf(text);
    return found.map(
      ({ range, rule, severity, certainty, trigger, message }) => ({
        file,
        ...regionOf(range),
        rule,
        severity,
        certainty,
        trigger,
        message,
      }),
    );
  });
  return `${JSON.stringify({ version: 1, files: seen, findings }, undefined, 2)}\n`;
}
