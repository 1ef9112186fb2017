/**
 * Packages that a project has of its own: the `workspaces` of a `package.json` above, or a `pnpm-workspace.yaml`. One is
 * looked for in folders that have the last part of its name, and is taken only if it says the whole name itself. Its
 * sources come before what is built from them.
 */
import { join } from "./import-paths.ts";

export interface Workspaces {
  /** The paths an import can mean, without their extensions; none for a package from elsewhere. */
  readonly targets: (from: string) => Promise<readonly string[]>;
}

type Read = (path: string) => Promise<string | undefined>;
type Members = Readonly<Record<string, unknown>>;

/** @param path the importing file, with `/` */
export async function readWorkspaces(
  path: string,
  read: Read,
): Promise<Workspaces> {
  const folders = path.split("/").slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    if (depth === 0 && path.startsWith("/")) break;
    const root = folders.slice(0, depth);
    const patterns = await patternsOf(root, read);
    if (patterns.length > 0) return workspacesOf(root, patterns, read);
  }
  return { targets: () => Promise.resolve([]) };
}

async function patternsOf(
  root: readonly string[],
  read: Read,
): Promise<readonly string[]> {
  const at = (name: string): string => [...root, name].join("/");
  const own = await read(at("package.json"));
  // A workspace of pnpm has one as well.
  if (own === undefined) return [];
  const { workspaces } = parse(own);
  const listed = Array.isArray(workspaces)
    ? (workspaces as readonly unknown[])
    : membersOf(workspaces).packages;
  if (Array.isArray(listed))
    return listed.filter((each): each is string => typeof each === "string");
  const pnpm = (await read(at("pnpm-workspace.yaml"))) ?? "";
  const [, list = ""] = /^packages:((?:\s*(?:#.*|-.*)\n?)*)/mu.exec(pnpm) ?? [];
  return [...list.matchAll(/^[ \t]*-[ \t]*["']?([^"'\s#]+)/gmu)].flatMap(
    ([, pattern]) => pattern ?? [],
  );
}

function workspacesOf(
  root: readonly string[],
  patterns: readonly string[],
  read: Read,
): Workspaces {
  const find = async (from: string): Promise<readonly string[]> => {
    const [name = "", scope, last = ""] =
      /^(?:@([^/]+)\/)?([^/]+)/u.exec(from) ?? [];
    const inside = from.slice(name.length + 1);
    for (const pattern of patterns) {
      const starred = pattern.replace(/\/?\*+\/?$/u, "");
      const folders =
        starred === pattern
          ? [pattern]
          : [`${starred}/${last}`, `${starred}/${scope ?? ""}-${last}`];
      for (const folder of folders) {
        const at = join(root, folder.split("/"));
        if (at === undefined) continue;
        const manifest = parse((await read(`${at}/package.json`)) ?? "");
        if (manifest.name === name)
          return entriesOf(manifest, inside).flatMap(
            (entry) => join(at.split("/"), entry.split("/")) ?? [],
          );
      }
    }
    return [];
  };
  const found = new Map<string, Promise<readonly string[]>>();
  return {
    targets: (from) => {
      const known = found.get(from) ?? find(from);
      found.set(from, known);
      return known;
    },
  };
}

/** Where a package may hold what is imported, sources first. */
function entriesOf(manifest: Members, inside: string): readonly string[] {
  const name = inside === "" ? "index" : inside;
  const listed = membersOf(manifest.exports)[
    inside === "" ? "." : `./${inside}`
  ];
  const stated =
    inside === ""
      ? [manifest.source, manifest.exports, listed, manifest.main]
      : [listed];
  return [
    `src/${name}`,
    ...stated.flatMap((each) => pathsIn(each)),
    name,
    `lib/${name}`,
  ];
}

/** The paths under the conditions of `exports`. */
const pathsIn = (stated: unknown): readonly string[] =>
  typeof stated === "string"
    ? [stated]
    : Object.entries(membersOf(stated)).flatMap(([key, each]) =>
        key.startsWith(".") ? [] : pathsIn(each),
      );

const membersOf = (value: unknown): Members =>
  typeof value === "object" && value !== null ? (value as Members) : {};

function parse(text: string): Members {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    return {};
  }
}
