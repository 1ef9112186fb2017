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
