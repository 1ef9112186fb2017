/**
 * One round over what was found: reads, analyses each file as the editor does, and gives one after the other what the
 * printers take.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createAnalyzer } from "../core/analysis/analyze.ts";
import type { Finding } from "../core/analysis/finding.ts";
import type { Config } from "../core/project/config.ts";
import { lintSource } from "../core/project/lint-source.ts";
import { lintTemplate } from "../core/project/lint-template.ts";
import { planLint, type OwnWishes } from "../core/project/plan.ts";
import { isCheckedItself, type Project } from "../core/project/project.ts";
import type { FoundFile } from "./find-files.ts";
import type { CheckedFile } from "./format/printer.ts";
import type { LintOptions } from "./lint-args.ts";
import type { Outside } from "./outside.ts";
import { readFiles, type NamedFile, type ReadFiles } from "./read-files.ts";

/** A file with its place, for fixes. */
export interface CheckedPlace extends CheckedFile {
  readonly place: string;
  /** It begins with a byte order mark, which `text` lacks. */
  readonly marked: boolean;
}

export interface Round<Checked = AsyncIterable<CheckedPlace>> {
  /** Files are checked as they are asked for: sources in order of name, infrastructure code behind them. */
  readonly checked: Checked;
  /** How many files were looked at; most of them hold no handler and are not in `checked`. */
  readonly seen: number;
  /** Complete when all are checked. */
  readonly failures: string[];
  /** What was passed over for a reason worth saying, as sentences. */
  readonly skipped: string[];
}

export function checkFiles(
  files: readonly FoundFile[],
  options: LintOptions,
  config: Config | undefined,
  outside: Outside,
): Round {
  const found = readFiles(files, outside.folder, wishesOf(options, config));
  const { seen, skipped, failures, project } = found;
  failures.push(...problemsOf(project));
  return {
    checked: checkInTurn(found, options, outside),
    seen,
    skipped,
    failures,
  };
}

/** What is wrong with the configuration files, as sentences. */
export const problemsOf = ({
  problems,
}: Pick<Project, "problems">): readonly string[] =>
  problems.map(
    ({ path, line, message }) => `${path}:${String(line)}: ${message}`,
  );

async function* checkInTurn(
  { project, sources, read, templates, failures, marked, wishes }: ReadFiles,
  options: LintOptions,
  outside: Outside,
): AsyncGenerator<CheckedPlace> {
  if (sources.length === 0 && templates.length === 0) return;
  const analyzer = await createAnalyzer(outside.readAsset);
  const readText = textReader(outside.folder);
  const code = new Map<string, readonly Finding[]>();
  const check = async (
    file: string,
    run: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[] | undefined> => {
    try {
      const findings = await run();
      if (findings.some(({ rule }) => rule === "internal"))
        failures.push(`A rule failed on ${file}. Please report it.`);
      return findings;
    } catch (error) {
      failures.push(
        `${file} could not be analysed: ${error instanceof Error ? error.message : String(error)}. Please report it.`,
      );
      return undefined;
    }
  };
  const checked = (
    { file, place, text }: NamedFile & { readonly text: string },
    findings: readonly Finding[],
  ): CheckedPlace => {
    const wanted = findings.filter(({ rule }) => isWanted(rule, options));
    return {
      file,
      place,
      findings: wanted,
      text: wanted.length === 0 ? "" : text,
      marked: marked.has(place),
    };
  };
  try {
    for (const source of inOrder(sources)) {
      const { file, key, languageId, plan } = source;
      const text = read(source);
      if (text === undefined) continue;
      const findings = await check(file, async () => {
        const given = { path: file, languageId, text };
        const report = await lintSource(analyzer, given, plan, { readText });
        // A program may be infrastructure code besides.
        return isCheckedItself(project, key)
          ? [
              ...report.findings,
              ...(await lintTemplate(analyzer, project, key, code, wishes)),
            ]
          : report.findings;
      });
      analyzer.release(file);
      if (findings === undefined) continue;
      if (templates.length > 0) code.set(key, findings);
      yield checked({ ...source, text }, findings);
      // What V8 does between turns, the end of a collection among it, has none while only promises are awaited.
      await setImmediate();
    }
    for (const template of inOrder(templates)) {
      if (planLint(project, template.key, wishes).ignored) continue;
      const findings = await check(template.file, () =>
        lintTemplate(analyzer, project, template.key, code, wishes),
      );
      if (findings !== undefined) yield checked(template, findings);
    }
  } finally {
    analyzer.dispose();
  }
}

const inOrder = <T extends NamedFile>(files: readonly T[]): readonly T[] =>
  [...files].sort((a, b) => (a.file < b.file ? -1 : 1));

/** What sources import, each file read once; at once, because most paths that are tried have no file. */
export function textReader(
  folder: string,
): (path: string) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>();
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(resolve(folder, path), "utf8");
    } catch {
      return undefined;
    }
  };
  return (path) => {
    const text = known.get(path) ?? Promise.resolve(read(path));
    known.set(path, text);
    return text;
  };
}

/** What a rule that failed says is never left out. */
export const isWanted = (rule: string, { only }: LintOptions): boolean =>
  only === undefined || only.includes(rule) || rule === "internal";

export function wishesOf(
  { triggers, runtime, levels }: LintOptions,
  config: Config | undefined,
): OwnWishes {
  return {
    levels,
    ...(triggers === undefined ? {} : { triggers }),
    ...(runtime === undefined ? {} : { runtime }),
    ...(config === undefined ? {} : { config }),
  };
}
