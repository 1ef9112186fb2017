/**
 * Finds the node of a pool, an app client or a user that the tree may not have fetched yet. One that is on no page so far
 * is asked for by its own name and joins its listing, so that finding a user costs one call and not all pages.
 */
import { PortError } from "../../core/ports/port-error.ts";
import type { UserPools } from "../../core/ports/user-pools.ts";
import {
  clientNode,
  poolNode,
  userNode,
  type ConnectionNode,
  type ExplorerNode,
  type FolderNode,
  type ListingNode,
  type PoolNode,
} from "./node.ts";

/** What the explorer is asked to show. */
export interface Target {
  readonly poolId: string;
  readonly find:
    | { readonly kind: "client"; readonly id: string }
    | { readonly kind: "user"; readonly username: string };
}

export interface Places {
  /** The items of a listing that have arrived; fetches the first page. */
  readonly items: (node: ListingNode) => Promise<readonly ExplorerNode[]>;
  /** Adds a node to the listing that is its parent. */
  readonly include: (parent: ListingNode, node: ExplorerNode) => void;
  readonly folders: (pool: PoolNode) => readonly FolderNode[];
}

/** Rejects with a `PortError`, also when there is no such pool, client or user. */
export async function findNode(
  root: ConnectionNode,
  { poolId, find }: Target,
  userPools: UserPools,
  places: Places,
): Promise<ExplorerNode> {
  const pool = await findPool(root, poolId, userPools, places);
  const wanted = find.kind === "client" ? "clients" : "users";
  const folder = places.folders(pool).find((each) => each.folder === wanted);
  if (folder === undefined) throw new Error(`A pool has no folder ${wanted}`);
  const known = (await places.items(folder)).find((node) =>
    find.kind === "client"
      ? node.kind === "client" && node.client.id === find.id
      : node.kind === "user" && node.user.username === find.username,
  );
  if (known !== undefined) return known;
  const found =
    find.kind === "client"
      ? clientNode(folder, await userPools.describeClient(poolId, find.id))
      : await findUser(folder, poolId, find.username, userPools);
  places.include(folder, found);
  return found;
}

async function findPool(
  root: ConnectionNode,
  poolId: string,
  userPools: UserPools,
  places: Places,
): Promise<PoolNode> {
  const known = (await places.items(root)).find(
    (node): node is PoolNode => node.kind === "pool" && node.pool.id === poolId,
  );
  if (known !== undefined) return known;
  const { id, name } = await userPools.describePool(poolId);
  const found = poolNode(root, { id, name });
  places.include(root, found);
  return found;
}

async function findUser(
  folder: FolderNode,
  poolId: string,
  username: string,
  userPools: UserPools,
): Promise<ExplorerNode> {
  const quoted = username.replace(/["\\]/g, "\\$&");
  const { items } = await userPools.listUsers(poolId, {
    filter: `username = "${quoted}"`,
  });
  const user = items.find((each) => each.username === username);
  if (user === undefined)
    throw new PortError(
      "not-found",
      "The pool has no user of the name that the token says.",
      "The user was deleted since, or the account and Region of the connection are not the token's.",
    );
  return userNode(folder, poolId, user);
}
