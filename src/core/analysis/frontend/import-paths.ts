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
    const inLayer = /^\/opt\/nodejs\/(.+)$/u.exec(from)?.[1];
    if (inLayer !== undefined)
      return layersOfNode(folder, inLayer.split("/")).flatMap(modulePaths);
    if (!/^\.{1,2}\//u.test(from)) return [];
    const base = join(folder, from.split("/"));
    return base === undefined ? [] : modulePaths(base);
  }
  const [, dots = "", words = ""] = /^(\.*)(.*)$/u.exec(from) ?? [];
  const parts = words === "" ? [] : words.split(".");
  const roots =
    dots === ""
      ? pythonRoots(folder, parts[0] ?? "")
      : [Array.from({ length: dots.length - 1 }, () => "..")];
  return roots.flatMap((up) => {
    const base = join(folder, [...up, ...parts]);
    if (base === undefined) return [];
    const submodule = name === undefined ? [] : [`${base}/${name}.py`];
    return [
      ...(parts.length === 0 ? [] : [`${base}.py`]),
      `${base}/__init__.py`,
    ]
      .map((each) => ({ path: each, whole: false }))
      .concat(submodule.map((each) => ({ path: each, whole: true })));
  });
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
    ...[
      ".ts",
      ".js",
      ".mjs",
      ".cjs",
      ".json",
      "/index.ts",
      "/index.js",
      ".d.ts",
    ].map((end) => base + end),
  ]
    .filter((each) => languageOf(each) !== undefined)
    .map((each) => ({ path: each, whole: false }));
}

/** Steps up to where packages may lie: beside the file, around the package that it is in itself, and beside its folder. */
function pythonRoots(
  folder: readonly string[],
  first: string,
): readonly (readonly string[])[] {
  const around = folder.lastIndexOf(first);
  const ownPackage = around === -1 ? [] : [up(folder.length - around)];
  if (folder.length === 0 || notOwn.test(first)) return [[], ...ownPackage];
  const shared = layerRoots(folder).flatMap((steps) =>
    [
      [],
      ...[first, "common", "shared"].map((name) => ["layers", name, "python"]),
      ["layer", "python"],
    ].map((inside) => [...up(steps), ...inside]),
  );
  return [[], ...ownPackage, up(1), ...shared];
}

/** Where Lambda unpacks the modules of a layer, a project has the layer's folder. */
const layersOfNode = (
  folder: readonly string[],
  parts: readonly string[],
): readonly string[] =>
  layerRoots(folder).flatMap((steps) =>
    [["layer"], ["layers"], ["layers", "common"], ["layers", "shared"]].flatMap(
      (layer) =>
        join(folder, [...up(steps), ...layer, "nodejs", ...parts]) ?? [],
    ),
  );

const up = (steps: number): readonly string[] =>
  Array.from({ length: steps }, () => "..");

/** Where no name of a folder says it, functions have a folder each, or one for all. */
function layerRoots(folder: readonly string[]): readonly number[] {
  const roots = projectRoots(folder);
  return roots.length > 0
    ? roots
    : [1, 2].filter((steps) => steps <= folder.length);
}

/** Steps up to the folders that have the functions' folder: there lies what functions share, and their layers. */
const projectRoots = (folder: readonly string[]): readonly number[] =>
  folder
    .flatMap((name, depth) =>
      functionFolder.test(name) ? folder.length - depth : [],
    )
    .slice(-2);

const functionFolder =
  /^(?:src|functions?|lambdas?|lambda[_-]functions?|handlers?|triggers?|cognito)$/iu;

/** What nearly every handler imports and no project has of its own. */
export const notOwn =
  /^(?:__future__|aws_|base64|boto|collections|contextlib|dataclasses|datetime|decimal|enum|functools|hashlib|hmac|html|http|json|logging|os|pydantic|random|re|requests|secrets|string|sys|time|typing|urllib|uuid)/u;

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
      return "typescript";
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
