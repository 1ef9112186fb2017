/** CloudTrail through the adapter and over HTTP: what a sign-in leaves there, page by page, late, and refused. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createTrail } from "../../src/aws/trail.ts";
import type { Connection } from "../../src/core/ports/connection.ts";
import type { Trail, TrailEvent } from "../../src/core/ports/trail.ts";
import {
  passwordlessWorkspace,
  startStack,
  type Stack,
} from "../stack/stack.ts";
import {
  addCustomer,
  createShopClient,
  type ShopClient,
} from "../stack/support/passwordless.ts";
import { stubCredentials } from "../support/stub-credentials.ts";

let stack: Stack;
let shop: ShopClient;
let trail: Trail;
beforeAll(async () => {
  stack = await startStack({
    workspace: passwordlessWorkspace,
    populated: false,
  });
  stubCredentials(stack);
  const connection: Connection = { region: stack.region, endpoint: stack.url };
  trail = createTrail(connection, {
    connectMs: 1_000,
    requestMs: 2_000,
    attempts: 1,
  });
  shop = createShopClient(stack);
  addCustomer(stack, "ana@example.com");
});
afterEach(() => {
  stack.faults.clear();
  stack.trail.delayMs = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  shop.close();
  await stack.stop();
});

async function lookUpAll(): Promise<readonly TrailEvent[]> {
  const found: TrailEvent[] = [];
  let next: string | undefined;
  do {
    const page = await trail.lookUpEvents({
      startTime: Date.now() - 60_000,
      endTime: Date.now() + 1_000,
      ...(next === undefined ? {} : { next }),
    });
    found.push(...page.items);
    next = page.next;
  } while (next !== undefined);
  return found.reverse();
}

test("a sign-in with a wrong answer, by the caller's request ids", async () => {
  const first = await shop.begin("ana@example.com");
  const second = await shop.answer("ana@example.com", first.Session, "000");
  await shop.answer(
    "ana@example.com",
    second.Session,
    shop.codeFor(second.Session),
  );
  const events = await lookUpAll();
  expect(
    events.map(({ name, authFlow, challengeName }) => [
      name,
      authFlow ?? challengeName,
    ]),
  ).toEqual([
    ["InitiateAuth", "CUSTOM_AUTH"],
    ["RespondToAuthChallenge", "CUSTOM_CHALLENGE"],
    ["RespondToAuthChallenge", "CUSTOM_CHALLENGE"],
  ]);
  const [begun] = events;
  expect(begun).toMatchObject({
    requestId: first.$metadata.requestId,
    poolId: stack.poolId,
    clientId: stack.clientId,
    sub: first.ChallengeParameters?.["USERNAME"],
  });
  expect((begun?.time ?? 1) % 1_000).toBe(0);
});

test("a refused sign-in has the error, and nothing of the answer", async () => {
  await shop.signIn("ana@example.com", 2);
  const { Session } = await shop.begin("ana@example.com");
  await expect(shop.answer("x", "no session", "4711-8")).rejects.toThrow();
  expect(Session).toBeDefined();
  const events = await lookUpAll();
  expect(events.at(-1)).toMatchObject({
    name: "RespondToAuthChallenge",
    errorCode: "NotAuthorizedException",
    errorMessage: "Invalid session for the user.",
  });
  expect(JSON.stringify(stack.trail.events)).not.toContain("4711-8");
});

test("more than one page", async () => {
  const [model] = stack.trail.events;
  if (model === undefined) throw new Error("The tests before recorded none.");
  const before = (await lookUpAll()).length;
  for (let index = 0; index < 60; index++)
    stack.trail.events.push({ ...model, id: `more-${String(index)}` });
  expect(await lookUpAll()).toHaveLength(before + 60);
});

test("an event is found when it has arrived", async () => {
  const before = (await lookUpAll()).length;
  stack.trail.delayMs = 60_000;
  await shop.begin("ana@example.com");
  expect(await lookUpAll()).toHaveLength(before);
});

test("a record that is no JSON still has its name and time", async () => {
  const [model] = stack.trail.events;
  if (model === undefined) throw new Error("The tests before recorded none.");
  stack.trail.events.push({ ...model, id: "cut", record: '{"eventVersion' });
  const cut = (await lookUpAll()).find(({ id }) => id === "cut");
  expect(cut).toEqual({ id: "cut", name: model.name, time: +model.time });
});

test.each([
  ["access-denied", "access-denied", /AWS refused cloudtrail:LookupEvents/],
  ["throttle", "throttled", /throttling cloudtrail:LookupEvents/],
  ["html", "not-aws", /HTML page/],
  ["drop", "unreachable", /dropped/],
] as const)("%s is a sentence", async (kind, told, message) => {
  stack.faults.add({ target: "cloudtrail", kind });
  await expect(lookUpAll()).rejects.toMatchObject({
    name: "PortError",
    kind: told,
    message: expect.stringMatching(message) as unknown,
  });
});
