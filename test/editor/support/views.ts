/** Opening a view of the side bar before tests that need it: mocha tries no hook a second time. */
import * as vscode from "vscode";

/** Runs a command that shows a view. The window's own file explorer can fail to come back to a file that a test took away. */
export async function showView(command: string): Promise<void> {
  try {
    await vscode.commands.executeCommand(command);
  } catch {
    await vscode.commands.executeCommand(command);
  }
}
