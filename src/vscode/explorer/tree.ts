/**
 * The tree of the connection: which node has which children, and when that changes. Invariants: nothing is fetched
 * before a node is opened; a connection change stops what is under way and starts over; a failed page is a node among
 * the others, and what had arrived stays.
 */
import * as vscode from "vscode";
import { PortError } from "../../core/ports/port-error.ts";
import { setContextKey, type ContextKeys } from "../contributions.ts";
import { describeError } from "../report-error.ts";
import type { Services } from "../services.ts";
import { describeNode } from "./details.ts";
import { findNode, type Target } from "./find-node.ts";
import { createListings, type Listing } from "./listings.ts";
import {
  connectionNode,
  folderNodes,
  type ConnectionNode,
  type ExplorerNode,
  type FolderNode,
  type ListingNode,
  type PoolNode,
} from "./node.ts";
import { pagesOf } from "./pages.ts";
import { toTreeItem } from "./present.ts";

type ExplorerState = ContextKeys["cognitoDebugger.explorerState"];

export interface ExplorerTree extends vscode.TreeDataProvider<ExplorerNode> {
  /** Why no pool can be shown, in full: a narrow tree cuts its node off. Undefined when all is well. */
  readonly onDidChangeProblem: vscode.Event<string | undefined>;
  /** A command's argument, when it is a node that this tree has shown. */
  readonly nodeOf: (argument: unknown) => ExplorerNode | undefined;
  /** The node of what is looked for, fetched if need be. Rejects with a `PortError` when there is none. */
  readonly find: (target: Target) => Promise<ExplorerNode>;
  /** Forgets `node` and what is below it, or everything, and shows it anew. */
  readonly refresh: (node?: ExplorerNode) => void;
  /** Fetches the page to come of a listing, the first time or after an error. */
  readonly advance: (node: ListingNode) => Promise<void>;
  readonly dispose: () => void;
}

export function createTree(services: Services): ExplorerTree {
  const changed = new vscode.EventEmitter<ExplorerNode | undefined>();
  const problem = new vscode.EventEmitter<string | undefined>();
  const listings = createListings<ExplorerNode>(({ id }) => id);
  const shown = new WeakSet();
  const folders = new WeakMap<PoolNode, readonly FolderNode[]>();
  let root: ConnectionNode | undefined;

  const tellState = (state: ExplorerState): void => {
    void setContextKey("cognitoDebugger.explorerState", state);
  };

  const start = (): void => {
    listings.forget();
    const connection = services.connection.current();
    root = connection === undefined ? undefined : connectionNode(connection);
    tellState(root === undefined ? "unconnected" : "ready");
    problem.fire(undefined);
    changed.fire(undefined);
  };

  const report = (
    node: ListingNode,
    { items, error }: Listing<ExplorerNode>,
  ): void => {
    if (isCancelled(error)) return;
    if (node === root)
      problem.fire(
        error === undefined || items.length > 0
          ? undefined
          : describeError(error),
      );
    if (error === undefined) return;
    services.log.warn(
      `Explorer, ${node.kind === "folder" ? node.folder : "pools"}: ${describeError(error)}`,
      ...(error instanceof PortError ? [error.detail ?? ""] : [error]),
    );
  };

  const childrenOfListing = async (
    node: ListingNode,
  ): Promise<readonly ExplorerNode[]> => {
    const known = listings.peek(node.id);
    const listing =
      known ??
      (await listings.read(node.id, pagesOf(node, services.userPools)));
    if (known === undefined) report(node, listing);
    if (node === root && isEmpty(listing)) {
      // The welcome view shows only over an empty tree, so the connection's own node gives way to it.
      tellState("no-pools");
      changed.fire(undefined);
    }
    return [...listing.items, ...lastNodes(node, listing)];
  };

  const foldersOf = (node: PoolNode): readonly FolderNode[] => {
    const known = folders.get(node) ?? folderNodes(node);
    folders.set(node, known);
    return known;
  };

  const childrenOf = async (
    node: ExplorerNode,
  ): Promise<readonly ExplorerNode[]> => {
    switch (node.kind) {
      case "pool":
        return foldersOf(node);
      case "connection":
      case "folder":
        return childrenOfListing(node);
      default:
        return [];
    }
  };

  const roots = (): readonly ExplorerNode[] => {
    if (root === undefined) return [];
    const pools = listings.peek(root.id);
    return pools !== undefined && isEmpty(pools) ? [] : [root];
  };

  const watching = services.connection.onDidChange(start);
  start();

  return {
    onDidChangeTreeData: changed.event,
    onDidChangeProblem: problem.event,
    getTreeItem: (node) => {
      shown.add(node);
      return toTreeItem(node);
    },
    nodeOf: (argument) =>
      typeof argument === "object" && argument !== null && shown.has(argument)
        ? (argument as ExplorerNode)
        : undefined,
    getParent: (node) => node.parent,
    getChildren: async (node) => [
      ...(node === undefined ? roots() : await childrenOf(node)),
    ],
    resolveTreeItem: async (item, node, token) => {
      const stop = new AbortController();
      const cancelling = token.onCancellationRequested(() => {
        stop.abort();
      });
      try {
        const tooltip = await describeNode(node, services, stop.signal);
        if (tooltip !== undefined) item.tooltip = tooltip;
      } finally {
        cancelling.dispose();
      }
      return item;
    },
    find: async (target) => {
      // Rejects where no connection is chosen.
      const userPools = await services.userPools();
      if (root === undefined) throw new Error("A connection has a root");
      return findNode(root, target, userPools, {
        items: async (node) =>
          (await listings.read(node.id, pagesOf(node, services.userPools)))
            .items,
        include: (parent, node) => {
          listings.include(parent.id, node);
          changed.fire(parent);
        },
        folders: foldersOf,
      });
    },
    refresh: (node) => {
      if (node === undefined || node === root) {
        start();
        return;
      }
      listings.forget(node.id);
      changed.fire(node);
    },
    advance: async (node) => {
      const listing = await listings.advance(
        node.id,
        pagesOf(node, services.userPools),
      );
      report(node, listing);
      changed.fire(node);
    },
    dispose: () => {
      watching.dispose();
      listings.forget();
      changed.dispose();
      problem.dispose();
    },
  };
}

/** What stands below the items: the failure, the way to the next page, or that there is nothing. */
function lastNodes(
  parent: ListingNode,
  listing: Listing<ExplorerNode>,
): readonly ExplorerNode[] {
  const { error } = listing;
  if (error !== undefined)
    return isCancelled(error)
      ? []
      : [{ kind: "error", id: `${parent.id}/?error`, parent, error }];
  if (listing.next !== undefined)
    return [{ kind: "load-more", id: `${parent.id}/?more`, parent }];
  return listing.items.length === 0
    ? [{ kind: "empty", id: `${parent.id}/?empty`, parent }]
    : [];
}

function isEmpty({ items, next, error }: Listing<ExplorerNode>): boolean {
  return items.length === 0 && next === undefined && error === undefined;
}

function isCancelled(error: unknown): boolean {
  return error instanceof PortError && error.kind === "cancelled";
}
