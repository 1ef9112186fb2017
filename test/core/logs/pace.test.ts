/** All tails of a Region share one pace, because CloudWatch counts the calls of the account. */
import { expect, test } from "vitest";
import { createPace, createPaces } from "../../../src/core/logs/pace.ts";
import { createVirtualClock } from "./virtual-clock.ts";

const start = Date.UTC(2026, 10, 21, 9);
const running = new AbortController().signal;

test("two tails of one Region take turns, 200 ms apart; another Region has a pace of its own", async () => {
  const clock = createVirtualClock(start);
  const paceOf = createPaces(clock, () => 0.5);
  const turns: string[] = [];
  const take = (tail: string, place: string): void => {
    void paceOf(place)
      .turn(running)
      .then(() => turns.push(`${tail} ${String(clock.now() - start)}`));
  };
  take("first", "eu-central-1");
  take("second", "eu-central-1");
  take("first again", "eu-central-1");
  take("elsewhere", "us-east-1");
  await clock.runUntil(start + 1_000);
  expect(turns.sort()).toEqual([
    "elsewhere 0",
    "first 0",
    "first again 400",
    "second 200",
  ]);
});

test("what throttles one tail slows the other, and successes take it back", async () => {
  const clock = createVirtualClock(start);
  const pace = createPace(clock, () => 0.5);
  pace.throttled();
  pace.throttled();
  expect(pace.isSlowed()).toBe(true);
  let at = 0;
  void pace.turn(running).then(() => {
    at = clock.now() - start;
  });
  await clock.runUntil(start + 5_000);
  expect(at).toBe(1_000);
  pace.succeeded();
  pace.succeeded();
  expect(pace.isSlowed()).toBe(false);
});

test("a tail that stops leaves the queue at once and holds up nobody", async () => {
  const clock = createVirtualClock(start);
  const pace = createPace(clock, () => 0);
  const stop = new AbortController();
  const turns: string[] = [];
  const take = (name: string, signal: AbortSignal): void => {
    void pace
      .turn(signal)
      .then(() => turns.push(`${name} ${String(clock.now() - start)}`));
  };
  take("a", running);
  take("stopped", stop.signal);
  take("b", running);
  await clock.runUntil(start + 50);
  stop.abort();
  await clock.runUntil(start + 60);
  expect(turns).toEqual(["a 0", "stopped 50"]);
  await clock.runUntil(start + 1_000);
  expect(turns[2]).toBe("b 200");
});

test("a clock that is set back an hour stops no tail", async () => {
  let offset = 3_600_000;
  const virtual = createVirtualClock(start);
  const clock = { ...virtual, now: () => virtual.now() + offset };
  const pace = createPace(clock, () => 0);
  await pace.turn(running);
  offset = 0;
  let came = false;
  void pace.turn(running).then(() => {
    came = true;
  });
  await virtual.runUntil(start + 21_000);
  expect(came).toBe(true);
});
