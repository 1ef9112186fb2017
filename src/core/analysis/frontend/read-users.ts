/**
 * Whether another file of the workspace calls what this one exports as a whole, or under the name of a trigger: a step of
 * a handler that tells trigger sources apart. Looks only where such a handler stands, and only for files that have such an
 * export.
 */
import type { Source } from "../finding.ts";
import { join } from "./import-paths.ts";
import type { ReadText } from "./read-linked.ts";

const exportsWhole = /^\s*(?:module\.exports\s*=|export\s+default\b)/mu;
const exportsTrigger =
  /^\s*(?:module\.|export\s+(?:const|let|(?:async\s+)?function)\s|exports\.).*(?:sign_?up|confirmation|authentication|token_?gen|challenge|message|sender|migration)/imu;
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
  const exported = names.includes(name) ? exportsTrigger : exportsWhole;
  if (languageId === "python" || !exported.test(text)) return false;
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
  return others.some((text) =>
    [...(text?.matchAll(ownImport) ?? [])].some(([, imported]) =>
      own.includes(imported),
    ),
  );
}
