/** Logs Insights through the adapter and over HTTP: the form's queries over real triggers' logs, stopped ones, faults. */
import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  test,
  vi,
} from "vitest";
import { createLogQueries } from "../../src/aws/log-queries.ts";
import { createLogs } from "../../src/aws/logs.ts";
import { buildQuery } from "../../src/core/logs/insights/build-query.ts";
import { existingGroups } from "../../src/core/logs/insights/existing-groups.ts";
import { plotOf } from "../../src/core/logs/insights/plot.ts";
import { runQuery } from "../../src/core/logs/insights/run-query.ts";
import { samples } from "../../src/core/logs/insights/samples.ts";
import {
  emptyForm,
  type SearchForm,
} from "../../src/core/logs/insights/search-form.ts";
import type {
  LogQueries,
  QueryProgress,
} from "../../src/core/ports/log-queries.ts";
import {
  passwordlessWorkspace,
  startStack,
  type Stack,
} from "../stack/stack.ts";
import { pretendSignIn } from "../support/pretended-sign-in.ts";
import { stubCredentials } from "../support/stub-credentials.ts";

let stack: Stack;
let queries: LogQueries;
let groups: readonly string[];
const range = { startTime: Date.now() - 3_600_000, endTime: Date.now() };
beforeAll(async () => {
  stack = await startStack({
    workspace: passwordlessWorkspace,
    populated: false,
  });
  stubCredentials(stack);
  queries = createLogQueries(
    { region: stack.region, endpoint: stack.url },
    { connectMs: 1_000, requestMs: 2_000, attempts: 1 },
  );
  pretendSignIn(stack, range.endTime - 600_000, 4_360);
  pretendSignIn(stack, range.endTime - 300_000, 200);
  groups = [...stack.logs.groups.keys()];
  stack.logs.append({
    group: "/aws/lambda/tandem-add-claims",
    stream: "s",
    timestamp: range.endTime - 300_000,
    message: "2026-03-02T12:00:00.000Z\tid\tERROR\tbo is not known\n",
  });
});
afterEach(() => {
  stack.faults.clear();
  stack.insights.runMs = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stack.stop();
});

/** Does not wait between two looks, so that a test is as fast as the stack. */
const clock = { now: Date.now, sleep: () => Promise.resolve() };

function search(
  more: Partial<SearchForm>,
  signal = new AbortController().signal,
  progress: (soFar: QueryProgress) => void = () => undefined,
): Promise<QueryProgress> {
  const query = buildQuery({ ...emptyForm, groups, ...more }, range);
  return runQuery(
    queries,
    { groups, ...range, query },
    { clock, signal },
    progress,
  );
}

test("the lines of one user, and how much was scanned for them", async () => {
  const { rows, statistics } = await search({ user: "ana@example.com" });
  expect(rows).toHaveLength(10);
  expect(rows[0]).toMatchObject({
    "@log": "123456789012:/aws/lambda/tandem-define-challenge",
    "@message": expect.stringContaining("ana@example.com") as unknown,
  });
  expect(statistics.recordsMatched).toBe(10);
  expect(statistics.bytesScanned).toBeGreaterThan(1_000);
});

test("errors only", async () => {
  const { rows } = await search({ errorsOnly: true });
  expect(rows.map((row) => row["@message"])).toEqual([
    expect.stringContaining("bo is not known"),
  ]);
});

test("durations and errors by trigger and time", async () => {
  const { rows } = await search({ show: "durations" });
  const plot = plotOf(rows, range, (group) =>
    group.replace("/aws/lambda/tandem-", ""),
  );
  expect(plot.times.length).toBeGreaterThan(1);
  const create = plot.triggers.find(({ name }) => name === "create-challenge");
  expect(Math.max(...(create?.longest ?? []).map(Number))).toBe(4_360);
  const claims = plot.triggers.find(({ name }) => name === "add-claims");
  expect(claims?.errors.reduce((sum, each) => sum + each, 0)).toBe(1);
});

test("durations of functions that log in JSON", async () => {
  stack.logs.append({
    group: "/aws/lambda/tandem-note-sign-in",
    stream: "json",
    timestamp: range.endTime - 1_800_000,
    message: JSON.stringify({
      time: "2026-03-02T12:00:00.000Z",
      type: "platform.report",
      record: {
        requestId: "5d0c1f00-0000-4000-8000-0000000000ff",
        status: "timeout",
        metrics: { durationMs: 2_900, initDurationMs: 400 },
      },
    }),
  });
  const { rows } = await search({ show: "durations" });
  const noted = plotOf(rows, range, (group) => group).triggers.find(
    ({ name }) => name.endsWith("note-sign-in"),
  );
  expect(Math.max(...(noted?.longest ?? []).map(Number))).toBe(3_300);
  expect(noted?.errors).toContain(1);
});

test.each(samples)("the sample $name runs", async ({ query }) => {
  await expect(search({ show: "own", own: query })).resolves.toMatchObject({
    state: "complete",
  });
});

describe("a search that takes its time", () => {
  test("tells how far it is", async () => {
    stack.insights.runMs = 150;
    const told: number[] = [];
    await search({}, undefined, ({ statistics }) => {
      told.push(statistics.bytesScanned);
    });
    expect(told).toContain(1_000);
  });

  test("is stopped at AWS when nobody waits for it any more", async () => {
    stack.insights.runMs = 60_000;
    const ending = new AbortController();
    await expect(
      search({}, ending.signal, () => {
        ending.abort();
      }),
    ).rejects.toMatchObject({ kind: "cancelled" });
    expect([...stack.insights.queries.values()].at(-1)?.stopped).toBe(true);
  });
});

test("a query that is none comes back with what is wrong in it", async () => {
  await expect(
    search({ show: "own", own: "filter @message like /x/ | explode" }),
  ).rejects.toMatchObject({
    kind: "invalid-request",
    message: expect.stringMatching(
      /does not understand the query: unknown command explode/,
    ) as unknown,
  });
});

test.each([
  ["access-denied", "StartQuery", "access-denied", /refused logs:StartQuery/],
  ["html", "StartQuery", "not-aws", /HTML page/],
  ["drop", "GetQueryResults", "unreachable", /dropped/],
  [
    "expired-token",
    "GetQueryResults",
    "expired-credentials",
    /default AWS credentials have expired/,
  ],
] as const)("%s at %s is a sentence", async (kind, target, told, message) => {
  stack.faults.add({ target, kind });
  await expect(search({})).rejects.toMatchObject({
    name: "PortError",
    kind: told,
    message: expect.stringMatching(message) as unknown,
  });
});

test("a log group that is not there is named", async () => {
  await expect(
    queries.startQuery({ groups: ["/nowhere"], ...range, query: "limit 1" }),
  ).rejects.toMatchObject({
    kind: "not-found",
    message: expect.stringContaining("/nowhere") as unknown,
  });
});

test("of the groups of a pool, those that are there can be told", async () => {
  stack.logs.createGroup("/infrequent", "INFREQUENT_ACCESS");
  const logs = createLogs({ region: stack.region, endpoint: stack.url });
  const { signal } = new AbortController();
  await expect(
    existingGroups(
      logs,
      ["/nowhere", "/aws/lambda/tandem-add-claims", "/infrequent"],
      Date.now(),
      signal,
    ),
  ).resolves.toEqual(["/aws/lambda/tandem-add-claims", "/infrequent"]);
});
