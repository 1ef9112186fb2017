/** A line of a log for people. Its text is plain already: `core/logs/format.ts` sees to that. */
import { styleText } from "node:util";
import type { ShownLine } from "../../core/logs/line-filter.ts";

export function printLine(
  { level, text, line }: ShownLine,
  colours: boolean,
): string {
  const style = styleOf(level, line.line.kind);
  return colours && style !== undefined
    ? `${styleText(style, text, { validateStream: false })}\n`
    : `${text}\n`;
}

function styleOf(
  level: ShownLine["level"],
  kind: ShownLine["line"]["line"]["kind"],
): "red" | "yellow" | "dim" | undefined {
  if (level === "ERROR" || level === "FATAL") return "red";
  if (level === "WARN") return "yellow";
  return kind === "application" || kind === "plain" ? undefined : "dim";
}
