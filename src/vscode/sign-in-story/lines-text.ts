/** The lines behind bars of the time line as text, redacted. */
import { formatLine } from "../../core/logs/format.ts";
import type { Redaction } from "../../core/logs/redact.ts";
import type { AttemptRun } from "../../core/logs/sign-ins/attempt.ts";

export function linesText(
  runs: readonly AttemptRun[],
  redaction: Redaction,
): string {
  return runs
    .flatMap(({ run }) => [
      `----- ${run.trigger}`,
      ...run.log.lines.flatMap((line) => {
        const shown = formatLine(line, {
          cognitoWaits: run.synchronous,
          redaction,
        });
        return shown === undefined ? [] : [shown.text];
      }),
      "",
    ])
    .join("\n");
}
