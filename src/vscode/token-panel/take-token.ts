/**
 * Takes the token that the user means: from a place, the selection, under the cursor, the clipboard or a prompt. When
 * there is none, the user reads one sentence that says so; the text itself goes nowhere.
 */
import * as vscode from "vscode";
import { findApiAddress, type ApiClue } from "../../core/tokens/detect-api.ts";
import { decodeToken } from "../../core/tokens/decode.ts";
import { findTokens, type FoundToken } from "../../core/tokens/find-tokens.ts";
import {
  normalizeToken,
  type NormalizedToken,
} from "../../core/tokens/normalize-token.ts";
import { findTokenOf, type PlacedToken } from "../token-lines.ts";
import type { TokenSource } from "../token-source.ts";
import { describeTokens, promptForToken } from "./offer-tokens.ts";

export interface TakenToken extends NormalizedToken {
  /** What the text around it says of the API that it is for. */
  readonly clue?: ApiClue;
}

/** How far around a token, in characters, its API's address is looked for. */
const reach = 4_000;

export async function takeToken(
  source: TokenSource | undefined,
  now: number,
): Promise<TakenToken | undefined> {
  switch (source?.kind) {
    case "document":
      return takeFromDocument(source);
    case "selection":
      return takeFromEditor(now);
    case "clipboard":
      return takeFromText(
        await vscode.env.clipboard.readText(),
        "The clipboard",
        now,
      );
    case "prompt":
      return promptForToken();
    case undefined:
      return takeFromAnywhere(now);
  }
}

/** A second call while one runs would take the emptied clipboard for what the user had. */
let copying: Promise<string> | undefined;

/**
 * What is selected in the terminal. VS Code gives extensions no other way to it than the clipboard, which gets back what
 * it held.
 */
export async function takeFromTerminal(
  now: number,
): Promise<TakenToken | undefined> {
  copying ??= copyTerminalSelection().finally(() => {
    copying = undefined;
  });
  return takeFromText(await copying, "The terminal's selection", now);
}

async function copyTerminalSelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  // Nothing selected leaves the clipboard alone: what was copied before must not be taken for the selection.
  await clipboard.writeText("");
  try {
    await vscode.commands.executeCommand(
      "workbench.action.terminal.copySelection",
    );
    return await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
}

async function takeFromAnywhere(now: number): Promise<TakenToken | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (
    editor !== undefined &&
    (!editor.selection.isEmpty || findTokenOf(undefined) !== undefined)
  )
    return takeFromEditor(now);
  const copied = await vscode.env.clipboard.readText();
  return holdsToken(copied)
    ? takeFromText(copied, "The clipboard", now)
    : promptForToken();
}

async function takeFromDocument(
  source: TokenSource,
): Promise<TakenToken | undefined> {
  const found = findTokenOf(source);
  if (found === undefined) {
    sayNothingFound("This place of the document");
    return undefined;
  }
  return Promise.resolve(withSurroundings(found));
}

async function takeFromEditor(now: number): Promise<TakenToken | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    sayNothingFound("No editor is open, so the selection");
    return undefined;
  }
  const { document, selection } = editor;
  const around = findTokenOf(undefined);
  const end = document.offsetAt(selection.end);
  if (around !== undefined && around.range.end >= end)
    return withSurroundings(around);
  return takeFromText(document.getText(selection), "The selected text", now);
}

async function takeFromText(
  text: string,
  where: string,
  now: number,
): Promise<TakenToken | undefined> {
  const found = [...findTokens(text)];
  if (found.length > 1) return chooseToken(found, text, now);
  const whole = normalizeToken(text);
  const [only] = found;
  if (only !== undefined && only.token !== whole.token)
    return withClue(only, text);
  if (only === undefined && !holdsToken(text)) {
    sayNothingFound(where);
    return undefined;
  }
  return whole;
}

async function chooseToken(
  found: readonly FoundToken[],
  text: string,
  now: number,
): Promise<TakenToken | undefined> {
  const choice = await vscode.window.showQuickPick(describeTokens(found, now), {
    title: `${String(found.length)} tokens were found`,
    placeHolder: "Which one?",
  });
  return choice && withClue(choice.found, text);
}

function holdsToken(text: string): boolean {
  if (findTokens(text).next().done !== true) return true;
  const decoded = decodeToken(normalizeToken(text).token);
  return decoded.kind !== "damaged" || decoded.resemblesToken;
}

function withClue(found: FoundToken, text: string): TakenToken {
  const clue = findApiAddress(text, found.range.start);
  return {
    token: found.token,
    extras: [],
    ...(clue === undefined ? {} : { clue }),
  };
}

/** In a file of requests, those before and after it are not meant. */
function withSurroundings({ token, range, document }: PlacedToken): TakenToken {
  const text = (start: number, end: number): string =>
    document.getText(
      new vscode.Range(document.positionAt(start), document.positionAt(end)),
    );
  const before =
    text(Math.max(0, range.start - reach), range.start)
      .split(/^###.*$/m)
      .at(-1) ?? "";
  const [after = ""] = text(range.end, range.end + reach).split(/^###.*$/m);
  // The token itself names no address.
  return withClue(
    { token, range: { start: before.length, end: before.length } },
    `${before} ${after}`,
  );
}

function sayNothingFound(where: string): void {
  void vscode.window.showInformationMessage(
    `${where} holds no token. Select or copy a whole one (it begins with eyJ) and run the command again.`,
  );
}
