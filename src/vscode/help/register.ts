/** Ways to the extension's own log and to the walkthrough. */
import * as vscode from "vscode";
import { registerCommand } from "../contributions.ts";
import type { Services } from "../services.ts";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  context.subscriptions.push(
    registerCommand("cognitoDebugger.showLog", () => {
      services.log.show();
    }),
    registerCommand("cognitoDebugger.openWalkthrough", async () => {
      await vscode.commands.executeCommand(
        "workbench.action.openWalkthrough",
        `${context.extension.id}#firstSteps`,
        false,
      );
    }),
  );
}
