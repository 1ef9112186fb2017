/** Where functions log, and whose line it is where several share a group. */
import { expect, test } from "vitest";
import {
  functionNameOf,
  functionOfStream,
} from "../../../src/core/logs/log-group.ts";

test.each([
  "pre-sign-up",
  "pre-sign-up:live",
  "123456789012:function:pre-sign-up",
  "arn:aws:lambda:eu-central-1:123456789012:function:pre-sign-up",
  "arn:aws:lambda:eu-central-1:123456789012:function:pre-sign-up:7",
])("%s means the function pre-sign-up", (nameOrArn) => {
  expect(functionNameOf(nameOrArn)).toBe("pre-sign-up");
});

const environment = "0f5c1de5a1cd4f6bb7c6b6dfb0a1c2d3";

test("a stream of a shared group names its function, one of a function's own group does not", () => {
  expect(
    functionOfStream(`2026/11/21/pre-sign-up[$LATEST]${environment}`),
  ).toBe("pre-sign-up");
  expect(functionOfStream(`2026/11/21/pre_sign-up[12][${environment}]`)).toBe(
    "pre_sign-up",
  );
  expect(functionOfStream(`2026/11/21/[$LATEST]${environment}`)).toBe(
    undefined,
  );
  expect(functionOfStream("anything else")).toBe(undefined);
});
