/**
 * Edits of whole statements in the text of a handler. Invariant: where it is not plain that a statement stands alone,
 * there is none to edit.
 */
import type { TextEdit } from "../../text/edit.ts";
import { textBefore, type Range } from "../../text/position.ts";
import type { HandlerFacts } from "../interp/facts.ts";

export interface Statement {
  /** With its semicolon. */
  readonly range: Range;
  /** Without it. */
  readonly written: string;
  readonly indent: string;
  /** The test it is the only statement of, without braces: `if (…)`, `else`. */
  readonly head: Range | undefined;
}

const headBefore =
  /(?:\bif\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|\belse)\s*$/u;

/** The statement that an assignment or a return makes up. */
export function statementAt(
  { text, language }: Pick<HandlerFacts, "text" | "language">,
  { start, end }: Range,
): Statement | undefined {
  const semicolon = /^\s*;/u.exec(text.slice(end))?.[0].length ?? 0;
  const range = { start, end: end + semicolon };
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const line = text.slice(lineStart, start);
  const indent = /^[ \t]*/u.exec(line)?.[0] ?? "";
  const written = text.slice(start, end).replace(/(?<!\s)\s*;$/u, "");
  const statement = { range, written, indent, head: undefined };
  const rest = /^[^\n]*/u.exec(text.slice(range.end))?.[0] ?? "";
  if (language === "python")
    return line.trim() === "" && /^\s*(?:#.*)?$/u.test(rest)
      ? statement
      : undefined;
  const head = headBefore.exec(textBefore(text, start));
  if (head !== null)
    return {
      ...statement,
      head: { start: start - head[0].length, end: start },
    };
  return line.trim() === "" && startsAnew(text, lineStart)
    ? statement
    : undefined;
}

/** What stands on the last line with code before a place ends a statement, or begins a block. */
function startsAnew(text: string, lineStart: number): boolean {
  for (let end = lineStart; end > 0;) {
    const start = end < 2 ? 0 : text.lastIndexOf("\n", end - 2) + 1;
    const code = text
      .slice(start, end)
      .replace(/(?<!\s)\s*\/\/.*/u, "")
      .trimEnd();
    if (code !== "")
      return /(?:[;{}]|\*\/|^\s*(?:case\b.*|default\s*):|[\w)\]'"`])$/u.test(
        code,
      );
    end = start;
  }
  return false;
}

/** Takes a statement out; a block or a branch that would be left with nothing keeps something that does nothing. */
export function removeStatement(
  facts: Pick<HandlerFacts, "text" | "language">,
  { range, indent, head }: Statement,
): TextEdit {
  const { text, language } = facts;
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const newline = text.indexOf("\n", range.end);
  const lineEnd = newline < 0 ? text.length : newline + 1;
  if (language === "python") {
    const opens = /:\s*(?:#[^\n]*)?\s*$/u.test(textBefore(text, lineStart));
    const next = /^[^\S\n]*(?=\S)/mu.exec(text.slice(lineEnd))?.[0] ?? "";
    return opens && next.length < indent.length
      ? { range, newText: "pass" }
      : { range: { start: lineStart, end: lineEnd }, newText: "" };
  }
  if (head === undefined) {
    // Another statement may follow on its line.
    const alone = /^\s*(?:\/\/.*)?$/u.test(text.slice(range.end, lineEnd));
    return {
      range: alone ? { start: lineStart, end: lineEnd } : range,
      newText: "",
    };
  }
  const test = statementAt(facts, { start: head.start, end: range.end });
  return text.startsWith("if", head.start) &&
    test !== undefined &&
    test.head === undefined &&
    !/^\s*else\b/u.test(text.slice(range.end))
    ? removeStatement(facts, test)
    : { range, newText: "{}" };
}
