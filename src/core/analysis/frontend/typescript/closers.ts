/**
 * Text that is being typed at its end lacks the brackets that would close it. Finds them, so that the parser sees the
 * function around what is there; offsets into the text itself stay as they are.
 */
import type { TextEdit } from "../../../text/edit.ts";

/** Closes the brackets of JavaScript text that are open at its end; a line break comes first. */
export function missingClosers(text: string): readonly TextEdit[] {
  const open: string[] = [];
  // Strings, templates (without what is nested in them), comments, brackets.
  const tokens =
    /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\[\s\S]|[^`\\])*`?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[()[\]{}]/gu;
  for (const [token] of text.matchAll(tokens)) {
    const closer = closers[token];
    if (closer !== undefined) open.push(closer);
    else if (token.length === 1 && open.includes(token))
      open.length = open.lastIndexOf(token);
  }
  const end = { start: text.length, end: text.length };
  return open.length === 0
    ? []
    : [{ range: end, newText: `\n${open.reverse().join("")}` }];
}

const closers: Readonly<Record<string, string>> = {
  "(": ")",
  "[": "]",
  "{": "}",
};
