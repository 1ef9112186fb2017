/** The adapters against the local stack: whole lists over many pages, and every fault of a bad day, which then passes. */
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  test,
  vi,
} from "vitest";
import { createFunctions } from "../../src/aws/functions.ts";
import { createUserPools } from "../../src/aws/user-pools.ts";
import type { Connection } from "../../src/core/ports/connection.ts";
import type { Page } from "../../src/core/ports/page.ts";
import { PortError } from "../../src/core/ports/port-error.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import { stubCredentials } from "../support/stub-credentials.ts";

const limits = { connectMs: 1_000, requestMs: 1_000, attempts: 2 };
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

async function all<T>(
  fetch: (next: string | undefined) => Promise<Page<T>>,
): Promise<{ readonly pages: number; readonly items: readonly T[] }> {
  const items: T[] = [];
  for (let pages = 1, next: string | undefined; ; pages++) {
    const page = await fetch(next);
    items.push(...page.items);
    if (page.next === undefined) return { pages, items };
    next = page.next;
  }
}

const names = (items: readonly { readonly name: string }[]): string[] =>
  items.map(({ name }) => name);

test("all pools come, page by page", async () => {
  const pools = createUserPools(connection, { pageSize: 5 });
  const { pages, items } = await all((next) => pools.listPools(next));
  expect(pages).toBeGreaterThan(2);
  expect(names(items).sort()).toEqual(
    [...stack.account.pools.values()].map(({ name }) => name).sort(),
  );
});

test("all 130 users come, page by page, each once, with their status", async () => {
  const pools = createUserPools(connection);
  const { pages, items } = await all((next) =>
    pools.listUsers(stack.poolId, next === undefined ? {} : { next }),
  );
  expect(pages).toBe(3);
  expect(new Set(items.map(({ username }) => username)).size).toBe(130);
  expect(new Set(items.map(({ status }) => status))).toEqual(
    new Set([
      "CONFIRMED",
      "UNCONFIRMED",
      "FORCE_CHANGE_PASSWORD",
      "RESET_REQUIRED",
    ]),
  );
  expect(items.some(({ enabled }) => !enabled)).toBe(true);
});

test("all 70 app clients come; a page size beyond what Cognito gives is cut to it", async () => {
  const pools = createUserPools(connection, { pageSize: 1_000 });
  const tenants = (await pools.listPools()).items.find(
    ({ name }) => name === "tandem-tenants",
  );
  const { pages, items } = await all((next) =>
    pools.listClients(tenants?.id ?? "", next),
  );
  expect(pages).toBe(2);
  expect(new Set(names(items)).size).toBe(70);
});

test("a filter is Cognito's own", async () => {
  const { items } = await createUserPools(connection).listUsers(stack.poolId, {
    filter: 'email ^= "ana."',
  });
  expect(items.length).toBeGreaterThan(0);
  for (const { attributes } of items)
    expect(attributes["email"]).toMatch(/^ana\./);
});

test("the pool's triggers carry the function that Lambda knows", async () => {
  const pool = await createUserPools(connection).describePool(stack.poolId);
  const preSignUp = pool.triggers.find(({ key }) => key === "PreSignUp");
  expect(preSignUp?.functionArn).toContain(":function:tandem-pre-sign-up");
  expect(
    await createFunctions(connection).describeFunction(
      preSignUp?.functionArn ?? "",
    ),
  ).toMatchObject({
    name: "tandem-pre-sign-up",
    runtime: "nodejs22.x",
    handler: "index.handler",
    modifiedAt: new Date("2026-03-02T09:15:00Z"),
    timeoutSeconds: 3,
    logGroup: "/aws/lambda/tandem-pre-sign-up",
    logFormat: "Text",
  });
});

test("whether an app client has a secret is told, the secret is not", async () => {
  const pools = createUserPools(connection);
  const backOffice = stack.findClient("back-office");
  const client = await pools.describeClient(stack.poolId, backOffice.id);
  expect(client.hasSecret).toBe(true);
  expect(backOffice.secret).toMatch(/.{20}/);
  expect(JSON.stringify(client)).not.toContain(backOffice.secret);
  const shop = await pools.describeClient(stack.poolId, stack.clientId);
  expect(shop.hasSecret).toBe(false);
});

test("a throttled call is tried again before anybody hears of it", async () => {
  stack.faults.add({ target: "ListUserPools", kind: "throttle", count: 1 });
  const pools = createUserPools(connection, { limits });
  expect((await pools.listPools()).items.length).toBeGreaterThan(0);
});

describe("a bad day passes without a new start", () => {
  test.each([
    ["throttle", "throttled", "throttling"],
    ["access-denied", "access-denied", "refused cognito-idp:ListUserPools"],
    ["expired-token", "expired-credentials", "have expired"],
    ["slow", "timeout", "No answer in time"],
    ["html", "not-aws", "an HTML page"],
    ["drop", "unreachable", "connection was dropped"],
  ] as const)("%s", async (kind, expected, words) => {
    const pools = createUserPools(connection, { limits });
    stack.faults.add({ target: "ListUserPools", kind, delayMs: 1_500 });
    const error: unknown = await pools.listPools().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(PortError);
    expect(error).toMatchObject({ kind: expected });
    expect((error as PortError).message).toContain(words);
    stack.faults.clear();
    expect((await pools.listPools()).items.length).toBeGreaterThan(0);
  });
});

test("an emulator that was stopped and started again is found again", async () => {
  const first = await startStack({ workspace: false, populated: false });
  const pools = createUserPools(
    { region: first.region, endpoint: first.url },
    { limits },
  );
  expect(await pools.listPools()).toEqual({ items: [] });
  await first.stop();
  await expect(pools.listPools()).rejects.toMatchObject({
    kind: "unreachable",
  });
  const again = await startStack({
    workspace: false,
    populated: false,
    port: Number(new URL(first.url).port),
  });
  try {
    expect(await pools.listPools()).toEqual({ items: [] });
  } finally {
    await again.stop();
  }
});
