/**
 * Which files of the workspace an import can mean, in the order in which they are tried. Packages of a registry and
 * modules of the language give none, or files that are not there.
 */
import type { LanguageId } from "../finding.ts";

/** @param path the importing file, with `/` */
export function importPaths(
  path: string,
  language: "javascript" | "python",
  from: string,
  name: string | undefined,
): readonly { readonly path: string; readonly whole: boolean }[] {
  const folder = path.split("/").slice(0, -1);
  if (language === "javascript") {
    if (!/^\.{1,2}\//u.test(from)) return [];
    const base = join(folder, from.split("/"));
    return base === undefined ? [] : modulePaths(base);
  }
  const [, dots = "", words = ""] = /^(\.*)(.*)$/u.exec(from) ?? [];
  const up = Array.from({ length: Math.max(0, dots.length - 1) }, () => "..");
  const parts = words === "" ? [] : words.split(".");
  const base = join(folder, [...up, ...parts]);
  if (base === undefined) return [];
  const submodule = name === undefined ? [] : [`${base}/${name}.py`];
  return [...(parts.length === 0 ? [] : [`${base}.py`]), `${base}/__init__.py`]
    .map((each) => ({ path: each, whole: false }))
    .concat(submodule.map((each) => ({ path: each, whole: true })));
}

/** The files that a module of JavaScript can be. */
export function modulePaths(
  base: string,
): readonly { readonly path: string; readonly whole: boolean }[] {
  // TypeScript that is written for ECMAScript modules names the file it becomes.
  const source = base.replace(/\.([mc]?)js$/u, ".$1ts");
  return [
    base,
    ...(source === base ? [] : [source]),
    ...[".ts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js"].map(
      (end) => base + end,
    ),
  ]
    .filter((each) => languageOf(each) !== undefined)
    .map((each) => ({ path: each, whole: false }));
}

/** By the file's extension; `json` for data. */
export function languageOf(path: string): LanguageId | "json" | undefined {
  const [, extension = ""] = /\.([a-z]+)$/u.exec(path) ?? [];
  switch (extension) {
    case "js":
    case "mjs":
    case "cjs":
      return "javascript";
    case "ts":
    case "mts":
    case "cts":
      return path.endsWith(".d.ts") ? undefined : "typescript";
    case "py":
      return "python";
    case "json":
      return "json";
    default:
      return undefined;
  }
}

/** Undefined where it leads out of the workspace. */
export function join(
  folder: readonly string[],
  steps: readonly string[],
): string | undefined {
  const path = [...folder];
  for (const step of steps) {
    if (step === "" || step === ".") continue;
    if (step !== "..") path.push(step);
    else if ([undefined, "", ".."].includes(path.pop())) return undefined;
  }
  return path.join("/");
}
