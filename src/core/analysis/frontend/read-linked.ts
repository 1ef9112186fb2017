/**
 * Reads a module together with the files of the workspace that it imports, and what those import. Each file is read once
 * however many import it; beyond a number of files or of steps, what is imported is as unknown as a package.
 */
import type { Source } from "../finding.ts";
import { constant, createModuleBuilder, variable } from "../ir/builder.ts";
import type { Expr, Module } from "../ir/ir.ts";
import {
  linkModules,
  unlinked,
  type Linkable,
  type Linked,
  type Target,
} from "../ir/link.ts";
import { importsOf } from "../ir/variables.ts";
import { mayBeAlias, readAliases, type Aliases } from "./aliases.ts";
import { importPaths, languageOf, modulePaths } from "./import-paths.ts";
import { readWorkspaces, type Workspaces } from "./workspaces.ts";

export type ReadText = (path: string) => Promise<string | undefined>;

const fileBound = 24;
const stepBound = 4;
const dataBound = 100_000;

/** @param module of the file at `path`, already read */
export async function linkImports(
  module: Module,
  path: string,
  readText: ReadText,
  readModule: (source: Source) => Promise<Module | undefined>,
): Promise<Linked> {
  const known = new Map<string, Linkable>();
  // What a module needs runs before it.
  const order: string[] = [];
  const missing = new Set<string>();

  const read = async (at: string): Promise<Module | undefined> => {
    const languageId = languageOf(at);
    if (languageId === undefined || missing.has(at)) return undefined;
    const text = await readText(at);
    if (text === undefined) missing.add(at);
    if (text === undefined || known.size > fileBound) return undefined;
    return languageId === "json"
      ? dataModule(text)
      : readModule({ path: at, languageId, text });
  };
  let aliases: Promise<Aliases> | undefined;
  let workspaces: Promise<Workspaces> | undefined;
  /** What is no path is a package, or a folder that the project has named. */
  const candidatesFor = async (
    at: string,
    { language }: Module,
    from: string,
    name: string | undefined,
  ): Promise<ReturnType<typeof importPaths>> => {
    if (language === "python" || !mayBeAlias(from))
      return importPaths(at, language, from, name);
    const { targets } = await (aliases ??= readAliases(path, readText));
    const named = targets(from);
    const own = await (workspaces ??= readWorkspaces(path, readText));
    return [...named, ...(await own.targets(from))].flatMap(modulePaths);
  };
  const add = async (
    each: Module,
    at: string,
    steps: number,
  ): Promise<void> => {
    const targets = new Map<string, { path: string; whole: boolean }>();
    known.set(at, {
      path: at,
      module: each,
      target: (from, name): Target => {
        const target = targets.get(keyOf(from, name));
        const index = target === undefined ? -1 : order.indexOf(target.path);
        // The file itself stands first.
        return target === undefined || index < 0
          ? undefined
          : { index: index + 1, whole: target.whole };
      },
    });
    for (const { from, name } of steps > stepBound
      ? []
      : importsOf(each.functions))
      for (const candidate of await candidatesFor(at, each, from, name)) {
        if (!known.has(candidate.path)) {
          const found = await read(candidate.path);
          if (found === undefined) continue;
          await add(found, candidate.path, steps + 1);
        }
        // A package may hold the name itself, or a module of that name.
        const holds = candidate.whole || hasName(known, candidate.path, name);
        if (!holds) continue;
        targets.set(keyOf(from, name), candidate);
        break;
      }
    if (at !== path) order.push(at);
  };
  await add(module, path, 0);
  const own = known.get(path);
  const needed = order.flatMap((each) => known.get(each) ?? []);
  return own === undefined || needed.length === 0
    ? unlinked(module)
    : linkModules(own, needed);
}

const keyOf = (from: string, name: string | undefined): string =>
  `${from}\n${name ?? ""}`;

function hasName(
  known: ReadonlyMap<string, Linkable>,
  path: string,
  name: string | undefined,
): boolean {
  const module = known.get(path)?.module;
  return (
    module?.language !== "python" ||
    name === undefined ||
    module.variables.some((each) => each.owner === 0 && each.name === name)
  );
}

/** A JSON file exports what it holds. */
function dataModule(text: string): Module | undefined {
  if (text.length > dataBound) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const builder = createModuleBuilder("javascript", text);
  const range = { start: 0, end: text.length };
  const lower = (value: unknown): Expr => {
    if (Array.isArray(value))
      return builder.main.list(
        value.map((each) => ({ value: lower(each), spread: false })),
        range,
      );
    if (typeof value === "object" && value !== null)
      return builder.main.object(
        Object.entries(value).map(([name, each]) => ({
          kind: "entry",
          key: constant(name, range),
          value: lower(each),
        })),
        range,
      );
    return constant(value as string | number | boolean | null, range);
  };
  builder.main.assign(variable(builder.exports, range), lower(data), range);
  return builder.finish(range);
}
