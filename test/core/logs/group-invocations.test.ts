/** Which run of a function a line belongs to, in whatever order and form lines come. */
import { describe, expect, test } from "vitest";
import {
  createGrouping,
  groupInvocations,
  type GroupedLine,
} from "../../../src/core/logs/group-invocations.ts";
import { outcomeOf, paceOf } from "../../../src/core/logs/invocation.ts";
import type { TailLine } from "../../../src/core/logs/merge.ts";

const id = (n: number): string =>
  `8f5c2a1e-1111-2222-3333-${String(n).padStart(12, "0")}`;
const iso = (time: number): string => new Date(time).toISOString();

let events = 0;
const line = (time: number, message: string, stream = "s"): TailLine => {
  events += 1;
  const event = {
    id: String(events),
    stream,
    timestamp: time,
    ingestedAt: time + 1_000,
    message,
  };
  return { group: "/aws/lambda/f", event, late: false };
};
const start = (time: number, n: number, stream = "s"): TailLine =>
  line(time, `START RequestId: ${id(n)} Version: $LATEST\n`, stream);
const end = (time: number, n: number, stream = "s"): TailLine =>
  line(time, `END RequestId: ${id(n)}\n`, stream);
const report = (time: number, n: number, more = "", stream = "s"): TailLine =>
  line(
    time,
    `REPORT RequestId: ${id(n)}\tDuration: 12.00 ms\tBilled Duration: 12 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\t${more}\n`,
    stream,
  );

/** Serial of the run each line was given to, 0 for none. */
const serials = (lines: readonly TailLine[]): readonly number[] => {
  const { add } = createGrouping();
  return lines.map((each) => add(each).invocation?.serial ?? 0);
};
const only = (
  lines: readonly TailLine[],
): NonNullable<GroupedLine["invocation"]> => {
  const { invocations } = groupInvocations(lines);
  expect(invocations).toHaveLength(1);
  const [first] = invocations;
  if (first === undefined) throw new Error("no invocation");
  expect(first.lines).toHaveLength(lines.length);
  return first.invocation;
};

test("START, END and REPORT and all between them are one run, the start of the environment too", () => {
  const invocation = only([
    line(
      0,
      "INIT_START Runtime Version: nodejs:22.v31\tRuntime Version ARN: arn:x\n",
    ),
    line(5, "loaded the table"),
    start(200, 1),
    line(201, `${iso(201)}\t${id(1)}\tINFO\tsign-up`),
    line(202, "printed without a prefix"),
    end(212, 1),
    report(212, 1, "Init Duration: 190.00 ms\t"),
  ]);
  expect(invocation).toMatchObject({
    requestId: id(1),
    version: "$LATEST",
    state: "ended",
    whole: true,
    begin: 0,
    end: 212,
    lines: 7,
    errors: 0,
    coldStart: true,
    runtime: "nodejs:22.v31",
    initMs: 190,
  });
  expect(outcomeOf(invocation)).toBe("success");
  expect(invocation.report && paceOf(invocation.report)).toBe("fast");
});

test("the same in the JSON format", () => {
  const platform = (time: number, type: string, record: object): TailLine =>
    line(
      time,
      JSON.stringify({ time: iso(time), type: `platform.${type}`, record }),
    );
  const invocation = only([
    platform(0, "initStart", { runtimeVersion: "python:3.13.v2" }),
    platform(1, "initRuntimeDone", { status: "success" }),
    platform(2, "initReport", {
      status: "success",
      metrics: { durationMs: 150 },
    }),
    platform(3, "start", { requestId: id(1), version: "7" }),
    line(
      4,
      JSON.stringify({
        timestamp: iso(4),
        level: "INFO",
        requestId: id(1),
        message: "x",
      }),
    ),
    platform(9, "runtimeDone", { requestId: id(1), status: "error" }),
    platform(9, "report", {
      requestId: id(1),
      status: "error",
      errorType: "Runtime.ExitError",
      metrics: { durationMs: 6 },
    }),
  ]);
  expect(invocation).toMatchObject({
    requestId: id(1),
    version: "7",
    state: "ended",
    coldStart: true,
    runtime: "python:3.13.v2",
    initMs: 150,
    errorType: "Runtime.ExitError",
  });
  expect(outcomeOf(invocation)).toBe("error");
});

test("runs of one stream follow each other; what a run leaves behind its REPORT is its own", () => {
  expect(
    serials([
      start(1, 1),
      line(2, "a"),
      report(3, 1),
      line(
        3,
        `RequestId: ${id(1)} Error: Runtime exited with error: exit status 129`,
      ),
      line(3, "Runtime.ExitError"),
      start(4, 2),
      line(5, "b"),
      report(6, 2),
    ]),
  ).toEqual([1, 1, 1, 1, 1, 2, 2, 2]);
});

test("streams do not mix, though their lines do", () => {
  expect(
    serials([
      start(1, 1, "a"),
      start(1, 2, "b"),
      line(2, "of b", "b"),
      line(2, "of a", "a"),
      report(3, 2, "", "b"),
      report(3, 1, "", "a"),
    ]),
  ).toEqual([1, 2, 2, 1, 2, 1]);
});

test("runs that share a stream at the same time are told apart by their request ids", () => {
  const said = (time: number, n: number): TailLine =>
    line(
      time,
      JSON.stringify({
        timestamp: iso(time),
        level: "INFO",
        requestId: id(n),
        message: "x",
      }),
    );
  expect(
    serials([
      start(1, 1),
      start(1, 2),
      said(2, 1),
      said(2, 2),
      report(3, 1),
      report(3, 2),
    ]),
  ).toEqual([1, 2, 1, 2, 1, 2]);
});

test("a late line goes to the run of its time, not to the one that runs now", () => {
  const { add } = createGrouping();
  const of = (tail: TailLine): string | undefined =>
    add(tail).invocation?.requestId;
  of(start(10, 1));
  of(end(20, 1));
  of(start(30, 2));
  expect(of(line(15, "late, without an id"))).toBe(id(1));
  expect(of(line(31, "in time"))).toBe(id(2));
  expect(of(report(20, 1))).toBe(id(1));
  expect(of(line(32, "still the second"))).toBe(id(2));
});

test("a START that comes after its own lines adds to their run", () => {
  const invocation = only([
    line(2, `${iso(2)}\t${id(1)}\tINFO\tsaid before START`),
    start(1, 1),
    end(3, 1),
    report(3, 1),
  ]);
  expect(invocation).toMatchObject({
    begin: 1,
    end: 3,
    whole: true,
    state: "ended",
  });
});

test("a run whose beginning was not read says so", () => {
  expect(
    only([line(2, `${iso(2)}\t${id(1)}\tINFO\tx`), report(3, 1)]).whole,
  ).toBe(false);
});

describe("runs that never end", () => {
  test("run until the stream goes on without them, and are then unfinished", () => {
    const { add } = createGrouping();
    const first = add(start(1, 1)).invocation;
    expect(first?.state).toBe("running");
    add(start(9, 2));
    expect(first?.state).toBe("unfinished");
    expect(first && outcomeOf(first)).toBe("running");
    add(report(4, 1));
    expect(first?.state).toBe("ended");
  });

  test("a timeout of the function is the outcome, in the old form and in the new", () => {
    expect(
      outcomeOf(
        only([
          start(1, 1),
          line(
            3_001,
            `${iso(3_001)} ${id(1)} Task timed out after 3.00 seconds\n\n`,
          ),
        ]),
      ),
    ).toBe("timeout");
    expect(
      outcomeOf(only([start(1, 1), report(3_001, 1, "Status: timeout")])),
    ).toBe("timeout");
  });
});

test.each([
  [
    "Node",
    `${iso(2)}\t${id(1)}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x","stack":[]}`,
    "TypeError",
  ],
  [
    "Python",
    "[ERROR] KeyError: 'email'\rTraceback (most recent call last):\r\u00a0\u00a0File \"/var/task/a.py\", line 4, in handler",
    "KeyError",
  ],
  [
    "the runtime itself",
    "[ERROR] Runtime.ImportModuleError: Unable to import module 'index'",
    "Runtime.ImportModuleError",
  ],
])(
  "an error that ends the handler is the run's, though REPORT says nothing: %s",
  (_, message, errorType) => {
    const invocation = only([
      start(1, 1),
      line(2, message),
      end(3, 1),
      report(3, 1),
    ]);
    expect(invocation).toMatchObject({ errorType, errors: 1 });
    expect(outcomeOf(invocation)).toBe("error");
  },
);

test("an error that the handler logs and survives is counted, and is not the outcome", () => {
  const invocation = only([
    start(1, 1),
    line(2, `${iso(2)}\t${id(1)}\tERROR\tcould not send the greeting`),
    line(2, "[ERROR] careful"),
    report(3, 1),
  ]);
  expect(invocation.errors).toBe(2);
  expect(outcomeOf(invocation)).toBe("success");
});

test("lines of no function belong to none", () => {
  const { invocations, outside } = groupInvocations([
    line(1, '{"httpMethod":"POST","status":"401"}'),
    line(2, "127.0.0.1 - - POST /"),
  ]);
  expect(invocations).toEqual([]);
  expect(outside).toHaveLength(2);
});

test("what is remembered stays small: a run of long ago comes back as a new one", () => {
  const { add } = createGrouping();
  add(start(1, 0));
  for (let n = 1; n < 100; n += 1) add(start(n + 1, n));
  expect(add(report(5, 99)).invocation?.serial).toBe(100);
  expect(add(report(5, 0)).invocation).toMatchObject({
    serial: 101,
    whole: false,
  });
  for (let n = 0; n < 2_000; n += 1)
    add(start(n + 200, n, `stream ${String(n)}`));
  expect(
    add(line(9_000, "of a stream that was forgotten", "stream 1")).invocation,
  ).toBeUndefined();
  expect(
    add(line(9_000, "of a stream that was not", "stream 1999")).invocation
      ?.requestId,
  ).toBe(id(1999));
});
