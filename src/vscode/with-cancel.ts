/** A long call with progress and a way to end it: closing the notification aborts the signal. */
import * as vscode from "vscode";
import { PortError } from "../core/ports/port-error.ts";

/** Rejects with a `PortError` of kind `cancelled` where the user ended it. */
export function withCancel<T>(
  title: string,
  call: (signal: AbortSignal, report: (message: string) => void) => Promise<T>,
): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title,
        cancellable: true,
      },
      async (progress, token) => {
        const ending = new AbortController();
        token.onCancellationRequested(() => {
          ending.abort(
            new PortError(
              "cancelled",
              `${title} was cancelled.`,
              "Run it again.",
            ),
          );
        });
        const result = await call(ending.signal, (message) => {
          progress.report({ message });
        });
        ending.signal.throwIfAborted();
        return result;
      },
    ),
  );
}
