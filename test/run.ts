/**
 * `npm test`: every layer in turn, from the cheapest checks, which run together, to the real workbench. A layer that
 * fails does not stop the later ones; one that crashes counts as failed. What failed is named once more at the end, where a
 * cut log still has it; the last line is the sum. `--only unit,ui` runs
 * some of them.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { repository, results } from "./host/paths.ts";
import { run } from "./host/processes.ts";
import { ensurePython } from "./host/python.ts";

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** The titles of what failed, as far as they are known. */
  readonly titles?: readonly string[];
}

type Layer = readonly [name: string, runLayer: () => Promise<Outcome>];

const checks: readonly Layer[] = [
  ["format", () => check(bin("prettier/bin/prettier.cjs"), "--check", ".")],
  ["lint", () => check(bin("eslint/bin/eslint.js"), ".")],
  ["types", () => check(bin("typescript/bin/tsc"))],
  [
    "webview types",
    () => check(bin("typescript/bin/tsc"), "-p", "src/webview"),
  ],
];
const tests: readonly Layer[] = [
  [
    "unit",
    async () => {
      await ensurePython();
      return vitest("unit", []);
    },
  ],
  ["build", () => check("esbuild.mjs")],
  ["editor", editor],
  ["ui", () => vitest("ui", ["--config", "test/ui/vitest.config.ts"])],
];

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",");
const layers = [...checks, ...tests];
const unknown = wanted?.filter((name) => !layers.some(([it]) => it === name));
if (unknown !== undefined && unknown.length > 0) {
  console.error(
    `No layer is called ${unknown.join(", ")}. There are: ${layers.map(([name]) => name).join(", ")}.`,
  );
  process.exit(1);
}

await mkdir(results, { recursive: true });
const total = { passed: 0, failed: 0 };
const summary: string[] = [];
await Promise.all(checks.map((each) => runOne(each)));
for (const each of tests) await runOne(each);
console.log(`\n${summary.join("\n")}\n`);
console.log(`${String(total.passed)} passed, ${String(total.failed)} failed`);
process.exit(total.failed > 0 ? 1 : 0);

async function runOne([name, runLayer]: Layer): Promise<void> {
  if (wanted !== undefined && !wanted.includes(name)) return;
  console.log(`\n— ${name} —`);
  const started = performance.now();
  const {
    passed,
    failed,
    titles = [],
  } = await runLayer().catch((error: unknown): Outcome => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const line = `${name}: ${String(passed)} passed, ${String(failed)} failed (${seconds} s)`;
  console.log(line);
  summary.push(line, ...titles.map((title) => `  ✗ ${title}`));
  total.passed += passed;
  total.failed += failed;
}

function bin(path: string): string {
  return join("node_modules", path);
}

/** A tool that passes or fails as a whole. */
async function check(script: string, ...args: string[]): Promise<Outcome> {
  const code = await run(process.execPath, [script, ...args], {
    cwd: repository,
  });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
    }[];
  }[];
}

async function vitest(name: string, args: readonly string[]): Promise<Outcome> {
  const file = join(results, `${name}.json`);
  await rm(file, { force: true });
  const code = await run(
    process.execPath,
    [
      bin("vitest/vitest.mjs"),
      "run",
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...args,
    ],
    { cwd: repository },
  );
  const report = await readReport<VitestReport>(file);
  // A file that does not even load has failed without a failing test in it.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" &&
      !assertionResults.some((result) => result.status === "failed"),
  ).length;
  return atLeastOneFailure(code, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    titles: report.testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => fullName),
  });
}

async function editor(): Promise<Outcome> {
  const file = join(results, "editor.json");
  const code = await run(process.execPath, [join("test", "editor", "run.ts")], {
    cwd: repository,
  });
  const { stats, failures } = await readReport<{
    readonly stats: { readonly passes: number; readonly failures: number };
    readonly failures: readonly { readonly fullTitle: string }[];
  }>(file);
  return atLeastOneFailure(code, {
    passed: stats.passes,
    failed: stats.failures,
    titles: failures.map(({ fullTitle }) => fullTitle),
  });
}

async function readReport<T>(file: string): Promise<T> {
  if (!existsSync(file))
    throw new Error("The layer ended without a report; see above.");
  return JSON.parse(await readFile(file, "utf8")) as T;
}

/** Neither a failing exit code without a failed test nor a run without any test may look like success. */
function atLeastOneFailure(code: number, outcome: Outcome): Outcome {
  const suspicious =
    outcome.failed === 0 && (code !== 0 || outcome.passed === 0);
  return suspicious ? { ...outcome, failed: 1 } : outcome;
}
