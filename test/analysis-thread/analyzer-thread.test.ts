/** The analysis in its thread: the same reports as without one, and every call ends, whatever happens to the thread. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnalyzerThread } from "../../src/analysis-thread/analyzer-thread.ts";
import { createTestAnalyzer, readGrammar } from "../support/analyzer.ts";

const script = new URL(
  "../../src/analysis-thread/analyzer-worker.ts",
  import.meta.url,
);
const source = {
  path: "src/pre-sign-up.js",
  languageId: "javascript",
  text: `exports.handler = async (event) => {
  event.response.autoConfirmUser = "true";
  return event;
};
`,
} as const;

let folder: string;
let grammars: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cognito-grammars-"));
  grammars = pathToFileURL(`${folder}/grammars/`);
  await mkdir(grammars);
  for (const name of ["web-tree-sitter.wasm", "tree-sitter-javascript.wasm"])
    await writeFile(new URL(name, grammars), await readGrammar(name));
});
afterAll(() => rm(folder, { recursive: true }));

test("reports what the analysis reports, for each of several calls at once", async () => {
  const direct = await createTestAnalyzer();
  const thread = createAnalyzerThread(script, grammars);
  const good = { ...source, text: source.text.replace('"true"', "true") };
  const reports = await Promise.all([
    thread.analyze(source),
    thread.analyze(good),
    thread.analyze(source, { triggers: ["PostConfirmation"] }),
  ]);
  expect(reports).toEqual([
    await direct.analyze(source),
    await direct.analyze(good),
    await direct.analyze(source, { triggers: ["PostConfirmation"] }),
  ]);
  expect(reports.map(({ findings }) => findings.length)).toContain(1);
  thread.release(source.path);
  thread.dispose();
  direct.dispose();
});

test("reads what a handler imports on this side", async () => {
  const thread = createAnalyzerThread(script, grammars);
  const asked: string[] = [];
  const report = await thread.analyze(
    {
      ...source,
      text: `const { confirm } = require("./confirm");
exports.handler = async (event) => {
  confirm(event);
  return event;
};
`,
    },
    {
      triggers: ["PreSignUp"],
      readText: (path) => {
        asked.push(path);
        return Promise.resolve(
          path === "src/confirm.js"
            ? 'exports.confirm = (event) => { event.response.autoConfirmUser = "true"; };'
            : undefined,
        );
      },
    },
  );
  expect(asked).toContain("src/confirm.js");
  expect(report.handlers).toHaveLength(1);
  thread.dispose();
});

test("tells that a grammar cannot be read, each time it is asked", async () => {
  const thread = createAnalyzerThread(script, new URL("none/", grammars));
  for (let call = 0; call < 2; call++)
    await expect(thread.analyze(source)).rejects.toThrow(/ENOENT/);
  thread.dispose();
});

test("settles what waits when the thread ends, and starts another", async () => {
  const broken = pathToFileURL(join(folder, "ends.mjs"));
  await writeFile(
    broken,
    'import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(3));',
  );
  const thread = createAnalyzerThread(broken, grammars);
  for (let call = 0; call < 2; call++)
    await expect(thread.analyze(source)).rejects.toThrow(/ended before/);
  const waiting = thread.analyze(source);
  thread.dispose();
  await expect(waiting).rejects.toThrow(/stopped/);
});
