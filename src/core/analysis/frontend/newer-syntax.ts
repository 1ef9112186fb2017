/** What the grammars do not know yet, written as something of the same length that they do. */

/** `using name = …`, `await using name = …` and the same in a loop, where a statement begins. */
const using =
  /(?<=(?:^|[\n;{(])[ \t]*)(?:await[ \t]+)?using(?=[ \t]+[A-Za-z_$][\w$]*[ \t]*(?::[^=\n]+)?(?:=(?![=>])|[ \t]of\b))/gu;

/** A declaration with `using` is read as one with `const`: what it closes in the end is no part of the answer. */
export function asGrammarsKnow(grammar: string, text: string): string {
  return grammar.includes("python") || !text.includes("using ")
    ? text
    : text.replaceAll(using, (written) => "const".padEnd(written.length));
}
