/** Reading log events through the real SDK from the local stack, in good order and with faults. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLogs } from "../../src/aws/logs.ts";
import type { Logs } from "../../src/core/ports/logs.ts";
import type { PortError } from "../../src/core/ports/port-error.ts";
import type { Fault } from "../stack/faults.ts";
import { startStack, type Stack } from "../stack/stack.ts";

const group = "/aws/lambda/pre-sign-up";
const impatient = { connectMs: 1_000, requestMs: 1_000, attempts: 1 };

let stack: Stack;
let logs: Logs;
beforeEach(async () => {
  stack = await startStack({ workspace: false, populated: false });
  logs = createLogs({ region: stack.region, endpoint: stack.url }, impatient);
});
afterEach(() => stack.stop());

const write = (message: string, delayMs = 0, stream = "a"): void => {
  stack.logs.append({ group, stream, message, delayMs });
};
const fetchAll = async (): Promise<readonly string[]> => {
  const messages: string[] = [];
  let next: string | undefined;
  do {
    const page = await logs.fetchEvents({
      group,
      startTime: 0,
      ...(next === undefined ? {} : { next }),
    });
    messages.push(...page.items.map(({ message }) => message));
    next = page.next;
  } while (next !== undefined);
  return messages;
};
const failureOf = (call: Promise<unknown>): Promise<PortError> =>
  call.then(
    () => {
      throw new Error("The call went through.");
    },
    (error: unknown) => error as PortError,
  );

test("events come with their stream, times and text, over several pages", async () => {
  for (let n = 0; n < 250; n += 1) write(`line ${String(n)}`);
  const first = await logs.fetchEvents({ group, startTime: 0 });
  expect(first.next).toBeDefined();
  const [event] = first.items;
  expect(event).toMatchObject({ stream: "a", message: "line 0" });
  expect(Math.abs((event?.ingestedAt ?? 0) - Date.now())).toBeLessThan(5_000);
  expect(await fetchAll()).toHaveLength(250);
});

test("a filter pattern is CloudWatch's own, and may give an empty page with a token", async () => {
  for (let n = 0; n < 150; n += 1) write("noise");
  write("ERROR here");
  const page = await logs.fetchEvents({
    group,
    startTime: 0,
    pattern: "ERROR",
  });
  expect(page.items).toEqual([]);
  expect(page.next).toBeDefined();
});

test("an answer bears CloudWatch's own time", async () => {
  write("line");
  const { answeredAt } = await logs.fetchEvents({ group, startTime: 0 });
  expect(Math.abs((answeredAt ?? 0) - Date.now())).toBeLessThan(60_000);
});

test("a group of the Infrequent Access class is refused with what it cannot do and what can be done", async () => {
  stack.logs.createGroup("/rarely", "INFREQUENT_ACCESS");
  const error = await failureOf(
    logs.fetchEvents({ group: "/rarely", startTime: 0 }),
  );
  expect(error.kind).toBe("invalid-request");
  expect(error.message).toContain("/rarely");
  expect(error.remedy).toMatch(/Infrequent Access.*Live Tail.*Logs Insights/);
});

test("several groups at once: those that do not exist say so, and disturb nobody", async () => {
  write("still read");
  const [one, other, there] = await Promise.all([
    failureOf(logs.fetchEvents({ group: "/none/1", startTime: 0 })),
    failureOf(logs.fetchEvents({ group: "/none/2", startTime: 0 })),
    logs.fetchEvents({ group, startTime: 0 }),
  ]);
  expect([one.kind, other.kind]).toEqual(["not-found", "not-found"]);
  expect(there.items).toHaveLength(1);
});

test("a group that does not exist is said to be missing, by name", async () => {
  const error = await failureOf(logs.fetchEvents({ group, startTime: 0 }));
  expect(error.kind).toBe("not-found");
  expect(error.message).toContain(group);
});

test.each<[Fault["kind"], PortError["kind"]]>([
  ["throttle", "throttled"],
  ["access-denied", "access-denied"],
  ["expired-token", "expired-credentials"],
  ["html", "not-aws"],
  ["drop", "unreachable"],
])(
  "%s is one sentence of kind %s, and the next call works",
  async (fault, kind) => {
    write("line");
    stack.faults.add({ target: "logs:FilterLogEvents", kind: fault, count: 1 });
    const error = await failureOf(fetchAll());
    expect(error.kind).toBe(kind);
    expect(error.message).not.toMatch(/\n|undefined/);
    expect(await fetchAll()).toEqual(["line"]);
  },
);

test("a call under way is cancelled", async () => {
  write("line");
  stack.faults.add({ target: "logs", kind: "slow", delayMs: 900 });
  const stop = new AbortController();
  setTimeout(() => {
    stop.abort();
  }, 50);
  const error = await failureOf(
    logs.fetchEvents({ group, startTime: 0 }, stop.signal),
  );
  expect(error.kind).toBe("cancelled");
});
