/**
 * The token at a place of a document. Only the lines around the place are read, so that a hover in a huge log costs no
 * more than its line; a token that is cut over lines is put together again.
 */
import * as vscode from "vscode";
import { findTokenAt, type FoundToken } from "../core/tokens/find-tokens.ts";
import type { TokenSource } from "./token-source.ts";

/** Lines that can be the middle of a cut token hold nothing else; so many of them are followed at most. */
const piece = /^[\w.-]+$/;
const lastPiece = /^[\w.-]+(?:["'`]|$)/;
const mostLines = 100;

/** A token, and the open document in which it stands. */
export interface PlacedToken extends FoundToken {
  readonly document: vscode.TextDocument;
}

/** The token at a place that a command was handed, or under the cursor. Only documents that are open count. */
export function findTokenOf(
  source: TokenSource | undefined,
): PlacedToken | undefined {
  if (source?.kind === "document") {
    // A link must not make the editor open something.
    const document = vscode.workspace.textDocuments.find(
      (each) => each.uri.toString() === source.uri,
    );
    return document && placeIn(document, source.offset);
  }
  const editor = vscode.window.activeTextEditor;
  return (
    editor &&
    placeIn(editor.document, editor.document.offsetAt(editor.selection.start))
  );
}

function placeIn(
  document: vscode.TextDocument,
  offset: number,
): PlacedToken | undefined {
  const found = findTokenInDocument(document, offset);
  return found && { ...found, document };
}

/** `range` of the result counts from the start of the document. */
export function findTokenInDocument(
  document: vscode.TextDocument,
  offset: number,
): FoundToken | undefined {
  const { line } = document.positionAt(offset);
  const text = (at: number): string => document.lineAt(at).text;
  let first = line;
  while (first > 0 && line - first < mostLines && piece.test(text(first)))
    first--;
  let last = line;
  while (
    last + 1 < document.lineCount &&
    last - line < mostLines &&
    lastPiece.test(text(last + 1))
  )
    last++;
  const lines: string[] = [];
  for (let at = first; at <= last; at++) lines.push(text(at));
  const base = document.offsetAt(document.lineAt(first).range.start);
  const eol = document.eol === vscode.EndOfLine.LF ? "\n" : "\r\n";
  const found = findTokenAt(lines.join(eol), offset - base);
  return (
    found && {
      token: found.token,
      range: { start: found.range.start + base, end: found.range.end + base },
    }
  );
}
