/** The comment that silences a rule for a line: where it goes, and that it silences that and nothing else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { Finding } from "../../../src/core/analysis/finding.ts";
import { disableComment } from "../../../src/core/analysis/suppressions.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const find = async (text: string): Promise<readonly Finding[]> =>
  (
    await analyzer.analyze({
      path: "pre-sign-up.js",
      languageId: "javascript",
      text,
    })
  ).findings;

const handler = (
  comment: string,
): string => `exports.handler = async (event) => {
${comment}  event.response.autoConfirmUser = "true"; event.response.autoConfirm = true;
  return event;
};
`;

test.each([
  ["", "  // cognito-disable-next-line response-field-type\n"],
  [
    "  // cognito-disable-next-line response-field-known\n",
    "  // cognito-disable-next-line response-field-known, response-field-type\n",
  ],
  [
    "  // cognito-disable-next-line response-field-known -- a legacy -- name\n",
    "  // cognito-disable-next-line response-field-known, response-field-type -- a legacy -- name\n",
  ],
  [
    "  /* cognito-disable-next-line response-field-known */\n",
    "  /* cognito-disable-next-line response-field-known, response-field-type */\n",
  ],
  [
    "  // cognito-disable-next-line\n",
    "  // cognito-disable-next-line\n  // cognito-disable-next-line response-field-type\n",
  ],
])("above what is silenced: %j", async (before, after) => {
  const text = handler(before);
  const findings = await find(text);
  const finding = findings.find(({ rule }) => rule === "response-field-type");
  const edit = finding && disableComment(text, finding, "//");
  const silenced = applyEdits(text, edit === undefined ? [] : [edit]);
  expect(silenced).toBe(handler(after));
  expect(await find(silenced)).toHaveLength(findings.length - 1);
});

test("keeps a byte order mark first, and the ends of lines", () => {
  const text = "\uFEFFexports.handler = () => 1;\r\n";
  const range = { start: 1, end: 8 };
  const edit = disableComment(text, { rule: "x", range }, "//");
  expect(edit && applyEdits(text, [edit])).toBe(
    "\uFEFF// cognito-disable-next-line x\r\nexports.handler = () => 1;\r\n",
  );
});

test("has no place where the language has no comments", () => {
  const range = { start: 0, end: 1 };
  expect(disableComment("{}", { rule: "x", range }, undefined)).toBeUndefined();
});
