/** What a caller knows about a file decides what its text leaves open. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { AnalyzeOptions } from "../../../src/core/analysis/options.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const check = async (
  text: string,
  options?: AnalyzeOptions,
): Promise<readonly string[]> => {
  const { findings } = await analyzer.analyze(
    { path: "src/index.js", languageId: "javascript", text },
    options,
  );
  return findings
    .filter(({ severity }) => severity !== "info")
    .map(({ rule, trigger }) => `${trigger} ${rule}`);
};

const says = `exports.start = async (event) => {
  await greet(event.userName);
  return {};
};
`;

test("a file that does not say what it serves is left alone", async () => {
  expect(await check(says)).toEqual([]);
});

test("the configured trigger and export make it a handler", async () => {
  expect(
    await check(says, {
      triggers: ["PostConfirmation"],
      handlerName: "start",
    }),
  ).toEqual(["PostConfirmation return-whole-event"]);
});

test("a comment in the file has the last word", async () => {
  const text = `// cognito-trigger: PostAuthentication\n${says}`;
  expect(
    await check(text, { triggers: ["PostConfirmation"], handlerName: "start" }),
  ).toEqual(["PostAuthentication return-whole-event"]);
});

test("only the named export is the handler", async () => {
  const text = `${says}exports.preSignUpHandler = async (event) => {};\n`;
  expect(
    await check(text, { triggers: ["PreSignUp"], handlerName: "start" }),
  ).toEqual(["PreSignUp return-whole-event"]);
});
