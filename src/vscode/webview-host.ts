/**
 * The one way a page is made: strict CSP with a nonce, resources from dist/webview and media only, typed messages both
 * ways. A page shows one subject, which is held while the page is open and no longer. What was hidden VS Code makes anew:
 * it keeps nothing and asks for what it shows again.
 */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Ready, Show } from "../webview/protocol.ts";
import { reportError } from "./report-error.ts";
import type { Services } from "./services.ts";

export interface Page<Subject> {
  /** Undefined while the page is closed. */
  readonly subject: () => Subject | undefined;
  /** Shows `subject` in place of what was there: opens the page, or brings it to the front. */
  readonly show: (subject: Subject) => void;
  /** Draws what changed of `subject`, unless another took its place or the page was closed meanwhile. */
  readonly update: (subject: Subject) => void;
  readonly dispose: () => void;
}

export interface PageOptions<Subject, State, Message> {
  readonly context: vscode.ExtensionContext;
  readonly services: Services;
  /** View type and the name of its bundle, dist/webview/<name>.js, and style sheet, media/<name>.css. */
  readonly name: string;
  readonly title: string;
  readonly column?: vscode.ViewColumn;
  /** What the page draws. */
  readonly stateOf: (subject: Subject) => State;
  /** What the page asks for, of the subject that it shows. */
  readonly receive: (message: Message, subject: Subject) => unknown;
  /** Disposed when the page closes. */
  readonly whileOpen?: () => vscode.Disposable;
}

export function createPage<Subject, State, Message extends { type: string }>(
  options: PageOptions<Subject, State, Message>,
): Page<Subject> {
  const { services, title, stateOf } = options;
  let panel: vscode.WebviewPanel | undefined;
  let shown: Subject | undefined;

  const update = (subject: Subject): void => {
    if (shown !== subject) return;
    const message: Show<State> = { type: "show", state: stateOf(subject) };
    void panel?.webview.postMessage(message);
  };
  const receive = async (message: Message | Ready): Promise<void> => {
    if (shown === undefined) return;
    if (isReady(message)) update(shown);
    else await options.receive(message, shown);
  };
  const open = (): vscode.WebviewPanel => {
    const made = openPanel(options);
    const meanwhile = options.whileOpen?.();
    made.webview.onDidReceiveMessage((message: Message | Ready) => {
      receive(message).catch((error: unknown) => {
        reportError(services, title, error);
      });
    });
    made.onDidDispose(() => {
      meanwhile?.dispose();
      panel = undefined;
      shown = undefined;
    });
    return made;
  };
  return {
    subject: () => shown,
    show: (subject) => {
      shown = subject;
      if (panel === undefined) panel = open();
      else panel.reveal();
      update(subject);
    },
    update,
    dispose: () => {
      panel?.dispose();
    },
  };
}

const isReady = (message: { readonly type: string }): message is Ready =>
  message.type === "ready";

function openPanel({
  context,
  name,
  title,
  column = vscode.ViewColumn.Beside,
}: Pick<
  PageOptions<unknown, unknown, unknown>,
  "context" | "name" | "title" | "column"
>): vscode.WebviewPanel {
  const scripts = vscode.Uri.joinPath(context.extensionUri, "dist", "webview");
  const media = vscode.Uri.joinPath(context.extensionUri, "media");
  const panel = vscode.window.createWebviewPanel(
    `cognitoDebugger.${name}`,
    title,
    column,
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
  return panel;
}
