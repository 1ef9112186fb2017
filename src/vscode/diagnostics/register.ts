/** Lint while typing: diagnostics, their quick fixes, and the pages of the rules. */
import * as vscode from "vscode";
import { handlerDocuments } from "../languages.ts";
import type { Services } from "../services.ts";
import { templateDocuments } from "../workspace-project.ts";
import { createChecker } from "./checker.ts";
import { showConfigProblems } from "./config-problems.ts";
import { createCodeActions, fixAllKind } from "./code-actions.ts";
import { registerRulePages } from "./rule-pages.ts";

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const checker = createChecker(services);
  context.subscriptions.push(
    checker,
    vscode.workspace.onDidOpenTextDocument(checker.check),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) checker.checkSoon(document);
    }),
    vscode.workspace.onDidCloseTextDocument(checker.forget),
    services.reports.onDidChange(() => {
      vscode.workspace.textDocuments.forEach(checker.check);
    }),
    vscode.languages.registerCodeActionsProvider(
      [...handlerDocuments, ...templateDocuments],
      createCodeActions(checker),
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] },
    ),
    showConfigProblems(services),
    registerRulePages(services),
  );
  vscode.workspace.textDocuments.forEach(checker.check);
}
