/**
 * What the editor knows of a tail's text: invocations fold, stack frames are links, JSON is laid out and Lambda's errors
 * are explained where the mouse rests. Invariant: works on the text alone, from which secrets are taken out already.
 */
import * as vscode from "vscode";
import { explainPlatformError } from "../../core/errors/platform-errors.ts";
import { findJson } from "../../core/logs/find-json.ts";
import { eventAt, foldsOf } from "../../core/logs/shown-blocks.ts";
import type { Services } from "../services.ts";
import { createFrameLinks } from "./frame-links.ts";
import type { TailRequest } from "../../core/logs/tail-request.ts";

export const tailLanguage = "cognito-log";

export function registerLogLanguage(
  services: Services,
  requestOf: (document: vscode.TextDocument) => TailRequest | undefined,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerFoldingRangeProvider(tailLanguage, {
      provideFoldingRanges: (document) =>
        foldsOf(document.getText().split("\n")).map(
          ({ first, last }) => new vscode.FoldingRange(first, last),
        ),
    }),
    vscode.languages.registerDocumentLinkProvider(
      tailLanguage,
      createFrameLinks(services, requestOf),
    ),
    vscode.languages.registerHoverProvider(tailLanguage, {
      provideHover: (document, position) =>
        explainError(document, position) ?? layOutJson(document, position),
    }),
  );
}

function explainError(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const range = document.getWordRangeAtPosition(
    position,
    /(?:Runtime|Sandbox|Extension)\.\w+|Task timed out|\bTIMEOUT\b/,
  );
  if (range === undefined) return undefined;
  const word = document.getText(range);
  const error = explainPlatformError(
    word.includes(".") ? word : "Sandbox.Timedout",
  );
  if (error === undefined) return undefined;
  const text = new vscode.MarkdownString(
    `**${error.type}**\n\n${error.meaning} ${error.check}\n\n[AWS documentation](${error.page})`,
  );
  return new vscode.Hover(text, range);
}

/** Longer values are for an editor, not for a hover. */
const longestJson = 20_000;

function layOutJson(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.Hover | undefined {
  const { first, last } = eventAt(
    (at) => (at < document.lineCount ? document.lineAt(at).text : undefined),
    position.line,
  );
  const begin = new vscode.Position(first, 0);
  const text = document.getText(
    new vscode.Range(begin, document.lineAt(last).range.end),
  );
  const offset = document.offsetAt(position) - document.offsetAt(begin);
  const found = findJson(text).find(
    ({ start, end }) => start <= offset && offset < end,
  );
  if (found === undefined || found.end - found.start > longestJson)
    return undefined;
  return new vscode.Hover(
    new vscode.MarkdownString().appendCodeblock(
      JSON.stringify(found.value, undefined, 2),
      "json",
    ),
  );
}
