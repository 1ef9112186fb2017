/** `lint PATH...`: finds files, checks them, mends what is asked to be mended, prints what is left in one of the formats. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createAnalyzer } from "../core/analysis/analyze.ts";
import type { Finding } from "../core/analysis/finding.ts";
import { readConfig, type Config } from "../core/project/config.ts";
import { lintSource } from "../core/project/lint-source.ts";
import { planLint } from "../core/project/plan.ts";
import { checkFiles, isWanted, wishesOf, type Round } from "./check-files.ts";
import { findFiles, languageOf, refusal } from "./find-files.ts";
import { fixFiles } from "./fix-files.ts";
import { printGithub } from "./format/github.ts";
import { printJson } from "./format/json.ts";
import { printPretty } from "./format/pretty.ts";
import type { CheckedFile, Printer } from "./format/printer.ts";
import { printSarif } from "./format/sarif.ts";
import type { Format, LintOptions } from "./lint-args.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";
import { readFiles } from "./read-files.ts";

const printers: Readonly<Record<Format, Printer>> = {
  pretty: printPretty,
  json: printJson,
  sarif: printSarif,
  github: printGithub,
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

  outside.write(
    printers[options.format]({
      files: checked,
      seen,
      version,
      colours: outside.colours === true,
    }),
  );
  for (const sentence of skipped) outside.complain(sentence);
  for (const sentence of failures) outside.complain(sentence);
  if (failures.length > 0) return exitCodes.failure;
  return exitCodeOf(checked, options, outside);
}

interface Outcome {
  readonly checked: readonly CheckedFile[];
  readonly seen: number;
  readonly failures: readonly string[];
  readonly skipped: readonly string[];
}

async function lintPaths(
  options: LintOptions,
  config: Config | undefined,
  outside: Outside,
): Promise<Outcome> {
  const found = findFiles(options.paths, outside.folder);
  const check = (): Promise<Round> =>
    checkFiles(found.files, options, config, outside);
  let round = await check();
  let mended = 0;
  for (let rounds = 1; options.fix && rounds < mostRounds; rounds++) {
    const fixes = fixFiles(round.checked);
    if (fixes === 0) break;
    mended += fixes;
    round = await check();
  }
  return {
    ...round,
    failures: [...found.refused, ...round.failures],
    skipped: [
      ...(mended === 0 ? [] : [`Fixed ${String(mended)} of the findings.`]),
      ...round.skipped,
    ],
  };
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
  const wishes = wishesOf(options, config);
  const { project, keyOf } = readFiles([], outside.folder, wishes, [name]);
  const plan = planLint(project, keyOf(resolve(outside.folder, name)), wishes);
  const analyzer = await createAnalyzer(outside.readAsset);
  const file = name.replaceAll("\\", "/");
  const { findings } = await lintSource(
    analyzer,
    { path: file, languageId, text },
    plan,
  );
  analyzer.dispose();
  const wanted = findings.filter(({ rule }) => isWanted(rule, options));
  return {
    checked: [{ file, text, findings: wanted }],
    seen: 1,
    failures: project.problems.map(
      ({ path, message }) => `${path}: ${message}`,
    ),
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
    const config = readConfig({ path: path.replaceAll("\\", "/"), text });
    const [problem] = config.problems;
    return problem === undefined ? config : `${path}: ${problem.value}`;
  } catch (error) {
    return refusal(path, error);
  }
}

function exitCodeOf(
  checked: readonly CheckedFile[],
  { maxWarnings }: LintOptions,
  outside: Outside,
): ExitCode {
  const all = checked.flatMap(({ findings }): readonly Finding[] => findings);
  const warnings = all.filter(({ severity }) => severity === "warning").length;
  if (all.some(({ severity }) => severity === "error"))
    return exitCodes.findings;
  if (maxWarnings === undefined || warnings <= maxWarnings)
    return exitCodes.clean;
  outside.complain(
    `Warnings: ${String(warnings)}. Allowed are ${String(maxWarnings)}.`,
  );
  return exitCodes.findings;
}
