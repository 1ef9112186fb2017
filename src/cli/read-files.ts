/**
 * Reads what was found, and what is kept of it: which files may hold a handler, and the project's configuration and
 * infrastructure code, also of the folders around. No text of a source is kept: few of them are asked for again, each
 * when its turn has come.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Source } from "../core/analysis/finding.ts";
import { withoutExtension } from "../core/iac/code-place.ts";
import { modulesOfTriggers } from "../core/iac/deployments.ts";
import { tellsOfTriggers } from "../core/iac/read-template.ts";
import type { IacFile } from "../core/iac/template.ts";
import { below, configName } from "../core/project/config.ts";
import { isPackage } from "../core/project/packages.ts";
import {
  planLint,
  type LintPlan,
  type OwnWishes,
} from "../core/project/plan.ts";
import {
  isCheckedItself,
  readProject,
  type Project,
} from "../core/project/project.ts";
import { mayHoldHandler } from "../core/triggers/first-look.ts";
import { languageOf, refusal, type FoundFile } from "./find-files.ts";
import { readSmallText } from "./read-text.ts";

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
  readonly plan: LintPlan;
}

export interface ReadFiles {
  readonly project: Project;
  /** Those that were given; the patterns of a stated configuration count from the working folder. */
  readonly wishes: OwnWishes;
  /** What the project knows an absolute path by. */
  readonly keyOf: (place: string) => string;
  readonly sources: readonly SourceToCheck[];
  /** A text without its byte order mark; undefined, and one more of the failures, where it cannot be read. */
  readonly read: (file: NamedFile) => string | undefined;
  /** Infrastructure code that was found, not that of the folders around. */
  readonly templates: readonly (NamedFile & { readonly text: string })[];
  /** How many files were looked at. */
  readonly seen: number;
  /** Grows with what is read later. */
  readonly failures: string[];
  /** Files of a folder that were passed over for a reason worth saying. */
  readonly skipped: string[];
  /** What begins with a byte order mark. */
  readonly marked: ReadonlySet<string>;
}

export function readFiles(
  files: readonly FoundFile[],
  folder: string,
  given: OwnWishes,
  /** Paths that need not exist, whose project is wanted. */
  also: readonly string[] = [],
): ReadFiles {
  const folders = new Set([
    ...files.map(({ place }) => dirname(place)),
    ...also.map((path) => dirname(resolve(folder, path))),
  ]);
  const root = rootOf([folder, ...folders]);
  const keyOf = keysFrom(root);
  const wishes = wishesFrom(keyOf(folder), given);
  const failures: string[] = [];
  const marked = new Set<string>();
  const skipped: string[] = [];
  const read = (
    { file, place }: Pick<NamedFile, "file" | "place">,
    readText = (): string | undefined => readFileSync(place, "utf8"),
  ): string | undefined => {
    try {
      const text = readText();
      // A byte order mark is no part of the first line.
      if (text?.startsWith("\uFEFF") !== true) return text;
      marked.add(place);
      return text.slice(1);
    } catch (error) {
      failures.push(refusal(file, error));
      return undefined;
    }
  };
  const readSmall = (each: NamedFile): string | undefined =>
    read(each, () => {
      const text = readSmallText(each.place);
      if (text === undefined && languageOf(each.file) !== undefined)
        skipped.push(`${each.file} was skipped: it is larger than 1 MB.`);
      return text;
    });

  const known: IacFile[] = [];
  const templates: (NamedFile & { text: string })[] = [];
  const looked: (NamedFile &
    Pick<SourceToCheck, "languageId"> & { readonly mayHold: boolean })[] = [];
  let seen = 0;
  for (const each of files) {
    const { path, place, languageId } = each;
    const file = path.replaceAll("\\", "/");
    const key = keyOf(place);
    const named = { file, key, place };
    const text = each.given ? read(named) : readSmall(named);
    if (text === undefined) continue;
    const isConfig = key.endsWith(configName);
    const isTemplate = !isConfig && tellsOfTriggers({ path: key, text });
    if (isConfig || isTemplate) known.push({ path: key, text });
    if (languageId !== undefined) {
      seen++;
      looked.push({ ...named, languageId, mayHold: mayHoldHandler(key, text) });
    } else if (isTemplate) {
      seen++;
      templates.push({ ...named, text });
    }
  }
  const have = new Set(known.map(({ path }) => path));
  for (const place of filesAround(folders, root)) {
    const key = keyOf(place);
    if (have.has(key)) continue;
    const text = read({ file: key, place });
    if (text !== undefined) known.push({ path: key, text });
  }

  const project = readProject(known);
  const deployed = modulesOfTriggers(project.deployments);
  const mayBeStated = (key: string): boolean =>
    wishes.triggers !== undefined || deployed.has(withoutExtension(key));
  const sources = looked.flatMap((each): readonly SourceToCheck[] => {
    const { file, key, place, languageId, mayHold } = each;
    if (!mayHold && !mayBeStated(key)) return [];
    const plan = planLint(project, key, wishes);
    // What is deployed as a trigger is checked, whatever its words.
    const stated = plan.runs.some(({ triggers }) => triggers !== undefined);
    return (mayHold || stated) && !plan.ignored
      ? [{ file, key, place, languageId, plan }]
      : [];
  });
  // A program is looked at as infrastructure code as well, where that has a rule to keep.
  for (const { file, key, place } of looked) {
    const text = project.templates.get(key)?.text;
    if (text === undefined || !isCheckedItself(project, key)) continue;
    if (!sources.some((source) => source.key === key))
      templates.push({ file, key, place, text });
  }
  return {
    project,
    wishes,
    keyOf,
    sources,
    read,
    templates,
    seen,
    failures,
    skipped,
    marked,
  };
}

function wishesFrom(folder: string, given: OwnWishes): OwnWishes {
  const { config } = given;
  if (config === undefined) return given;
  const ignores = (path: string): boolean => {
    const inside = below(folder, path);
    return inside !== undefined && config.ignores(inside);
  };
  return { ...given, config: { ...config, ignores } };
}

/** From absolute paths to what a project knows them by; `relative`, where that would cost more than it tells. */
function keysFrom(root: string): (place: string) => string {
  const start = root.endsWith(sep) ? root : `${root}${sep}`;
  return (place) =>
    (place.startsWith(start)
      ? place.slice(start.length)
      : relative(root, place)
    ).replaceAll("\\", "/");
}

/** Files that describe a project, of the folders around the given ones. */
function filesAround(
  folders: ReadonlySet<string>,
  root: string,
): readonly string[] {
  const around = new Set<string>();
  for (const folder of folders)
    for (let here = folder; !around.has(here); here = dirname(here)) {
      around.add(here);
      if (here === root) break;
    }
  return [...around].flatMap((here) =>
    namesIn(here)
      .filter(
        (name) =>
          name === configName ||
          isPackage(name) ||
          /^(?:template|serverless)\b.*\.(?:json|ya?ml)$|template\.(?:json|ya?ml)$|\.tf(?:vars)?$/i.test(
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
