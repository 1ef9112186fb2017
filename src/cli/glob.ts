/** Glob patterns among the paths: a folder to walk, and which of its files are meant. */
import ignore from "ignore";
import { relative, resolve } from "node:path";

export interface Glob {
  /** The folder before the first part with a wildcard. */
  readonly folder: string;
  /** @param path of a file below the folder, from the same working folder */
  readonly matches: (path: string) => boolean;
}

/** Undefined where the text has no wildcard. */
export function readGlob(written: string, folder: string): Glob | undefined {
  const parts = written.replaceAll("\\", "/").split("/");
  const first = parts.findIndex((part) => /[*?[{]/.test(part));
  if (first === -1) return undefined;
  const base = parts.slice(0, first).join("/") || (first > 0 ? "/" : ".");
  const matcher = ignore({ ignorecase: false }).add(
    expandBraces(parts.slice(first).join("/")).map((each) => `/${each}`),
  );
  return {
    folder: base,
    matches: (path) => {
      const inside = relative(resolve(folder, base), resolve(folder, path));
      return matcher.ignores(inside.replaceAll("\\", "/"));
    },
  };
}

/** `*.{ts,js}` -> `*.ts`, `*.js`; a brace without a partner stays as it is. */
function expandBraces(pattern: string): readonly string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern);
  if (found === null) return [pattern];
  const before = pattern.slice(0, found.index);
  const after = pattern.slice(found.index + found[0].length);
  return (found[1] ?? "")
    .split(",")
    .flatMap((each) => expandBraces(`${before}${each}${after}`));
}
