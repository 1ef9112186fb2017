/** `lint PATH...`: finds files, checks them, mends what is asked to be mended, prints what is left in one of the formats. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createAnalyzer } from "../core/analysis/analyze.ts";
import { configName, readConfig, type Config } from "../core/project/config.ts";
import { lintSource } from "../core/project/lint-source.ts";
import { planLint } from "../core/project/plan.ts";
import {
  checkFiles,
  isWanted,
  problemsOf,
  textReader,
  wishesOf,
  type Round,
} from "./check-files.ts";
import { findFiles, languageOf, refusal } from "./find-files.ts";
import { fixFile } from "./fix-file.ts";
import { githubPrinter } from "./format/github.ts";
import { jsonPrinter } from "./format/json.ts";
import { prettyPrinter } from "./format/pretty.ts";
import type {
  CheckedFile,
  Counts,
  Printer,
  RunFacts,
} from "./format/printer.ts";
import { sarifPrinter } from "./format/sarif.ts";
import type { Format, LintOptions } from "./lint-args.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";
import { readFiles } from "./read-files.ts";
import { repositoryPath } from "./repository-path.ts";

const printers: Readonly<Record<Format, (run: RunFacts) => Printer>> = {
  pretty: prettyPrinter,
  json: jsonPrinter,
  sarif: sarifPrinter,
  github: githubPrinter,
};

/** One fix can bring another; endless ones are no fixes. */
const mostRounds = 10;

export async function lint(
  options: LintOptions,
  version: string,
  outside: Outside,
): Promise<ExitCode> {
  const config = readStatedConfig(options.config, outside);
  if (typeof config === "string") {
    outside.complain(config);
    return exitCodes.failure;
  }
  const { stdin } = options;
  const { checked, seen, failures, skipped } =
    stdin === undefined
      ? await lintPaths(options, config, outside)
      : await lintInput(stdin, options, config, outside);

  const colours = outside.colours === true;
  const printer = printers[options.format]({
    seen,
    version,
    colours,
    repositoryPath: (file) => repositoryPath(file, outside),
  });
  const counts = { error: 0, warning: 0, info: 0 };
  outside.write(printer.start);
  for await (const each of checked) {
    for (const { severity } of each.findings) counts[severity]++;
    outside.write(printer.file(each));
  }
  outside.write(printer.end(counts));
  for (const sentence of skipped) outside.complain(sentence);
  for (const sentence of failures) outside.complain(sentence);
  if (failures.length > 0) return exitCodes.failure;
  return exitCodeOf(counts, options, outside);
}

interface Outcome {
  readonly checked: AsyncIterable<CheckedFile> | Iterable<CheckedFile>;
  readonly seen: number;
  /** Complete when all are checked. */
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
}

async function lintPaths(
  options: LintOptions,
  config: Config | undefined,
  outside: Outside,
): Promise<Outcome> {
  const { files, refused } = findFiles(options.paths, outside.folder);
  const check = (): Round => checkFiles(files, options, config, outside);
  const { failures, ...round } = options.fix ? await mend(check) : check();
  failures.unshift(...refused);
  return { ...round, failures };
}

/** @returns the round after which nothing was left to mend */
async function mend(check: () => Round): Promise<Round<Outcome["checked"]>> {
  let mended = 0;
  /** Sentences by place. */
  const refused = new Map<string, string>();
  for (let rounds = 1; ; rounds++) {
    const round = check();
    const checked: CheckedFile[] = [];
    let fixes = 0;
    for await (const each of round.checked) {
      checked.push(each);
      if (rounds === mostRounds || refused.has(each.place)) continue;
      const written = fixFile(each);
      if (typeof written === "number") fixes += written;
      else refused.set(each.place, written);
    }
    mended += fixes;
    if (fixes > 0) continue;
    if (mended > 0)
      round.skipped.unshift(`Fixed ${String(mended)} of the findings.`);
    round.failures.push(...refused.values());
    return { ...round, checked };
  }
}

/** Text from standard input, checked as if it stood in a file of that name. */
async function lintInput(
  name: string,
  options: LintOptions,
  config: Config | undefined,
  outside: Outside,
): Promise<Outcome> {
  const languageId = languageOf(name);
  const text = (await outside.readInput()).replace(/^\uFEFF/, "");
  if (languageId === undefined)
    return {
      checked: [],
      seen: 0,
      failures: [
        `${name} is not JavaScript, TypeScript or Python, by its name.`,
      ],
      skipped: [],
    };
  const given = wishesOf(options, config);
  const { project, keyOf, wishes } = readFiles([], outside.folder, given, [
    name,
  ]);
  const plan = planLint(project, keyOf(resolve(outside.folder, name)), wishes);
  const analyzer = await createAnalyzer(outside.readAsset);
  const file = name.replaceAll("\\", "/");
  const { findings } = await lintSource(
    analyzer,
    { path: file, languageId, text },
    plan,
    { readText: textReader(outside.folder) },
  );
  analyzer.dispose();
  const wanted = findings.filter(({ rule }) => isWanted(rule, options));
  return {
    checked: [{ file, text, findings: wanted }],
    seen: 1,
    failures: problemsOf(project),
    skipped: [],
  };
}

function readStatedConfig(
  path: string | undefined,
  { folder }: Outside,
): Config | string | undefined {
  if (path === undefined) return undefined;
  try {
    const text = readFileSync(resolve(folder, path), "utf8");
    // Its patterns are moved to where the working folder is.
    const config = readConfig({
      path: configName,
      text: text.replace(/^\uFEFF/, ""),
    });
    const [problem] = config.problems;
    return problem === undefined
      ? config
      : `${path}:${String(problem.line)}: ${problem.value}`;
  } catch (error) {
    return refusal(path, error);
  }
}

function exitCodeOf(
  { error, warning }: Counts,
  { maxWarnings }: LintOptions,
  outside: Outside,
): ExitCode {
  if (error > 0) return exitCodes.findings;
  if (maxWarnings === undefined || warning <= maxWarnings)
    return exitCodes.clean;
  outside.complain(
    `Warnings: ${String(warning)}. Allowed are ${String(maxWarnings)}.`,
  );
  return exitCodes.findings;
}
