/**
 * What is shown beside the code of a trigger's handler, from the same report as the findings: which trigger it is
 * taken for, and what the contract says about members of the event. The contract is loaded when it is first asked for.
 */
import * as vscode from "vscode";
import type { Report } from "../../core/analysis/finding.ts";
import { readSetting, registerCommand } from "../contributions.ts";
import { handlerDocuments } from "../languages.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  /** A failure is told by the diagnostics, which ask for the same report; here it only means that nothing is shown. */
  const reportOf = async (
    document: vscode.TextDocument,
  ): Promise<Report | undefined> => {
    try {
      return await services.reports.reportOf(document);
    } catch (error) {
      services.log.debug("Nothing to show beside the code", error);
      return undefined;
    }
  };
  /** Handlers for the place where someone types: those of the text before, while the text is broken. */
  const handlersAt = async (
    document: vscode.TextDocument,
  ): Promise<Report["handlers"]> => {
    const report = await reportOf(document);
    return (report?.handlers.length ?? 0) > 0
      ? (report?.handlers ?? [])
      : (services.reports.lastWithHandlers(document)?.handlers ?? []);
  };

  context.subscriptions.push(
    vscode.languages.registerHoverProvider(handlerDocuments, {
      async provideHover(document, position) {
        const { hoverAt } = await import("./members.ts");
        return hoverAt(document, position, () => handlersAt(document));
      },
    }),
    vscode.languages.registerCompletionItemProvider(
      handlerDocuments,
      {
        async provideCompletionItems(document, position) {
          const { completionsAt } = await import("./members.ts");
          return completionsAt(document, position, () => handlersAt(document));
        },
      },
      ".",
      '"',
      "'",
    ),
    vscode.languages.registerCodeLensProvider(handlerDocuments, {
      onDidChangeCodeLenses: services.reports.onDidChange,
      async provideCodeLenses(document) {
        if (!readSetting("lint.triggerLens", document)) return [];
        const report = await reportOf(document);
        const { lensesOf } = await import("./recognised.ts");
        return lensesOf(document, report?.handlers ?? []);
      },
    }),
    vscode.languages.registerInlayHintsProvider(handlerDocuments, {
      onDidChangeInlayHints: services.reports.onDidChange,
      async provideInlayHints(document, range) {
        if (!readSetting("lint.triggerHint", document)) return [];
        const report = await reportOf(document);
        const { hintsOf } = await import("./recognised.ts");
        return hintsOf(document, report?.handlers ?? [], range);
      },
    }),
    registerCommand("cognitoDebugger.chooseTrigger", async (place) => {
      try {
        const { chooseTrigger } = await import("./choose-trigger.ts");
        await chooseTrigger(place, handlersAt);
      } catch (error) {
        reportError(services, "Choosing the trigger of a handler", error);
      }
    }),
  );
}
