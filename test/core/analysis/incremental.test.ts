/** Analysing an edited text gives what analysing it from scratch gives, and broken texts of any kind never throw. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { LanguageId, Report } from "../../../src/core/analysis/finding.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let kept: Analyzer;
let fresh: Analyzer;
beforeAll(async () => {
  kept = await createTestAnalyzer();
  fresh = await createTestAnalyzer();
});
afterAll(() => {
  kept.dispose();
  fresh.dispose();
});

/** A small generator of numbers, the same in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pieces = [
  "{",
  "}",
  "(",
  ")",
  '"',
  "`",
  "\n",
  "\r\n",
  " = ",
  "return",
  "await ",
  "event.response.",
  "\u0000",
  "\ud83d",
  "😀",
  "=>",
  "\t",
  "/*",
  ";",
  "if (x) ",
  "?.",
];

function mutate(text: string, random: (below: number) => number): string {
  const at = random(text.length + 1);
  const length = random(12);
  const piece = pieces[random(pieces.length)] ?? "";
  switch (random(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + piece + text.slice(at);
    case 2:
      return (
        text.slice(0, at) + text.slice(at, at + length * 4) + text.slice(at)
      );
    default:
      return text.slice(0, at) + piece + text.slice(at + length);
  }
}

const folder = new URL("../../fixtures/handlers/", import.meta.url);
const languages: Readonly<Record<string, LanguageId>> = {
  js: "javascript",
  ts: "typescript",
  py: "python",
};
const files = (await readdir(folder, { recursive: true })).filter((name) =>
  /flagged.*\.(?:js|ts|py)$/u.test(name),
);

test.each(files)("random edits of %s", async (file) => {
  const random = createRandom(file.length * 7919);
  const languageId = languages[file.split(".").at(-1) ?? ""] ?? "javascript";
  let text = await readFile(new URL(file, folder), "utf8");
  for (let i = 0; i < 8; i++) {
    const path = `src/${file}`;
    const incremental = await kept.analyze({ path, languageId, text });
    fresh.release(path);
    expect(incremental).toEqual(
      await fresh.analyze({ path, languageId, text }),
    );
    text = mutate(text, random);
  }
  kept.release(`src/${file}`);
});

test("deep nesting and long lists end", async () => {
  const deep = `exports.handler = async (event) => { ${"if (event.x) {".repeat(400)} event.response.autoConfirmUser = "true"; ${"}".repeat(400)} return event; };`;
  const long = `exports.handler = async (event) => { const all = [${"1,".repeat(20_000)}]; return event; };`;
  // Asked again and again, once for each session that such a trigger may be given.
  const waits = `// cognito-trigger: DefineAuthChallenge
exports.handler = async (event) => { const later = make(); ${"await later; ".repeat(4_000)}
  if (event.request.session.length > 3) event.response.failAuthentication = true;
  else event.response.challengeName = "CUSTOM_CHALLENGE";
  return event; };`;
  const keys = `exports.handler = async (event) => { const all = ${"{[".repeat(100)}1${"]: 1}".repeat(100)}; return event; };`;
  for (const text of [
    deep,
    long,
    keys,
    "(".repeat(3000),
    "a.".repeat(3000),
    "!".repeat(3000),
    waits,
    `const all = ${"!".repeat(3000)}name${"!".repeat(3000)};`,
  ]) {
    const report = await fresh.analyze({
      path: "src/pre-sign-up.ts",
      languageId: "typescript",
      text,
    });
    expect(report.findings.every(({ rule }) => rule !== "internal")).toBe(true);
  }
});

test("what nests deep is copied, or nothing is known of the text, however much the stack holds", () => {
  const texts = new URL("../../support/deep-texts.ts", import.meta.url);
  const [told, ...others] = ["600", "984", "2500"].map((size) =>
    execFileSync(
      process.execPath,
      [`--stack-size=${size}`, fileURLToPath(texts)],
      { encoding: "utf8" },
    ),
  );
  expect(told).toMatch(/^100 response-field-type\n[^]*^3000 \n/m);
  expect(told).not.toContain("internal");
  expect(others).toEqual([told, told]);
});

test("a module that tests thousands of values ends, and its memory does", async () => {
  const tests = Array.from(
    { length: 8_000 },
    (_, i) =>
      `v${String(i)} = load(${String(i)})\nif v${String(i)}:\n    v${String(i)} = 1\n`,
  ).join("");
  const report = await fresh.analyze({
    path: "src/pre_sign_up.py",
    languageId: "python",
    text: `${tests}
def handler(event, context):
    event["response"]["autoConfirmUser"] = "yes"
    return event
`,
  });
  expect(report.complete).toBe(false);
});

test("what is lowered again for each level around it ends", async () => {
  const levels = 30;
  const cleanups = `exports.handler = async (event) => { event.response.autoConfirmUser = "yes"; ${"try { f(); } finally {".repeat(levels)} g(); ${"}".repeat(levels)} return event; };`;
  const lists = `def handler(event, context):
    event["response"]["autoConfirmUser"] = "yes"
    items = ${"[".repeat(levels)}x${" for y in x]".repeat(levels)}
    return event
`;
  for (const [languageId, path, text] of [
    ["javascript", "src/pre-sign-up.mjs", cleanups],
    ["python", "src/pre_sign_up.py", lists],
  ] as const) {
    const { complete } = await fresh.analyze({ path, languageId, text });
    expect(complete).toBe(false);
  }
});

test("an edit of a text that nests deep comes out as the whole text does", async () => {
  const path = "src/pre-sign-up.js";
  const read = (text: string, by: Analyzer): Promise<Report> =>
    by.analyze({ path, languageId: "javascript", text });
  for (let depth = 290; depth < 300; depth++) {
    const write = (value: string): string =>
      `exports.handler = async (event) => { event.response.autoConfirmUser = ${value}; return ${"!".repeat(depth)}event; };`;
    for (const text of [write("true"), write('"true"')]) {
      fresh.release(path);
      expect(await read(text, kept)).toEqual(await read(text, fresh));
    }
    kept.release(path);
  }
});

test("a fix after an edit looks like the file that the edit has left", async () => {
  const path = "src/post-confirmation.js";
  const read = (text: string, by: Analyzer): Promise<Report> =>
    by.analyze({ path, languageId: "javascript", text });
  const write = (step: string, quote: string): string =>
    `const name = () => {
${step}return ${quote}a${quote};
};
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
\tawait users.add(event.userName);
\treturn event;
};
`;
  for (const text of [write("\t", "'"), write("  ", "'"), write("  ", '"')]) {
    fresh.release(path);
    const report = await read(text, fresh);
    expect(report.findings.flatMap(({ fixes }) => fixes)).toHaveLength(1);
    expect(await read(text, kept)).toEqual(report);
  }
  kept.release(path);
});

test("long texts of what is looked for end", async () => {
  const render = (text: string): string => `from jinja2 import Template
# cognito-trigger: CustomMessage
def handler(event, context):
    event["response"]["emailMessage"] = Template("${text}").render()
    return event
`;
  for (const [languageId, text] of [
    ["python", render("{#".repeat(80_000))],
    ["python", render("{% set ".repeat(60_000))],
    [
      "python",
      `# cognito-trigger: CustomMessage ${"x".repeat(150_000)}\ndef handler(event, context):\n    return event\n`,
    ],
    [
      "python",
      `# cognito-trigger: CustomSMSSender
import base64
def handler(event, context):
    code = event["request"]["code"]
    send("${"x".repeat(150_000)}", base64.b64decode(code).decode())
`,
    ],
    [
      "javascript",
      `// cognito-trigger: CustomMessage
exports.handler = async (event) => {
  if (event.triggerSource === "Custom${"Message".repeat(300_000)}") event.response.emailMesage = "";
  return event;
};
`,
    ],
    [
      "javascript",
      `// cognito-trigger: CreateAuthChallenge
exports.handler = async (event) => {
  event.response.privateChallengeParameters = { answer: makeCode() };
  event.response.publicChallengeParameters = { note: "${" ".repeat(200_000)}x" };
};
`,
    ],
    [
      "javascript",
      `${"\n".repeat(200_000)}// cognito-trigger: CustomMessage\nmodule.exports.handler = async (event) => event;`,
    ],
  ] as const) {
    const report = await fresh.analyze(
      {
        path: `src/custom-message.${languageId === "python" ? "py" : "js"}`,
        languageId,
        text,
      },
      { readText: () => Promise.resolve(undefined) },
    );
    expect([languageId, report.handlers.length]).toEqual([languageId, 1]);
  }
});

test("two calls for one file at the same time do not disturb each other", async () => {
  const path = "src/pre-sign-up.js";
  const text = (value: string): string =>
    `exports.handler = async (event) => { event.response.autoConfirmUser = ${value}; return event; };`;
  const sources = ['"yes"', "true", "1", "event.userName"].map((value) => ({
    path,
    languageId: "javascript" as const,
    text: text(value),
  }));
  const reports = await Promise.all(
    sources.map((source) => kept.analyze(source)),
  );
  expect(reports.map(({ findings }) => findings.length)).toEqual([1, 0, 1, 1]);
});

test("a module that Amplify's loader calls does not answer itself", async () => {
  const source = {
    languageId: "javascript" as const,
    text: "exports.handler = async (event) => { await save(event.userName); };",
  };
  const rulesIn = async (path: string): Promise<readonly string[]> =>
    (await fresh.analyze({ ...source, path })).findings
      .filter(({ severity }) => severity === "error")
      .map(({ rule }) => rule);
  const folder = "amplify/backend/function/appPostConfirmation/src";
  expect(await rulesIn(`${folder}/index.js`)).toEqual(["return-event"]);
  expect(await rulesIn(`${folder}/add-to-group.js`)).toEqual([]);
});
