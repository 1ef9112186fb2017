/** Times as people type them. */
import { expect, test } from "vitest";
import { readTime } from "../../../src/core/logs/read-time.ts";

const now = new Date(2026, 10, 21, 9, 15, 30).getTime();
const local = (
  ...parts: [number, number, number, number, number, number?]
): number => new Date(...parts).getTime();

test.each([
  ["90m", now - 90 * 60_000],
  [" 3 h ", now - 3 * 3_600_000],
  ["2D", now - 48 * 3_600_000],
  ["08:30", local(2026, 10, 21, 8, 30)],
  ["8:30:15", local(2026, 10, 21, 8, 30, 15)],
  ["14:30", local(2026, 10, 20, 14, 30)],
  ["2026-11-20 14:30", local(2026, 10, 20, 14, 30)],
  ["2026-11-20", local(2026, 10, 20, 0, 0)],
  ["2026-11-20T14:30:00Z", Date.UTC(2026, 10, 20, 14, 30)],
])("%s", (text, time) => {
  expect(readTime(text, now)).toBe(time);
});

test.each(["", "soon", "25:00", "2026-11-22 14:30", "2026-13-01", "-5m", "5"])(
  "%s is no time that a log could begin at",
  (text) => {
    expect(readTime(text, now)).toBeUndefined();
  },
);
