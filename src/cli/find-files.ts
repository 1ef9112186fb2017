/**
 * Finds the files to check. Folders are walked in order of name, without following links; a path that was named is
 * taken whatever it is called, or refused with a sentence.
 */
import { readdir, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import type { LanguageId } from "../core/analysis/finding.ts";

export interface FoundFile {
  /** As given, or below the folder as given. */
  readonly path: string;
  readonly languageId: LanguageId;
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

export async function findFiles(
  paths: readonly string[],
  folder: string,
): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  const refused: string[] = [];
  const skipped: string[] = [];

  const take = (path: string): boolean => {
    const languageId = languages[extname(path).toLowerCase()];
    if (languageId === undefined) return false;
    files.set(resolve(folder, path), { path, languageId });
    return true;
  };
  const walk = async (path: string): Promise<void> => {
    let entries;
    try {
      entries = await readdir(resolve(folder, path), { withFileTypes: true });
    } catch (error) {
      refused.push(refusal(path, error));
      return;
    }
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name)) await walk(inner);
      } else if (entry.isFile() && isHandWritten(entry.name)) {
        if (languages[extname(entry.name).toLowerCase()] === undefined)
          continue;
        const { size } = await stat(resolve(folder, inner));
        if (size > largestFile)
          skipped.push(`${inner} was skipped: it is larger than 1 MB.`);
        else take(inner);
      }
    }
  };

  for (const path of paths) {
    try {
      const found = await stat(resolve(folder, path));
      if (found.isDirectory()) await walk(path);
      else if (!take(path))
        refused.push(
          `${path} is not JavaScript, TypeScript or Python, by its name.`,
        );
    } catch (error) {
      refused.push(refusal(path, error));
    }
  }
  return { files: [...files.values()], refused, skipped };
}

const isHandWritten = (name: string): boolean =>
  !/\.min\.[cm]?js$|\.d\.[cm]?ts$/i.test(basename(name));

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
