/** Lint while typing: diagnostics, their quick fixes, and the pages of the rules. */
import * as vscode from "vscode";
import { handlerDocuments } from "../languages.ts";
import type { Services } from "../services.ts";
import { createChecker } from "./checker.ts";
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
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("cognitoDebugger.lint"))
        vscode.workspace.textDocuments.forEach(checker.check);
    }),
    vscode.languages.registerCodeActionsProvider(
      handlerDocuments,
      createCodeActions(checker),
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAllKind] },
    ),
    registerRulePages(services),
  );
  vscode.workspace.textDocuments.forEach(checker.check);
}
