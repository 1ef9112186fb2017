/** Live Tail and polling bring the same events, one of them without ids: each is let through once. */
import { expect, test } from "vitest";
import {
  createTwinEvents,
  type SourcedEvent,
} from "../../../src/core/logs/twin-events.ts";

const event = (message: string, timestamp = 1): SourcedEvent => ({
  stream: "s",
  timestamp,
  ingestedAt: timestamp,
  message,
});

test("whichever source is first wins, and the other adds nothing", () => {
  const twins = createTwinEvents();
  expect(twins.addLive(event("a"), 1)).toBe(true);
  expect(twins.addPolled(event("a"))).toBe(false);
  expect(twins.addPolled(event("b"))).toBe(true);
  expect(twins.addLive(event("b"), 1)).toBe(false);
});

test("three equal lines are three, in whatever order the sources bring them", () => {
  const twins = createTwinEvents();
  const passed = [
    twins.addLive(event("same"), 1),
    twins.addLive(event("same"), 1),
    twins.addPolled(event("same")),
    twins.addPolled(event("same")),
    twins.addPolled(event("same")),
    twins.addLive(event("same"), 1),
  ];
  expect(passed.filter(Boolean)).toHaveLength(3);
});

test("a new session may bring again what the one before had brought", () => {
  const twins = createTwinEvents();
  expect(twins.addLive(event("a"), 1)).toBe(true);
  expect(twins.addLive(event("a"), 2)).toBe(false);
  expect(twins.addLive(event("a"), 2)).toBe(true);
});

test("lines that differ in text, stream or time are different lines", () => {
  const twins = createTwinEvents();
  expect(twins.addLive(event("a"), 1)).toBe(true);
  expect(twins.addPolled(event("A"))).toBe(true);
  expect(twins.addPolled(event("a", 2))).toBe(true);
  expect(twins.addPolled({ ...event("a"), stream: "other" })).toBe(true);
});
