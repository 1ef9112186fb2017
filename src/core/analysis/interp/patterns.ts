/**
 * Regular expressions that find the slots of a template, `/{{code}}/g`, `/\{\{\s*(\w+)\s*\}\}/g`, or single signs,
 * `/[{}]/g`. Only these are run, as one that a handler has may take for ever.
 */

/** What `new RegExp` makes, and what is written as `/…/`. */
export const regExp = "RegExp()";

/** One that finds signs, blanks and at most one name; undefined for any other. */
export function slotPattern(written: string): RegExp | undefined {
  const [, source = "", flags = ""] =
    /^\/(.+)\/([dgimu]*)$/u.exec(written) ?? [];
  const parts = source.match(part) ?? [];
  if (source === "" || parts.join("") !== source) return undefined;
  const groups = parts.filter((each) => each.startsWith("("));
  const blanks = parts.filter((each) => each === String.raw`\s*`);
  if (
    groups.length > 1 ||
    groups.length + blanks.length === parts.length ||
    // What takes blanks as well is slow to fail beside blanks.
    (blanks.length > 0 && groups.some((each) => !ofLetters.test(each)))
  )
    return undefined;
  const all = flags.includes("g") ? "g" : "";
  try {
    return new RegExp(source, all + (flags.includes("i") ? "i" : ""));
  } catch {
    return undefined;
  }
}

/** One that finds every sign of a class; undefined for any other. */
export function signPattern(written: string): RegExp | undefined {
  const [, source = "", flags = ""] =
    /^\/(\[(?:\\.|[^\]\\])+\]\+?)\/([gimu]*)$/u.exec(written) ?? [];
  if (!flags.includes("g")) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

const isWord = String.raw`\\w|\[(?:\\[wd.-]|[\w.-])+\]`;

/** Blanks, an escaped sign, a name in a group, or a sign that means itself. */
const part = new RegExp(
  [
    String.raw`\\s\*`,
    String.raw`\\[^\w\s](?![*+?])`,
    String.raw`\((?:\?<\w+>)?(?:(?:${isWord}|\[\^[{}%]+\])[+*]|\.[+*]\?)\)`,
    String.raw`\{(?!\d)(?![*+?])`,
    String.raw`[^\\^$.*+?()[\]|{](?![*+?])`,
  ].join("|"),
  "gu",
);

const ofLetters = new RegExp(
  String.raw`^\((?:\?<\w+>)?(?:${isWord})[+*]\)$`,
  "u",
);
