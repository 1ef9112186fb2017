/** Prints findings as JSON for programs. The form is a promise: members are added, never changed, within a version. */
import { regionOf, regionsOf, type Results } from "./printer.ts";

export function printJson({ files, seen }: Results): string {
  const findings = files.flatMap(({ file, text, findings: found }) => {
    const regionAt = regionsOf(text);
    return found.map(
      ({ range, rule, severity, certainty, trigger, message, elsewhere }) => ({
        file,
        ...regionAt(range),
        rule,
        severity,
        certainty,
        trigger,
        message,
        ...(elsewhere === undefined
          ? {}
          : {
              elsewhere: {
                file: elsewhere.path,
                ...regionOf(elsewhere.start, elsewhere.end),
              },
            }),
      }),
    );
  });
  return `${JSON.stringify({ version: 1, files: seen, findings }, undefined, 2)}\n`;
}
