/** The memory of taken events stays bounded and never lets one through twice. */
import { expect, test } from "vitest";
import { createSeenEvents } from "../../../src/core/logs/seen-events.ts";
import type { LogEvent } from "../../../src/core/ports/logs.ts";

const event = (timestamp: number, id = String(timestamp)): LogEvent => ({
  id,
  stream: "s",
  timestamp,
  ingestedAt: timestamp,
  message: "",
});

test("an event is taken once", () => {
  const seen = createSeenEvents(0, 100);
  expect([seen.add(event(1)), seen.add(event(1))]).toEqual([true, false]);
});

test("one id for several events, as emulators give, is several events", () => {
  const seen = createSeenEvents(0, 100);
  expect(seen.add(event(1, "same"))).toBe(true);
  expect(seen.add(event(2, "same"))).toBe(true);
  expect(seen.add({ ...event(2, "same"), stream: "other" })).toBe(true);
});

test("when it is full the floor rises, and nothing above the floor is forgotten", () => {
  const seen = createSeenEvents(0, 100);
  for (let at = 0; at < 1_000; at += 1) seen.add(event(at));
  const floor = seen.floor();
  expect(floor).toBeGreaterThan(800);
  for (let at = 0; at < 1_000; at += 1) expect(seen.add(event(at))).toBe(false);
  expect(seen.floor()).toBe(floor);
});

test("more events in one millisecond than it remembers are all taken, once each", () => {
  const seen = createSeenEvents(0, 100);
  const ids = Array.from({ length: 500 }, (_, n) => String(n));
  expect(ids.filter((id) => seen.add(event(5, id)))).toHaveLength(500);
  expect(ids.filter((id) => seen.add(event(5, id)))).toHaveLength(0);
});
