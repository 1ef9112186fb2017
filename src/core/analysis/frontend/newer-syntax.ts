/** What the grammars do not know, written as something of the same length that they do. */

/** `using name = …`, `await using name = …` and the same in a loop, where a statement begins. */
const using =
  /(?<=(?:^|[\n;{(])[ \t]*)(?:await[ \t]+)?using(?=[ \t]+[A-Za-z_$][\w$]*[ \t]*(?::[^=\n]+)?(?:=(?![=>])|[ \t]of\b))/gu;

/** `export type * from "@acme/types"`, which is gone once it is JavaScript. */
const exportedTypes =
  /(?<=(?:^|[\n;])[ \t]*)export[ \t]+type[ \t]*\*[ \t]*(?:as[ \t]+[\w$]+[ \t]+)?from[ \t]*(?:"[^"\n]*"|'[^'\n]*')/gu;

/** `export type * from "./types"`: what other files know of the types there. */
const ofWorkspace = /\*[ \t]*from[ \t]*["']\./u;

const words =
  "type|string|number|boolean|object|symbol|any|unknown|never|void|this|new|null";
/** In brackets, up to the name of a member. */
const before = String.raw`\[(?:[^[\]{}();]{0,200},)?\s{0,80}(?:\.\.\.)?`;

/** `[type: string, object: string]`: a member of a tuple that is named as something of the language is. */
const tupleName = new RegExp(
  String.raw`\b(${words})(?=\??:)(?<=${before}\1)`,
  "gu",
);

/** Whether there is one: only what begins with a bracket has to be looked at. */
const hasTupleName = new RegExp(String.raw`${before}(?:${words})\??:`, "u");

/**
 * A declaration with `using` is read as one with `const`: what it closes in the end is no part of the answer. Types change
 * no value.
 */
export function asGrammarsKnow(grammar: string, text: string): string {
  if (grammar.includes("python")) return text;
  let known = text;
  if (text.includes("using "))
    known = known.replaceAll(using, (written) =>
      "const".padEnd(written.length),
    );
  if (grammar.includes("javascript")) return known;
  if (text.includes("export type"))
    known = known.replaceAll(exportedTypes, (written) =>
      ofWorkspace.test(written)
        ? written.replace("type", "    ")
        : " ".repeat(written.length),
    );
  return hasTupleName.test(known)
    ? known.replaceAll(tupleName, (written) => "_".repeat(written.length))
    : known;
}
