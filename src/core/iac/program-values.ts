/**
 * What names in an infrastructure program stand for where the file says it once: constants, and the parameters of helpers
 * that make functions (`const make = (name) => new Function(…)`), at each of their calls.
 */
import type { Range } from "../text/position.ts";
import {
  insideBrackets,
  literalAt,
  partsOf,
  type MaskedText,
} from "./masked-text.ts";

/** A parameter -> the argument. */
export type Arguments = ReadonlyMap<string, Range>;
export const noArguments: Arguments = new Map();

export interface Member {
  readonly key: Range;
  readonly value: Range;
}

/** A function of the program, with what stands in it. */
export interface Helper {
  readonly name: string;
  readonly parameters: readonly Range[];
  readonly body: Range;
}

/** The members of `{ a: x, b, ...base }`, or the named arguments of `Triggers(a=x)`. */
export function membersIn(
  source: MaskedText,
  range: Range,
  depth = 0,
): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const open = source.masked.slice(range.start, range.end).search(/[{(]/u);
  const inside =
    open === -1 ? undefined : insideBrackets(source, range.start + open);
  if (inside === undefined) return members;
  for (const part of partsOf(source, inside, /,/u)) {
    const written = source.masked.slice(part.start, part.end);
    const spread = /^(?:\.\.\.|\*\*)\s*(?=\w+$)/u.exec(written);
    if (spread !== null && depth < 4) {
      const named = { start: part.start + spread[0].length, end: part.end };
      const value = constantAt(source, named);
      if (value !== named)
        for (const [name, member] of membersIn(source, value, depth + 1))
          members.set(name, member);
    }
    // `...(condition ? { a: x } : {})`, `...(condition && { a: x })`
    const chosen = /^\.\.\.\s*\([^{}]*\{/u.exec(written);
    if (chosen !== null && depth < 4) {
      const from = part.start + chosen[0].length - 1;
      for (const [name, member] of membersIn(
        source,
        { start: from, end: part.end },
        depth + 1,
      ))
        if (!members.has(name)) members.set(name, member);
    }
    // What a text says is masked.
    const quoted = /^["'] *["']\s*:\s*/u.exec(written)?.[0].length ?? 0;
    const key = /^["'](\w+)["']/u.exec(
      source.text.slice(part.start, part.start + quoted),
    )?.[1];
    if (key !== undefined)
      members.set(key, {
        key: { start: part.start + 1, end: part.start + 1 + key.length },
        value: { start: part.start + quoted, end: part.end },
      });
    const named = /^(\w+)\s*(?:[:=]\s*|$)/u.exec(written);
    if (named?.[1] === undefined) continue;
    const name = { start: part.start, end: part.start + named[1].length };
    members.set(named[1], {
      key: name,
      value:
        named[0].length === written.length
          ? name
          : { start: part.start + named[0].length, end: part.end },
    });
  }
  return members;
}

/** What a name stands for that the file gives one value; anything else is what it is. */
export function constantAt(source: MaskedText, range: Range): Range {
  const name = source.masked.slice(range.start, range.end);
  if (!/^[A-Za-z_]\w*$/u.test(name)) return range;
  const given = [
    ...source.masked.matchAll(
      new RegExp(
        `(?:\\b(?:const|let|var)\\s+|^[ \\t]*)${name}\\s*(?::[^=;(){}\\n]+)?=(?![=>])[ \\t]*`,
        "gmu",
      ),
    ),
  ];
  const [only, ...others] = given;
  if (only === undefined || others.length > 0) return range;
  const start = only.index + only[0].length;
  let end = start;
  while (
    end < source.masked.length &&
    !/[;\n]/u.test(source.masked.charAt(end))
  )
    end = (source.partners.get(end) ?? end) + 1;
  return {
    start,
    end: start + source.masked.slice(start, end).trimEnd().length,
  };
}

/** A text, also one put together of parameters and constants. */
export function textAt(
  source: MaskedText,
  range: Range,
  given: Arguments,
  depth = 0,
): string | undefined {
  const literal = literalAt(source, range);
  if (literal !== undefined || depth > 4) return literal;
  const written = source.text.slice(range.start, range.end);
  const member = /^(\w+)\.(\w+)$/u.exec(written);
  const argument = given.get(member?.[1] ?? written);
  const value =
    argument === undefined
      ? constantAt(source, range)
      : member === null
        ? argument
        : membersIn(source, argument).get(member[2] ?? "")?.value;
  if (value !== undefined && value !== range)
    return textAt(source, value, noArguments, depth + 1);
  const [, quoted, python] =
    /^(?:`([^`\\]*)`|f["']([^"'\\]*)["'])$/u.exec(written) ?? [];
  const template = quoted ?? python;
  if (template === undefined) return undefined;
  const missing: string[] = [];
  const filled = template.replace(
    quoted === undefined ? /\{([^{}]*)\}/gu : /\$\{([^{}]*)\}/gu,
    (whole, between: string) => {
      const name = between.trim();
      const [, owner = "", key] = /^(\w+)(?:\.(\w+))?$/u.exec(name) ?? [];
      const from = given.get(owner);
      const at =
        from && key !== undefined
          ? membersIn(source, from).get(key)?.value
          : from;
      const found = at && textAt(source, at, noArguments, depth + 1);
      if (found === undefined) missing.push(name);
      return found ?? whole;
    },
  );
  return missing.length === 0 ? filled : undefined;
}

/** More than people write into one program of this kind. */
const mostHelpers = 200;

const noHelper =
  /^(?:if|for|while|switch|catch|constructor|super|return|function|new|with|print)$/u;

/** The functions, arrow functions and methods of the file that take something. */
export function helpersIn(source: MaskedText, isPython: boolean): Helper[] {
  const { masked } = source;
  const head = isPython
    ? /^[ \t]*def\s+(\w+)\s*\(/gmu
    : /\b(?:const|let)\s+(\w+)\s*=\s*(?:async\s*)?\(|\bfunction\s+(\w+)\s*\(|^[ \t]*(?:(?:private|protected|public|static)\s+)*(\w+)\s*\(/gmu;
  const helpers: Helper[] = [];
  for (const found of masked.matchAll(head)) {
    const name = found[1] ?? found[2] ?? found[3] ?? "";
    if (helpers.length >= mostHelpers) break;
    if (noHelper.test(name)) continue;
    const inside = insideBrackets(source, found.index + found[0].length - 1);
    if (inside === undefined) continue;
    const after = masked.slice(inside.end + 1, inside.end + 300);
    const body = isPython
      ? blockAfter(masked, found.index, inside.end)
      : bodyAfter(source, inside.end + 1, after, found[1] !== undefined);
    const parameters = partsOf(source, inside, /,/u).filter(
      (each) => masked.slice(each.start, each.end) !== "self",
    );
    if (body !== undefined) helpers.push({ name, parameters, body });
  }
  return helpers;
}

function bodyAfter(
  source: MaskedText,
  from: number,
  after: string,
  isArrow: boolean,
): Range | undefined {
  const between = isArrow
    ? /^\s*(?::[^=;{}]{0,200})?=>\s*/u.exec(after)
    : /^\s*(?::[^=;{}]{0,200})?(?=\{)/u.exec(after);
  if (between === null) return undefined;
  const start = from + between[0].length;
  if (source.masked.charAt(start) === "{") return insideBrackets(source, start);
  // An expression: what it calls is in it.
  const open = source.masked.slice(start, start + 200).indexOf("(");
  const close = open === -1 ? undefined : source.partners.get(start + open);
  return close === undefined ? undefined : { start, end: close + 1 };
}

/** Lines that are indented deeper than that of `def`. */
function blockAfter(
  masked: string,
  at: number,
  from: number,
): Range | undefined {
  const start = masked.indexOf("\n", from) + 1;
  if (start === 0) return undefined;
  const line = masked.slice(at).search(/\S/u);
  const indent = at + line - (masked.lastIndexOf("\n", at + line) + 1);
  const ends = new RegExp(`^[ \\t]{0,${String(indent)}}\\S`, "gmu");
  ends.lastIndex = start;
  return { start, end: ends.exec(masked)?.index ?? masked.length };
}

/** @param call what stands between the brackets of a call of the helper */
export function argumentsOf(
  source: MaskedText,
  { parameters }: Helper,
  call: Range,
): Arguments {
  const given = new Map<string, Range>();
  const parts = partsOf(source, call, /,/u);
  for (const [index, parameter] of parameters.entries()) {
    const written = source.masked.slice(parameter.start, parameter.end);
    const name = /^\w+/u.exec(written)?.[0];
    const named = parts.find(
      (part) =>
        name !== undefined &&
        new RegExp(`^${name}\\s*=(?!=)`, "u").test(
          source.masked.slice(part.start, part.end),
        ),
    );
    const part = named ?? parts[index];
    if (part === undefined) {
      const preset = /^\w+\s*(?::[^=]+)?=\s*/u.exec(written);
      if (name !== undefined && preset !== null)
        given.set(name, {
          start: parameter.start + preset[0].length,
          end: parameter.end,
        });
      continue;
    }
    const value =
      named === undefined
        ? part
        : {
            start:
              part.start +
              (/^\w+\s*=\s*/u.exec(
                source.masked.slice(part.start, part.end),
              )?.[0].length ?? 0),
            end: part.end,
          };
    if (name !== undefined) given.set(name, value);
    // `({ name, entry }: Props) =>`
    else if (written.startsWith("{"))
      for (const [key, member] of membersIn(source, value))
        given.set(key, member.value);
  }
  return given;
}
