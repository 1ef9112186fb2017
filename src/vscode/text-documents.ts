/**
 * Read-only documents of text that is held in memory alone: redacted before it comes here, gone when whoever shows it
 * clears it. Nothing of it is written to a file.
 */
import * as vscode from "vscode";

export interface TextDocuments {
  /** `name` is the tab's title; one of the same name is replaced. */
  readonly show: (name: string, text: string) => Promise<void>;
  /** Forgets all that were shown. */
  readonly clear: () => void;
  readonly dispose: () => void;
}

/** `gone`: what stands in a document whose text is no longer held. */
export function createTextDocuments(
  scheme: string,
  language: string,
  gone: string,
): TextDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(
    scheme,
    {
      onDidChange: changed.event,
      provideTextDocumentContent: ({ path }) => texts.get(path) ?? gone,
    },
  );
  return {
    show: async (name, text) => {
      const path = `/${name.replaceAll(/[^\w .-]/g, "_")}`;
      texts.set(path, text);
      const uri = vscode.Uri.from({ scheme, path });
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, language);
      await vscode.window.showTextDocument(document, {
        viewColumn: vscode.ViewColumn.Beside,
        preview: true,
      });
    },
    clear: () => {
      texts.clear();
    },
    dispose: () => {
      texts.clear();
      provider.dispose();
      changed.dispose();
    },
  };
}
