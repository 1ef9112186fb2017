/**
 * A program's text for careful matching: comments and the insides of texts are blanked out, so that a bracket or a word
 * in them is never taken for code. Every offset stays what it was.
 */
import type { Range } from "../text/position.ts";

export interface MaskedText {
  readonly text: string;
  /** As long as `text`. */
  readonly masked: string;
}

export type Notation = "javascript" | "python" | "terraform";

const tokens: Readonly<Record<Notation, RegExp>> = {
  javascript:
    /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?|`(?:[^`\\]|\\[^])*`?/gu,
  python:
    /#[^\n]*|"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\[^])*"?|'(?:[^'\\\n]|\\[^])*'?/gu,
  terraform:
    /#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|<<-?(\w+)[^]*?\n\s*\1\b|"(?:[^"\\\n]|\\[^])*"?/gu,
};

export function maskText(text: string, notation: Notation): MaskedText {
  return {
    text,
    masked: text.replace(tokens[notation], (found) => {
      const isText = /^["'`]/u.test(found);
      const inside = found.replace(/[^\n]/gu, " ");
      return isText && found.length >= 2
        ? `${found.charAt(0)}${inside.slice(1, -1)}${found.charAt(0)}`
        : inside;
    }),
  };
}

const closers: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** What stands between the bracket at `open` and its partner; undefined where that is missing. */
export function insideBrackets(
  { masked }: MaskedText,
  open: number,
): Range | undefined {
  const waiting: string[] = [];
  for (let at = open; at < masked.length; at++) {
    const character = masked.charAt(at);
    const closer = closers.get(character);
    if (closer !== undefined) waiting.push(closer);
    else if (/[)\]}]/u.test(character)) {
      if (waiting.pop() !== character) return undefined;
      if (waiting.length === 0) return { start: open + 1, end: at };
    }
  }
  return undefined;
}

/** The parts between the separators of a range, those in inner brackets left whole. */
export function partsOf(
  { masked }: MaskedText,
  { start, end }: Range,
  separator: RegExp,
): readonly Range[] {
  const parts: Range[] = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < end; at++) {
    const character = masked.charAt(at);
    if (closers.has(character)) depth++;
    else if (/[)\]}]/u.test(character)) depth--;
    else if (depth === 0 && separator.test(character)) {
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
