/** One round over what was found: reads, analyses each file as the editor does, and gives what the printers take. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createAnalyzer } from "../core/analysis/analyze.ts";
import type { Finding } from "../core/analysis/finding.ts";
import type { Config } from "../core/project/config.ts";
import { lintSource } from "../core/project/lint-source.ts";
import { lintTemplate } from "../core/project/lint-template.ts";
import { planLint, type OwnWishes } from "../core/project/plan.ts";
import type { FoundFile } from "./find-files.ts";
import type { CheckedFile } from "./format/printer.ts";
import type { LintOptions } from "./lint-args.ts";
import type { Outside } from "./outside.ts";
import { readFiles } from "./read-files.ts";

/** A file with its place, for fixes. */
export interface CheckedPlace extends CheckedFile {
  readonly place: string;
  /** It begins with a byte order mark, which `text` lacks. */
  readonly marked: boolean;
}

export interface Round {
  readonly checked: readonly CheckedPlace[];
  /** How many files were looked at; most of them hold no handler and are not in `checked`. */
  readonly seen: number;
  readonly failures: readonly string[];
  /** What was passed over for a reason worth saying, as sentences. */
  readonly skipped: readonly string[];
}

export async function checkFiles(
  files: readonly FoundFile[],
  options: LintOptions,
  config: Config | undefined,
  outside: Outside,
): Promise<Round> {
  const wishes = wishesOf(options, config);
  const { project, sources, read, templates, seen, skipped, marked, ...rest } =
    readFiles(files, outside.folder, wishes);
  const failed = project.problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );
  const checked: CheckedPlace[] = [];
  const round = (): Round => ({
    checked,
    seen,
    skipped,
    failures: [...rest.failures, ...failed],
  });
  if (sources.length === 0 && templates.length === 0) return round();
  const analyzer = await createAnalyzer(outside.readAsset);
  const readText = textReader(outside.folder);
  const code = new Map<string, readonly Finding[]>();
  const check = async (
    { file, place, text }: { file: string; place: string; text: string },
    run: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> => {
    try {
      const all = await run();
      const findings = all.filter(({ rule }) => isWanted(rule, options));
      checked.push({
        file,
        place,
        findings,
        marked: marked.has(place),
        text: findings.length === 0 ? "" : text,
      });
      if (findings.some(({ rule }) => rule === "internal"))
        failed.push(`A rule failed on ${file}. Please report it.`);
      return all;
    } catch (error) {
      failed.push(
        `${file} could not be analysed: ${error instanceof Error ? error.message : String(error)}. Please report it.`,
      );
      return [];
    }
  };
  for (const source of sources) {
    const { file, key, languageId, plan } = source;
    const text = read(source);
    if (text === undefined) continue;
    const found = await check({ ...source, text }, async () => {
      const given = { path: file, languageId, text };
      return (await lintSource(analyzer, given, plan, { readText })).findings;
    });
    code.set(key, found);
    analyzer.release(file);
    // What V8 does between turns, the end of a collection among it, has none while only promises are awaited.
    await setImmediate();
  }
  for (const template of templates)
    if (!planLint(project, template.key, wishes).ignored)
      await check(template, () =>
        lintTemplate(analyzer, project, template.key, code, wishes),
      );
  analyzer.dispose();
  checked.sort((a, b) => (a.file < b.file ? -1 : 1));
  return round();
}

/** What sources import, each file read once; at once, because most paths that are tried have no file. */
function textReader(
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
