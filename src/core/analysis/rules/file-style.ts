/** How a file is written, so that what a fix puts into it looks like the rest. */
import type { HandlerFacts } from "../interp/facts.ts";

type Written = Pick<HandlerFacts, "text" | "language">;

/**
 * Puts texts without quotes and backslashes in them into the quotes that most texts of the file stand in, which is found
 * out with the first of them.
 */
export function quoter({
  text,
}: Pick<Written, "text">): (literal: string) => string {
  let quote: string | undefined;
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return (literal) => {
    quote ??= count(/'[^'"`\n]*'/gu) > count(/"[^'"`\n]*"/gu) ? "'" : '"';
    return quote + literal + quote;
  };
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
