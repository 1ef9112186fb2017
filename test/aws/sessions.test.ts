/** What the account says of a token, over HTTP to the local stack: accepted, revoked, edited; and its resource servers. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createSessions } from "../../src/aws/sessions.ts";
import { createUserPools } from "../../src/aws/user-pools.ts";
import type { Connection } from "../../src/core/ports/connection.ts";
import type { PortError } from "../../src/core/ports/port-error.ts";
import { decodeToken } from "../../src/core/tokens/decode.ts";
import { readString } from "../../src/core/tokens/json.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import { signInByBackOffice } from "../stack/support/back-office.ts";
import { stubCredentials } from "../support/stub-credentials.ts";

const limits = { connectMs: 1_000, requestMs: 1_000, attempts: 1 };
let stack: Stack;
let connection: Connection;
beforeAll(async () => {
  stack = await startStack();
  connection = { region: stack.region, endpoint: stack.url };
  stubCredentials(stack);
});
afterEach(() => {
  stack.faults.clear();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stack.stop();
});

async function signIn(): Promise<string> {
  const username = "grace@example.com";
  const password = "Correct-Horse-1";
  stack.addUser({ username, password, attributes: { email: username } });
  return (await signInByBackOffice(stack, username, password)).AccessToken;
}

test("Cognito takes a fresh access token, and refuses a revoked and an edited one in its own words", async () => {
  const token = await signIn();
  const sessions = createSessions(connection);
  expect(await sessions.askStanding(token)).toEqual({ kind: "accepted" });
  expect(await sessions.askStanding(`${token.slice(0, -20)}AAAA`)).toEqual({
    kind: "refused",
    reason: "Invalid Access Token",
  });
  const decoded = decodeToken(token);
  const claims = decoded.kind === "signed" ? decoded.claims : {};
  const revoked = new Set([readString(claims, "origin_jti") ?? ""]);
  const pools = [...stack.account.pools.values()];
  stack.setPools(
    pools.map((pool) => ({
      ...pool,
      revoked,
    })),
  );
  expect(await sessions.askStanding(token)).toEqual({
    kind: "refused",
    reason: "Access Token has been revoked",
  });
  stack.setPools(pools);
});

test("a user's groups come page by page; a user who is gone is a sentence without a name", async () => {
  const pool = stack.account.pools.get(stack.poolId);
  pool?.groups.set("buyers", { name: "buyers", created: new Date(0) });
  const { username } = stack.addUser({
    username: "linus@example.com",
    groups: ["staff", "buyers"],
  });
  const userPools = createUserPools(connection, { pageSize: 1 });
  const first = await userPools.listGroupsOfUser(stack.poolId, username);
  const second = await userPools.listGroupsOfUser(
    stack.poolId,
    username,
    first.next,
  );
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual([
    "staff",
    "buyers",
  ]);
  expect(second.next).toBeUndefined();
  await expect(
    userPools.listGroupsOfUser(stack.poolId, "nobody@example.com"),
  ).rejects.toSatisfy(
    ({ kind, message }: PortError) =>
      kind === "not-found" && !message.includes("nobody"),
  );
  pool?.groups.delete("buyers");
});

test("a network in trouble is a sentence without the token", async () => {
  stack.faults.add({ target: "GetUser", kind: "drop" });
  const token = `eyJhbGciOiJSUzI1NiJ9.${"secret".repeat(5)}.x`;
  await expect(
    createSessions(connection, limits).askStanding(token),
  ).rejects.toSatisfy(
    (error: Error) =>
      error.name === "PortError" && !JSON.stringify(error).includes("secret"),
  );
});

test("resource servers come with their scopes, page by page", async () => {
  const pools = [...stack.account.pools.values()];
  stack.setPools(
    pools.map((pool) => ({
      ...pool,
      resourceServers: new Map([
        ["shop", ["read", "buy"]],
        ["stock", []],
      ]),
    })),
  );
  const userPools = createUserPools(connection, { pageSize: 1 });
  const first = await userPools.listResourceServers(stack.poolId);
  const second = await userPools.listResourceServers(stack.poolId, first.next);
  expect([...first.items, ...second.items]).toEqual([
    { identifier: "shop", scopes: ["read", "buy"] },
    { identifier: "stock", scopes: [] },
  ]);
  expect(second.next).toBeUndefined();
  stack.setPools(pools);
});
