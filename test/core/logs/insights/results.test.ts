/** What a search found: as lines, as a table, as series over time; and how it ends when it does not end well. */
import { describe, expect, test } from "vitest";
import { plotOf } from "../../../../src/core/logs/insights/plot.ts";
import { resultsText } from "../../../../src/core/logs/insights/results-text.ts";
import { runQuery } from "../../../../src/core/logs/insights/run-query.ts";
import type {
  LogQueries,
  QueryProgress,
} from "../../../../src/core/ports/log-queries.ts";
import { PortError } from "../../../../src/core/ports/port-error.ts";

const nameOf = (group: string): string => group.replace("/aws/lambda/", "");
const options = {
  redaction: "all",
  nameOf,
  isWaitedFor: () => true,
} as const;
const log = "123456789012:/aws/lambda/create";

describe("as a document", () => {
  test("lines read as in a tail, with their day, without secrets", () => {
    const text = resultsText(
      [
        {
          "@timestamp": "2026-03-02 12:00:00.100",
          "@log": log,
          "@logStream": "s",
          "@message":
            '2026-03-02T12:00:00.100Z\t0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d\tINFO\t{"password":"hunter2","email":"ana@example.com"}\n',
        },
        {
          "@timestamp": "2026-03-02 12:00:05.700",
          "@log": log,
          "@logStream": "s",
          "@message":
            "REPORT RequestId: 0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d\tDuration: 5600.00 ms\tBilled Duration: 5600 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\t\n",
        },
      ],
      options,
    );
    expect(text).toMatch(/^2026-03-02 .*INFO.*create/);
    expect(text).toMatch(/TOO SLOW/);
    expect(text).not.toMatch(/hunter2|ana@/);
  });

  test("anything else is a table, without secrets", () => {
    expect(
      resultsText(
        [
          { errorType: "TypeError", times: "3", "@ptr": "x" },
          { errorType: "a\nb", password: "hunter2", user: "ana@example.com" },
        ],
        options,
      ),
    ).toBe(
      "errorType\ttimes\tpassword\tuser\nTypeError\t3\t\t\na b\t\t[redacted]\ta***@example.com\n",
    );
  });

  test("nothing is said to be nothing", () => {
    expect(resultsText([], options)).toBe("Nothing was found.\n");
  });
});

test("series over time: a set for each trigger, no value where nothing ran", () => {
  const row = (time: string, group: string, more = {}) => ({
    "bin(1m)": `2026-03-02 ${time}:00.000`,
    "@log": `123456789012:/aws/lambda/${group}`,
    invocations: "2",
    errors: "0",
    p50: "20.5",
    p95: "4100",
    longest: "5600",
    ...more,
  });
  const noon = Date.UTC(2026, 2, 2, 12) / 1_000;
  expect(
    plotOf(
      [
        row("12:01", "verify", { invocations: "0", errors: "1", p50: "" }),
        row("12:00", "create"),
        { "bin(1m)": "no time", "@log": log },
        row("12:01", "create", { errors: "2" }),
      ],
      { startTime: (noon - 60) * 1_000, endTime: noon * 1_000 },
      nameOf,
    ),
  ).toEqual({
    begin: noon - 60,
    end: noon + 60,
    times: [noon, noon + 60],
    triggers: [
      {
        name: "create",
        p50: [20.5, 20.5],
        p95: [4_100, 4_100],
        longest: [5_600, 5_600],
        invocations: [2, 2],
        errors: [0, 2],
      },
      {
        name: "verify",
        p50: [null, null],
        p95: [null, 4_100],
        longest: [null, 5_600],
        invocations: [0, 0],
        errors: [0, 1],
      },
    ],
  });
});

test("a time in which nothing ran is a gap", () => {
  const at = (time: string) => ({
    "bin(1m)": `2026-03-02 ${time}:00.000`,
    "@log": log,
    invocations: "1",
    longest: "5",
  });
  const { times, triggers } = plotOf(
    ["12:00", "12:01", "12:40"].map(at),
    { startTime: 0, endTime: 0 },
    nameOf,
  );
  const noon = Date.UTC(2026, 2, 2, 12) / 1_000;
  expect(times).toEqual([noon, noon + 60, noon + 120, noon + 2_400]);
  expect(triggers[0]?.longest).toEqual([5, 5, null, 5]);
});

describe("running a query", () => {
  const statistics = { recordsMatched: 1, recordsScanned: 2, bytesScanned: 3 };
  const running: QueryProgress = {
    state: "running",
    status: "Running",
    rows: [],
    statistics,
  };
  const complete: QueryProgress = {
    ...running,
    state: "complete",
    status: "Complete",
  };
  const request = {
    groups: ["g"],
    startTime: 0,
    endTime: 1,
    query: "limit 1",
  };
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  /** Answers in turn; an error is thrown. */
  function pretend(answers: readonly (QueryProgress | PortError)[]) {
    const stopped: string[] = [];
    let turn = 0;
    const queries: LogQueries = {
      startQuery: () => Promise.resolve("q1"),
      readQuery: () => {
        const answer = answers[turn] ?? running;
        turn += 1;
        return answer instanceof PortError
          ? Promise.reject(answer)
          : Promise.resolve(answer);
      },
      stopQuery: (id) => {
        stopped.push(id);
        return Promise.reject(new PortError("unknown", "too late", ""));
      },
    };
    return { queries, stopped };
  }

  test("tells its progress, waits out throttling, and ends with the rows", async () => {
    const { queries, stopped } = pretend([
      running,
      new PortError("throttled", "slow down", "wait"),
      running,
      complete,
    ]);
    const told: QueryProgress[] = [];
    const { signal } = new AbortController();
    await expect(
      runQuery(queries, request, { clock, signal }, (so) => told.push(so)),
    ).resolves.toBe(complete);
    expect(told).toHaveLength(2);
    expect(stopped).toEqual([]);
  });

  test("cancelled: it is stopped at AWS", async () => {
    const { queries, stopped } = pretend([]);
    const ending = new AbortController();
    const result = runQuery(
      queries,
      request,
      { clock, signal: ending.signal },
      () => {
        ending.abort();
      },
    );
    await expect(result).rejects.toMatchObject({ kind: "cancelled" });
    expect(stopped).toEqual(["q1"]);
  });

  test.each([
    ["Timeout", "timeout", /ran out of time/],
    ["Failed", "unknown", /with the state Failed/],
  ])("%s is a sentence", async (status, kind, message) => {
    const { queries } = pretend([{ ...running, state: "failed", status }]);
    const { signal } = new AbortController();
    await expect(
      runQuery(queries, request, { clock, signal }, () => undefined),
    ).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message) as unknown,
    });
  });

  test("an error on the way leaves no query behind", async () => {
    const { queries, stopped } = pretend([
      new PortError("access-denied", "no", "ask"),
    ]);
    const { signal } = new AbortController();
    await expect(
      runQuery(queries, request, { clock, signal }, () => undefined),
    ).rejects.toMatchObject({ kind: "access-denied" });
    expect(stopped).toEqual(["q1"]);
  });
});
