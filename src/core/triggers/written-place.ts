/**
 * Reads the text around a place where something is written into an event: the name of an entry in an object literal, or
 * a value, as in `event.response = { x: "…" }` or `event.response.x = "…"`; or the name of a member in a pattern. Works on half-typed text and never throws;
 * what is nothing of the kind gives undefined.
 */
import { chainBefore, type MemberPlace } from "./member-place.ts";

export interface WrittenPlace extends MemberPlace {
  /** `key`: the last of the path is the name at the place. `value`: it is the member whose value is there. */
  readonly kind: "key" | "value";
}

/** How far back a literal is followed; longer ones are not written by people. */
const reach = 4_000;
const depthBound = 6;

const typed = /(?<quote>["'`]?)(?<word>[\w:.-]*)$/u;
/** `x =`, `x ===`, `x !=`. */
const assigned = /(?<![=!<>])(?:[=!]==?|=)\s*$/u;
const entry = /^\s*(?:(["'])(?<quoted>[\w:-]+)\1|(?<plain>[\w$]+))\s*:\s*$/u;

/** The name or the value that is being written at `offset`. */
export function writtenPlaceAt(
  text: string,
  offset: number,
): WrittenPlace | undefined {
  const all = text.slice(Math.max(0, offset - reach), offset);
  const { quote = "", word = "" } = typed.exec(all)?.groups ?? {};
  const before = all.slice(0, all.length - word.length - quote.length);
  const rest = /^[\w-]*/u.exec(text.slice(offset))?.[0] ?? "";
  const place = {
    range: { start: offset - word.length, end: offset + rest.length },
    quoted: quote !== "",
  };
  const beside = besideValue(before);
  if (beside !== undefined) {
    const chain = chainBefore(beside);
    return chain && { ...chain, ...place, kind: "value" };
  }
  const literal = literalAround(before);
  const owner =
    literal && (ownerOf(literal, 0) ?? takenApart(literal, text.slice(offset)));
  if (literal === undefined || owner === undefined) return undefined;
  const { root, path } = owner;
  if (literal.last.trim() === "")
    return {
      root,
      path: [...path, word + rest],
      ...place,
      kind: "key",
    };
  const { quoted, plain } = entry.exec(literal.last)?.groups ?? {};
  const key = quoted ?? plain;
  return key === undefined
    ? undefined
    : { root, path: [...path, key], ...place, kind: "value" };
}

/** What stands before a value that is written into it or compared with it. */
function besideValue(before: string): string | undefined {
  const operator = assigned.exec(before) ?? asked.exec(before);
  if (operator !== null) return before.slice(0, operator.index);
  const label = /\bcase\s+(?:["'][^"'\n]*["']\s*\|\s*)*$/u.exec(before);
  if (label === null) return undefined;
  const above = before.slice(0, label.index);
  const indent = /[^\n]*$/u.exec(above)?.[0].length ?? 0;
  const [switched] = [...above.matchAll(switches)]
    .filter(
      ({ index, 0: head, groups }) =>
        (groups?.["indent"] ?? "").length < Math.max(indent, 1) &&
        (!head.endsWith("{") || isOpen(above.slice(index + head.length))),
    )
    .reverse();
  return switched?.groups?.["of"] ?? switched?.groups?.["matched"];
}

/** `x.startsWith("…")`. */
const asked = /\.starts[Ww]ith\(\s*$/u;
/** `switch (x) {`, and Python's `match x:`. */
const switches =
  /\bswitch\s*\((?<of>[^(){}\n]{1,80})\)\s*\{|^(?<indent>[ \t]*)match[ \t]+(?<matched>[^\n:]{1,80}):[ \t]*$/gmu;

/** It closes no more braces than it opens. */
function isOpen(text: string): boolean {
  let depth = 0;
  for (const [brace] of text
    .replaceAll(/(["'`]).*?\1/gu, "")
    .matchAll(/[{}]/gu)) {
    depth += brace === "{" ? 1 : -1;
    if (depth < 0) return false;
  }
  return true;
}

interface Literal {
  /** What stands before its brace. */
  readonly before: string;
  readonly inside: string;
  /** From its last comma on. */
  readonly last: string;
}

/** The object literal that is open at the end of the text. */
function literalAround(text: string): Literal | undefined {
  let depth = 0;
  let comma: number | undefined;
  for (let i = text.length - 1; i >= 0; i--) {
    const character = text.charAt(i);
    if (/["'`]/u.test(character)) {
      const opened = text.lastIndexOf(character, i - 1);
      if (opened < 0) return undefined;
      i = opened;
    } else if (/[)\]}]/u.test(character)) depth++;
    else if (/[([{]/u.test(character)) {
      if (depth === 0)
        return character === "{"
          ? {
              before: text.slice(0, i),
              inside: text.slice(i + 1),
              last: text
                .slice((comma ?? i) + 1)
                .replaceAll(/(?:\/\/|#)[^\n]*\n/gu, ""),
            }
          : undefined;
      depth--;
    } else if (depth === 0 && (character === ";" || character === ","))
      if (character === ";") return undefined;
      else comma ??= i;
  }
  return undefined;
}

/** What the literal becomes: the target of an assignment, an entry of another one, what is copied over something. */
function ownerOf(
  { before, inside }: Literal,
  depth: number,
): Pick<MemberPlace, "root" | "path"> | undefined {
  if (depth > depthBound) return undefined;
  const operator = /(?<![=!<>])=\s*$/u.exec(before);
  if (operator !== null) return chainBefore(before.slice(0, operator.index));
  const copied =
    /\bObject\.assign\(\s*(?<target>[^,]{1,80}),\s*$/u.exec(before) ??
    /(?<target>[^\s,;]{1,80})\.update\(\s*$/u.exec(before);
  if (copied?.groups?.["target"] !== undefined)
    return chainBefore(copied.groups["target"].trimEnd());
  const outer = literalAround(before);
  const { quoted, plain } = entry.exec(outer?.last ?? "")?.groups ?? {};
  const key = quoted ?? plain;
  if (outer !== undefined && key !== undefined) {
    const owner = ownerOf(outer, depth + 1);
    return owner && { root: owner.root, path: [...owner.path, key] };
  }
  // `{ ...event, response: { … } }`: a copy with members of its own.
  const spread = /^\s*(?:\.\.\.|\*\*)\s*(?<of>[\w$.]+)\s*,/u.exec(inside);
  return spread?.groups?.["of"] === undefined
    ? undefined
    : chainBefore(spread.groups["of"]);
}

/** `const { | } = event.request`: what is taken apart stands behind. */
function takenApart(
  { before }: Literal,
  behind: string,
): Pick<MemberPlace, "root" | "path"> | undefined {
  if (!/\b(?:const|let|var)\s*$/u.test(before)) return undefined;
  const taken =
    /^[\w$]*\s*(?:[,:=][^{}]{0,400})?\}\s*(?::[^=;]{1,80})?=\s*(?<from>[\w$.?![\]"']{1,80})/u.exec(
      behind,
    );
  const from = taken?.groups?.["from"];
  return from === undefined ? undefined : chainBefore(from);
}
