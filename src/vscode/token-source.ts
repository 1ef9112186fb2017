/** Where a command finds a token. Only the place travels, never the token: command arguments may be logged by the editor. */
export type TokenSource =
  | {
      readonly kind: "document";
      readonly uri: string;
      /** Offset of the token's first character in the document. */
      readonly offset: number;
    }
  | { readonly kind: "clipboard" }
  | { readonly kind: "selection" }
  | { readonly kind: "prompt" };

/** What a command was handed, if it is a place: menus and other extensions hand over what they like. */
export function readTokenSource(value: unknown): TokenSource | undefined {
  if (typeof value !== "object" || value === null || !("kind" in value))
    return undefined;
  const { kind } = value;
  if (kind === "clipboard" || kind === "selection" || kind === "prompt")
    return { kind };
  if (
    kind === "document" &&
    "uri" in value &&
    typeof value.uri === "string" &&
    "offset" in value &&
    Number.isSafeInteger(value.offset)
  )
    return { kind, uri: value.uri, offset: value.offset as number };
  return undefined;
}
