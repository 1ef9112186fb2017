/** How the user is asked for a token: which of those that a text holds, or for one to be pasted. */
import * as vscode from "vscode";
import { decodeToken } from "../../core/tokens/decode.ts";
import { explainToken } from "../../core/tokens/explain.ts";
import type { FoundToken } from "../../core/tokens/find-tokens.ts";
import {
  normalizeToken,
  type NormalizedToken,
} from "../../core/tokens/normalize-token.ts";

/** Tokens offered when a text holds several. */
export const mostOffered = 50;

export function describeTokens(
  found: readonly FoundToken[],
  now: number,
): (vscode.QuickPickItem & { readonly found: FoundToken })[] {
  return found.slice(0, mostOffered).map((each, index) => {
    const { title, lifetime } = explainToken(decodeToken(each.token), { now });
    return {
      label: `${String(index + 1)}. ${title}`,
      description: lifetime?.text ?? "",
      found: each,
    };
  });
}

export async function promptForToken(
  title = "Decode a token",
): Promise<NormalizedToken | undefined> {
  const text = await vscode.window.showInputBox({
    title,
    prompt: "Paste a token; it is decoded on this machine and not kept.",
    password: true,
    ignoreFocusOut: true,
    validateInput: (value) => {
      const decoded = decodeToken(normalizeToken(value).token);
      return value === "" || decoded.kind !== "damaged"
        ? undefined
        : {
            message: decoded.problem,
            severity: decoded.resemblesToken
              ? vscode.InputBoxValidationSeverity.Warning
              : vscode.InputBoxValidationSeverity.Error,
          };
    },
  });
  return text === undefined || text === "" ? undefined : normalizeToken(text);
}
