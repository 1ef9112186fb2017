/** Live Tail with polling below it: whatever the session does, what is shown is counted against what was written. */
import { describe, expect, test } from "vitest";
import type { LogEvent } from "../../../src/core/ports/logs.ts";
import { createRandom } from "./pretended-logs.ts";
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

const group = "/aws/lambda/pre-sign-up";
const written = writeStreams(12, 5 * minute, 90 * second, createRandom(1));
/** The group exists from the start on. */
const first = event(-minute, 0, "before the tail");
const groups = { [group]: [first, ...written] };

test("an event is out within two seconds of its ingestion, and polling all but rests", async () => {
  const events = Array.from({ length: 120 }, (_, n) =>
    event(n * second + 10, 500, `line ${String(n).padStart(3, "0")}`),
  );
  const run = startTail({ [group]: [first, ...events] }, { live: true });
  await run.until(52.6 * second);
  expect(run.lines.at(-1)?.event.id).toMatch(/^live /);
  expect(run.lines.at(-1)?.event.message).toBe("line 050");
  const calls = run.logs.calls.length;
  await run.until(121 * second);
  expect(run.logs.calls.length - calls).toBeLessThanOrEqual(12); // A pass of three or four pages every 30 s, not every 2 s.
  await run.until(140 * second);
  await run.stop();
  expectAll(run, events);
  expect(run.states).toEqual([
    "live: connecting",
    "live: live",
    `${group} tailing`,
  ]);
  expect(run.live.sessions.at(-1)?.closedAt).toBe(start + 140 * second);
});

test("lines that came twenty times a second, late and out of order, come out once each", async () => {
  const run = startTail(groups, { live: true });
  await run.until(8 * minute);
  await run.stop();
  expectAll(run, written);
});

test("equal lines of one millisecond are as many as were written", async () => {
  const same = Array.from({ length: 5 }, (_, n) => ({
    ...event(40 * second, 300, String(n)),
    message: "Attempt failed",
  }));
  const run = startTail({ [group]: [first, ...same] }, { live: true });
  await run.until(2 * minute);
  await run.stop();
  expectAll(run, same);
});

describe("nothing is lost or doubled when", () => {
  test("the service ends sessions, drops connections and throttles", async () => {
    const random = createRandom(5);
    const run = startTail(groups, { live: true });
    run.live.trouble = () => {
      const dice = random();
      if (dice < 0.02) return "end";
      if (dice < 0.04) return fail("unreachable");
      if (dice < 0.05) return fail("throttled");
      return undefined;
    };
    await run.until(8 * minute);
    await run.stop();
    expectAll(run, written);
    expect(run.live.sessions.length).toBeGreaterThan(8);
    expect(run.states).toContain("live: interrupted");
  });

  test("a session dies without a word, as it does while the machine sleeps", async () => {
    const run = startTail(groups, { live: true });
    await run.until(20 * second);
    run.live.trouble = () => "silence";
    await run.until(60 * second);
    run.live.trouble = () => undefined;
    await run.until(8 * minute);
    await run.stop();
    expectAll(run, written);
    expect(run.live.sessions.length).toBeGreaterThanOrEqual(2);
  });

  test("more than 500 events come in a second, and that is said", async () => {
    const rush = Array.from({ length: 1_500 }, (_, n) =>
      event(40 * second + (n % 100), 200, `rush ${String(n).padStart(4, "0")}`),
    );
    const run = startTail({ [group]: [first, ...rush] }, { live: true });
    await run.until(45 * second);
    expect(run.states.at(-1)).toBe("live: sampled");
    await run.until(60 * second);
    await run.stop();
    expectAll(run, rush);
    expect(run.states.at(-1)).toBe("live: live");
  });

  test("Live Tail forgets events without saying so", async () => {
    const run = startTail(groups, { live: true });
    run.live.forgets = ({ id }) => id.endsWith("7");
    await run.until(8 * minute);
    await run.stop();
    expectAll(run, written);
  });

  test("the tail is paused meanwhile, which closes the billed session", async () => {
    const run = startTail(groups, { live: true });
    await run.until(minute);
    run.pause.pause();
    await run.until(minute + 100);
    expect(run.live.sessions.at(-1)?.closedAt).toBeDefined();
    const sessions = run.live.sessions.length;
    await run.until(3 * minute);
    expect(run.live.sessions).toHaveLength(sessions);
    run.pause.resume();
    await run.until(8 * minute);
    await run.stop();
    expectAll(run, written);
  });
});

test("a session is opened anew before the three hours end", async () => {
  const hour = 60 * minute;
  const run = startTail({ [group]: [first] }, { live: true });
  await run.until(9 * hour);
  await run.stop();
  expect(run.live.sessions).toHaveLength(4);
  for (const { openedAt, closedAt = Infinity } of run.live.sessions)
    expect(closedAt - openedAt).toBeLessThan(3 * hour);
});

test("a group that appears later joins the session", async () => {
  const later: readonly LogEvent[] = [event(0, 100 * second, "first of B")];
  const more = Array.from({ length: 30 }, (_, n) =>
    event(130 * second + n * second, 100, `B ${String(n)}`),
  );
  const run = startTail(
    { [group]: [first], "/aws/lambda/b": [...later, ...more] },
    { live: true },
  );
  await run.until(150 * second);
  expect(run.lines.at(-1)?.event.id).toMatch(/^live /);
  await run.until(200 * second);
  await run.stop();
  expectAll(run, [...later, ...more]);
});

test("an outage is said once, however often a session is tried", async () => {
  const run = startTail(groups, { live: true });
  await run.until(10 * second);
  run.live.trouble = () => "end";
  run.live.refuses = () => fail("unreachable");
  await run.until(2 * minute);
  const sessions = run.live.sessions.length;
  run.live.trouble = () => undefined;
  run.live.refuses = () => undefined;
  await run.until(4 * minute);
  await run.stop();
  expect(sessions).toBeGreaterThan(3);
  expect(run.states.filter((state) => state.startsWith("live"))).toEqual([
    "live: connecting",
    "live: live",
    "live: interrupted",
    "live: live",
  ]);
});

test("where Live Tail is denied, that is said once and polling does the work", async () => {
  const run = startTail(groups, { live: true });
  run.live.refuses = () => fail("access-denied");
  await run.until(8 * minute);
  await run.stop();
  expectAll(run, written);
  expect(run.live.sessions).toHaveLength(1);
  expect(run.states.filter((state) => state === "live: off")).toHaveLength(1);
});
