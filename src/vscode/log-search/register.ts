/**
 * The command that searches what the triggers of a pool logged, as far back as the logs go. What does it is loaded when
 * it is run.
 */
import * as vscode from "vscode";
import { toPlainText } from "../../core/logs/plain-text.ts";
import { findSources } from "../../core/logs/find-sources.ts";
import { registerCommand } from "../contributions.ts";
import { takePoolWithTriggers } from "../pool-target.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { withCancel } from "../with-cancel.ts";
import type { SearchPanel } from "./search-panel.ts";

const title = "Search Logs";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  let panel: SearchPanel | undefined;
  context.subscriptions.push(
    new vscode.Disposable(() => panel?.dispose()),
    registerCommand("cognitoDebugger.searchLogs", async (argument) => {
      try {
        const pool = await takePoolWithTriggers(
          argument,
          await services.userPools(),
          title,
          "there are no logs of theirs to search",
        );
        if (pool === undefined) return;
        const functions = await services.functions();
        const sources = await withCancel(
          "Looking for the logs of the triggers",
          (signal) => findSources(functions, pool.triggers, signal),
        );
        const { createSearchPanel } = await import("./search-panel.ts");
        panel ??= createSearchPanel(context, services);
        panel.show(toPlainText(pool.name), sources);
      } catch (error) {
        reportError(services, title, error);
      }
    }),
  );
}
