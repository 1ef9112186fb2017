/**
 * A tail's lines as a file: the text as it is shown, or one JSON object a line with what is known of each event.
 * Invariant: nothing leaves that the redaction takes out of the output.
 */
import type { ShownLine } from "./line-filter.ts";
import { redact, type Redaction } from "./redact.ts";

export const exportText = (lines: readonly ShownLine[]): string =>
  lines.map(({ text }) => `${text}\n`).join("");

/** NDJSON: https://github.com/ndjson/ndjson-spec */
export const exportNdjson = (
  lines: readonly ShownLine[],
  redaction: Redaction,
): string =>
  lines
    .map(({ level, line: { event, group, invocation, late } }) =>
      JSON.stringify({
        timestamp: new Date(event.timestamp).toISOString(),
        group,
        stream: event.stream,
        requestId: invocation?.requestId,
        level,
        ...(late ? { late } : {}),
        message: redact(event.message, redaction),
      }),
    )
    .map((line) => `${line}\n`)
    .join("");
