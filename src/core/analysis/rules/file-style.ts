/** How a file is written, so that what a fix puts into it looks like the rest. */
import type { HandlerFacts } from "../interp/facts.ts";

/** What a style is told by is asked of the file, so that a check is done again once another part of it is written anew. */
type Written = Pick<HandlerFacts, "language" | "mentions">;

/** What stands in the quotes of a docstring or of a template is written so for its own reasons. */
const beginsWithSingleQuotes =
  /^(?:[^'"`]|"""(?:[^"]|"(?!""))*"""|`[^`]*`)*'(?!'')/u;

/** Puts texts without quotes and backslashes in them into the quotes that the first text of the file stands in. */
export function quoter({
  mentions,
}: Pick<Written, "mentions">): (literal: string) => string {
  return (literal) => {
    const quote = mentions(beginsWithSingleQuotes) ? "'" : '"';
    return quote + literal + quote;
  };
}

/** Of the first line that is indented by such a step. */
const indentedBy = (step: string): RegExp =>
  new RegExp(`^(?:(?!\\t| {2}[^\\s*]| {4}[^\\s*])[^\\n]*\\n)*(?:${step})`, "u");
const byTab = indentedBy("\\t");
const byTwo = indentedBy(" {2}[^\\s*]");
const byFour = indentedBy(" {4}[^\\s*]");

/** One step of indentation. */
export function stepOf({ language, mentions }: Written): string {
  if (mentions(byTab)) return "\t";
  if (language === "python") return mentions(byTwo) ? "  " : "    ";
  return mentions(byFour) ? "    " : "  ";
}

/** The same with the line ends of the file. */
export const withLineEndsOf = (file: string, newText: string): string =>
  newText.includes("\n") && file.charAt(file.indexOf("\n") - 1) === "\r"
    ? newText.replaceAll(/\r?\n/gu, "\r\n")
    : newText;
