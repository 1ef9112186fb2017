/** What a filtered tail shows, and what it leaves out. */
import { describe, expect, test } from "vitest";
import { formatLine } from "../../../src/core/logs/format.ts";
import { createGrouping } from "../../../src/core/logs/group-invocations.ts";
import {
  createSieve,
  readPattern,
  type LineFilter,
} from "../../../src/core/logs/line-filter.ts";
import { linesOf } from "../../support/log-lines.ts";

const id = (n: number): string =>
  `8f5c2a1e-1111-2222-3333-44445555666${String(n)}`;
const log = (n: number, text: string): string =>
  `2026-11-21T09:15:00.007Z\t${id(n)}\t${text}`;

/** The messages that are shown, in the order in which they are, by their numbers. */
function shown(
  filter: LineFilter,
  messages: readonly string[],
): readonly number[] {
  const grouping = createGrouping();
  const sieve = createSieve(filter);
  return linesOf(messages).flatMap((each) => {
    const line = grouping.add(each);
    const formatted = formatLine(line, {
      cognitoWaits: true,
      redaction: "all",
    });
    return formatted === undefined
      ? []
      : sieve
          .take({ ...formatted, line })
          .map(({ line: { event } }) => Number(event.id));
  });
}

const two = [
  `START RequestId: ${id(1)} Version: $LATEST`,
  `START RequestId: ${id(2)} Version: $LATEST`,
  log(
    1,
    'INFO\t{"userName":"ana","request":{"userAttributes":{"email":"ana@example.com"}}}',
  ),
  log(2, 'INFO\t{"userName":"banana"}'),
  log(1, "ERROR\tno such plan"),
  log(2, "ERROR\tno such plan"),
  `REPORT RequestId: ${id(1)}\tDuration: 3 ms`,
  `REPORT RequestId: ${id(2)}\tDuration: 6000 ms`,
];

test("without a filter everything", () => {
  expect(shown({}, two)).toHaveLength(8);
});

test("errors alone, a run that is too slow for Cognito among them", () => {
  expect(shown({ errorsOnly: true }, two)).toEqual([4, 5, 7]);
});

describe("one user", () => {
  test("has the whole run shown as soon as a line names the user", () => {
    expect(shown({ user: "ana" }, two)).toEqual([0, 2, 4, 6]);
    expect(shown({ user: "BANANA" }, two)).toEqual([1, 3, 5, 7]);
  });
  test("is found by what is taken out of the lines", () => {
    expect(shown({ user: "ana@example.com" }, two)).toEqual([0, 2, 4, 6]);
  });
  test("and the errors of that user alone", () => {
    expect(shown({ user: "ana", errorsOnly: true }, two)).toEqual([4]);
  });
  test("is taken as it is written", () => {
    expect(shown({ user: "a.a" }, two)).toEqual([]);
    const everySign = String.raw`\^$.*+?()[]{}|/-!"#%&',:;<=>@_~ ${"`"}`;
    expect(
      shown({ user: everySign }, [`(${everySign})`, everySign.slice(1)]),
    ).toEqual([0]);
    expect(
      shown({ user: "+34 (1)" }, ["call +34 (1) now", "call 34 1"]),
    ).toEqual([0]);
  });
  test("in lines of no run", () => {
    expect(shown({ user: "ana" }, ["GET /ana", "GET /bob"])).toEqual([0]);
  });
  test("holds back no more than it may", () => {
    const many = Array.from({ length: 2_000 }, () => log(1, "INFO\tx"));
    expect(shown({ user: "ana" }, [...many, log(1, "INFO\tana")])).toHaveLength(
      501,
    );
  });
});

describe("a text or a pattern", () => {
  const found = (search: string): readonly number[] => {
    const reading = readPattern(search);
    if (reading.kind === "invalid") throw new Error(reading.problem);
    return shown({ pattern: reading.pattern }, two);
  };
  test.each([
    ["NO SUCH plan", [4, 5]],
    ["/no (such|other)/", [4, 5]],
    ["/NO SUCH/", []],
    ["/NO SUCH/gi", [4, 5]],
    ["(such|other)", []],
    ["[8f5c2a1e]", [0, 1, 2, 3, 4, 5, 6, 7]],
    ["a.a@example", []],
  ])("%s", (search, lines) => {
    expect(found(search)).toEqual(lines);
  });
  test("of what is shown, not of what is taken out", () => {
    expect(found("ana@example.com")).toEqual([]);
  });
  test("that is none is said to be none", () => {
    const reading = readPattern("/(/");
    expect(reading.kind === "invalid" && reading.problem).toMatch(
      /^This is no regular expression: .+ leave the slashes away/,
    );
  });
});
