/**
 * Foreign text inside Markdown that we write: every ASCII mark is escaped, which CommonMark allows for all of them, so
 * that nothing in it can be a link, an address that links itself, a command, an icon, a table cell or HTML.
 */
import { visibleText } from "./visible-text.ts";

/** `text` on one line, shown by any Markdown renderer as exactly these characters. */
export function markdownText(text: string, limit?: number): string {
  return visibleText(text, limit)
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/ {2,}/g, (spaces) => "\u00a0".repeat(spaces.length));
}
