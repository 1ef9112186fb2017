/**
 * Takes the token that the user means: from a place, the selection, under the cursor, the clipboard or a prompt. When
 * there is none, the user reads one sentence that says so; the text itself goes nowhere.
 */
import * as vscode from "vscode";
import { decodeToken } from "../../core/tokens/decode.ts";
import { explainToken } from "../../core/tokens/explain.ts";
import { findTokens, type FoundToken } from "../../core/tokens/find-tokens.ts";
import {
  normalizeToken,
  type NormalizedToken,
} from "../../core/tokens/normalize-token.ts";
import { findTokenInDocument } from "../token-lines.ts";
import type { TokenSource } from "../token-source.ts";

/** Tokens offered when a text holds several. */
const mostOffered = 50;

export async function takeToken(
  source: TokenSource | undefined,
  now: number,
): Promise<NormalizedToken | undefined> {
  switch (source?.kind) {
    case "document":
      return takeFromDocument(source.uri, source.offset);
    case "selection":
      return takeFromEditor(now);
    case "clipboard":
      return takeFromText(
        await vscode.env.clipboard.readText(),
        "The clipboard",
        now,
      );
    case "prompt":
      return prompt();
    case undefined:
      return takeFromAnywhere(now);
  }
}

async function takeFromAnywhere(
  now: number,
): Promise<NormalizedToken | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (
    editor !== undefined &&
    (!editor.selection.isEmpty || findAtCursor(editor) !== undefined)
  )
    return takeFromEditor(now);
  const copied = await vscode.env.clipboard.readText();
  return holdsToken(copied)
    ? takeFromText(copied, "The clipboard", now)
    : prompt();
}

async function takeFromDocument(
  uri: string,
  offset: number,
): Promise<NormalizedToken | undefined> {
  // Only documents that are open: a link must not make the editor open something.
  const document = vscode.workspace.textDocuments.find(
    (each) => each.uri.toString() === uri,
  );
  const found = document && findTokenInDocument(document, offset);
  if (found === undefined) {
    sayNothingFound("This place of the document");
    return undefined;
  }
  return Promise.resolve(withoutExtras(found));
}

async function takeFromEditor(
  now: number,
): Promise<NormalizedToken | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    sayNothingFound("No editor is open, so the selection");
    return undefined;
  }
  const { document, selection } = editor;
  const around = findAtCursor(editor);
  const end = document.offsetAt(selection.end);
  if (around !== undefined && around.range.end >= end)
    return withoutExtras(around);
  return takeFromText(document.getText(selection), "The selected text", now);
}

function findAtCursor(editor: vscode.TextEditor): FoundToken | undefined {
  const { document, selection } = editor;
  return findTokenInDocument(document, document.offsetAt(selection.start));
}

async function takeFromText(
  text: string,
  where: string,
  now: number,
): Promise<NormalizedToken | undefined> {
  const found = [...findTokens(text)];
  if (found.length > 1) return chooseToken(found, now);
  const whole = normalizeToken(text);
  const [only] = found;
  if (only !== undefined && only.token !== whole.token)
    return withoutExtras(only);
  if (only === undefined && !holdsToken(text)) {
    sayNothingFound(where);
    return undefined;
  }
  return whole;
}

async function chooseToken(
  found: readonly FoundToken[],
  now: number,
): Promise<NormalizedToken | undefined> {
  const items = found.slice(0, mostOffered).map(({ token }, index) => {
    const { title, lifetime } = explainToken(decodeToken(token), { now });
    return {
      label: `${String(index + 1)}. ${title}`,
      description: lifetime?.text ?? "",
      token,
    };
  });
  const choice = await vscode.window.showQuickPick(items, {
    title: `${String(found.length)} tokens were found`,
    placeHolder: "Which one?",
  });
  return choice && { token: choice.token, extras: [] };
}

async function prompt(): Promise<NormalizedToken | undefined> {
  const text = await vscode.window.showInputBox({
    title: "Decode a token",
    prompt:
      "No token is selected or copied. Paste one; it is decoded on this machine and not kept.",
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

function holdsToken(text: string): boolean {
  if (findTokens(text).next().done !== true) return true;
  const decoded = decodeToken(normalizeToken(text).token);
  return decoded.kind !== "damaged" || decoded.resemblesToken;
}

function withoutExtras({ token }: FoundToken): NormalizedToken {
  return { token, extras: [] };
}

function sayNothingFound(where: string): void {
  void vscode.window.showInformationMessage(
    `${where} holds no token. Select or copy a whole one (it begins with eyJ) and run the command again.`,
  );
}
