/** Where the children of a listing node come from: one page of the user pools port, as nodes. */
import type { UserPools } from "../../core/ports/user-pools.ts";
import type { FetchPage } from "./listings.ts";
import {
  clientNode,
  poolNode,
  userNode,
  type ExplorerNode,
  type ListingNode,
} from "./node.ts";

export function pagesOf(
  node: ListingNode,
  userPools: () => Promise<UserPools>,
): FetchPage<ExplorerNode> {
  return async (next, signal) =>
    fetchPage(node, await userPools(), next, signal);
}

async function fetchPage(
  node: ListingNode,
  port: UserPools,
  next: string | undefined,
  signal: AbortSignal,
): ReturnType<FetchPage<ExplorerNode>> {
  if (node.kind === "connection") {
    const page = await port.listPools(next, signal);
    return {
      ...page,
      items: page.items.map((pool) => poolNode(node, pool)),
    };
  }
  const poolId = node.pool.id;
  switch (node.folder) {
    case "clients": {
      const page = await port.listClients(poolId, next, signal);
      return {
        ...page,
        items: page.items.map((client) => clientNode(node, client)),
      };
    }
    case "triggers": {
      const { triggers } = await port.describePool(poolId, signal);
      return {
        items: triggers.map(({ key, functionArn, version }) => ({
          kind: "trigger",
          id: `${node.id}/${key}`,
          parent: node,
          trigger: key,
          functionArn,
          poolId,
          ...(version === undefined ? {} : { version }),
        })),
      };
    }
    case "users": {
      const page = await port.listUsers(
        poolId,
        next === undefined ? {} : { next },
        signal,
      );
      return {
        ...page,
        items: page.items.map((user) => userNode(node, poolId, user)),
      };
    }
  }
}
