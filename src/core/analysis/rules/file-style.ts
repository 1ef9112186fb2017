/** How a file is written, so that what a fix puts into it looks like the rest. */
import type { HandlerFacts } from "../interp/facts.ts";

type Written = Pick<HandlerFacts, "text" | "language">;

/** The quotes that most of its texts stand in. */
export function quoteOf({ text }: Pick<Written, "text">): "'" | '"' {
  const count = (pattern: RegExp): number => [...text.matchAll(pattern)].length;
  return count(/'[^'"`\n]*'/gu) > count(/"[^'"`\n]*"/gu) ? "'" : '"';
}

/** A text without quotes and backslashes in it, as a literal. */
export function quoted(facts: Pick<Written, "text">, text: string): string {
  const quote = quoteOf(facts);
  return `${quote}${text}${quote}`;
}

/** One step of indentation. */
export function stepOf({ text, language }: Written): string {
  return (
    /^(?:\t| {2}(?=[^\s*])| {4}(?=[^\s*]))/mu.exec(text)?.[0] ??
    (language === "python" ? "    " : "  ")
  );
}

/** The same with the line ends of the file. */
export const withLineEndsOf = (file: string, newText: string): string =>
  newText.includes("\n") && file.charAt(file.indexOf("\n") - 1) === "\r"
    ? newText.replaceAll(/\r?\n/gu, "\r\n")
    : newText;
