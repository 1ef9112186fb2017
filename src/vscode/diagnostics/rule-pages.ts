/**
 * The page of a rule, opened from the rule's id beside a finding: the text that the rule itself carries, as a rendered
 * read-only document.
 */
import * as vscode from "vscode";
import { registerCommand, type CommandId } from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";

const scheme = "cognito-debugger-rule";
const showRule = "cognitoDebugger.showRule" satisfies CommandId;

/** Opens the page when it is clicked. */
export function rulePageLink(rule: string): vscode.Uri {
  return vscode.Uri.from({
    scheme: "command",
    path: showRule,
    query: JSON.stringify([rule]),
  });
}

export function registerRulePages(services: Services): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(scheme, {
      provideTextDocumentContent: async ({ path }) =>
        (await explain(ruleOf(path))) ?? `There is no rule ${ruleOf(path)}.`,
    }),
    registerCommand(showRule, async (rule) => {
      try {
        await showPage(rule);
      } catch (error) {
        reportError(services, `Opening the page of ${rule}`, error);
      }
    }),
  );
}

async function showPage(rule: unknown): Promise<void> {
  if (typeof rule !== "string" || (await explain(rule)) === undefined) {
    void vscode.window.showWarningMessage(
      "This version of Cognito Debugger has no such rule. Reload the window if the extension was just updated.",
    );
    return;
  }
  const page = vscode.Uri.from({ scheme, path: `/${rule}.md` });
  const commands = await vscode.commands.getCommands(true);
  // The preview belongs to a built-in extension, which can be switched off.
  if (commands.includes("markdown.showPreview"))
    await vscode.commands.executeCommand("markdown.showPreview", page);
  else await vscode.window.showTextDocument(page);
}

const ruleOf = (path: string): string =>
  path.replace(/^\//, "").replace(/\.md$/, "");

/** The rules are loaded when a page is asked for, not at activation. */
async function explain(rule: string): Promise<string | undefined> {
  const { explainRule } = await import("../../core/analysis/rules/registry.ts");
  return explainRule(rule);
}
