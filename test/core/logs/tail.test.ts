/** The tail's engine over a pretended CloudWatch: what is shown is counted against what was written. */
import { describe, expect, test } from "vitest";
import { createPace } from "../../../src/core/logs/pace.ts";
import { tailLogs } from "../../../src/core/logs/tail.ts";
import type { LogEvent } from "../../../src/core/ports/logs.ts";
import { createPretendedLogs, createRandom } from "./pretended-logs.ts";
import {
  event,
  expectAll,
  fail,
  minute,
  second,
  start,
  startTail,
  writeStreams,
} from "./run-tail.ts";
import { createVirtualClock } from "./virtual-clock.ts";

describe("twenty streams whose lines arrive up to 90 s late, in bursts of one millisecond", () => {
  const groups = {
    "/aws/lambda/pre-sign-up": writeStreams(
      12,
      5 * minute,
      90 * second,
      createRandom(1),
    ),
    "/aws/lambda/post-confirmation": writeStreams(
      8,
      5 * minute,
      4 * second,
      createRandom(2),
    ),
  };
  const written = Object.values(groups).flat();

  test("each line comes out once, and lines out of order say that they are late", async () => {
    const run = startTail(groups);
    await run.until(8 * minute);
    await run.stop();
    expect(written.length).toBeGreaterThan(2_000);
    expectAll(run, written);
    let newest = -Infinity;
    for (const { event, late } of run.lines) {
      expect(late).toBe(event.timestamp < newest);
      newest = Math.max(newest, event.timestamp);
    }
    expect(run.states).toEqual([
      "/aws/lambda/pre-sign-up waiting",
      "/aws/lambda/post-confirmation waiting",
      "/aws/lambda/post-confirmation tailing",
      "/aws/lambda/pre-sign-up tailing",
    ]);
  });

  test("neither throttling nor dropped connections nor expired credentials lose or double one", async () => {
    const random = createRandom(3);
    const run = startTail(groups, { page: 7 });
    run.logs.fault = () => {
      const minutes = (run.clock.now() - start) / minute;
      if (minutes > 2 && minutes < 3.5) return fail("expired-credentials");
      const dice = random();
      if (dice < 0.1) return fail("throttled");
      if (dice < 0.2) return fail("unreachable");
      if (dice < 0.22) return fail("not-aws");
      return undefined;
    };
    await run.until(7 * minute);
    run.logs.fault = () => undefined;
    await run.until(9 * minute);
    await run.stop();
    expectAll(run, written);
  });
});

test("a single line is shown, though the timer that lets it out fires a millisecond early", async () => {
  const run = startTail({ group: [event(0, 0, "only")] }, { early: 1 });
  await run.until(8 * second);
  expect(run.lines.map(({ event }) => event.id)).toEqual(["only"]);
  await run.stop();
});

test("lines of several groups stand in the order of their times, though one group is read before the other", async () => {
  const run = startTail({
    "read first": [event(0, 0, "1"), event(3_000, 0, "3")],
    "read second": [event(500, 0, "2"), event(2_500, 1_000, "2.5")],
  });
  await run.until(8 * second);
  await run.stop();
  expect(run.lines.map(({ event, late }) => [event.id, late])).toEqual([
    ["1", false],
    ["2", false],
    ["2.5", false],
    ["3", false],
  ]);
});

test("a sign-in that goes through five triggers stands in order, though each is read at another moment", async () => {
  const triggers = ["define", "create", "verify", "post", "token"];
  const groups = Object.fromEntries(
    triggers.map((trigger, index) => [
      trigger,
      Array.from({ length: 20 }, (_, n) =>
        event(n * 7 * second + index * 40, 300, `${String(n)} ${trigger}`),
      ),
    ]),
  );
  const run = startTail(groups);
  await run.until(35 * second);
  // Seven seconds after the last of a sign-in all of it is there.
  expect(run.lines.length).toBeGreaterThanOrEqual(20);
  await run.until(150 * second);
  await run.stop();
  expect(run.lines.map(({ event }) => event.id)).toEqual(
    Array.from({ length: 20 }, (_, n) =>
      triggers.map((trigger) => `${String(n)} ${trigger}`),
    ).flat(),
  );
  expect(run.lines.filter(({ late }) => late)).toEqual([]);
});

test("a group that cannot be read holds the others up by no more than it must", async () => {
  const run = startTail({
    broken: [event(0, 0, "unread")],
    read: [event(0, 0, "first"), event(20_000, 0, "second")],
  });
  run.logs.fault = ({ group }) =>
    group === "broken" ? fail("unreachable") : undefined;
  await run.until(24 * second);
  expect(run.lines.map(({ event }) => event.id)).toEqual(["first", "second"]);
  await run.stop();
});

test("a line whose place has gone by comes out as late", async () => {
  const run = startTail({
    g: [
      event(0, 0, "first"),
      event(3_000, 0, "third"),
      event(2_500, 9_000, "second"),
    ],
  });
  await run.until(20 * second);
  await run.stop();
  expect(run.lines.map(({ event, late }) => [event.id, late])).toEqual([
    ["first", false],
    ["third", false],
    ["second", true],
  ]);
});

test("a new line is out within two seconds of the poll that finds it", async () => {
  const run = startTail({
    g: [event(0, 0, "first"), event(30_000, 0, "now")],
  });
  await run.until(34 * second);
  expect(run.lines.at(-1)?.event.id).toBe("now");
  await run.stop();
});

test("what is older than the start is left out, whatever the service gives", async () => {
  const run = startTail(
    {
      g: [
        event(-10 * minute, 0, "old"),
        event(-4 * minute, 0, "recent"),
        event(0, 0, "new"),
      ],
    },
    { backfill: 5 * minute },
  );
  await run.until(4 * second);
  await run.stop();
  expect(run.lines.map(({ event }) => event.id)).toEqual(["recent", "new"]);
});

test("a function whose clock runs an hour ahead hides no line of the others", async () => {
  const ahead: LogEvent = {
    ...event(60 * minute, 0, "ahead"),
    ingestedAt: start + 1_000,
  };
  const others = Array.from({ length: 60 }, (_, n) =>
    event(n * 2_000, 500, `line ${String(n).padStart(2, "0")}`),
  );
  const run = startTail({ g: [ahead, ...others] });
  await run.until(3 * minute);
  await run.stop();
  expectAll(run, [ahead, ...others]);
});

test("a group that does not exist yet is waited for, and read from the start when it appears", async () => {
  const run = startTail({ g: [event(0, 40_000, "first invocation")] });
  await run.until(30 * second);
  expect(run.states).toEqual(["g waiting"]);
  await run.until(45 * second);
  await run.stop();
  expect(run.states).toEqual(["g waiting", "g tailing"]);
  expect(run.lines.map(({ event }) => event.id)).toEqual(["first invocation"]);
});

test("throttling is told once, slows the calls down and lets go again", async () => {
  const run = startTail({ g: [event(0, 0, "a")] });
  run.logs.fault = () => fail("throttled");
  await run.until(2 * minute);
  const calls = run.logs.calls.length;
  expect(calls).toBeLessThan(30);
  expect(run.states).toEqual(["g throttled"]);
  run.logs.fault = () => undefined;
  await run.until(5 * minute);
  const before = run.logs.calls.length;
  await run.until(6 * minute);
  await run.stop();
  expect(run.states).toEqual(["g throttled", "g tailing"]);
  expect(run.logs.calls.length - before).toBeGreaterThan(50); // Two pages a pass, a pass every 2 s.
  expect(run.lines).toHaveLength(1);
});

test("expired credentials pause the tail with one sentence, and it resumes by itself within 11 s", async () => {
  const written = Array.from({ length: 100 }, (_, n) =>
    event(n * second, 0, `line ${String(n).padStart(3, "0")}`),
  );
  const run = startTail({ g: written });
  await run.until(10 * second);
  run.logs.fault = () => fail("expired-credentials");
  await run.until(70 * second);
  expect(run.states).toEqual(["g tailing", "g paused"]);
  run.logs.fault = () => undefined;
  await run.until(81 * second);
  expect(run.states).toEqual(["g tailing", "g paused", "g tailing"]);
  await run.until(104 * second);
  await run.stop();
  expectAll(run, written);
});

test("another problem during a pause is said as well", async () => {
  const run = startTail({ g: [event(0, 0, "a")] });
  run.logs.fault = () => fail("unreachable", "Nothing answers.");
  await run.until(20 * second);
  run.logs.fault = () => fail("not-aws", "A page answers.");
  await run.until(40 * second);
  await run.stop();
  expect(run.states).toEqual(["g paused", "g paused"]);
});

test("a group that CloudWatch refuses ends the tail of that group only", async () => {
  const run = startTail({
    refused: [event(0, 0, "a")],
    read: [event(0, 0, "b")],
  });
  run.logs.fault = ({ group }) =>
    group === "refused" ? fail("invalid-request") : undefined;
  await run.until(20 * second);
  const asked = run.logs.calls.filter(({ group }) => group === "refused");
  await run.stop();
  expect(asked).toHaveLength(1);
  expect(run.lines.map(({ event }) => event.id)).toEqual(["b"]);
});

test("a page token that went stale during an outage begins the pass anew", async () => {
  const written = Array.from({ length: 30 }, (_, n) =>
    event(n, 0, `line ${String(n).padStart(2, "0")}`),
  );
  const run = startTail({ g: written }, { page: 10 });
  let outage = 0;
  run.logs.fault = ({ next }) => {
    if (next === undefined || next === "start" || outage > 2) return undefined;
    outage += 1;
    return fail(outage === 1 ? "unreachable" : "invalid-request");
  };
  await run.until(40 * second);
  await run.stop();
  expect(outage).toBe(3);
  expectAll(run, written);
});

test("pages may come in any order: one that was never read is read later, however old its lines are", async () => {
  const run = startTail({ g: [] }, { backfill: 20 * minute });
  let asked = 0;
  run.logs.fetchEvents = ({ startTime, next }) => {
    const old = event(-15 * minute, 0, "old");
    if (next === undefined)
      return Promise.resolve({ items: [event(0, 0, "new")], next: "2" });
    asked += 1;
    return asked === 1
      ? Promise.reject(fail("invalid-request"))
      : Promise.resolve({ items: startTime <= old.timestamp ? [old] : [] });
  };
  await run.until(10 * second);
  await run.stop();
  expect(run.lines.map(({ event }) => event.id)).toEqual(["new", "old"]);
});

test("a page token that comes back does not hold the tail in a loop", async () => {
  const run = startTail({ g: [event(0, 0, "a")] });
  const looping = run.logs;
  const answer = looping.fetchEvents.bind(looping);
  looping.fetchEvents = async (query, signal) => ({
    items: (await answer(query, signal)).items,
    next: "start",
  });
  await run.until(10 * second);
  await run.stop();
  expect(looping.calls.length).toBeLessThan(15);
  expect(run.lines).toHaveLength(1);
});

test("stopping while a call is under way ends it and shows what was held", async () => {
  const run = startTail({ g: [event(0, 0, "held")] });
  await run.until(300);
  expect(run.lines).toHaveLength(0);
  await run.stop();
  expect(run.lines).toHaveLength(1);
  const calls = run.logs.calls.length;
  await run.until(minute);
  expect(run.logs.calls).toHaveLength(calls);
});

test("a fault of our own ends the tail instead of being taken for the network's", async () => {
  const clock = createVirtualClock(start);
  const done = tailLogs(
    { groups: ["g"], startTime: start, pollMs: () => second },
    {
      logs: { fetchEvents: () => Promise.reject(new TypeError("ours")) },
      clock,
      pace: createPace(clock, () => 0),
      random: () => 0,
      signal: new AbortController().signal,
    },
    { lines: () => undefined, state: () => undefined },
  );
  await expect(done).rejects.toThrow("ours");
});

describe("whoever takes the lines", () => {
  const rush = Array.from({ length: 1_000 }, (_, n) =>
    event(n % 3, 0, String(n).padStart(4, "0")),
  );
  const take = async (
    lines: (count: number) => void,
  ): Promise<PromiseSettledResult<void>> => {
    const clock = createVirtualClock(start);
    const stopping = new AbortController();
    const done = tailLogs(
      { groups: ["g"], startTime: start, pollMs: () => second },
      {
        logs: createPretendedLogs(clock, { g: rush }, 1_000),
        clock,
        pace: createPace(clock, () => 0),
        random: () => 0,
        signal: stopping.signal,
      },
      {
        lines: (batch) => {
          lines(batch.length);
        },
        state: () => undefined,
      },
    );
    const settled = Promise.allSettled([done]);
    await clock.runUntil(start + 8 * second);
    stopping.abort();
    const [result] = await settled;
    return result;
  };

  test("gets a thousand of one moment a few at a time", async () => {
    const batches: number[] = [];
    await take((count) => batches.push(count));
    expect(batches.reduce((sum, count) => sum + count)).toBe(1_000);
    expect(Math.max(...batches)).toBeLessThanOrEqual(200);
  });

  test("and fails at it ends the tail with that fault", async () => {
    const result = await take(() => {
      throw new TypeError("the reader's");
    });
    expect(result).toMatchObject({ reason: new TypeError("the reader's") });
  });
});
