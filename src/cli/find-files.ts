/**
 * Finds the files to check, and the infrastructure code and configuration beside them. Folders are walked in order of
 * name, without following links and without what .gitignore leaves out; a path that was named is taken whatever it is
 * called, or refused with a sentence.
 */
import { readdirSync, statSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
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
  /** Undefined for a file that can only be infrastructure code or configuration. */
  readonly languageId: LanguageId | undefined;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  /** Paths that could not be taken, as sentences: each of them fails the run. */
  readonly refused: readonly string[];
  /** Files of a folder that were passed over for a reason worth saying. */
  readonly skipped: readonly string[];
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

/** Handlers are written by people; a file beyond this is a bundle. */
const largestFile = 1_000_000;

export function findFiles(
  paths: readonly string[],
  folder: string,
): FoundFiles {
  const files = new Map<string, FoundFile>();
  const refused: string[] = [];
  const skipped: string[] = [];

  const take = (path: string): boolean => {
    const languageId = languageOf(path);
    if (languageId === undefined && !mayBeTemplate(path)) return false;
    files.set(resolve(folder, path), { path, languageId });
    return true;
  };
  const walk = (
    path: string,
    outer: IgnoreLevels,
    wanted: (path: string) => boolean,
  ): void => {
    const here = resolve(folder, path);
    let entries;
    try {
      entries = readdirSync(here, { withFileTypes: true });
    } catch (error) {
      refused.push(refusal(path, error));
      return;
    }
    const levels = entries.some(({ name }) => name === ".gitignore")
      ? withLevel(outer, here)
      : outer;
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inner = join(path, entry.name);
      const isFolder = entry.isDirectory();
      if (
        isFolder
          ? skippedFolders.has(entry.name)
          : !entry.isFile() || !isHandWritten(entry.name) || !wanted(inner)
      )
        continue;
      if (isIgnored(levels, resolve(folder, inner), isFolder)) continue;
      if (isFolder) {
        walk(inner, levels, wanted);
        continue;
      }
      const isSource = languageOf(entry.name) !== undefined;
      if (!isSource && !mayBeTemplate(entry.name)) continue;
      const { size } = statSync(resolve(folder, inner));
      if (size <= largestFile) take(inner);
      else if (isSource)
        skipped.push(`${inner} was skipped: it is larger than 1 MB.`);
    }
  };
  const walkFrom = (path: string, wanted: (path: string) => boolean): void => {
    walk(path, levelsAround(resolve(folder, path)), wanted);
  };

  for (const path of paths) {
    try {
      const found = statSync(resolve(folder, path));
      if (found.isDirectory()) walkFrom(path, () => true);
      else if (!take(path))
        refused.push(
          `${path} is not JavaScript, TypeScript or Python, nor infrastructure code, by its name.`,
        );
    } catch (error) {
      const glob = readGlob(path, folder);
      if (glob === undefined) {
        refused.push(refusal(path, error));
        continue;
      }
      const before = files.size;
      walkFrom(glob.folder, glob.matches);
      if (files.size === before)
        refused.push(`${path} matches no file that can be checked.`);
    }
  }
  return { files: [...files.values()], refused, skipped };
}

/** Written by people, and no list of packages. */
const isHandWritten = (name: string): boolean =>
  !/\.min\.[cm]?js$|\.d\.[cm]?ts$|^(?:package(?:-lock)?|npm-shrinkwrap|tsconfig.*)\.json$|^pnpm-lock\.yaml$/i.test(
    basename(name),
  );

/** What the file system refused, in words. */
export function refusal(path: string, error: unknown): string {
  switch ((error as NodeJS.ErrnoException).code) {
    case "ENOENT":
      return `${path} does not exist.`;
    case "EACCES":
    case "EPERM":
      return `${path} may not be read by this user.`;
    default:
      return `${path} could not be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"}).`;
  }
}
