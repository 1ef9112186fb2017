/** While a line is being typed the rest of the file keeps its findings, and nothing is said about what is not there yet. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";
import { readMarkedText } from "../../support/marked-text.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const head = `import type { PreSignUpTriggerEvent } from "aws-lambda";
`;
const cases: Readonly<Record<string, string>> = {
  "a brace is dropped": `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp") {
    event.response.autoConfirmUser = ⟦"true"⟧;
  return event;
};
`,
  "a brace too many": `exports.handler = async (event) => {
  event.response.autoConfirmUser = ⟦"true"⟧;
  }
  return event;
};
`,
  "a member is being typed": `${head}export const handler = async (event: PreSignUpTriggerEvent) => {
  event.response.autoConfirmUser = ⟦"true"⟧;
  const name = event.request.
  return event;
};
`,
  "a value is being typed": `${head}export const handler = async (event: PreSignUpTriggerEvent) => {
  event.response.autoConfirmUser = ⟦"true"⟧;
  event.response.autoVerifyEmail =
  return event;
};
`,
  "a parenthesis is open": `exports.handler = async (event) => {
  event.response.autoConfirmUser = ⟦"true"⟧;
  console.log("user", event.userName;
  return event;
};
`,
  "blocks are open": `exports.handler = async function (event) {
  event.response.autoConfirmUser = ⟦"true"⟧;
  for (const name of Object.keys(event.request)) {
    if (name) {
  return event;
}
`,
  "the file ends in the middle of a condition": `${head}export async function handler(event: PreSignUpTriggerEvent) {
  event.response.autoConfirmUser = ⟦"true"⟧;
  if (event.userName`,
  "the end of the file is not typed yet": `exports.handler = async (event) => {
  event.response.autoConfirmUser = ⟦"true"⟧;
  if (event.userName) {
`,
  "a text is open": `exports.handler = async (event) => {
  event.response.autoConfirmUser = ⟦"true"⟧;
  console.log("user);
  return event;
};
`,
};

const pythonCases: Readonly<Record<string, string>> = {
  "a function has no colon yet": `def handler(event, context)
    event["response"]["autoConfirmUser"] = ⟦"true"⟧
    return event
`,
  "a loop above has no colon yet": `def handler(event, context):
    for name in event["request"]  # each
        print(name, {
            "a": 1,
        })
    event["response"]["autoConfirmUser"] = ⟦"true"⟧
    return event
`,
  "two tests have no colon yet": `def handler(event, context):
    if event["userName"]
        event["response"]["autoVerifyEmail"] = ⟦"yes"⟧
    if event["request"]["clientMetadata"] == {"a": "b:"}
        event["response"]["autoConfirmUser"] = ⟦"true"⟧
    return event
`,
  "an else has no colon yet": `def handler(event, context):
    if event["userName"]:
        event["response"]["autoConfirmUser"] = ⟦"true"⟧
    else
        event["response"]["autoConfirmUser"] = False
    return event
`,
  "a test has no block yet": `def handler(event, context):
    event["response"]["autoConfirmUser"] = ⟦"true"⟧
    if event["userName"] == "x"
    return event
`,
  "a call is open": `def handler(event, context):
    event["response"]["autoConfirmUser"] = ⟦"true"⟧
    print(event["userName"]
    return event
`,
  "a name is being typed": `def handler(event, context):
    event["response"]["autoConfirmUser"] = ⟦"true"⟧
    event["response"]["
    return event
`,
};

test.each(Object.entries(pythonCases))("in Python %s", async (name, marked) => {
  const { text, ranges } = readMarkedText(marked);
  const { findings, complete, handlers } = await analyzer.analyze({
    path: `src/pre-sign-up/${name}.py`,
    languageId: "python",
    text,
  });
  expect(findings.map(({ rule, range }) => [rule, range])).toEqual(
    ranges.map((range) => ["response-field-type", range]),
  );
  expect(complete).toBe(false);
  expect(
    handlers.map(({ nameRange: { start, end } }) => text.slice(start, end)),
  ).toEqual(["handler"]);
  for (const { fixes, range } of findings)
    for (const { edits, title } of fixes)
      if (title === "Replace with `True`")
        expect(applyEdits(text, edits)).toBe(
          `${text.slice(0, range.start)}True${text.slice(range.end)}`,
        );
});

test.each(Object.entries(cases))("%s", async (name, marked) => {
  const { text, ranges } = readMarkedText(marked);
  const { findings, complete } = await analyzer.analyze({
    path: `src/${name}.ts`,
    languageId: text.startsWith("import") ? "typescript" : "javascript",
    text,
  });
  expect(findings.map(({ rule, range }) => [rule, range])).toEqual(
    ranges.map((range) => ["response-field-type", range]),
  );
  expect(complete).toBe(false);
});

test("what is found in a text that is not closed yet ends where the file does", async () => {
  const { text, ranges } = readMarkedText(`// cognito-trigger: CustomEmailSender
exports.handler = async (event) => {
  await send(⟦{ Text: \`Your code: \${event.request.code}\` ⟧`);
  const { findings } = await analyzer.analyze({
    path: "src/sender.js",
    languageId: "javascript",
    text,
  });
  expect(findings.map(({ range }) => range)).toEqual(ranges);
});
