/** Damages the text of a handler as typing, merging and hostile files do: tokens go, swap, double; texts are cut. */
import { pick, type Random } from "../support/random.ts";

const token =
  /\s+|[\p{L}\p{N}_$]+|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[=!<>]=+|=>|\?\?|\?\.|\.{3}|./gsu;

const pieces = [
  ..."{ } ( ) [ ] ; , : . ?. => = == === ! ` ' \" \\ # @ * ** -> :=".split(" "),
  ..."if (x) else for (const a of b) while try catch finally".split(" "),
  ..."return throw await async yield def class lambda import from".split(" "),
  ...["event.response.", 'event["response"]', "...event", "${", "/*", "*/"],
  ...['"""', "'''", 'f"{', "//", "\n", "\r\n", "\r", "\t", "    ", "\f"],
  ...["\0", "\uFEFF", "\ud83d", "\udc00", "😀", "\u2028", "é", "\u202e"],
];

const openings = [
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
  ["!", ""],
  ["() => ", ""],
  ["if (a) { ", " }"],
  ["await ", ""],
  ["f(", ")"],
  ["a ? ", " : b"],
  ["`${", "}`"],
] as const;

/** One change to `text`; now and then it is a large one. */
export function mutateCode(
  text: string,
  random: Random,
  others: readonly string[],
): string {
  const tokens = text.match(token) ?? [];
  const at = random(tokens.length + 1);
  const length = 1 + random(random(4) === 0 ? 40 : 3);
  const insert = (piece: string): string =>
    [...tokens.slice(0, at), piece, ...tokens.slice(at)].join("");
  switch (random(16)) {
    case 0:
    case 1:
    case 2:
      tokens.splice(at, length);
      return tokens.join("");
    case 3:
    case 4:
    case 5: {
      const other = random(tokens.length + 1);
      const [here, there] = [tokens[at], tokens[other]];
      if (here !== undefined && there !== undefined) {
        tokens[at] = there;
        tokens[other] = here;
      }
      return tokens.join("");
    }
    case 6:
    case 7:
      return insert(tokens.slice(at, at + length * 3).join(""));
    case 8:
    case 9:
    case 10:
      return insert(pick(random, pieces));
    case 11:
      return text.slice(0, random(text.length + 1));
    case 12: {
      const other = pick(random, others);
      return insert(other.slice(random(other.length), random(other.length)));
    }
    case 13:
      return pick(random, [
        () => text.replace(/\r?\n/gu, "\r\n"),
        () => text.replace(/\n/gu, "\r"),
        () => `\uFEFF${text}`,
        () => text.replace(/^ +/gmu, "\t"),
        () => text.replace(/\n/gu, " "),
      ])();
    case 14: {
      const [open, close] = pick(random, openings);
      const depth = random(10) === 0 ? 2_000 : random(60);
      return insert(`${open.repeat(depth)}a${close.repeat(depth)}`);
    }
    default:
      return insert(
        pick(random, [
          () => `"${"x".repeat(random(20_000))}"`,
          () => "9".repeat(random(2_000)),
          () => `[${"1, ".repeat(random(2_000))}]`,
          () => `{ ${"a: 1, ".repeat(random(500))} }`,
          () => `${"a.".repeat(random(500))}b`,
          () => `${"a + ".repeat(random(500))}b`,
        ])(),
      );
  }
}
