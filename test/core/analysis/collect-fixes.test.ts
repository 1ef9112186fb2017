/** All fixes of a file at once: what can be mended together is, and a second round mends the rest. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import { collectFixes } from "../../../src/core/analysis/collect-fixes.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const fix = (
  ...edits: readonly (readonly [start: number, end: number, text: string])[]
): Parameters<typeof collectFixes>[0][number] => ({
  fixes: [
    {
      title: "",
      preferred: true,
      edits: edits.map(([start, end, newText]) => ({
        range: { start, end },
        newText,
      })),
    },
  ],
});

test("fixes of one file are applied together", async () => {
  const text = `exports.handler = async (event) => {
  event.response.autoConfirmUser = "true";
  event.response.autoVerifyEmail = "false";
  return event;
};
`;
  const { findings } = await analyzer.analyze({
    path: "pre-sign-up.js",
    languageId: "javascript",
    text,
  });
  expect(findings).toHaveLength(2);
  expect(applyEdits(text, collectFixes(findings))).toBe(
    text.replace('"true"', "true").replace('"false"', "false"),
  );
});

test("a fix that touches another stays out as a whole", () => {
  expect(
    collectFixes([
      fix([0, 2, "a"]),
      fix([1, 3, "b"], [8, 9, "c"]),
      fix([2, 4, "d"]),
    ]).map(({ newText }) => newText),
  ).toEqual(["a", "d"]);
});

test("two insertions at one place are one too many", () => {
  expect(collectFixes([fix([5, 5, "x"]), fix([5, 5, "x"])])).toHaveLength(1);
});

test("only preferred fixes are taken", () => {
  const [unsure] = fix([0, 1, "a"]).fixes;
  if (unsure === undefined) throw new Error("There is no fix");
  expect(collectFixes([{ fixes: [{ ...unsure, preferred: false }] }])).toEqual(
    [],
  );
});
