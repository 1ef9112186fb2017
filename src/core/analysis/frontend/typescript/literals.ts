/** What a string literal says: escapes resolved, as far as they matter; never fails. */
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
  "\n": "",
};

/** @param literal with its quotes, as it stands in the text; an end quote may be missing in half-typed text. */
export function readString(literal: string): string {
  const quote = literal[0] ?? "";
  const body = `"'\``.includes(quote)
    ? literal.slice(
        1,
        literal.length > 1 && literal.endsWith(quote) ? -1 : undefined,
      )
    : literal;
  if (!body.includes("\\")) return body;
  return body.replaceAll(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/gu,
    (
      whole,
      long: string | undefined,
      four: string | undefined,
      two: string | undefined,
      one: string | undefined,
    ) => {
      const code = parseInt(long ?? four ?? two ?? "", 16);
      if (code <= 0x10ffff) return String.fromCodePoint(code);
      return one === undefined ? whole : (escapes[one] ?? one);
    },
  );
}
