/**
 * Names that a project gives to its own folders: `paths` and `baseUrl` of the nearest `tsconfig.json`, with those of the
 * configuration that it extends. What cannot be read names nothing.
 */
import { join } from "./import-paths.ts";

export interface Aliases {
  /** The paths an import can mean, without their extensions; none for one that is no alias. */
  readonly targets: (from: string) => readonly string[];
}

type Read = (path: string) => Promise<string | undefined>;

interface Configuration {
  readonly folder: string;
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
}

/** Packages of a registry that handlers import: nobody names a folder like that. */
const packages =
  /^(?:node:|aws-|@(?:aws-|middy\/|smithy\/|nestjs\/|types\/|sendgrid\/))|^[\w.-]+$/u;

export const mayBeAlias = (from: string): boolean =>
  !/^\.{0,2}\//u.test(from) && !packages.test(from);

/** The nearest of them counts. Nx has the last one alone at its root. */
const configurations = ["tsconfig.json", "jsconfig.json", "tsconfig.base.json"];

/** @param path the importing file, with `/` */
export async function readAliases(path: string, read: Read): Promise<Aliases> {
  const folders = path.split("/").slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const folder = folders.slice(0, depth);
    if (depth === 0 && path.startsWith("/")) break;
    for (const name of configurations) {
      const found = await readConfiguration([...folder, name].join("/"), read);
      if (found !== undefined) return aliasesOf(found);
    }
  }
  return { targets: () => [] };
}

const extendsBound = 3;

async function readConfiguration(
  path: string,
  read: Read,
  depth = 0,
): Promise<Configuration | undefined> {
  const text = await read(path);
  if (text === undefined) return undefined;
  const folder = path.split("/").slice(0, -1);
  const data = parse(text);
  const { baseUrl, paths } = membersOf(data.compilerOptions);
  const base =
    typeof data.extends === "string" &&
    data.extends.startsWith(".") &&
    depth < extendsBound
      ? join(folder, data.extends.replace(/(?:\.json)?$/u, ".json").split("/"))
      : undefined;
  const own: Configuration = {
    folder: folder.join("/"),
    ...(typeof baseUrl === "string" ? { baseUrl } : {}),
    ...(typeof paths === "object" && paths !== null
      ? { paths: listsOf(membersOf(paths)) }
      : {}),
  };
  if (own.paths !== undefined || base === undefined) return own;
  const inherited = await readConfiguration(base, read, depth + 1);
  return inherited?.paths === undefined && baseUrl !== undefined
    ? own
    : (inherited ?? own);
}

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members =>
  typeof value === "object" && value !== null ? (value as Members) : {};

const listsOf = (paths: Members): Configuration["paths"] & object =>
  Object.fromEntries(
    Object.entries(paths).map(([key, value]) => [
      key,
      Array.isArray(value)
        ? value.filter((each): each is string => typeof each === "string")
        : [],
    ]),
  );

/** JSON with comments and commas before a closing bracket. */
function parse(text: string): Members {
  const plain = text
    .replaceAll(
      /("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//gu,
      (_, kept?: string) => kept ?? "",
    )
    .replaceAll(/,(?=\s*[}\]])/gu, "");
  try {
    return membersOf(JSON.parse(plain));
  } catch {
    return {};
  }
}

function aliasesOf({ folder, baseUrl, paths = {} }: Configuration): Aliases {
  const root = folder === "" ? [] : folder.split("/");
  const base = join(root, (baseUrl ?? ".").split("/"));
  const from = base === undefined ? root : base.split("/");
  const at = (target: string): readonly string[] => {
    const path = join(base === "" ? [] : from, target.split("/"));
    return path === undefined ? [] : [path];
  };
  return {
    targets: (name) => {
      const named = Object.entries(paths).flatMap(([pattern, targets]) => {
        const [before = "", after] = pattern.split("*");
        if (after === undefined)
          return pattern === name ? targets.flatMap(at) : [];
        if (!name.startsWith(before) || !name.endsWith(after)) return [];
        const rest = name.slice(before.length, name.length - after.length);
        return targets.flatMap((each) => at(each.replace("*", () => rest)));
      });
      return baseUrl === undefined ? named : [...named, ...at(name)];
    },
  };
}
