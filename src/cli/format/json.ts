/** Prints findings as JSON for programs. The form is a promise: members are added, never changed, within a version. */
import {
  jsonItems,
  regionOf,
  regionsOf,
  type CheckedFile,
  type Printer,
  type RunFacts,
} from "./printer.ts";

export function jsonPrinter({ seen }: RunFacts): Printer {
  const print = jsonItems();
  return {
    start: `{"version":1,"files":${String(seen)},"findings":[`,
    file: (checked) => print(findingsOf(checked)),
    end: () => "\n]}\n",
  };
}

function findingsOf({ file, text, findings }: CheckedFile): readonly object[] {
  const regionAt = regionsOf(text);
  return findings.map(
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
}
