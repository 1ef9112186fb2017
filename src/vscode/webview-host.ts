/**
 * The one way a webview is made: strict CSP with a nonce, resources from dist/webview and media only, typed messages
 * both ways, nothing retained when hidden.
 */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

export interface Panel<ToPage, FromPage> {
  readonly post: (message: ToPage) => void;
  readonly onDidReceive: vscode.Event<FromPage>;
  readonly onDidDispose: vscode.Event<void>;
  readonly reveal: () => void;
  readonly dispose: () => void;
}

export interface PanelOptions {
  readonly context: vscode.ExtensionContext;
  /** View type and the name of its bundle, dist/webview/<name>.js, and style sheet, media/<name>.css. */
  readonly name: string;
  readonly title: string;
  readonly column?: vscode.ViewColumn;
}

export function openPanel<ToPage, FromPage>(
  options: PanelOptions,
): Panel<ToPage, FromPage> {
  const { context, name, title } = options;
  const scripts = vscode.Uri.joinPath(context.extensionUri, "dist", "webview");
  const media = vscode.Uri.joinPath(context.extensionUri, "media");
  const panel = vscode.window.createWebviewPanel(
    `cognitoDebugger.${name}`,
    title,
    options.column ?? vscode.ViewColumn.Beside,
    { enableScripts: true, localResourceRoots: [scripts, media] },
  );
  const nonce = randomBytes(16).toString("base64");
  const source = (folder: vscode.Uri, file: string): string =>
    panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  panel.webview.html = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${panel.webview.cspSource}; script-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${source(media, `${name}.css`)}">
</head>
<body>
<main></main>
<script nonce="${nonce}" src="${source(scripts, `${name}.js`)}"></script>
</body>
</html>`;
  return {
    post: (message) => void panel.webview.postMessage(message),
    onDidReceive: panel.webview.onDidReceiveMessage as vscode.Event<FromPage>,
    onDidDispose: panel.onDidDispose,
    reveal: () => {
      panel.reveal();
    },
    dispose: () => {
      panel.dispose();
    },
  };
}
