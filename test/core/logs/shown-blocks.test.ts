/** A tail's text read back: what folds, and which lines belong together. */
import { expect, test } from "vitest";
import { findFrames } from "../../../src/core/logs/find-frames.ts";
import { mapFrame } from "../../../src/core/logs/map-frame.ts";
import {
  eventAt,
  foldsOf,
  sourceNameIn,
} from "../../../src/core/logs/shown-blocks.ts";

const text = [
  /* 0 */ "09:15:00.000 ----- Tailing /aws/lambda/f in eu-central-1",
  /* 1 */ "09:15:00.001 INFO  [● PreSignUp 8f5c2a1e] START 8f5c2a1e-1111",
  /* 2 */ "09:15:00.002 ERROR [● PreSignUp 8f5c2a1e] Invoke Error TypeError: x",
  /* 3 */ "        at handler (/var/task/index.js:3:9)",
  /* 4 */ "09:15:00.003 INFO  [● PreSignUp 8f5c2a1e] [late 2 s] REPORT 3 ms",
  /* 5 */ "09:15:00.004 INFO  [◆ PostConfirmation 9f5c2a1e] START 9f5c2a1e-1111",
  /* 6 */ "09:15:00.005 INFO  [● PreSignUp af5c2a1e] START af5c2a1e-1111",
  /* 7 */ "09:15:00.006 INFO  [◆ PostConfirmation 9f5c2a1e] REPORT 3 ms",
  /* 8 */ "09:15:00.007 INFO  [API Gateway] one",
  /* 9 */ "09:15:00.007 INFO  [API Gateway] two",
  /* 10 */ "    and its second line",
  /* 11 */ "",
];

test("consecutive lines of one invocation fold, and events of several lines", () => {
  expect(foldsOf(text)).toEqual([
    { first: 1, last: 4 },
    { first: 9, last: 10 },
  ]);
});

test("lines of a tail of one function fold as well", () => {
  expect(
    foldsOf([
      "09:15:00.001 INFO  [8f5c2a1e] START",
      "09:15:00.001 INFO  [8f5c2a1e] REPORT",
      "09:15:00.001 INFO  [9f5c2a1e] START",
      "",
    ]),
  ).toEqual([{ first: 0, last: 1 }]);
});

test("an event is its line and what is indented below it", () => {
  const lineAt = (at: number): string | undefined => text[at];
  expect(eventAt(lineAt, 3)).toEqual({ first: 2, last: 3 });
  expect(eventAt(lineAt, 2)).toEqual({ first: 2, last: 3 });
  expect(eventAt(lineAt, 0)).toEqual({ first: 0, last: 0 });
});

test("a line names its source where there are several", () => {
  expect(sourceNameIn(text[1] ?? "")).toBe("PreSignUp");
  expect(
    sourceNameIn("09:15:00.001 INFO  [◆ /aws/api gateway 9f5c2a1e] x"),
  ).toBe("/aws/api gateway");
  expect(sourceNameIn("09:15:00.001 INFO  [8f5c2a1e] START")).toBeUndefined();
  expect(sourceNameIn("09:15:00.001 INFO  text")).toBeUndefined();
});

test.each([
  [
    "    at handler (/var/task/src/index.js:3:9)",
    { path: "src/index.js", line: 3, column: 9 },
  ],
  [
    "    at async file:///var/task/index.mjs:12:34",
    { path: "index.mjs", line: 12, column: 34 },
  ],
  [
    '  File "/var/task/my app/app.py", line 4, in handler',
    { path: "my app/app.py", line: 4 },
  ],
])("a frame of the function's own code: %s", (line, frame) => {
  expect(findFrames(line)).toMatchObject([frame]);
});

test.each([
  "    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)",
  "    at node:internal/process/task_queues:95:5",
  "    at x (/var/task/node_modules/left-pad/index.js:1:1)",
  '  File "/var/lang/lib/python3.13/json/__init__.py", line 346, in loads',
])("a frame of other code: %s", (line) => {
  expect(findFrames(line)).toEqual([]);
});

test("a place in built code is that of its source", () => {
  const map = JSON.stringify({
    version: 3,
    sources: ["../src/index.ts"],
    names: [],
    // Line 1 column 0 -> line 3 column 4; line 2 column 2 -> line 5 column 0.
    mappings: "AAEI;EAEJ",
  });
  expect(mapFrame(map, 1, 1)).toEqual({
    source: "../src/index.ts",
    line: 3,
    column: 5,
  });
  expect(mapFrame(map, 2, 5)).toEqual({
    source: "../src/index.ts",
    line: 5,
    column: 1,
  });
  expect(mapFrame(map, 9, 1)).toBeUndefined();
  expect(mapFrame("no map", 1, 1)).toBeUndefined();
});
