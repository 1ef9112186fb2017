/**
 * Hostile text as Markdown that shows it and does nothing else: no link, no command, no HTML, no table cell more, and
 * nothing invisible. Every punctuation character is escaped, which CommonMark allows for all of ASCII.
 */
export function escapeMarkdown(text: string, longest = 120): string {
  const characters = Array.from(text);
  const shown =
    characters.length > longest
      ? `${characters.slice(0, longest - 1).join("")}…`
      : text;
  return shown
    .replace(invisible, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return character === "\n" ? "↵" : `\\u{${code.toString(16)}}`;
    })
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/ {2,}/g, (spaces) => "\u00a0".repeat(spaces.length));
}

/** Controls, and format characters such as those that reverse the direction of writing. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
