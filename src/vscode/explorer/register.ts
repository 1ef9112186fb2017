/** The explorer's view and its commands. What comes from a menu is checked; from the keyboard, the selected node counts. */
import * as vscode from "vscode";
import { visibleText } from "../../core/text/visible-text.ts";
import {
  registerCommand,
  type CommandId,
  type ViewId,
} from "../contributions.ts";
import { reportError } from "../report-error.ts";
import type { Services } from "../services.ts";
import type { Target } from "./find-node.ts";
import { functionName, type ExplorerNode } from "./node.ts";
import { readTokenSubject } from "./token-subject.ts";
import { createTree } from "./tree.ts";

const viewId: ViewId = "cognitoDebugger.explorer";

type NodeCommand = Extract<
  CommandId,
  `cognitoDebugger.${"loadMore" | "retry" | "copyId" | "copyArn"}`
>;

export function register(
  context: vscode.ExtensionContext,
  services: Services,
): void {
  const tree = createTree(services);
  const view = vscode.window.createTreeView(viewId, {
    treeDataProvider: tree,
    showCollapseAll: true,
  });
  const nodeCommand = (
    id: NodeCommand,
    what: string,
    run: (node: ExplorerNode) => Promise<void>,
  ): vscode.Disposable =>
    registerCommand(id, async (argument) => {
      const node = tree.nodeOf(argument) ?? view.selection[0];
      if (node === undefined) return;
      await run(node).catch((error: unknown) => {
        reportError(services, what, error);
      });
    });

  const advance = async (node: ExplorerNode): Promise<void> => {
    if (node.kind === "load-more" || node.kind === "error")
      await tree.advance(node.parent);
  };
  const reveal = async (
    place: unknown,
    kind: Target["find"]["kind"],
  ): Promise<void> => {
    const endpoint = services.connection.current()?.endpoint;
    const target = readTokenSubject(place, kind, endpoint);
    if (target === undefined) {
      void vscode.window.showInformationMessage(
        `There is no user pool's token here that names a ${kind}. Put the cursor into one and run the command again.`,
      );
      return;
    }
    try {
      const node = await vscode.window.withProgress(
        { location: { viewId } },
        () => tree.find(target),
      );
      await view.reveal(node, { select: true, focus: true });
    } catch (error) {
      reportError(services, `Finding the token's ${kind}`, error);
    }
  };
  context.subscriptions.push(
    tree,
    view,
    tree.onDidChangeProblem((problem) => {
      view.message = problem ?? "";
    }),
    registerCommand("cognitoDebugger.refreshExplorer", (argument) => {
      tree.refresh(tree.nodeOf(argument));
    }),
    registerCommand("cognitoDebugger.findTokenUser", (place) =>
      reveal(place, "user"),
    ),
    registerCommand("cognitoDebugger.findTokenClient", (place) =>
      reveal(place, "client"),
    ),
    nodeCommand("cognitoDebugger.loadMore", "Loading more failed", advance),
    nodeCommand("cognitoDebugger.retry", "Retrying failed", advance),
    nodeCommand("cognitoDebugger.copyId", "Copying the id failed", (node) =>
      copy(idOf(node)),
    ),
    nodeCommand(
      "cognitoDebugger.copyArn",
      "Copying the ARN failed",
      async (node) => copy(await arnOf(node, services)),
    ),
  );
}

function idOf(node: ExplorerNode): string | undefined {
  switch (node.kind) {
    case "pool":
      return node.pool.id;
    case "client":
      return node.client.id;
    case "trigger":
      return functionName(node.functionArn);
    case "user":
      return node.user.username;
    default:
      return undefined;
  }
}

async function arnOf(
  node: ExplorerNode,
  services: Services,
): Promise<string | undefined> {
  if (node.kind === "trigger") return node.functionArn;
  if (node.kind !== "pool") return undefined;
  return (await (await services.userPools()).describePool(node.pool.id)).arn;
}

async function copy(text: string | undefined): Promise<void> {
  if (text === undefined || text === "") return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(
    `Copied ${visibleText(text, 60).replaceAll("$(", "$ (")}`,
    3_000,
  );
}
