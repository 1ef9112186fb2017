/**
 * Takes a pasted or selected text down to the token in it, and remembers what was taken off: a server would have
 * refused those characters, and that may be the very fault that is looked for.
 */
export type Extra = "bearer" | "quotes" | "spaces" | "percent-codes";

export interface NormalizedToken {
  readonly token: string;
  readonly extras: readonly Extra[];
}

export function normalizeToken(text: string): NormalizedToken {
  const extras: Extra[] = [];
  let token = text.trim();
  const quoted = /^(["'`])(.*)\1$/s.exec(token)?.[2];
  if (quoted !== undefined) {
    extras.push("quotes");
    token = quoted.trim();
  }
  const named = /^(?:authorization\s*:\s*)?bearer(?:\s|%20|\+)+(.*)$/is.exec(
    token,
  )?.[1];
  if (named !== undefined) {
    extras.push("bearer");
    token = named.trim();
  }
  if (/%[0-9A-Fa-f]{2}/.test(token)) {
    try {
      token = decodeURIComponent(token);
      extras.push("percent-codes");
    } catch {
      // Not percent-encoding after all: the decoder says where the text is damaged.
    }
  }
  if (/\s/.test(token)) {
    extras.push("spaces");
    token = token.replace(/\s+/g, "");
  }
  return { token, extras };
}
