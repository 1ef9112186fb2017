/** Finding a user or a client that no page has brought yet: one call by name, and it joins its listing. */
import { expect, it } from "vitest";
import { PortError } from "../../../src/core/ports/port-error.ts";
import type {
  PoolUser,
  UserPools,
} from "../../../src/core/ports/user-pools.ts";
import {
  findNode,
  type Target,
} from "../../../src/vscode/explorer/find-node.ts";
import {
  connectionNode,
  folderNodes,
  poolNode,
  userNode,
  type ExplorerNode,
} from "../../../src/vscode/explorer/node.ts";

const root = connectionNode({ region: "eu-central-1" });
const pool = poolNode(root, { id: "eu-central-1_a", name: "shop" });
const folders = folderNodes(pool);
const user = (username: string): PoolUser => ({
  username,
  status: "CONFIRMED",
  enabled: true,
  attributes: {},
});

interface World {
  readonly calls: string[];
  readonly included: ExplorerNode[];
  readonly find: (target: Target) => Promise<ExplorerNode>;
}

function createWorld(): World {
  const calls: string[] = [];
  const included: ExplorerNode[] = [];
  const unused = (): Promise<never> => Promise.reject(new Error("Not called."));
  const port: UserPools = {
    listPools: unused,
    listClients: unused,
    listGroups: unused,
    listGroupsOfUser: unused,
    listResourceServers: unused,
    describePool: (id) => {
      calls.push(`pool ${id}`);
      return id === "eu-central-1_far"
        ? Promise.resolve({
            ...{ id, name: "far", arn: "arn", triggers: [] },
            ...{ usernameAttributes: [], aliasAttributes: [] },
          })
        : Promise.reject(new PortError("not-found", "No such pool.", ""));
    },
    describeClient: (poolId, id) => {
      calls.push(`client ${id}`);
      return Promise.resolve({
        ...{ id, name: "web", poolId, hasSecret: false, authFlows: [] },
        ...{ oauthFlows: [], scopes: [], callbackUrls: [] },
        tokenRevocation: true,
      });
    },
    listUsers: (_poolId, { filter = "" } = {}) => {
      calls.push(filter);
      return Promise.resolve({
        items: filter.includes("nobody") ? [] : [user('a"b')],
      });
    },
  };
  return {
    calls,
    included,
    find: (target) =>
      findNode(root, target, port, {
        items: (node) => {
          if (node === root) return Promise.resolve([pool]);
          const [, , users] = folders;
          return Promise.resolve(
            node === users ? [userNode(users, pool.pool.id, user("ada"))] : [],
          );
        },
        include: (_parent, node) => included.push(node),
        folders: (each) => (each === pool ? folders : folderNodes(each)),
      }),
  };
}

const poolId = pool.pool.id;

it("takes a user that has arrived, without a call", async () => {
  const world = createWorld();
  const node = await world.find({
    poolId,
    find: { kind: "user", username: "ada" },
  });
  expect(node).toMatchObject({ kind: "user", user: { username: "ada" } });
  expect(world.calls).toEqual([]);
});

it("asks for one that has not by name, quoted, and adds it to the listing", async () => {
  const world = createWorld();
  const node = await world.find({
    poolId,
    find: { kind: "user", username: 'a"b' },
  });
  expect(world.calls).toEqual(['username = "a\\"b"']);
  expect(world.included).toEqual([node]);
  expect(node.parent).toBe(folders[2]);
});

it("finds a client of a pool that is on no page so far", async () => {
  const world = createWorld();
  const node = await world.find({
    poolId: "eu-central-1_far",
    find: { kind: "client", id: "c1" },
  });
  expect(world.calls).toEqual(["pool eu-central-1_far", "client c1"]);
  expect(world.included.map(({ kind }) => kind)).toEqual(["pool", "client"]);
  expect(node.parent?.parent).toBe(world.included[0]);
});

it.each([
  [{ poolId, find: { kind: "user", username: "nobody" } }, /no user/],
  [
    { poolId: "eu-central-1_b", find: { kind: "user", username: "ada" } },
    /No such pool/,
  ],
] as const)("says so when there is none (%#)", async (target, sentence) => {
  await expect(createWorld().find(target)).rejects.toThrow(sentence);
});
