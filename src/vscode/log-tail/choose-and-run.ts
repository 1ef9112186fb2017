/** A list whose rows do something. */
import * as vscode from "vscode";

export interface Choice extends vscode.QuickPickItem {
  readonly run: () => unknown;
}

export async function chooseAndRun(
  title: string,
  placeHolder: string,
  choices: readonly Choice[],
): Promise<void> {
  const chosen = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder,
  });
  await chosen?.run();
}
