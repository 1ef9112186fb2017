/**
 * A program's text for careful matching: comments and the insides of texts are blanked out, so that a bracket or a word
 * in them is never taken for code. Every offset stays what it was. Brackets are paired once, so that reading stays
 * linear in the text, whatever is nested or left open.
 */
import type { Range } from "../text/position.ts";

export interface MaskedText {
  readonly text: string;
  /** As long as `text`. */
  readonly masked: string;
  /** Opening bracket -> its partner. */
  readonly partners: ReadonlyMap<number, number>;
  /** Where files begin that stand behind each other in it, the last first. */
  readonly starts?: readonly number[];
}

export type Notation = "javascript" | "python" | "terraform";

const tokens: Readonly<Record<Notation, RegExp>> = {
  javascript:
    /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|`(?:[^`\\]|\\[^])*`?/gu,
  python:
    /#[^\n]*|"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?/gu,
  terraform:
    /#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|<<-?(\w+)\b[^]{0,20000}?\n[ \t]*\1\b|"(?:[^"\\\n]|\\[^])*"?/gu,
};

export function maskText(text: string, notation: Notation): MaskedText {
  const masked = text.replace(tokens[notation], (found) => {
    const isText = /^["'`]/u.test(found);
    const inside = found.replace(/[^\n]/gu, (each) => " ".repeat(each.length));
    return isText && found.length >= 2
      ? `${found.charAt(0)}${inside.slice(1, -1)}${found.charAt(0)}`
      : inside;
  });
  return { text, masked, partners: pairBrackets(masked) };
}

/** The comments and texts of a program, in order. */
export const tokensIn = (
  text: string,
  notation: Notation,
): readonly { readonly text: string; readonly start: number }[] =>
  [...text.matchAll(tokens[notation])].map(({ 0: found, index }) => ({
    text: found,
    start: index,
  }));

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

function pairBrackets(masked: string): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const waiting: { readonly at: number; readonly closer: string }[] = [];
  for (const { 0: character, index } of masked.matchAll(/[()[\]{}]/gu)) {
    const closer = closers.get(character);
    if (closer !== undefined) waiting.push({ at: index, closer });
    else {
      const open = waiting.pop();
      if (open?.closer === character) partners.set(open.at, index);
      // What a wrong bracket closes is not known; what is closed inside of it is.
      else waiting.length = 0;
    }
  }
  return partners;
}

/** What stands between the bracket at `open` and its partner; undefined where that is missing. */
export function insideBrackets(
  { partners }: MaskedText,
  open: number,
): Range | undefined {
  const end = partners.get(open);
  return end === undefined ? undefined : { start: open + 1, end };
}

/** The parts between the separators of a range, those in inner brackets left whole. */
export function partsOf(
  { masked, partners }: MaskedText,
  { start, end }: Range,
  separator: RegExp,
): readonly Range[] {
  const parts: Range[] = [];
  let from = start;
  for (let at = start; at < end; at++) {
    const partner = partners.get(at);
    if (partner !== undefined) at = partner;
    else if (separator.test(masked.charAt(at))) {
      parts.push({ start: from, end: at });
      from = at + 1;
    }
  }
  parts.push({ start: from, end });
  return parts
    .map((part) => trimmed(masked, part))
    .filter((part) => part.end > part.start);
}

function trimmed(masked: string, { start, end }: Range): Range {
  while (start < end && /\s/u.test(masked.charAt(start))) start++;
  while (end > start && /\s/u.test(masked.charAt(end - 1))) end--;
  return { start, end };
}

/** The text of a literal without values put in; undefined for anything else. */
export function literalAt(
  { text, masked }: MaskedText,
  { start, end }: Range,
): string | undefined {
  const written = text.slice(start, end);
  const quoted = /^(["'`])([^]*)\1$/u.exec(written);
  return quoted === null ||
    !/^(["'`])\s*\1$/u.test(masked.slice(start, end)) ||
    /[\\]|\$\{/u.test(quoted[2] ?? "")
    ? undefined
    : quoted[2];
}
