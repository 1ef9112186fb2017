/** Many files at the same time: the same answer as one after the other, and a thread that ends takes nothing with it. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAnalyzerThread } from "../../src/analysis-thread/analyzer-thread.ts";
import type { Analyzer } from "../../src/core/analysis/analyze.ts";
import { run } from "../../src/cli/run.ts";
import { shareOut, startAnalyzers } from "../../src/cli/share-out.ts";
import { readGrammar } from "../support/analyzer.ts";

const count = 240;
const script = new URL(
  "../../src/analysis-thread/analyzer-worker.ts",
  import.meta.url,
);
let folder: string;
let grammars: URL;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cognito many "));
  grammars = pathToFileURL(`${folder}/grammars/`);
  await mkdir(grammars);
  for (const name of ["web-tree-sitter.wasm", "tree-sitter-javascript.wasm"])
    await writeFile(new URL(name, grammars), await readGrammar(name));
  for (let i = 0; i < count; i++)
    await writeFile(
      join(folder, `pre-sign-up-${String(i)}.js`),
      `exports.handler = async (event) => {
  event.response.autoConfirmUser = ${i % 3 === 0 ? '"true"' : "true"};
  return event;
};
`,
    );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function lintWith(
  startAnalyzer: (() => Analyzer) | undefined,
): Promise<{ readonly out: string; readonly complaints: readonly string[] }> {
  let out = "";
  const complaints: string[] = [];
  await run(["lint", "--format", "json", "."], {
    write: (text) => (out += text),
    complain: (sentence) => complaints.push(sentence),
    readInput: () => Promise.resolve(""),
    now: () => 0,
    folder,
    readAsset: readGrammar,
    ...(startAnalyzer === undefined ? {} : { startAnalyzer }),
  });
  return { out, complaints };
}

test("threads find what one analysis finds, in the same order", async () => {
  const alone = await lintWith(undefined);
  const shared = await lintWith(() => createAnalyzerThread(script, grammars));
  expect(shared).toEqual(alone);
  expect(alone.out.match(/"line":/gu)).toHaveLength(count / 3);
});

test("files whose thread ended are named, and the run comes to its end", async () => {
  const { complaints } = await lintWith(() => ({
    analyze: () => Promise.reject(new Error("The analysis ended.")),
    release: () => undefined,
    dispose: () => undefined,
  }));
  // A machine with one core has no use for threads.
  const threads = availableParallelism() > 1;
  expect(complaints).toHaveLength(threads ? count : 0);
  if (threads)
    expect(complaints[0]).toMatch(
      /^pre-sign-up-0\.js could not be analysed: The analysis ended/u,
    );
});

test("few files are analysed without threads", async () => {
  const analyzers = await startAnalyzers(20, {
    readAsset: readGrammar,
    startAnalyzer: () => {
      throw new Error("not for so few");
    },
  });
  expect(analyzers).toHaveLength(1);
  for (const each of analyzers) each.dispose();
});

test("each worker takes the next item when it is done with one", async () => {
  const done: string[] = [];
  await shareOut([3, 1, 1, 1], ["a", "b"], async (ticks, worker) => {
    for (let tick = 0; tick < ticks * 4; tick++) await Promise.resolve();
    done.push(`${worker}${String(ticks)}`);
  });
  expect(done.filter((each) => each.startsWith("b"))).toHaveLength(3);
  expect(done).toContain("a3");
});
