/**
 * A line of Python that opens a block and has no colon yet takes the block with it: the parser sees neither. Finds the
 * places where a colon would go, by the indentation of what follows.
 */
import type { TextEdit } from "../../../text/edit.ts";

const opener =
  /^(?:async\s+)?(?:if|elif|else|for|while|def|class|try|except|finally|with|match|case)\b/u;
// Strings, comments, brackets, line ends, and anything else that is no blank.
const tokens =
  /[rbfuRBFU]{0,2}(?:"""[\s\S]*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|#[^\n]*|[()[\]{}]|\\\r?\n|\n|[^\s()[\]{}"'#\\]+|\\/gu;

/** A line as Python counts them: one with open brackets goes on. */
interface Line {
  readonly start: number;
  /** Where its last word ends; comments are none. */
  readonly end: number;
  /** A colon stands outside of brackets. */
  readonly colon: boolean;
}

/** Colons, as insertions in order of place. */
export function missingColons(text: string): readonly TextEdit[] {
  const lines = linesOf(text);
  return lines.flatMap((line, i) => {
    const next = lines[i + 1];
    const { start, end, colon } = line;
    return next !== undefined &&
      !colon &&
      opener.test(text.slice(start, end)) &&
      columnOf(text, next) > columnOf(text, line)
      ? [{ range: { start: end, end }, newText: ":" }]
      : [];
  });
}

const columnOf = (text: string, { start }: Line): number =>
  start - (text.lastIndexOf("\n", start - 1) + 1);

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = [];
  let line: Line | undefined;
  let depth = 0;
  for (const match of text.matchAll(tokens)) {
    const [token] = match;
    const end = match.index + token.length;
    if (token === "\n") {
      if (depth > 0 || line === undefined) continue;
      lines.push(line);
      line = undefined;
    } else if (!token.startsWith("#") && !token.startsWith("\\")) {
      if (/^[([{]$/u.test(token)) depth++;
      if (/^[)\]}]$/u.test(token)) depth = Math.max(0, depth - 1);
      line = {
        start: line?.start ?? match.index,
        end,
        colon: line?.colon === true || (depth === 0 && /^[^"']*:/u.test(token)),
      };
    }
  }
  if (line !== undefined) lines.push(line);
  return lines;
}
