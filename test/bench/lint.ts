/**
 * `npm run bench:lint [editor|cli]`: what the analysis costs beside other programs that read the same texts, measured
 * in turns in one run. Prints ratios with the targets beside them; nothing fails on a slow machine.
 */
import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { Language, Parser } from "web-tree-sitter";
import { repository } from "../host/paths.ts";
import { createTemporaryFolder } from "../host/temporary.ts";
import { createAnalyzerThread } from "../../src/analysis-thread/analyzer-thread.ts";
import { createTestAnalyzer, readGrammar } from "../support/analyzer.ts";
import { createRandom } from "../support/random.ts";
import { makeHandlers, makeUnrelated } from "./handler-files.ts";

/** Rounds before the compiler has seen enough of both. */
const warm = 400;

type Row = readonly [
  what: string,
  ours: number,
  theirs: number,
  unit: string,
  target: string,
];

const parts: Readonly<Record<string, () => Promise<void>>> = {
  editor: benchEditor,
  cli: benchCli,
};
const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(parts))
  if (wanted.length === 0 || wanted.includes(name)) await run();

async function benchEditor(): Promise<void> {
  const analyzer = await createTestAnalyzer();
  // As the extension runs it.
  const thread = createAnalyzerThread(
    new URL("../../src/analysis-thread/analyzer-worker.ts", import.meta.url),
    pathToFileURL(join(repository, "dist", "grammars/")),
  );
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(await readGrammar("tree-sitter-typescript.wasm")),
  );
  const rows: Row[] = [];
  for (const [lines, target] of [
    [900, "<= 0.5"],
    [90, "<= 0.4"],
  ] as const) {
    const text = makeHandlers(lines);
    const { handlers } = await analyze("warm", text);
    const edits = keystrokes(text);
    const [ours, theirs] = await takeTurns(
      [
        () => analyze("open", next(edits)),
        () => {
          ts.createSourceFile("a.ts", next(edits), ts.ScriptTarget.Latest);
        },
      ],
      // One keystroke in a file that has just been opened.
      () => {
        analyzer.release("src/open.ts");
        return analyze("open", text);
      },
    );
    rows.push([
      `one keystroke in ${String(lines)} lines, ${String(handlers.length)} handlers / createSourceFile`,
      ours,
      theirs,
      "ms",
      target,
    ]);
    const [cold, parse] = await takeTurns([
      async () => {
        analyzer.release("src/cold.ts");
        await analyze("cold", text);
      },
      () => {
        parser.parse(text)?.delete();
      },
    ]);
    rows.push([
      `${String(lines)} lines from cold / tree-sitter's parse alone`,
      cold,
      parse,
      "ms",
      "<= 3",
    ]);
  }
  print(rows);
  for (const lines of [90, 900]) await measureDelay(lines);
  parser.delete();
  analyzer.dispose();
  thread.dispose();

  function analyze(
    name: string,
    text: string,
    by = analyzer,
  ): ReturnType<typeof analyzer.analyze> {
    return by.analyze({
      path: `src/${name}.ts`,
      languageId: "typescript",
      text,
    });
  }

  /** How long a timer of 1 ms has to wait while somebody types and each text is analysed. */
  async function measureDelay(lines: number): Promise<void> {
    const edits = keystrokes(makeHandlers(lines));
    const histogram = monitorEventLoopDelay({ resolution: 1 });
    await analyze("typed", next(edits), thread);
    histogram.enable();
    for (let typed = 0; typed < 60; typed++) {
      await analyze("typed", next(edits), thread);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    histogram.disable();
    const milliseconds = (nanoseconds: number): string =>
      (nanoseconds / 1e6).toFixed(1);
    console.log(
      `event loop while typing in ${String(lines)} lines: blocked ${milliseconds(histogram.max)} ms at most, ${milliseconds(histogram.percentile(95))} ms in 95 of 100 (target: <= 25)`,
    );
  }
}

async function benchCli(): Promise<void> {
  const { path: folder } = await createTemporaryFolder("bench-lint");
  const counts = [1_000, 10_000];
  for (const count of counts)
    await fill(`handlers-${String(count)}`, count, makeHandlers(90));
  await fill("unrelated", 10_000, makeUnrelated(90));
  await writeFile(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      compilerOptions: {
        ...{ strict: true, target: "es2022", module: "nodenext" },
        ...{ noEmit: true, types: [], skipLibCheck: true },
      },
      include: ["handlers-1000"],
    }),
  );
  const preset = pathToFileURL(
    join(repository, "node_modules", "typescript-eslint", "dist", "index.js"),
  ).href;
  await writeFile(
    join(folder, "eslint.config.mjs"),
    `import tseslint from ${JSON.stringify(preset)};
export default tseslint.config(tseslint.configs.recommendedTypeChecked, {
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
});
`,
  );
  await writeFile(
    join(folder, "read.mjs"),
    `import { readdirSync, readFileSync } from "node:fs";
for (const each of readdirSync(process.argv[2], { recursive: true, withFileTypes: true }))
  if (each.isFile()) readFileSync(each.parentPath + "/" + each.name, "utf8");
`,
  );
  const lint = (name: string): Run =>
    run([join(repository, "dist", "cli.js"), "lint", "--format", "json", name]);
  const [small, eslint] = inTurns(2, [
    () => lint("handlers-1000"),
    () =>
      run([
        join(repository, "node_modules", "eslint", "bin", "eslint.js"),
        ...["--format", "json", "handlers-1000"],
      ]),
  ]);
  const large = lint("handlers-10000");
  const [unrelated, reading] = inTurns(7, [
    () => lint("unrelated"),
    () => run(["read.mjs", "unrelated"]),
  ]);
  print([
    [
      "ESLint, type-checked preset, 1,000 files / ours",
      eslint.time,
      small.time,
      "ms",
      ">= 8",
    ],
    [
      "10,000 files / 1,000 files (10 is linear)",
      large.time,
      small.time,
      "ms",
      "about 10",
    ],
    [
      "10,000 unrelated files / reading them",
      unrelated.time,
      reading.time,
      "ms",
      "<= 2",
    ],
    ["memory, 1,000 files / ESLint", small.memory, eslint.memory, "MB", "-"],
    [
      "memory, 10,000 files / 1,000 files",
      large.memory,
      small.memory,
      "MB",
      "about 1",
    ],
  ]);
  console.log(
    `memory of ours: ${small.memory.toFixed(0)} MB for 1,000 files, ${large.memory.toFixed(0)} MB for 10,000 (target: < 250)`,
  );

  async function fill(
    name: string,
    count: number,
    text: string,
  ): Promise<void> {
    for (let index = 0; index < count; index++) {
      const inner = join(folder, name, `part-${String(index % 100)}`);
      if (index < 100) await mkdir(inner, { recursive: true });
      await writeFile(join(inner, `file-${String(index)}.ts`), text);
    }
  }

  interface Run {
    readonly time: number;
    /** Megabytes at the most. */
    readonly memory: number;
  }

  /** The fastest run of each, so that the machine's moods fall on none. */
  function inTurns(
    rounds: number,
    [ours, theirs]: readonly [() => Run, () => Run],
  ): readonly [Run, Run] {
    const faster = (a: Run, b: Run): Run => (a.time <= b.time ? a : b);
    let best: readonly [Run, Run] = [ours(), theirs()];
    for (let round = 1; round < rounds; round++)
      best = [faster(best[0], ours()), faster(best[1], theirs())];
    return best;
  }

  /** A program of its own, as from a shell: its start counts. */
  function run(args: readonly string[]): Run {
    const report =
      'data:text/javascript,process.on("exit",()=>process.stderr.write("\\nrss "+process.resourceUsage().maxRSS))';
    const started = performance.now();
    const { stderr, error } = spawnSync(
      process.execPath,
      ["--import", report, ...args],
      { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 30 },
    );
    const time = performance.now() - started;
    const kilobytes = /\nrss (\d+)$/u.exec(stderr)?.[1];
    if (error !== undefined || kilobytes === undefined)
      throw new Error(`${args.join(" ")}: ${stderr.slice(0, 1_000)}`, {
        cause: error,
      });
    return { time, memory: Number(kilobytes) / 1024 };
  }
}

/** The text with one more character in a word, at another place each time. */
function* keystrokes(text: string): Generator<string, never> {
  const random = createRandom(1);
  for (;;) {
    const at = random(text.length);
    if (/^\w\w/u.test(text.slice(at, at + 2)))
      yield `${text.slice(0, at + 1)}x${text.slice(at + 1)}`;
  }
}

function next(edits: Generator<string, never>): string {
  return edits.next().value;
}

/** Median milliseconds of each, run in turns so that the machine's moods fall on all. */
async function takeTurns(
  runs: readonly [() => unknown, () => unknown],
  before: () => unknown = () => undefined,
): Promise<readonly [number, number]> {
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < warm + 100; round++)
    for (const [index, each] of runs.entries()) {
      await before();
      const started = performance.now();
      await each();
      if (round >= warm)
        times[index as 0 | 1].push(performance.now() - started);
    }
  return [median(times[0]), median(times[1])];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function print(rows: readonly Row[]): void {
  for (const [what, ours, theirs, unit, target] of rows)
    console.log(
      `${what}: ${ours.toFixed(1)} ${unit} / ${theirs.toFixed(1)} ${unit} = ${(ours / theirs).toFixed(2)} (target: ${target})`,
    );
}
