/** Where a tail of the last N invocations starts. */
import { expect, test } from "vitest";
import { findLastInvocations } from "../../../src/core/logs/last-invocations.ts";
import { createPace } from "../../../src/core/logs/pace.ts";
import type { LogEvent } from "../../../src/core/ports/logs.ts";
import { PortError } from "../../../src/core/ports/port-error.ts";
import { createPretendedLogs, type Fault } from "./pretended-logs.ts";
import { event, fail, minute, second, start } from "./run-tail.ts";
import { createVirtualClock } from "./virtual-clock.ts";

const id = (n: number): string =>
  `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
let sequence = 0;
const line = (at: number, message: string, stream = "s"): LogEvent => ({
  ...event(at, 0, String(sequence++).padStart(6, "0"), stream),
  message,
});
/** Text format; a cold one begins 400 ms before its START. */
const invocation = (at: number, n: number, cold = false, stream = "s") => [
  ...(cold
    ? [line(at - 400, "INIT_START Runtime Version: nodejs:24", stream)]
    : []),
  line(at, `START RequestId: ${id(n)} Version: $LATEST`, stream),
  line(at + 20, "a line of the function's", stream),
  line(at + 50, `END RequestId: ${id(n)}`, stream),
  line(at + 51, `REPORT RequestId: ${id(n)}\tDuration: 50.00 ms`, stream),
];
const jsonInvocation = (at: number, n: number) => [
  line(at - 300, '{"time":"…","type":"platform.initStart","record":{}}'),
  line(
    at,
    `{"time":"…","type":"platform.start","record":{"requestId":"${id(n)}"}}`,
  ),
  line(
    at + 51,
    `{"time":"…","type":"platform.report","record":{"requestId":"${id(n)}"}}`,
  ),
];

async function find(
  groups: Readonly<Record<string, readonly LogEvent[]>>,
  count: number,
  fault: Fault = () => undefined,
): Promise<{ readonly from: number | undefined; readonly calls: number }> {
  const clock = createVirtualClock(start);
  const logs = createPretendedLogs(clock, groups);
  logs.fault = fault;
  // The pretended service knows one term only; what the pattern means is the stack's to show.
  const unfiltered = {
    fetchEvents: (
      { pattern, ...query }: Parameters<typeof logs.fetchEvents>[0],
      signal?: AbortSignal,
    ) => {
      expect(pattern).toContain('?"START RequestId"');
      return logs.fetchEvents(query, signal);
    },
  };
  const finding = findLastInvocations(Object.keys(groups), count, {
    logs: unfiltered,
    clock,
    pace: createPace(clock, () => 0.5),
    signal: new AbortController().signal,
  });
  finding.catch(() => undefined);
  await clock.runUntil(start + 10 * minute);
  const from = await finding;
  return {
    from: from === undefined ? undefined : from - start,
    calls: logs.calls.length,
  };
}

test("the third last of all groups, with the cold start that belongs to it", async () => {
  const groups = {
    a: [
      ...invocation(-9 * minute, 1),
      ...invocation(-5 * minute, 2, true),
      ...invocation(-2 * minute, 3),
    ],
    b: [...invocation(-7 * minute, 4), ...jsonInvocation(-minute, 5)],
  };
  expect((await find(groups, 3)).from).toBe(-5 * minute - 400);
  expect((await find(groups, 1)).from).toBe(-minute - 300);
});

test("a function that last ran eight days ago is found, and one that never ran is no matter", async () => {
  const day = 24 * 60 * minute;
  const { from, calls } = await find(
    { rare: invocation(-8 * day, 1), never: [] },
    5,
  );
  expect(from).toBe(-8 * day);
  expect(calls).toBeLessThan(20);
});

test("none at all is said to be none", async () => {
  expect((await find({ never: [] }, 3)).from).toBeUndefined();
});

test("throttling delays the answer, anything else is a sentence", async () => {
  let throttled = 0;
  const groups = { a: invocation(-10 * second, 1) };
  const { from } = await find(groups, 1, () =>
    throttled++ < 3 ? fail("throttled") : undefined,
  );
  expect(from).toBe(-10 * second);
  await expect(
    find(groups, 1, () => fail("access-denied", "You may not.")),
  ).rejects.toThrow(PortError);
});
