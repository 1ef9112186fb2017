/**
 * Foreign text inside Markdown that we write: every character that is no letter, digit or space becomes a numeric
 * entity, so that nothing in it can be a mark, a link, an address that links itself, an icon or HTML.
 */
import { visibleText } from "./visible-text.ts";

/** `text` on one line, shown by any Markdown renderer as exactly these characters. */
export function markdownText(text: string, limit?: number): string {
  return visibleText(text, limit).replace(
    /[^\p{L}\p{N} ]/gu,
    (character) => `&#${String(character.codePointAt(0))};`,
  );
}
