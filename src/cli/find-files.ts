/**
 * Finds the files to check, and the infrastructure code and configuration beside them. Folders are walked in order of
 * name, without following links and without what .gitignore leaves out; a path that was named is taken whatever it is
 * called, or refused with a sentence.
 */
import { readdirSync, statSync } from "node:fs";
import { extname, normalize, resolve, sep } from "node:path";
import type { LanguageId } from "../core/analysis/finding.ts";
import { mayBeTemplate } from "../core/iac/read-template.ts";
import {
  isIgnored,
  levelsAround,
  withLevel,
  type IgnoreLevels,
} from "./git-ignore.ts";
import { readGlob } from "./glob.ts";

export interface FoundFile {
  /** As given, or below the folder as given. */
  readonly path: string;
  /** Absolute. */
  readonly place: string;
  /** It was given itself: taken whatever its size. */
  readonly given: boolean;
  /** Undefined for a file that can only be infrastructure code or configuration. */
  readonly languageId: LanguageId | undefined;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Paths that could not be taken, as sentences: each of them fails the run. */
  readonly refused: readonly string[];
}

const languages: Readonly<Record<string, LanguageId>> = {
  ".js": "javascript",
  ".cjs": "javascript",
  ".mjs": "javascript",
  ".jsx": "javascriptreact",
  ".ts": "typescript",
  ".cts": "typescript",
  ".mts": "typescript",
  ".tsx": "typescriptreact",
  ".py": "python",
};

export const languageOf = (path: string): LanguageId | undefined =>
  languages[extname(path).toLowerCase()];

const skippedFolders = new Set([
  "node_modules",
  "bower_components",
  ".git",
  ".hg",
  ".svn",
  "dist",
  "build",
  "cdk.out",
  ".aws-sam",
  ".serverless",
  ".venv",
  "venv",
  "site-packages",
  "__pycache__",
]);

export function findFiles(
  paths: readonly string[],
  folder: string,
): FoundFiles {
  const files = new Map<string, FoundFile>();
  const refused: string[] = [];

  // Paths are put together by hand: `join` and `resolve` cost more than reading a file's entry.
  const walk = (
    folderPath: string,
    folderPlace: string,
    outer: IgnoreLevels,
    wanted: (path: string) => boolean,
  ): void => {
    let entries;
    try {
      entries = readdirSync(folderPlace, { withFileTypes: true });
    } catch (error) {
      refused.push(refusal(folderPath, error));
      return;
    }
    const levels = entries.some(({ name }) => name === ".gitignore")
      ? withLevel(outer, folderPlace)
      : outer;
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const { name } = entry;
      if (entry.isDirectory()) {
        const place = below(folderPlace, name);
        if (!skippedFolders.has(name) && !isIgnored(levels, place, true))
          walk(below(folderPath, name), place, levels, wanted);
        continue;
      }
      const languageId = languageOf(name);
      if (
        !entry.isFile() ||
        (languageId === undefined && !mayBeTemplate(name)) ||
        !isHandWritten(name)
      )
        continue;
      const path = below(folderPath, name);
      const place = below(folderPlace, name);
      if (!wanted(path) || isIgnored(levels, place, false)) continue;
      const given = files.get(place)?.given === true;
      files.set(place, { path, place, languageId, given });
    }
  };
  const walkFrom = (path: string, wanted: (path: string) => boolean): void => {
    const place = resolve(folder, path);
    walk(normalize(path), place, levelsAround(place), wanted);
  };

  for (const path of paths) {
    // A variable of a script that is not set: it does not mean the working folder.
    if (path === "") {
      refused.push("An empty path was given.");
      continue;
    }
    try {
      const place = resolve(folder, path);
      const languageId = languageOf(path);
      if (statSync(place).isDirectory()) walkFrom(path, () => true);
      else if (languageId !== undefined || mayBeTemplate(path))
        files.set(place, { path, place, languageId, given: true });
      else
        refused.push(
          `${path} is not JavaScript, TypeScript or Python, nor infrastructure code, by its name.`,
        );
    } catch (error) {
      const glob = readGlob(path, folder);
      if (glob === undefined) {
        refused.push(refusal(path, error));
        continue;
      }
      const before = files.size + refused.length;
      walkFrom(glob.folder, glob.matches);
      if (files.size + refused.length === before)
        refused.push(`${path} matches no file that can be checked.`);
    }
  }
  return { files: [...files.values()], refused };
}

/** Written by people, and no list of packages. */
const isHandWritten = (name: string): boolean =>
  !/\.min\.[cm]?js$|\.d\.[cm]?ts$|^(?:package(?:-lock)?|npm-shrinkwrap|tsconfig.*)\.json$|^pnpm-lock\.yaml$/i.test(
    name,
  );

/** A name in a normalized folder. */
const below = (folder: string, name: string): string =>
  folder === "."
    ? name
    : folder.endsWith(sep)
      ? `${folder}${name}`
      : `${folder}${sep}${name}`;

/** What the file system refused, in words. */
export function refusal(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return `${path} does not exist.`;
    case "EACCES":
    case "EPERM":
      return `${path} may not be read by this user.`;
    default:
      return `${path} could not be read (${reasonOf(error)}).`;
  }
}

/** The file system's own word for it. */
export const reasonOf = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code ?? "unknown reason";
