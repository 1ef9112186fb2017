/**
 * Reads what was found, and what is kept of it: texts that may hold a handler, and the project's configuration and
 * infrastructure code, also of the folders around. Unrelated files are read once and forgotten.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Source } from "../core/analysis/finding.ts";
import { tellsOfTriggers } from "../core/iac/read-template.ts";
import type { IacFile } from "../core/iac/template.ts";
import { configName } from "../core/project/config.ts";
import {
  planLint,
  type LintPlan,
  type OwnWishes,
} from "../core/project/plan.ts";
import { readProject, type Project } from "../core/project/project.ts";
import { mayHoldHandler } from "../core/triggers/first-look.ts";
import { refusal, type FoundFile } from "./find-files.ts";

/** A path in two forms. */
export interface NamedFile {
  /** With `/`, as people gave it. */
  readonly file: string;
  /** With `/`, from the folder that all files of the run share: what a project knows a file by. */
  readonly key: string;
  /** Absolute. */
  readonly place: string;
}
export interface SourceToCheck extends NamedFile {
  readonly languageId: Source["languageId"];
  readonly text: string;
  readonly plan: LintPlan;
}

export interface ReadFiles {
  readonly project: Project;
  /** What the project knows an absolute path by. */
  readonly keyOf: (place: string) => string;
  readonly sources: readonly SourceToCheck[];
  /** Infrastructure code that was found, not that of the folders around. */
  readonly templates: readonly (NamedFile & { readonly text: string })[];
  /** How many files were looked at. */
  readonly seen: number;
  readonly failures: readonly string[];
  /** What begins with a byte order mark. */
  readonly marked: ReadonlySet<string>;
}

export function readFiles(
  files: readonly FoundFile[],
  folder: string,
  wishes: OwnWishes,
  /** Paths that need not exist, whose project is wanted. */
  also: readonly string[] = [],
): ReadFiles {
  const root = rootOf([
    folder,
    ...[...files.map(({ path }) => path), ...also].map((path) =>
      dirname(resolve(folder, path)),
    ),
  ]);
  const keyOf = (place: string): string =>
    relative(root, place).replaceAll("\\", "/");
  const failures: string[] = [];
  const marked = new Set<string>();
  const read = (place: string, path: string): string | undefined => {
    try {
      const text = readFileSync(place, "utf8");
      // A byte order mark is no part of the first line.
      if (!text.startsWith("\uFEFF")) return text;
      marked.add(place);
      return text.slice(1);
    } catch (error) {
      failures.push(refusal(path, error));
      return undefined;
    }
  };

  const known: IacFile[] = [];
  const templates: (NamedFile & { text: string })[] = [];
  const texts = new Map<string, string>();
  let seen = 0;
  const named = files.map(({ path, languageId }) => {
    const place = resolve(folder, path);
    return {
      file: path.replaceAll("\\", "/"),
      key: keyOf(place),
      place,
      languageId,
    };
  });
  for (const each of named) {
    const { file, key, place, languageId } = each;
    const text = read(place, file);
    if (text === undefined) continue;
    const isConfig = key.endsWith(configName);
    const isTemplate = !isConfig && tellsOfTriggers({ path: key, text });
    if (isConfig || isTemplate) known.push({ path: key, text });
    if (languageId !== undefined) {
      seen++;
      if (mayHoldHandler(key, text)) texts.set(place, text);
    } else if (isTemplate) {
      seen++;
      templates.push({ file, key, place, text });
    }
  }
  const have = new Set(known.map(({ path }) => path));
  for (const place of filesAround(
    [
      ...named.map((each) => each.place),
      ...also.map((path) => resolve(folder, path)),
    ],
    root,
  )) {
    const key = keyOf(place);
    if (have.has(key)) continue;
    const text = read(place, key);
    if (text !== undefined) known.push({ path: key, text });
  }

  const project = readProject(known);
  const sources = named.flatMap((each): SourceToCheck[] => {
    const { key, place, file, languageId } = each;
    if (languageId === undefined) return [];
    const plan = planLint(project, key, wishes);
    // What is deployed as a trigger is checked, whatever its words.
    const stated = plan.runs.some(({ triggers }) => triggers !== undefined);
    const text = texts.get(place) ?? (stated ? read(place, file) : undefined);
    return text === undefined || plan.ignored
      ? []
      : [{ file, key, place, languageId, text, plan }];
  });
  return { project, keyOf, sources, templates, seen, failures, marked };
}

/** Files that describe a project, of the folders around the given ones. */
function filesAround(
  places: readonly string[],
  root: string,
): readonly string[] {
  const folders = new Set<string>();
  for (const place of places)
    for (let here = dirname(place); !folders.has(here); here = dirname(here)) {
      folders.add(here);
      if (here === root) break;
    }
  return [...folders].flatMap((here) =>
    namesIn(here)
      .filter(
        (name) =>
          name === configName ||
          /^(?:template|serverless)\b.*\.(?:json|ya?ml)$|template\.(?:json|ya?ml)$|\.tf$/i.test(
            name,
          ),
      )
      .map((name) => join(here, name)),
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The folder that all share; above it the one with the configuration, at most that of the repository. */
function rootOf(folders: readonly string[]): string {
  let [shared = ""] = folders;
  for (const folder of folders)
    while (relative(shared, folder).startsWith("..")) shared = dirname(shared);
  let root = shared;
  for (let here = shared; ; here = dirname(here)) {
    const names = namesIn(here);
    if (names.includes(configName) || names.includes(".git")) root = here;
    if (names.includes(".git") || here === dirname(here)) return root;
  }
}
