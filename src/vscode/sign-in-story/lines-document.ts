/**
 * The lines behind a bar of the time line as a read-only document. Invariant: it is redacted when it is made, and gone
 * when the page that it was opened from is.
 */
import * as vscode from "vscode";
import { formatLine } from "../../core/logs/format.ts";
import type { Redaction } from "../../core/logs/redact.ts";
import type { AttemptRun } from "../../core/logs/sign-ins/attempt.ts";

const scheme = "cognito-debugger-lines";

export interface LinesDocuments {
  readonly show: (
    name: string,
    runs: readonly AttemptRun[],
    redaction: Redaction,
  ) => Promise<void>;
  /** Forgets all that were shown. */
  readonly clear: () => void;
  readonly dispose: () => void;
}

export function createLinesDocuments(): LinesDocuments {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(
    scheme,
    {
      onDidChange: changed.event,
      provideTextDocumentContent: ({ path }) =>
        texts.get(path) ??
        "These lines are no longer held in memory. Run Cognito: Show Sign-Ins again.",
    },
  );
  return {
    show: async (name, runs, redaction) => {
      const path = `/${name.replaceAll(/[^\w .-]/g, "_")}.log`;
      texts.set(path, textOf(runs, redaction));
      const uri = vscode.Uri.from({ scheme, path });
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
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

function textOf(runs: readonly AttemptRun[], redaction: Redaction): string {
  return runs
    .flatMap(({ run }) => [
      `----- ${run.trigger}`,
      ...run.log.lines.flatMap((line) => {
        const shown = formatLine(line, {
          cognitoWaits: run.synchronous,
          redaction,
        });
        return shown === undefined ? [] : [shown.text];
      }),
      "",
    ])
    .join("\n");
}
