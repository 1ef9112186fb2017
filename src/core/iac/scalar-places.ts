/** Where each character of a text stands in a YAML or JSON file, whatever it is written as: a block, folded, in quotes. */
import type { TextNode } from "./tree.ts";

/** A text with the place of each of its characters in the file. */
export interface PlacedText {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Undefined where a character of the text has no place of its own. */
export const placesOfText = (
  node: TextNode,
  file: string,
): PlacedText | undefined =>
  node.style === "literal"
    ? placesOfBlock(node, file)
    : placesOfFolded(node, file);

/** After a header that is a line of its own (`|`, `|-`, `|2+`) each line of the text is a line of the file. */
function placesOfBlock(
  { value, range }: TextNode,
  file: string,
): PlacedText | undefined {
  let from = file.indexOf("\n", range.start) + 1;
  const starts: number[] = [];
  for (const line of value.split("\n")) {
    let end = file.indexOf("\n", from);
    if (end === -1) end = file.length;
    const written = file.slice(from, end).replace(/\r$/u, "");
    if (!written.endsWith(line)) return undefined;
    const start = from + written.length - line.length;
    for (let index = 0; index <= line.length; index++)
      starts.push(start + index);
    from = Math.min(end + 1, file.length);
  }
  starts.pop();
  return { text: value, starts, ends: starts.map((start) => start + 1) };
}

/** The value and the file are read side by side; the first difference that nothing explains ends it. */
function placesOfFolded(
  { value, range, style }: TextNode,
  file: string,
): PlacedText | undefined {
  const starts: number[] = [];
  const ends: number[] = [];
  const isQuoted = style === "double" || style === "single";
  let at = isQuoted ? range.start + 1 : range.start;
  if (style === "folded") {
    const header = file.indexOf("\n", range.start) + 1;
    at = header + (/^[ \t\r\n]*/u.exec(file.slice(header)) ?? [""])[0].length;
    at -= leadingBlanks(value, 0);
  }
  for (let index = 0; index < value.length;) {
    const character = value.charAt(index);
    if (style === "double" && file.charAt(at) === "\\") {
      const unit = escapeAt(file, at);
      if (unit === undefined) return undefined;
      // At the end of a line it only says that no space is meant there.
      if (unit.text !== "" && unit.text !== character) return undefined;
      if (unit.text !== "") {
        starts.push(at);
        ends.push(at + unit.length);
        index++;
      }
      at += unit.length;
      continue;
    }
    const end = style === "single" && file.startsWith("''", at) ? 2 : 1;
    if (file.charAt(at) === character && character !== "\n") {
      starts.push(at);
      ends.push(at + end);
      at += end;
      index++;
      continue;
    }
    // Between lines the file may say more than the text.
    const [between = ""] = /^[ \t]*\r?\n\s*/u.exec(file.slice(at)) ?? [];
    if (between === "" || !/[ \n]/u.test(character)) return undefined;
    let lines = 1;
    if (character === "\n")
      while (value.charAt(index + lines) === "\n") lines++;
    for (let line = 0; line < lines; line++) {
      starts.push(at);
      ends.push(at + 1);
    }
    index += lines;
    // Only a folded block keeps an indent.
    at += between.length;
    if (style === "folded") at -= leadingBlanks(value, index);
  }
  return { text: value, starts, ends };
}

const leadingBlanks = (value: string, at: number): number =>
  (/^[ \t]*/u.exec(value.slice(at, at + 1_000)) ?? [""])[0].length;

const simpleEscapes: Readonly<Record<string, string>> = {
  "0": "\0",
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  '"': '"',
  "/": "/",
  "\\": "\\",
  " ": " ",
};

/** A character in its escaped form; an empty one where the end of a line is escaped. */
function escapeAt(
  file: string,
  at: number,
): { readonly text: string; readonly length: number } | undefined {
  const [line] = /^\\\r?\n[ \t]*/u.exec(file.slice(at, at + 1_000)) ?? [];
  if (line !== undefined) return { text: "", length: line.length };
  const code = /^\\(?:x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4})/u.exec(
    file.slice(at, at + 6),
  )?.[0];
  if (code !== undefined)
    return {
      text: String.fromCharCode(Number.parseInt(code.slice(2), 16)),
      length: code.length,
    };
  const text = simpleEscapes[file.charAt(at + 1)];
  return text === undefined ? undefined : { text, length: 2 };
}
