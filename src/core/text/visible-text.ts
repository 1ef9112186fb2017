/**
 * Names that others chose, made fit to be shown: what would break a line, hide or turn round what stands beside it
 * becomes visible. The result is one line of plain text; it is not escaped for Markdown or HTML.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** `text` on one line of at most `limit` characters, control and direction characters written as `\u{...}`. */
export function visibleText(text: string, limit = 200): string {
  const plain = text.replace(
    invisible,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
  );
  return plain.length > limit ? `${plain.slice(0, limit)}…` : plain;
}
