/**
 * Whether another file of the workspace calls what this one exports as a whole, or under the name of a trigger: a step of
 * a handler that tells trigger sources apart. Or as `handler`, by a name that is computed: Amplify's `index.js` runs the
 * modules that a setting names and gives the event back itself. Looks only where such a handler stands, and only for files
 * that have such an export.
 */
import { inPattern } from "../../text/in-pattern.ts";
import type { Source } from "../finding.ts";
import { join } from "./import-paths.ts";
import type { ReadText } from "./read-linked.ts";

const exportsWhole = /^[ \t]*(?:module\.exports\s*=|export\s+default\b)/mu;
const exportsTrigger =
  /^[ \t]*(?:module\.|export\s+(?:const|let|(?:async\s+)?function)\s|exports\.).*(?:sign_?up|confirmation|authentication|token_?gen|challenge|message|sender|migration)/imu;
/** The last part of a path, without its extension. */
const ownImport =
  /(?:\bfrom|\brequire\()\s*["']\.{1,2}\/(?:[\w.-]+\/)*([^"'/]+?)(?:\.[mc]?[jt]s)?["']/gu;
const names = ["index", "handler", "main", "app"];
const extensions = ["js", "ts", "mjs", "cjs"];

export async function isUsedByAnother(
  { path, text, languageId }: Source,
  readText: ReadText,
): Promise<boolean> {
  const folder = path.split("/").slice(0, -1);
  const name = /([^/]+)\.[a-z]+$/u.exec(path)?.[1] ?? "";
  const isCommon = names.includes(name);
  const isNamed = isCommon && exportsTrigger.test(text);
  if (languageId === "python" || !(isNamed || exportsWhole.test(text)))
    return false;
  // A file of a handler's name is a part where another calls what it exports; who hands it on calls nothing.
  const wantsCall = isCommon && !isNamed;
  if (wantsCall && name === "index") return false;
  const own = name === "index" ? [name, folder.at(-1)] : [name];
  const places = [[], [".."]].flatMap((up) =>
    names.flatMap((each) =>
      extensions.flatMap(
        (extension) => join(folder, [...up, `${each}.${extension}`]) ?? [],
      ),
    ),
  );
  // All at once: this is asked with each keystroke, and most of them are not there.
  const others = await Promise.all(
    places.filter((at) => at !== path).map(readText),
  );
  return others.some((other) =>
    [...(other?.matchAll(ownImport) ?? [])].some(
      ({ 1: imported, index }) =>
        own.includes(imported ?? "") &&
        (!wantsCall || isCalled(other ?? "", index)),
    ),
  );
}

/** What is imported there as a whole is called: `import app from "./app"`, `await app(event)`. */
function isCalled(text: string, from: number): boolean {
  const taken =
    /(?:\bimport\s+([\w$]+)\s+|\b(?:const|let|var)\s+([\w$]+)\s*=\s*)$/u.exec(
      text.slice(0, from),
    );
  const name = taken?.[1] ?? taken?.[2];
  return (
    name !== undefined &&
    new RegExp(`(?<![\\w.$])${inPattern(name)}\\(`, "u").test(text)
  );
}

const exportsHandler =
  /\bexports\.handler\s*=|\bexport\s+(?:const|(?:async\s+)?function)\s+handler\b/u;
const importsComputed =
  /\b(?:require|import)\(\s*(?:`\.\/\$\{|["']\.\/["']\s*\+)/u;
const givesEventBack = /\breturn\s+event\b|=>\s*event\b/u;

/** The text of the `index` beside it that gives the event back, whatever this file's handler gives. */
export async function indexThatAnswers(
  { path, text, languageId }: Source,
  readText: ReadText,
): Promise<string | undefined> {
  if (languageId === "python" || !exportsHandler.test(text)) return undefined;
  const folder = path.split("/").slice(0, -1);
  const places = extensions.flatMap(
    (extension) => join(folder, [`index.${extension}`]) ?? [],
  );
  if (places.includes(path)) return undefined;
  const beside = await Promise.all(places.map(readText));
  return beside.find(
    (index) =>
      index !== undefined &&
      importsComputed.test(index) &&
      givesEventBack.test(index),
  );
}

/** Some call of a handler there has a third argument, or may have one. */
export const handsCallbackOn = (index: string): boolean => {
  const calls = [...index.matchAll(/\bhandler\(([^()]*)\)/gu)];
  return (
    calls.length === 0 ||
    calls.some(([, args = ""]) => /\.\.\.|,[^,]+,\s*\S/u.test(args))
  );
};
