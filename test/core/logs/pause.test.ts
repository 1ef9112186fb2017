/** A tail that is held by the user, or by a machine that sleeps, goes on where it stopped. */
import { expect, test } from "vitest";
import { createRandom } from "./pretended-logs.ts";
import {
  event,
  expectAll,
  minute,
  second,
  startTail,
  writeStreams,
} from "./run-tail.ts";

const written = writeStreams(20, 5 * minute, 60 * second, createRandom(11));

test("a pause of three minutes reads nothing, shows nothing, and loses nothing", async () => {
  const run = startTail({ g: written });
  await run.until(minute);
  run.pause.pause();
  await run.until(minute + second);
  const { length: calls } = run.logs.calls;
  const { length: lines } = run.lines;
  await run.until(4 * minute);
  expect(run.logs.calls).toHaveLength(calls);
  expect(run.lines).toHaveLength(lines);
  run.pause.resume();
  await run.until(8 * minute);
  await run.stop();
  expectAll(run, written);
});

test("a pause in the middle of many pages goes on with the page that comes next", async () => {
  const run = startTail({ g: written }, { page: 10 });
  await run.until(2 * minute);
  for (let n = 0; n < 20; n += 1) {
    run.pause.pause();
    await run.until(2 * minute + n * 1_700 + 800);
    run.pause.resume();
    await run.until(2 * minute + (n + 1) * 1_700);
  }
  await run.until(20 * minute);
  await run.stop();
  expectAll(run, written);
});

test("a paused tail can be stopped, and shows what it held", async () => {
  const run = startTail({ g: [event(0, 0, "a")] });
  await run.until(100);
  run.pause.pause();
  await run.until(10 * second);
  expect(run.lines).toHaveLength(0);
  await run.stop();
  expect(run.lines).toHaveLength(1);
});

test("a machine that sleeps for eight hours wakes to everything written meanwhile", async () => {
  const night = 8 * 60 * minute;
  const events = [
    ...written,
    ...Array.from({ length: 400 }, (_, n) =>
      event((n / 400) * night, (n % 60) * second, `night ${String(n)}`),
    ),
  ];
  const run = startTail({ g: events });
  await run.until(2 * minute);
  run.clock.jump(night);
  await run.until(night + 8 * minute);
  await run.stop();
  expectAll(run, events);
});

test.each([
  ["back", -60 * minute],
  ["ahead", 60 * minute],
])("a clock that is set %s an hour changes nothing", async (_, by) => {
  const run = startTail({ g: written });
  await run.until(2 * minute);
  run.clock.shift(by);
  await run.until(8 * minute);
  await run.stop();
  expectAll(run, written);
});

test("read once and not followed: the tail ends by itself with all there is", async () => {
  const past = written.map((one) => ({
    ...one,
    timestamp: one.timestamp - 10 * minute,
    ingestedAt: one.ingestedAt - 10 * minute,
  }));
  const run = startTail(
    { g: past, missing: [] },
    { backfill: 20 * minute, page: 7, follow: { follow: false } },
  );
  await run.until(20 * minute);
  await run.done;
  expectAll(run, past);
  expect(run.states).toContain("missing waiting");
});

test("a filter is CloudWatch's to apply, and what it keeps back is not looked at for ever", async () => {
  const noise = Array.from({ length: 3_000 }, (_, n) =>
    event(n * second, 700, `noise ${String(n).padStart(4, "0")}`),
  );
  const errors = [0, 1, 2, 3].map((n) =>
    event(n * 12 * minute + 5 * second, 40 * second, `ERROR ${String(n)}`),
  );
  const run = startTail(
    { g: [...noise, ...errors] },
    { follow: { pattern: "ERROR" } },
  );
  await run.until(50 * minute);
  const asked = run.logs.calls.slice(-40);
  await run.stop();
  expectAll(run, errors);
  for (const { startTime, pattern } of asked) {
    expect(pattern).toBe("ERROR");
    expect(run.clock.now() - startTime).toBeLessThan(8 * minute);
  }
});
