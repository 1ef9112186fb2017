/**
 * Takes damaged handlers through the analysis. Nothing may throw, no rule may fail, no place may lie outside the text,
 * every fix must apply, and after a run of edits the report must be the one of the text alone.
 * `npm run fuzz [COUNT [SEED]]` runs many per language, and edits one file until a tree that is not freed would show in
 * the memory; the unit tests run a few.
 */
import { readdir, readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Analyzer } from "../../src/core/analysis/analyze.ts";
import { collectFixes } from "../../src/core/analysis/collect-fixes.ts";
import type { LanguageId, Report } from "../../src/core/analysis/finding.ts";
import { applyEdits } from "../../src/core/text/edit.ts";
import type { Range } from "../../src/core/text/position.ts";
import { createTestAnalyzer } from "../support/analyzer.ts";
import { createRandom, pick } from "../support/random.ts";
import { mutateCode } from "./mutate-code.ts";

export const fuzzedLanguages = ["javascript", "typescript", "python"] as const;
export type FuzzedLanguage = (typeof fuzzedLanguages)[number];

const extensions: Readonly<Record<FuzzedLanguage, string>> = {
  javascript: ".js",
  typescript: ".ts",
  python: ".py",
};
/** Edits in a row to one text before the next handler is taken. */
const editsInARow = 5;

export interface FuzzResult {
  readonly texts: number;
  /** Texts in which a handler was still recognised. */
  readonly recognised: number;
  /** Texts with a finding. */
  readonly flagged: number;
  /** Milliseconds of the slowest analysis, and the seed of its text. */
  readonly slowest: { readonly time: number; readonly seed: number };
}

async function readHandlers(
  language: FuzzedLanguage,
): Promise<readonly string[]> {
  const folder = new URL("../fixtures/handlers/", import.meta.url);
  const names = (await readdir(folder, { recursive: true })).filter((name) =>
    name.endsWith(extensions[language]),
  );
  return Promise.all(
    names.sort().map((name) => readFile(new URL(name, folder), "utf8")),
  );
}

/** Rejects with the seed of the edits that led to the fault; that seed with a count of 5 makes them again. */
export async function fuzzHandlers(
  language: FuzzedLanguage,
  count: number,
  seed: number,
): Promise<FuzzResult> {
  const handlers = await readHandlers(language);
  const edited = await createTestAnalyzer();
  const fresh = await createTestAnalyzer();
  let recognised = 0;
  let flagged = 0;
  let slowest = { time: 0, seed };
  try {
    for (let done = 0; done < count; done += editsInARow) {
      const own = seed + done;
      const random = createRandom(own);
      const source = {
        path: `src/pre-sign-up/${String(own)}${extensions[language]}`,
        languageId: language satisfies LanguageId,
        text: pick(random, handlers),
      };
      try {
        for (let edit = 0; edit < editsInARow && done + edit < count; edit++) {
          source.text = mutateCode(source.text, random, handlers);
          const started = performance.now();
          const report = await edited.analyze(source);
          const time = performance.now() - started;
          if (time > slowest.time) slowest = { time, seed: own };
          if (report.handlers.length > 0) recognised++;
          if (report.findings.length > 0) flagged++;
          checkReport(report, source.text);
          // The last text of a row carries all its edits, any other is compared now and then.
          if (edit === editsInARow - 1 || random(8) === 0)
            await checkAgainst(fresh, source, report);
        }
      } catch (error) {
        throw new Error(`${language}, seed ${String(own)}`, { cause: error });
      }
      edited.release(source.path);
    }
  } finally {
    edited.dispose();
    fresh.dispose();
  }
  return { texts: count, recognised, flagged, slowest };
}

async function checkAgainst(
  fresh: Analyzer,
  source: Parameters<Analyzer["analyze"]>[0],
  report: Report,
): Promise<void> {
  const scratch = await fresh.analyze(source);
  fresh.release(source.path);
  if (!isDeepStrictEqual(report, scratch))
    throw new Error(
      `After the edits ${JSON.stringify(report)}, from scratch ${JSON.stringify(scratch)}`,
    );
}

function checkReport({ findings, handlers }: Report, text: string): void {
  const check = ({ start, end }: Range, what: string, limit: number): void => {
    if (!(start >= 0 && start <= end && end <= limit))
      throw new Error(
        `${what} at ${String(start)} to ${String(end)} of ${String(text.length)}`,
      );
  };
  for (const { rule, message, range, related, fixes } of findings) {
    if (rule === "internal") throw new Error(message);
    check(range, rule, text.length);
    for (const each of related) check(each.range, `${rule}, related`, Infinity);
    for (const { edits, title } of fixes)
      for (const edit of edits) check(edit.range, title, text.length);
  }
  for (const { range, nameRange } of handlers) {
    check(range, "A handler", Infinity);
    check(nameRange, "A handler's name", text.length);
  }
  applyEdits(text, collectFixes(findings));
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Megabytes that the process grew by over `edits` to one text. */
export async function measureGrowth(
  language: FuzzedLanguage,
  edits: number,
): Promise<number> {
  const handlers = await readHandlers(language);
  const text = handlers.join("\n").slice(0, 8_000);
  const analyzer = await createTestAnalyzer();
  const random = createRandom(1);
  const type = async (count: number): Promise<number> => {
    for (let edit = 0; edit < count; edit++) {
      const at = random(text.length);
      await analyzer.analyze({
        path: `src/pre-sign-up${extensions[language]}`,
        languageId: language,
        text: `${text.slice(0, at)}a${text.slice(at)}`,
      });
      // What nobody holds goes at once: what V8 keeps in reserve is not what the edits left behind.
      if (edit % 100 === 0) collect();
    }
    collect();
    return process.memoryUsage().rss / 2 ** 20;
  };
  // What the first edits take is kept for the next ones; the heap is as large as it gets after about a thousand.
  const before = await type(Math.max(1_500, Math.ceil(edits / 4)));
  const after = await type(edits);
  analyzer.dispose();
  return after - before;
}

if (import.meta.main) {
  const [count = "100000", seed = "1"] = process.argv.slice(2);
  let failed = false;
  for (const language of fuzzedLanguages) {
    const started = performance.now();
    const result = await fuzzHandlers(language, Number(count), Number(seed));
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    console.log(
      `${language}: ${count} texts in ${seconds} s, nothing thrown; a handler was recognised in ${String(result.recognised)}, ${String(result.flagged)} had findings; the slowest took ${result.slowest.time.toFixed(0)} ms (seed ${String(result.slowest.seed)})`,
    );
    const edits = Math.ceil(Number(count) / 10);
    const growth = await measureGrowth(language, edits);
    console.log(
      `${language}: memory grew by ${growth.toFixed(0)} MB over ${String(edits)} edits`,
    );
    // A tree of this text takes about a quarter of a megabyte: 10,000 that are not freed would be gigabytes.
    failed ||= result.slowest.time > 10_000 || growth > 200;
  }
  process.exitCode = failed ? 1 : 0;
}
