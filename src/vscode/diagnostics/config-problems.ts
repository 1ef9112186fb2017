/** Shows what is wrong with a `cognito-debugger.config.json` in the file itself, each time the project was read. */
import * as vscode from "vscode";
import { diagnosticSource, toRange } from "../convert.ts";
import type { Services } from "../services.ts";
import type { FolderProject } from "../workspace-project.ts";

export function showConfigProblems(services: Services): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection(
    "cognito-debugger-config",
  );
  const show = async ({ folder, project }: FolderProject): Promise<void> => {
    collection.forEach((uri) => {
      if (vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index)
        collection.delete(uri);
    });
    for (const path of new Set(project.problems.map((each) => each.path))) {
      const uri = vscode.Uri.joinPath(folder.uri, path);
      const document = await vscode.workspace.openTextDocument(uri);
      collection.set(
        uri,
        project.problems
          .filter((each) => each.path === path)
          .map(({ range, message }) => {
            const diagnostic = new vscode.Diagnostic(
              toRange(document, range),
              message,
              vscode.DiagnosticSeverity.Warning,
            );
            diagnostic.source = diagnosticSource;
            return diagnostic;
          }),
      );
    }
  };
  return vscode.Disposable.from(
    collection,
    services.workspace.onDidRead((read) => {
      show(read).catch((error: unknown) => {
        services.log.error(
          "Showing what is wrong with the configuration",
          error,
        );
      });
    }),
  );
}
