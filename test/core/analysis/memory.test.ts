/**
 * What checking a file leaves behind. V8 collects what is young again and again, and what is old rarely: a file that is
 * released must be gone with the first kind, or thousands of them cost time and memory.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("a file that was checked and released is gone with what is young", () => {
  const measure = new URL("../../support/kept-memory.ts", import.meta.url);
  const rounds = JSON.parse(
    execFileSync(
      process.execPath,
      ["--expose-gc", "--min-semi-space-size=64", fileURLToPath(measure)],
      { encoding: "utf8" },
    ),
  ) as number[];
  // Kilobytes. A module and what is found in it are more than a hundred. What the compiler keeps of code that it makes
  // faster meanwhile is in some rounds, and what a file leaves in each.
  expect(Math.min(...rounds)).toBeLessThan(50);
});
