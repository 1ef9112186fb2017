/** When the command line prints colours. */
import { expect, test } from "vitest";
import { wantsColours } from "../../src/cli/colours.ts";

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: "1" }, false],
  [true, { NO_COLOR: "" }, true],
  [true, { TERM: "dumb" }, false],
  [false, { FORCE_COLOR: "1" }, true],
  [true, { FORCE_COLOR: "0" }, false],
  [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
])("a terminal: %s, with %o: %s", (isTerminal, variables, expected) => {
  expect(wantsColours(isTerminal, variables)).toBe(expected);
});
