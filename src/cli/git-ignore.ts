/** What .gitignore files leave out, from the repository's root down to a folder. Git's own reading of them, by `ignore`. */
import ignore, { type Ignore } from "ignore";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

interface Level {
  /** The folder, with a separator at its end. */
  readonly folder: string;
  readonly matcher: Ignore;
}
/** From the outside in. */
export type IgnoreLevels = readonly Level[];

/** As `core.ignorecase`, which Git sets where the file system has it so. */
const hasOneCase = ["win32", "darwin"].includes(process.platform);

/** The levels that hold inside of a folder, given those outside of it. */
export function withLevel(outer: IgnoreLevels, folder: string): IgnoreLevels {
  let text: string;
  try {
    text = readFileSync(join(folder, ".gitignore"), "utf8");
  } catch {
    return outer;
  }
  return [
    ...outer,
    {
      folder: folder.endsWith(sep) ? folder : `${folder}${sep}`,
      matcher: ignore({ ignorecase: hasOneCase }).add(text),
    },
  ];
}

/** The levels that hold for a folder by the folders around it, up to the one that is the repository. */
export function levelsAround(folder: string): IgnoreLevels {
  const folders: string[] = [];
  for (let here = folder; ; here = dirname(here)) {
    if (here !== folder) folders.unshift(here);
    if (existsSync(join(here, ".git"))) break;
    // Outside of a repository nothing is left out by it.
    if (here === dirname(here)) return [];
  }
  const levels = folders.reduce<IgnoreLevels>(withLevel, []);
  // Who names an ignored folder wants it checked.
  return isIgnored(levels, folder, true) ? [] : levels;
}

/**
 * The innermost level that says anything decides.
 *
 * @param place absolute, inside of every level
 */
export function isIgnored(
  levels: IgnoreLevels,
  place: string,
  isFolder: boolean,
): boolean {
  let ignored = false;
  for (const { folder, matcher } of levels) {
    const inside = place.slice(folder.length).replaceAll("\\", "/");
    const path = isFolder ? `${inside}/` : inside;
    const result = matcher.test(path);
    if (result.ignored) ignored ||= isIgnoredItself(matcher, path);
    else if (result.unignored) ignored = false;
  }
  return ignored;
}

/**
 * Not only for the folder it lies in: one that is walked has been taken back by an inner level. Patterns are asked by
 * name then, as nearly all that are about files are written.
 */
function isIgnoredItself(matcher: Ignore, path: string): boolean {
  const [, folder, name] = /^(.*\/)(.+)$/su.exec(path) ?? [];
  if (folder === undefined || name === undefined) return true;
  return !matcher.test(folder).ignored || matcher.test(name).ignored;
}
