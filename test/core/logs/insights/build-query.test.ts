/** Queries made of a form: what they ask, and that nothing a user types can become a part of them. */
import { describe, expect, test } from "vitest";
import {
  buildQuery,
  literal,
} from "../../../../src/core/logs/insights/build-query.ts";
import { samples } from "../../../../src/core/logs/insights/samples.ts";
import {
  emptyForm,
  faultOfForm,
  rangeOf,
  readForm,
  type SearchForm,
} from "../../../../src/core/logs/insights/search-form.ts";
import { compileQuery, splitCommands } from "../../../stack/insights/query.ts";
import { createRandom } from "../../../support/random.ts";

const minute = 60_000;
const now = Date.UTC(2026, 2, 2, 12);
const range = { startTime: now - 60 * minute, endTime: now };
const form = (more: Partial<SearchForm>): SearchForm => ({
  ...emptyForm,
  groups: ["/aws/lambda/a"],
  ...more,
});

/** The messages that a query finds among these. */
function found(query: string, messages: readonly string[]): readonly unknown[] {
  const rows = messages.map((message) => ({
    fields: new Map([
      ["@timestamp", "2026-03-02 11:59:00.000"],
      ["@log", "123456789012:/aws/lambda/a"],
      ["@message", message],
    ]),
  }));
  return compileQuery(query)({ shown: [], rows }).rows.map(({ fields }) =>
    fields.get("@message"),
  );
}

describe("lines", () => {
  test("of one user with an error", () => {
    expect(
      buildQuery(
        form({ user: "ana@example.com", text: "Denied", errorsOnly: true }),
        range,
      ).split("\n"),
    ).toEqual([
      "fields @timestamp, @log, @logStream, @message",
      "| filter @message like /ana@example\\.com/",
      "| filter @message like /Denied/",
      expect.stringMatching(/^\| filter @message like \/.*ERROR.*\/$/),
      "| sort @timestamp asc",
      "| limit 1000",
    ]);
  });

  const failures = [
    "2026-03-02T12:00:00.000Z\tid\tERROR\tInvoke Error \t{}",
    "[ERROR] ValueError: no\rTraceback (most recent call last):",
    '{"timestamp":"x","level":"ERROR","message":"no"}',
    '{"timestamp":"x","log_level": "ERROR","errorType":"ValueError"}',
    '{"type":"platform.report","record":{"status":"timeout"}}',
    "REPORT RequestId: x\tDuration: 1 ms\tStatus: error\tError Type: Runtime.ExitError",
    "2026-03-02T12:00:00.000Z id Task timed out after 3.00 seconds",
    "RequestId: 5d0c Error: Runtime exited without providing a reason",
  ];
  const fine = [
    "2026-03-02T12:00:00.000Z\tid\tINFO\tno ERROR here",
    '{"level":"INFO","message":"status: ok"}',
    "REPORT RequestId: x\tDuration: 1 ms",
    '{"type":"platform.report","record":{"status":"success"}}',
  ];
  test("errors only: those of both runtimes, both formats and the platform", () => {
    const query = buildQuery(form({ errorsOnly: true }), range);
    expect(found(query, [...failures, ...fine])).toEqual(failures);
  });
});

describe("what is typed", () => {
  test.each([
    "x/ | limit 0",
    "/",
    "\\/ or @message like /.*",
    "a|b",
    '"',
    "' or 1=1",
    "(?i).*",
    "[a-z]",
    "a.b",
    "`@ptr`",
    "# comment",
    "{userName}",
    "o'hara",
    "50%",
    "C:\\temp\\",
    "é ü 漢 😀",
    "$^",
    "*",
  ])("%s is looked for letter by letter", (typed) => {
    const query = buildQuery(form({ text: typed }), range);
    expect(splitCommands(query)).toHaveLength(4);
    expect(found(query, [`before ${typed} after`, "something else"])).toEqual([
      `before ${typed} after`,
    ]);
  });

  test("generated texts, hostile ones among them", () => {
    const below = createRandom(7);
    const pieces = ["/", "|", "\\", '"', "'", ".*", "like", " ", "ß", "(", "]"];
    for (let round = 0; round < 500; round++) {
      const typed = Array.from(
        { length: 1 + below(12) },
        () => pieces[below(pieces.length)] ?? "",
      ).join("");
      const pattern = literal(typed);
      expect(pattern).not.toMatch(/(?<!\\)["'/|]/);
      expect(new RegExp(`^${pattern}$`, "u").test(typed)).toBe(true);
      const query = buildQuery(form({ user: typed.trim() }), range);
      expect(splitCommands(query).length).toBeLessThanOrEqual(4);
    }
  });

  test("control characters, too much and nothing at all are refused in a sentence", () => {
    expect(faultOfForm(form({ user: "a\nb" }), now)).toMatch(/line breaks/);
    expect(faultOfForm(form({ text: "a".repeat(201) }), now)).toMatch(/200/);
    expect(faultOfForm(form({ groups: [] }), now)).toMatch(/one trigger/);
    expect(faultOfForm(form({ show: "own" }), now)).toMatch(/Write the query/);
    expect(faultOfForm(form({}), now)).toBeUndefined();
  });
});

describe("the form that a page sends", () => {
  test.each([undefined, null, 4, "x", [], { groups: 3, minutes: "x" }])(
    "%j becomes a form",
    (value) => {
      expect(readForm(value, ["/aws/lambda/a"])).toEqual({
        ...emptyForm,
        groups: [],
      });
    },
  );
  test("groups that the pool does not log to are left out", () => {
    expect(
      readForm({ groups: ["/aws/lambda/a", "/secret"] }, ["/aws/lambda/a"])
        .groups,
    ).toEqual(["/aws/lambda/a"]);
  });
  test("times as they are typed", () => {
    const typed = { minutes: 0, from: "2h", to: "30m" };
    expect(rangeOf(form(typed), now)).toEqual({
      startTime: now - 120 * minute,
      endTime: now - 30 * minute,
    });
    expect(rangeOf(form({ ...typed, from: "5m" }), now)).toMatch(/ends before/);
    expect(rangeOf(form({ ...typed, from: "?" }), now)).toMatch(/begins/);
  });
});

test("durations: bins that fit the time", () => {
  const binFor = (minutes: number): string | undefined =>
    /bin\((\w+)\)/.exec(
      buildQuery(form({ show: "durations" }), {
        startTime: now - minutes * minute,
        endTime: now,
      }),
    )?.[1];
  expect([15, 60, 180, 1_440, 10_080].map(binFor)).toEqual([
    "10s",
    "1m",
    "5m",
    "15m",
    "6h",
  ]);
});

test.each(samples)("the sample $name is a query", ({ query }) => {
  expect(() => compileQuery(query)).not.toThrow();
});
