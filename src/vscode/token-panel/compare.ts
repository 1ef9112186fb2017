/**
 * Compares two tokens in the editor's own diff view. The two texts live in this memory alone, under addresses that are
 * mere numbers, and are forgotten when their editors close; a window that is restored finds nothing.
 */
import * as vscode from "vscode";
import { printComparable } from "../../core/tokens/comparable.ts";
import { decodeToken } from "../../core/tokens/decode.ts";

const scheme = "cognito-debugger-token";

export interface Comparer {
  readonly compare: (before: string, after: string) => Promise<void>;
  readonly dispose: () => void;
}

export function createComparer(): Comparer {
  const texts = new Map<string, string>();
  let count = 0;
  const hold = (token: string): vscode.Uri => {
    const uri = vscode.Uri.from({ scheme, path: `/${String(++count)}.json` });
    texts.set(uri.path, printComparable(decodeToken(token)));
    return uri;
  };
  const disposables = [
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: ({ path }) =>
        texts.get(path) ?? "This comparison is over: nothing of it was kept.\n",
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === scheme) texts.delete(uri.path);
    }),
  ];
  return {
    compare: async (before, after) => {
      await vscode.commands.executeCommand(
        "vscode.diff",
        hold(before),
        hold(after),
        "Tokens: first ↔ second",
      );
    },
    dispose: () => {
      texts.clear();
      for (const each of disposables) each.dispose();
    },
  };
}
