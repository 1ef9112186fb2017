/** What a tail says of its standing. */
import { expect, test } from "vitest";
import {
  explainLiveState,
  explainState,
} from "../../../src/core/logs/explain-state.ts";
import {
  defaultLogGroup,
  functionNameOf,
} from "../../../src/core/logs/log-group.ts";
import { PortError } from "../../../src/core/ports/port-error.ts";

const say = (
  state: Parameters<typeof explainState>[2],
  before?: Parameters<typeof explainState>[3],
): string | undefined => explainState("/g", "eu-central-1", state, before);

test("that all is well from the start needs no words", () => {
  expect(say({ kind: "tailing" })).toBeUndefined();
});

test("a missing group is waited for, and greeted when it comes", () => {
  expect(say({ kind: "waiting" })).toContain(
    "Log group /g does not exist in eu-central-1 yet.",
  );
  expect(say({ kind: "tailing" }, { kind: "waiting" })).toBe(
    "Log group /g exists now.",
  );
});

test("a pause names the cause, the remedy, and that nothing need be started again", () => {
  const error = new PortError("unreachable", "Nothing answers.", "Start it.");
  expect(say({ kind: "paused", error })).toBe(
    "Paused: Nothing answers. Start it. The tail goes on by itself.",
  );
  expect(say({ kind: "tailing" }, { kind: "paused", error })).toBe(
    "Reading again from where it stopped.",
  );
});

test.each([
  ["pre-sign-up", "pre-sign-up"],
  ["pre-sign-up:live", "pre-sign-up"],
  [
    "arn:aws:lambda:eu-central-1:123456789012:function:pre-sign-up",
    "pre-sign-up",
  ],
  ["arn:aws-cn:lambda:cn-north-1:123456789012:function:f:7", "f"],
  ["123456789012:function:f", "f"],
])("the function in %s is %s", (given, name) => {
  expect(functionNameOf(given)).toBe(name);
  expect(defaultLogGroup(name)).toBe(`/aws/lambda/${name}`);
});

test("Live Tail says that it is billed when it begins, and what it cannot do", () => {
  expect(explainLiveState({ kind: "connecting" }, false)).toBeUndefined();
  expect(explainLiveState({ kind: "live" }, false)).toMatch(/AWS bills it/);
  expect(explainLiveState({ kind: "live" }, true)).not.toMatch(/bills/);
  expect(explainLiveState({ kind: "sampled" }, true)).toMatch(
    /sample.*none is skipped/,
  );
  const error = new PortError("access-denied", "Denied.", "Ask.");
  expect(explainLiveState({ kind: "off", error }, false)).toBe(
    "Live Tail is not to be had: Denied. Ask. Lines are read by polling instead.",
  );
  expect(explainLiveState({ kind: "interrupted", error }, true)).toMatch(
    /Denied\..*opened again by itself/,
  );
});
