/**
 * The page of a rule, opened from the rule's id beside a finding: the text that the rule itself carries, as a rendered
 * read-only document.
 */
import * as vscode from "vscode";
import { registerCommand } from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";

const scheme = "cognito-debugger-rule";

/**
 * The page as a document. Clicking it opens it rendered: package.json associates the scheme with the Markdown preview,
 * and without that the text itself opens. (A `command:` link would not do: the editor's hover runs no commands.)
 */
export const rulePage = (rule: string): vscode.Uri =>
  vscode.Uri.from({ scheme, path: `/${rule}.md` });

export function registerRulePages(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async ({ path }) =>
        (await explain(ruleOf(path))) ?? `There is no rule ${ruleOf(path)}.`,
    }),
    registerCommand("cognitoDebugger.showRule", async (rule) => {
      try {
        await showPage(rule);
      } catch (error) {
        reportError(services, `Opening the page of ${rule}`, error);
      }
    }),
  );
}

async function showPage(rule: unknown): Promise<void> {
  if (typeof rule === "string" && (await explain(rule)) !== undefined)
    await vscode.commands.executeCommand("vscode.open", rulePage(rule));
  else
    void vscode.window.showWarningMessage(
      "This version of Cognito Debugger has no such rule. Reload the window if the extension was just updated.",
    );
}

const ruleOf = (path: string): string =>
  path.replace(/^\//, "").replace(/\.md$/, "");

/** The rules are loaded when a page is asked for, not at activation. */
async function explain(rule: string): Promise<string | undefined> {
  const { explainRule } =
    await import("../../core/analysis/rules/catalogue.ts");
  return explainRule(rule);
}
