/** What Lambda's own errors mean. */
import { expect, test } from "vitest";
import {
  explainExit,
  explainPlatformError,
  platformErrorTypes,
} from "../../../src/core/errors/platform-errors.ts";

test("every error of the platform says what happened, what to look at, and where AWS says so", () => {
  expect(platformErrorTypes.length).toBeGreaterThan(20);
  for (const type of platformErrorTypes) {
    const error = explainPlatformError(type);
    expect(error?.type).toBe(type);
    for (const sentence of [error?.meaning, error?.check])
      expect(sentence, type).toMatch(/^[A-Z].+\.$/);
    expect(error?.page, type).toMatch(
      /^https:\/\/docs\.aws\.amazon\.com\/lambda\/latest\/dg\/[\w-]+\.html$/,
    );
  }
});

test.each([
  "Runtime.ImportModuleError",
  "Runtime.CallbackHandlerDeprecated",
  "Runtime.ExitError",
  "Sandbox.Timedout",
  "Extension.Crash",
])("%s is known", (type) => {
  expect(explainPlatformError(type)).toBeDefined();
});

test.each(["TypeError", "KeyError", "constructor", ""])(
  "%s is the function's own",
  (type) => {
    expect(explainPlatformError(type)).toBeUndefined();
  },
);

test.each([
  ["Runtime exited with error: exit status 129", /nothing caught/],
  ["Runtime exited with error: exit status 128", /nothing waited for/],
  ["Runtime exited with error: signal: killed", /usually used all its memory/],
  ["Runtime exited without providing a reason", /tell why/],
])("%s", (reason, check) => {
  expect(explainExit(reason).check).toMatch(check);
});
