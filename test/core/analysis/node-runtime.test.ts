/** What a handler may do depends on the runtime: what only Node.js 24 refuses is no alarm until that is the runtime. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const withCallback = `// cognito-trigger: PreSignUp
exports.handler = (event, context, callback) => {
  callback(null, event);
};
`;
const withContext = `// cognito-trigger: PreSignUp
exports.handler = (event, context) => {
  context.succeed(event);
};
`;
const sync = `// cognito-trigger: PreSignUp
exports.handler = (event) => {
  return event;
};
`;

test.each([
  ["a callback", withCallback, undefined, "info no-three-param-handler"],
  ["a callback", withCallback, "nodejs22.x", "info no-three-param-handler"],
  ["a callback", withCallback, "nodejs24.x", "error no-three-param-handler"],
  ["context.succeed", withContext, undefined, "info no-context-done"],
  ["context.succeed", withContext, "nodejs24.x", "error no-context-done"],
  ["a plain return", sync, undefined, "warning sync-return-ignored"],
  ["a plain return", sync, "nodejs20.x", "error sync-return-ignored"],
  ["a plain return", sync, "nodejs24.x", ""],
])("%s: %#", async (_what, text, runtime, expected) => {
  const { findings } = await analyzer.analyze(
    { path: "src/index.js", languageId: "javascript", text },
    runtime === undefined ? {} : { runtime },
  );
  expect(
    findings.map(({ severity, rule }) => `${severity} ${rule}`).join(),
  ).toBe(expected);
});
