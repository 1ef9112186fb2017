/** How a failure reaches the user: one sentence and what to do, with a way to the log. Never an exception as it was thrown. */
import * as vscode from "vscode";
import { PortError } from "../core/ports/port-error.ts";
import type { Services } from "./services.ts";

/** The sentence for `error`, and the remedy after it. */
export function describeError(error: unknown): string {
  if (error instanceof PortError) return `${error.message} ${error.remedy}`;
  return "Something inside Cognito Debugger failed. Run Cognito: Show Log for the details, and please report it.";
}

/** Logs what failed while doing `what` and shows it, unless the user cancelled it. */
export function reportError(
  services: Services,
  what: string,
  error: unknown,
): void {
  if (error instanceof PortError) {
    if (error.kind === "cancelled") return;
    services.log.warn(
      `${what}: ${error.message}${error.detail === undefined ? "" : ` (${error.detail})`}`,
    );
  } else {
    services.log.error(what, error);
  }
  void vscode.window
    .showErrorMessage(`${what}: ${describeError(error)}`, "Show Log")
    .then((choice) => {
      if (choice === "Show Log") services.log.show();
    });
}
