/**
 * One CloudWatch event to what it says. Lambda's own lines and the loggers of its Node and Python runtimes are known in
 * both log formats; a function may mix them freely. Invariant: never throws, loses no text, linear in the line.
 * Formats: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
import { parseJsonLine } from "./json-line.ts";
import type { LogLine } from "./log-line.ts";
import { parseTextLine } from "./text-line.ts";

/** Reads the `message` of one event. Line ends inside it come out as `\n`, no-break spaces as spaces. */
export function parseLine(message: string): LogLine {
  const text = message
    .replaceAll("\r\n", "\n")
    .replaceAll("\r", "\n")
    .replaceAll("\u00a0", " ")
    .trimEnd();
  return parseJsonLine(text) ?? parseTextLine(text) ?? { kind: "plain", text };
}
