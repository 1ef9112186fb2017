/** Quick fixes of findings, one by one or all at once, and the comment that disables a rule for one line. */
import * as vscode from "vscode";
import { collectFixes } from "../../core/analysis/collect-fixes.ts";
import type { Finding } from "../../core/analysis/finding.ts";
import { disableComment } from "../../core/analysis/suppressions.ts";
import { diagnosticSource, toRange, toWorkspaceEdit } from "../convert.ts";
import { languages } from "../languages.ts";
import type { Checker } from "./checker.ts";

/** For `editor.codeActionsOnSave` and the command "Fix All". */
export const fixAllKind =
  vscode.CodeActionKind.SourceFixAll.append("cognitoDebugger");

export function createCodeActions(
  checker: Pick<Checker, "findingsOf">,
): vscode.CodeActionProvider {
  return {
    provideCodeActions(document, _range, { diagnostics, only }) {
      const findings = checker.findingsOf(document);
      if (only?.contains(fixAllKind) === true)
        return fixAll(document, findings, {
          title: "Fix all problems with Cognito triggers",
          kind: fixAllKind,
        });
      const rules = new Set<string>();
      const single = diagnostics.flatMap((diagnostic): vscode.CodeAction[] => {
        const rule = ruleOf(diagnostic);
        if (rule === undefined) return [];
        rules.add(rule);
        const finding = findings.find(
          (each) =>
            each.rule === rule &&
            each.message === diagnostic.message &&
            toRange(document, each.range).isEqual(diagnostic.range),
        );
        if (finding === undefined) return [];
        const fixes = finding.fixes.map((fix) => {
          const action = quickFix(fix.title, diagnostic);
          action.edit = toWorkspaceEdit(document, fix.edits);
          if (fix.preferred === true) action.isPreferred = true;
          return action;
        });
        return [...fixes, ...disableRule(document, diagnostic, finding)];
      });
      const together = [...rules].flatMap((rule) => {
        const same = findings.filter((each) => each.rule === rule);
        return same.length < 2
          ? []
          : fixAll(document, same, {
              title: `Fix all ${rule} in this file`,
              kind: vscode.CodeActionKind.QuickFix,
            });
      });
      return [...single, ...together];
    },
  };
}

/** One action that mends what can be mended of the findings; none where that is nothing. */
function fixAll(
  document: vscode.TextDocument,
  findings: readonly Finding[],
  {
    title,
    kind,
  }: { readonly title: string; readonly kind: vscode.CodeActionKind },
): vscode.CodeAction[] {
  const edits = collectFixes(findings);
  if (edits.length === 0) return [];
  const action = new vscode.CodeAction(title, kind);
  action.edit = toWorkspaceEdit(document, edits);
  return [action];
}

function quickFix(
  title: string,
  diagnostic: vscode.Diagnostic,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  return action;
}

function ruleOf({ source, code }: vscode.Diagnostic): string | undefined {
  return source === diagnosticSource && typeof code === "object"
    ? String(code.value)
    : undefined;
}

/** What begins a comment; JSON has none. */
const commentMarks: Readonly<Record<string, "//" | "#">> = {
  ...Object.fromEntries(languages.map((language) => [language, "//"])),
  python: "#",
  yaml: "#",
  cloudformation: "#",
  terraform: "#",
};

function disableRule(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  finding: Finding,
): vscode.CodeAction[] {
  const mark = commentMarks[document.languageId];
  const edit = disableComment(document.getText(), finding, mark);
  if (edit === undefined) return [];
  const action = quickFix(`Disable ${finding.rule} for this line`, diagnostic);
  action.edit = toWorkspaceEdit(document, [edit]);
  return [action];
}
