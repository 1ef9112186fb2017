/** What the workspace's infrastructure code says of APIs: a clue for the inspector, looked for in the background. */
import * as vscode from "vscode";
import { findApiSetup, type ApiClue } from "../../core/tokens/detect-api.ts";
import type { Services } from "../services.ts";

/** Undefined where the workspace says nothing, or cannot be read: the reader chooses then. */
export async function findSetup({
  workspace,
  log,
}: Services): Promise<ApiClue | undefined> {
  try {
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      const { templates } = await workspace.of(uri);
      const clue = findApiSetup(templates.values());
      if (clue !== undefined) return clue;
    }
  } catch (error) {
    log.debug("The workspace's infrastructure code could not be read", error);
  }
  return undefined;
}
