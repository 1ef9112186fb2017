/** Which files of a project an infrastructure program imports what makes its functions from. Paths are compared as texts. */
import {
  folderOf,
  foldersAround,
  joinPath,
  withoutExtension,
} from "./code-place.ts";
import type { MaskedText } from "./masked-text.ts";
import type { IacFile, Template } from "./template.ts";

/** More than people spread this over. */
const mostFiles = 8;
const mostText = 200_000;

/**
 * @param files programs of the project, by their path without extension
 * @returns those that hold a class or a helper that the program imports, and what these need themselves
 */
export function linkedFiles(
  file: IacFile,
  files: ReadonlyMap<string, IacFile>,
): readonly IacFile[] {
  const linked: IacFile[] = [];
  const waiting = [file];
  let length = 0;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
    for (const [module, names] of importsIn(next)) {
      const found = files.get(module) ?? files.get(`${module}/index`);
      if (
        found === undefined ||
        found === file ||
        linked.includes(found) ||
        !names.some((name) => declares(found.text, name))
      )
        continue;
      length += found.text.length;
      if (linked.length >= mostFiles || length > mostText) return linked;
      linked.push(found);
      waiting.push(found);
    }
  return linked;
}

/** What is run with other arguments each time: a class that is no stack, a function, an arrow function. */
const declares = (text: string, name: string): boolean =>
  new RegExp(
    `\\bclass\\s+${name}\\s*(?:extends\\s|\\()(?!\\s*(?:\\w+\\.)*\\w*(?:Stack|Stage|App)\\b)|\\b(?:function|def)\\s+${name}\\s*\\(|\\bconst\\s+${name}\\s*=\\s*(?:async\\s*)?\\(`,
    "u",
  ).test(text);

/** Modules of the workspace, and the names that are taken from each. */
function importsIn({
  path,
  text,
}: IacFile): readonly (readonly [string, readonly string[]])[] {
  if (!path.endsWith(".py"))
    return [
      ...text.matchAll(
        /\bimport\s*\{([^{}]{0,2000})\}\s*from\s*["'](\.[^"'\n]*)["']/gu,
      ),
    ].flatMap(([, names = "", from = ""]) => {
      const module = joinPath(folderOf(path), withoutExtension(from));
      return module === undefined ? [] : [[module, namesIn(names)] as const];
    });
  return [
    ...text.matchAll(
      /^[ \t]*from\s+(\.*)([\w.]*)\s+import\s+(?:\(([^()]{0,2000})\)|([\w ,]+))/gmu,
    ),
  ].flatMap(([, dots = "", from = "", inside, line = ""]) => {
    const names = namesIn(inside ?? line);
    const written = from.replaceAll(".", "/");
    const folders =
      dots === ""
        ? foldersAround(path)
        : foldersAround(path).slice(dots.length - 1, dots.length);
    return folders.flatMap((folder) => {
      const module = joinPath(folder, written);
      return module === undefined ? [] : [[module, names] as const];
    });
  });
}

/** As the other file calls them. */
const namesIn = (written: string): readonly string[] =>
  written.split(",").flatMap((each) => {
    const name = /^\s*(?:type\s+)?(\w+)/u.exec(each)?.[1];
    return name === undefined ? [] : [name];
  });

/**
 * `import { preSignUp } from "../functions"`, where an index hands on what a file below its folder makes: the one function
 * of that name there.
 */
export function throughIndexes(
  templates: readonly Template[],
): readonly Template[] {
  const names = new Set(
    templates.flatMap(({ language, functions }) =>
      language === "program" ? functions.map(({ name }) => name) : [],
    ),
  );
  const meant = (calls: string): string => {
    const [module = "", name = ""] = calls.split("#");
    const folder = module.replace(/(?:^|\/)index$/u, "");
    const [only, ...others] = [...names].filter(
      (each) => each.startsWith(`${folder}/`) && each.endsWith(`#${name}`),
    );
    return only === undefined || others.length > 0 ? calls : only;
  };
  return templates.map((template) =>
    template.language === "program" &&
    template.wirings.some(({ calls }) => !names.has(calls))
      ? {
          ...template,
          wirings: template.wirings.map((each) =>
            names.has(each.calls)
              ? each
              : { ...each, calls: meant(each.calls) },
          ),
        }
      : template,
  );
}

/** `import { preSignUp } from "./pre-sign-up/resource"`: the local name -> `path#name` of the other file. */
export function namesImported(
  { text, masked }: MaskedText,
  path: string,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const found of masked.matchAll(
    /\bimport\s*\{([^}]{0,2000})\}\s*from\s*["'] *["']/gu,
  )) {
    const whole = text.slice(found.index, found.index + found[0].length);
    const from = /["'](\.[^"']*)["']$/u.exec(whole)?.[1];
    const module =
      from === undefined
        ? undefined
        : joinPath(folderOf(path), withoutExtension(from));
    if (module === undefined) continue;
    for (const each of (found[1] ?? "").split(",")) {
      const [name = "", local = name] = each.trim().split(/\s+as\s+/u);
      if (/^\w+$/u.test(name)) names.set(local, `${module}#${name}`);
    }
  }
  return names;
}
