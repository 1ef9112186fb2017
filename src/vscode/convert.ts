/** The only place where values of the core become values of VS Code. Nothing is added on the way. */
import * as vscode from "vscode";
import {
  elsewhereNote,
  type Finding,
  type Severity,
} from "../core/analysis/finding.ts";
import type { TextEdit } from "../core/text/edit.ts";
import type { Range } from "../core/text/position.ts";

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

export const diagnosticSource = "Cognito";

export function toRange(
  document: vscode.TextDocument,
  { start, end }: Range,
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** `page`: what opens when the rule's id is clicked. */
export function toDiagnostic(
  document: vscode.TextDocument,
  finding: Finding,
  page: vscode.Uri,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(document, finding.range),
    finding.message,
    severities[finding.severity],
  );
  diagnostic.source = diagnosticSource;
  diagnostic.code = { value: finding.rule, target: page };
  diagnostic.relatedInformation = [
    ...finding.related.map(
      ({ range, message }) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(document.uri, toRange(document, range)),
          message,
        ),
    ),
    ...placeElsewhere(document, finding),
  ];
  return diagnostic;
}

function placeElsewhere(
  { uri }: vscode.TextDocument,
  { elsewhere }: Finding,
): readonly vscode.DiagnosticRelatedInformation[] {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (elsewhere === undefined || folder === undefined) return [];
  const { path, start, end } = elsewhere;
  return [
    new vscode.DiagnosticRelatedInformation(
      new vscode.Location(
        vscode.Uri.joinPath(folder.uri, path),
        new vscode.Range(start.line, start.character, end.line, end.character),
      ),
      elsewhereNote,
    ),
  ];
}

export function toWorkspaceEdit(
  document: vscode.TextDocument,
  edits: readonly TextEdit[],
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { range, newText } of edits)
    edit.replace(document.uri, toRange(document, range), newText);
  return edit;
}
