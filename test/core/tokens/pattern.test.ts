/** Expressions of an API's settings against a token's hostile values: what cannot be told is not guessed, nothing hangs. */
import { expect, it } from "vitest";
import { fitsPattern } from "../../../src/core/tokens/pattern.ts";
import { cpuTime } from "../../support/cpu-time.ts";

it.each([
  ["abc", "abc", true],
  ["^abc$", "abc", true],
  ["abc|def", "def", true],
  ["a.c", "abc", true],
  ["[a-c]+", "abcabc", true],
  ["abc", "abcd", null],
  ["b", "abc", null],
  ["xyz", "abc", false],
  ["^b", "abc", false],
  // Not the expressions of this language, or not ones that end in time.
  ["(?i)abc", "abc", null],
  ["(", "abc", null],
  ["a)|(b", "b", null],
  ["(a+)+$", `${"a".repeat(100)}!`, null],
  ["a*a*a*a*b", "a".repeat(128), null],
  ["abc", "a".repeat(129), null],
  ["a".repeat(1001), "abc", null],
  ["\\(a\\)\\+", "(a)+", true],
] as const)("%s against %s", (pattern, value, fits) => {
  expect(fitsPattern(pattern, value)).toBe(fits);
});

it("answers at once, whatever the expression", () => {
  const time = cpuTime(() => {
    for (const pattern of ["(a|a)*$", "(a*)*b", "a+a+a+b", "(a{1,9}){1,9}b"])
      fitsPattern(pattern, "a".repeat(128));
  });
  expect(time).toBeLessThan(2_000);
});
