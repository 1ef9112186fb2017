/** What the `package.json` files of a project say about the `.js` files below them. */
import { folderOf } from "../iac/code-place.ts";
import type { IacFile } from "../iac/template.ts";

export interface Package {
  /** Node takes `.js` files for ES modules. */
  readonly esModule: boolean;
  /** Of a program for browsers, beside which functions may lie that are deployed without it. */
  readonly forBrowsers: boolean;
}

export const isPackage = (path: string): boolean =>
  path === "package.json" || path.endsWith("/package.json");

/** Undefined where it is no JSON: then it says nothing. */
function readPackage({ text }: IacFile): Package | undefined {
  try {
    const { type, ...rest } = JSON.parse(text) as {
      readonly type?: unknown;
      readonly dependencies?: object;
      readonly devDependencies?: object;
    };
    const names = Object.keys({
      ...rest.dependencies,
      ...rest.devDependencies,
    });
    return {
      esModule: type === "module",
      forBrowsers: names.some((name) => browserLibrary.test(name)),
    };
  } catch {
    return undefined;
  }
}

const browserLibrary =
  /^(?:vite|next|nuxt|gatsby|astro|vue|svelte|react|react-dom|react-scripts|solid-js|@angular\/core|@sveltejs\/kit|@remix-run\/react|aws-amplify)$/u;

/** By the folder that it lies in. */
export const packagesIn = (
  files: readonly IacFile[],
): ReadonlyMap<string, Package> =>
  new Map(
    files
      .filter(({ path }) => isPackage(path))
      .flatMap((file) => {
        const found = readPackage(file);
        return found === undefined ? [] : [[folderOf(file.path), found]];
      }),
  );

/**
 * Whether Node takes a file for an ES module by the nearest `package.json`, as far as that is sure.
 *
 * @param root the folder that is deployed with the file; undefined where that is not known
 */
export function isEsModule(
  packages: ReadonlyMap<string, Package>,
  path: string,
  root: string | undefined,
): boolean {
  if (!/\.jsx?$/u.test(path)) return false;
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const nearest = packages.get(folder);
    if (nearest !== undefined)
      return nearest.esModule && (root !== undefined || !nearest.forBrowsers);
    if (folder === root || folder === "") return false;
  }
}
