/** Whose line it is, where functions share a log group. */
import { expect, test } from "vitest";
import type { TailLine } from "../../../src/core/logs/merge.ts";
import {
  groupsOf,
  sourceOf,
  type TailSource,
} from "../../../src/core/logs/tail-request.ts";

const shared = "/tandem/auth";
const source = (name: string, functionName?: string): TailSource => ({
  group: shared,
  name,
  triggers: [],
  ...(functionName === undefined ? {} : { functionName }),
});
const environment = "0f5c1de5a1cd4f6bb7c6b6dfb0a1c2d3";
const lineOf = (functionName: string): TailLine => ({
  group: shared,
  late: false,
  event: {
    id: "1",
    stream: `2026/11/21/${functionName}[$LATEST]${environment}`,
    timestamp: 0,
    ingestedAt: 0,
    message: "",
  },
});
const tail = (...sources: TailSource[]) => ({ title: "", sources });
const nameOf = (request: ReturnType<typeof tail>, line: TailLine) =>
  sourceOf(request, line)?.name;

test("a group of two triggers is read once, and each line is its function's", () => {
  const both = tail(source("PreSignUp", "sign-up"), source("Custom", "custom"));
  expect(groupsOf(both)).toEqual([shared]);
  expect(nameOf(both, lineOf("custom"))).toBe("Custom");
  expect(nameOf(both, lineOf("sign-up"))).toBe("PreSignUp");
});

test("lines of another function that logs there are not the trigger's", () => {
  const one = tail(source("PreSignUp", "sign-up"));
  expect(nameOf(one, lineOf("billing"))).toBeUndefined();
});

test("a group that was chosen as such shows all of it", () => {
  expect(nameOf(tail(source(shared)), lineOf("billing"))).toBe(shared);
});

test("in a function's own group the stream does not matter", () => {
  const own = tail(source("PreSignUp", "sign-up"));
  expect(nameOf(own, lineOf(""))).toBe("PreSignUp");
});
