/** Live Tail through the real SDK from the local stack: a real event stream, and what may happen to it. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLiveTail } from "../../src/aws/live-tail.ts";
import type { LiveTail, LiveUpdate } from "../../src/core/ports/live-tail.ts";
import type { PortError } from "../../src/core/ports/port-error.ts";
import { startStack, type Stack } from "../stack/stack.ts";

const group = "/aws/lambda/pre-sign-up";

let stack: Stack;
let live: LiveTail;
let ending: AbortController;
beforeEach(async () => {
  stack = await startStack({ workspace: false, populated: false });
  stack.logs.live.everyMs = 50;
  live = createLiveTail(
    { region: stack.region, endpoint: stack.url },
    { connectMs: 5_000, requestMs: 5_000, attempts: 1 },
  );
  ending = new AbortController();
});
afterEach(async () => {
  ending.abort();
  await stack.stop();
});

const write = (message: string, to = group): void => {
  stack.logs.append({ group: to, stream: "a", message });
};
/** Reads until `done` says so, or the session ends. */
const watch = async (
  groups: readonly string[],
  done: (updates: readonly LiveUpdate[]) => boolean,
  pattern?: string,
): Promise<readonly LiveUpdate[]> => {
  const updates: LiveUpdate[] = [];
  for await (const update of live.watch(
    pattern === undefined ? { groups } : { groups, pattern },
    ending.signal,
  )) {
    updates.push(update);
    if (update.kind === "started") write("first");
    if (done(updates)) break;
  }
  return updates;
};
const eventsOf = (updates: readonly LiveUpdate[]) =>
  updates.flatMap((update) => (update.kind === "events" ? update.events : []));
const failureOf = (call: Promise<unknown>): Promise<PortError> =>
  call.then(
    () => {
      throw new Error("The call went through.");
    },
    (error: unknown) => error as PortError,
  );

test("events of the groups that exist come with stream, times and text; names that only begin alike are others", async () => {
  stack.logs.createGroup(group);
  stack.logs.createGroup(`${group}-2`);
  const updates = await watch(
    [group, "/aws/lambda/never-ran"],
    (all) => eventsOf(all).length > 0,
  );
  expect(updates[0]).toEqual({ kind: "started", groups: [group] });
  const [event] = eventsOf(updates);
  expect(event).toMatchObject({ group, stream: "a", message: "first" });
  expect(Math.abs((event?.ingestedAt ?? 0) - Date.now())).toBeLessThan(60_000);
  await expect.poll(() => stack.logs.live.sessions.size).toBe(0);
});

test("an address that the environment gives is left as it is", async () => {
  stack.logs.createGroup(group);
  vi.stubEnv("AWS_ENDPOINT_URL", stack.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", stack.env["AWS_ACCESS_KEY_ID"]);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", stack.env["AWS_SECRET_ACCESS_KEY"]);
  live = createLiveTail({ region: stack.region });
  const updates = await watch([group], (all) => all.length > 1);
  vi.unstubAllEnvs();
  expect(updates[0]).toMatchObject({ kind: "started" });
});

test("quiet seconds are told too, and a filter pattern is CloudWatch's", async () => {
  stack.logs.createGroup(group);
  const updates = await watch(
    [group],
    (all) => all.length === 5,
    '"not in it"',
  );
  expect(eventsOf(updates)).toEqual([]);
  expect(updates[4]).toEqual({ kind: "events", sampled: false, events: [] });
});

test("more events than the service gives are said to be a sample", async () => {
  stack.logs.createGroup(group);
  stack.logs.live.most = 3;
  const updates = await watch([group], (all) => {
    if (all.length === 1) for (let n = 0; n < 10; n += 1) write(String(n));
    return eventsOf(all).length > 0;
  });
  expect(updates.at(-1)).toMatchObject({ sampled: true });
  expect(eventsOf(updates)).toHaveLength(3);
});

test("the end after three hours is an end and no failure", async () => {
  stack.logs.createGroup(group);
  const updates = await watch([group], (all) => {
    if (all.length === 3)
      for (const session of stack.logs.live.sessions) session.suffer("timeout");
    return all.length > 100;
  });
  expect(updates.length).toBeLessThan(100);
});

test.each([
  ["error", "unknown"],
  ["drop", "unreachable"],
] as const)(
  "a session with %s fails with a sentence",
  async (trouble, kind) => {
    stack.logs.createGroup(group);
    const error = await failureOf(
      watch([group], (all) => {
        if (all.length === 2)
          for (const session of stack.logs.live.sessions)
            session.suffer(trouble);
        return false;
      }),
    );
    expect(error.name).toBe("PortError");
    expect(error.kind).toBe(kind);
    expect(error.message).not.toMatch(/\n|undefined|\[object/);
  },
);

test("a session that has gone silent is left when the reader says so", async () => {
  stack.logs.createGroup(group);
  const updates = await watch([group], (all) => {
    if (all.length === 2) {
      for (const session of stack.logs.live.sessions) session.suffer("silence");
      setTimeout(() => {
        ending.abort();
      }, 100);
    }
    return false;
  });
  expect(updates.length).toBeGreaterThanOrEqual(2);
  await expect.poll(() => stack.logs.live.sessions.size).toBe(0);
});

test("no group at all, a class that has no Live Tail, a missing permission: each is one sentence", async () => {
  const missing = await failureOf(watch([group], () => false));
  expect(missing.kind).toBe("not-found");
  stack.logs.createGroup("/rarely", "INFREQUENT_ACCESS");
  const refused = await failureOf(watch(["/rarely"], () => false));
  expect(refused.kind).toBe("invalid-request");
  expect(refused.remedy).toContain("Logs Insights");
  stack.logs.createGroup(group);
  stack.faults.add({ target: "logs:StartLiveTail", kind: "access-denied" });
  const denied = await failureOf(watch([group], () => false));
  expect(denied.kind).toBe("access-denied");
  expect(denied.message).toContain("logs:StartLiveTail");
});
