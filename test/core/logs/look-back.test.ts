/** Where each reading of a log group begins. */
import { expect, test } from "vitest";
import { createLookBack } from "../../../src/core/logs/look-back.ts";
import type { LogEvent } from "../../../src/core/ports/logs.ts";

const start = Date.UTC(2026, 10, 21, 9);
const second = 1_000;

const event = (at: number, delay: number): LogEvent => ({
  id: String(at),
  stream: "s",
  timestamp: start + at,
  ingestedAt: start + at + delay,
  message: "",
});

/** One pass that finds one event and is read to its end. */
function pass(
  lookBack: ReturnType<typeof createLookBack>,
  at: number,
  delay: number,
): void {
  lookBack.begin(start);
  lookBack.learn(event(at, delay));
  lookBack.complete();
}

test("a pass that broke off does not move the window, whatever it had found", () => {
  const lookBack = createLookBack(start);
  pass(lookBack, 600 * second, 0);
  const before = lookBack.begin(start);
  lookBack.learn(event(900 * second, 0));
  expect(lookBack.begin(start)).toBe(before);
});

test("the overlap begins at a minute, follows the delays seen and never falls below 15 s", () => {
  const lookBack = createLookBack(start);
  const overlapAfter = (at: number, delay: number): number => {
    pass(lookBack, at, delay);
    return start + at - lookBack.begin(start);
  };
  expect(overlapAfter(1_000 * second, 0)).toBeCloseTo(57.25 * second);
  for (let n = 1; n < 60; n += 1) overlapAfter((1_000 + n) * second, 0);
  expect(overlapAfter(1_100 * second, 0)).toBe(15 * second);
  expect(overlapAfter(1_200 * second, 120 * second)).toBe(125 * second);
});

test("every half minute it looks back five minutes, and never before the start", () => {
  const lookBack = createLookBack(start);
  pass(lookBack, 100 * second, 0);
  expect(lookBack.begin(start + 31 * second)).toBe(start);
  pass(lookBack, 1_000 * second, 0);
  expect(lookBack.begin(start + 70 * second)).toBe(start + 700 * second);
  expect(lookBack.begin(start + 72 * second)).toBeGreaterThan(
    start + 900 * second,
  );
  expect(lookBack.horizon()).toBe(start + 700 * second);
});

test("a clock that was set back does not put the deep look off", () => {
  const lookBack = createLookBack(start);
  pass(lookBack, 1_000 * second, 0);
  expect(lookBack.begin(start - 3_600 * second)).toBe(start + 700 * second);
});
