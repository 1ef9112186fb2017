/** A tail's lines to a file that the user names: what the output shows, with what is taken out of it taken out. */
import * as vscode from "vscode";
import { exportNdjson, exportText } from "../../core/logs/export-lines.ts";
import { PortError } from "../../core/ports/port-error.ts";
import { redactionWords } from "./redaction.ts";
import type { TailSession } from "./session.ts";

export async function exportTail(session: TailSession): Promise<void> {
  const lines = session.shown();
  if (lines.length === 0) {
    void vscode.window.showInformationMessage(
      "This tail shows no lines, so there is nothing to export.",
    );
    return;
  }
  const uri = await vscode.window.showSaveDialog({
    title: "Export Tail",
    filters: { "JSON lines": ["ndjson"], Text: ["log", "txt"] },
  });
  if (uri === undefined) return;
  const text = /\.(?:ndjson|jsonl)$/i.test(uri.path)
    ? exportNdjson(lines, session.view().redaction)
    : exportText(lines);
  await write(uri, text);
  const open = "Open";
  const choice = await vscode.window.showInformationMessage(
    `${String(lines.length)} lines were exported. ${redactionWords(session.view())}`,
    open,
  );
  if (choice === open) await vscode.window.showTextDocument(uri);
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  } catch (error) {
    throw new PortError(
      "unknown",
      `The file ${uri.fsPath} could not be written.`,
      "Choose another place, or look at its permissions.",
      error instanceof vscode.FileSystemError ? error.code : undefined,
    );
  }
}
