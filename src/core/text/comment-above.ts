/** A comment in a line of its own above the one that a place is in, indented as that is. */
import type { TextEdit } from "./edit.ts";

/** @param comment with the signs that make it one, in one line */
export function commentAbove(
  text: string,
  offset: number,
  comment: string,
): TextEdit {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  // A byte order mark stays first.
  const at = lineStart === 0 && text.startsWith("\uFEFF") ? 1 : lineStart;
  const indentation = /^[ \t]*/u.exec(text.slice(at, offset))?.[0] ?? "";
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return {
    range: { start: at, end: at },
    newText: `${indentation}${comment}${end}`,
  };
}
