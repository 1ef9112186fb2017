/** What the explorer's tree is made of. Plain data: how a node looks is in `present.ts`, where it comes from in `pages.ts`. */
import type { Connection } from "../../core/ports/connection.ts";
import type {
  ClientSummary,
  PoolSummary,
  PoolUser,
} from "../../core/ports/user-pools.ts";
import type { TailTarget } from "../tail-target.ts";

interface Placed {
  /** Unique in the tree and the same after a refresh, so that what was open stays open. */
  readonly id: string;
  readonly parent?: ExplorerNode;
}

export interface ConnectionNode extends Placed {
  readonly kind: "connection";
  readonly connection: Connection;
}

export interface PoolNode extends Placed {
  readonly kind: "pool";
  readonly pool: PoolSummary;
}

export const folderNames = ["clients", "triggers", "users"] as const;
export type FolderName = (typeof folderNames)[number];

export interface FolderNode extends Placed {
  readonly kind: "folder";
  readonly folder: FolderName;
  readonly pool: PoolSummary;
}

export interface ClientNode extends Placed {
  readonly kind: "client";
  readonly client: ClientSummary;
}

/** Is a `TailTarget` itself: the tail takes it from the tree's menu without knowing the explorer. */
export interface TriggerNode extends Placed, TailTarget {
  readonly kind: "trigger";
  readonly version?: string;
}

export interface UserNode extends Placed {
  readonly kind: "user";
  readonly poolId: string;
  readonly user: PoolUser;
}

/** The nodes whose children come page by page. */
export type ListingNode = ConnectionNode | FolderNode;

export interface LoadMoreNode extends Placed {
  readonly kind: "load-more";
  readonly parent: ListingNode;
}

export interface ErrorNode extends Placed {
  readonly kind: "error";
  readonly parent: ListingNode;
  readonly error: unknown;
}

/** Says that there is nothing. */
export interface EmptyNode extends Placed {
  readonly kind: "empty";
  readonly parent: ListingNode;
}

export type ExplorerNode =
  | ConnectionNode
  | PoolNode
  | FolderNode
  | ClientNode
  | TriggerNode
  | UserNode
  | LoadMoreNode
  | ErrorNode
  | EmptyNode;

export function connectionNode(connection: Connection): ConnectionNode {
  const { profile = "", region, endpoint = "" } = connection;
  return {
    kind: "connection",
    id: `connection:${profile}@${region}@${endpoint}`,
    connection,
  };
}

export function poolNode(parent: ConnectionNode, pool: PoolSummary): PoolNode {
  return { kind: "pool", id: `${parent.id}/${pool.id}`, parent, pool };
}

export function clientNode(
  parent: FolderNode,
  client: ClientSummary,
): ClientNode {
  return { kind: "client", id: `${parent.id}/${client.id}`, parent, client };
}

export function userNode(
  parent: FolderNode,
  poolId: string,
  user: PoolUser,
): UserNode {
  return {
    kind: "user",
    id: `${parent.id}/${user.username}`,
    parent,
    poolId,
    user,
  };
}

export function folderNodes(parent: PoolNode): readonly FolderNode[] {
  return folderNames.map((folder) => ({
    kind: "folder",
    id: `${parent.id}/${folder}`,
    parent,
    folder,
    pool: parent.pool,
  }));
}

/** The function's name, with its alias or version, as a reader knows it. */
export function functionName(nameOrArn: string): string {
  return (
    /^arn:[^:]*:lambda:[^:]*:[^:]*:function:(.+)$/.exec(nameOrArn)?.[1] ??
    nameOrArn
  );
}
