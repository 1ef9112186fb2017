/**
 * What names in an infrastructure program stand for where the file says it once: constants, and the parameters of what
 * is run with other arguments each time (a helper, a class, the body of a loop).
 */
import type { Range } from "../text/position.ts";
import {
  insideBrackets,
  literalAt,
  partsOf,
  type MaskedText,
} from "./masked-text.ts";

/** An expression, and what the parameters in it are. */
export interface Value extends Range {
  readonly given?: Arguments;
}

/** A parameter -> the argument; undefined where it was left out. */
export type Arguments = ReadonlyMap<string, Value | undefined>;
export const noArguments: Arguments = new Map();

export interface Member {
  readonly key: Range;
  readonly value: Value;
}

/** Names upon names: more than people write. */
const deepest = 6;

export const writtenAt = (
  { masked }: MaskedText,
  { start, end }: Range,
): string => masked.slice(start, end);

export const withGiven = (range: Range, given: Arguments | undefined): Value =>
  given === undefined || given.size === 0
    ? range
    : { start: range.start, end: range.end, given };

/** The members of `{ a: x, b, ...base }`, or the named arguments of `Triggers(a=x)`; also behind a name. */
export function membersIn(
  source: MaskedText,
  value: Value,
  depth = 0,
): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  const range = valueAt(source, value) ?? value;
  const { given } = range;
  const open = source.masked.slice(range.start, range.end).search(/[{(]/u);
  const inside =
    open === -1 ? undefined : insideBrackets(source, range.start + open);
  if (inside === undefined) return members;
  for (const part of partsOf(source, inside, /,/u)) {
    const written = writtenAt(source, part);
    const spread = /^(?:\.\.\.|\*\*)\s*(?=\w+(?:\.\w+)?$)/u.exec(written);
    if (spread !== null && depth < 4) {
      const named = { start: part.start + spread[0].length, end: part.end };
      const spreadValue = valueAt(source, withGiven(named, given));
      if (spreadValue !== undefined)
        for (const [name, member] of membersIn(source, spreadValue, depth + 1))
          members.set(name, member);
    }
    // `...(condition ? { a: x } : {})`, `...(condition && { a: x })`
    const chosen = /^\.\.\.\s*\([^{}]*\{/u.exec(written);
    if (chosen !== null && depth < 4) {
      const from = part.start + chosen[0].length - 1;
      const object = withGiven({ start: from, end: part.end }, given);
      for (const [name, member] of membersIn(source, object, depth + 1))
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
        value: withGiven({ start: part.start + quoted, end: part.end }, given),
      });
    const named = /^(\w+)\s*(?:[:=]\s*|$)/u.exec(written);
    if (named?.[1] === undefined) continue;
    const name = { start: part.start, end: part.start + named[1].length };
    members.set(named[1], {
      key: name,
      value: withGiven(
        named[0].length === written.length
          ? name
          : { start: part.start + named[0].length, end: part.end },
        given,
      ),
    });
  }
  return members;
}

/**
 * What stands behind names, members of arguments and `a ?? b`; any other expression is itself. Undefined where an
 * argument was left out.
 */
export function valueAt(
  source: MaskedText,
  value: Value,
  depth = 0,
): Value | undefined {
  if (depth > deepest) return value;
  const written = writtenAt(source, value);
  const either = /^([\w.]+)\s*(?:\?\?|\|\|)\s*/u.exec(written);
  if (either?.[1] !== undefined) {
    const { start, end, given } = value;
    const first = withGiven(
      { start, end: start + either[1].length },
      value.given,
    );
    const found = valueAt(source, first, depth + 1);
    // What is not known may be there or not.
    if (found !== undefined) return found.start === first.start ? value : found;
    const other = withGiven({ start: start + either[0].length, end }, given);
    return valueAt(source, other, depth + 1);
  }
  const [, owner = "", member] =
    /^([A-Za-z_]\w*)(?:\??\.(\w+))?$/u.exec(written) ?? [];
  if (owner === "") return value;
  const argument = value.given?.get(owner);
  if (argument === undefined) {
    if (value.given?.has(owner) === true) return undefined;
    if (member !== undefined) return value;
    const constant = constantNamed(source, owner, value.start);
    return constant === undefined
      ? value
      : valueAt(source, withGiven(constant, value.given), depth + 1);
  }
  if (member === undefined) return valueAt(source, argument, depth + 1);
  const object = valueAt(source, argument, depth + 1);
  if (object === undefined) return undefined;
  if (!/^[{(]/u.test(writtenAt(source, object))) return value;
  const found = membersIn(source, object, depth + 1).get(member)?.value;
  return found && valueAt(source, found, depth + 1);
}

/** What a name stands for that its file gives one value, or else one of the files behind it. */
function constantNamed(
  source: MaskedText,
  name: string,
  at: number,
): Range | undefined {
  if (!/^[A-Za-z_]\w*$/u.test(name)) return undefined;
  const given = [
    ...source.masked.matchAll(
      new RegExp(
        `(?:\\b(?:const|let|var)\\s+|^[ \\t]*)${name}\\s*(?::[^=;(){}\\n]+)?=(?![=>])[ \\t]*`,
        "gmu",
      ),
    ),
  ];
  const fileOf = (place: number): number =>
    source.starts?.find((start) => place >= start) ?? 0;
  const near = given.filter(({ index }) => fileOf(index) === fileOf(at));
  const [only, ...others] = near.length > 0 ? near : given;
  if (only === undefined || others.length > 0) return undefined;
  const start = only.index + only[0].length;
  let end = start;
  while (
    end < source.masked.length &&
    !/[;\n]/u.test(source.masked.charAt(end))
  )
    end = afterAt(source, end);
  return {
    start,
    end: start + source.masked.slice(start, end).trimEnd().length,
  };
}

/** Behind what stands at a place: a character, all between brackets, or a text, which may have lines. */
function afterAt({ masked, partners }: MaskedText, at: number): number {
  const character = masked.charAt(at);
  const end = /["'`]/u.test(character)
    ? masked.indexOf(character, at + 1)
    : (partners.get(at) ?? at);
  return (end === -1 ? at : end) + 1;
}

/** A text, also one put together of parameters and constants. */
export function textAt(
  source: MaskedText,
  value: Value,
  depth = 0,
): string | undefined {
  const literal = literalAt(source, value);
  if (literal !== undefined || depth > deepest) return literal;
  const found = valueAt(source, value);
  if (found === undefined) return undefined;
  if (found.start !== value.start || found.end !== value.end)
    return textAt(source, found, depth + 1);
  const { given } = value;
  const sum = partsOf(source, value, /\+/u);
  if (sum.length > 1) {
    const texts = sum.map((part) =>
      textAt(source, withGiven(part, given), depth + 1),
    );
    return texts.includes(undefined) ? undefined : texts.join("");
  }
  const written = source.text.slice(value.start, value.end);
  const [, quoted, python] =
    /^(?:`([^`\\]*)`|f["']([^"'\\]*)["'])$/u.exec(written) ?? [];
  const template = quoted ?? python;
  if (template === undefined) return undefined;
  const opening = quoted === undefined ? /\{([^{}]*)\}/gu : /\$\{([^{}]*)\}/gu;
  const missing: string[] = [];
  const filled = template.replace(opening, (whole, between: string) => {
    const text = inserted(source, between.trim(), value.start, given, depth);
    if (text === undefined) missing.push(between);
    return text ?? whole;
  });
  return missing.length === 0 ? filled : undefined;
}

/** What a name between the braces of a text comes to. */
function inserted(
  source: MaskedText,
  name: string,
  at: number,
  given: Arguments | undefined,
  depth: number,
): string | undefined {
  const [, owner = "", member] = /^(\w+)(?:\.(\w+))?$/u.exec(name) ?? [];
  const argument = given?.get(owner);
  if (argument === undefined) {
    const constant =
      member === undefined && given?.has(owner) !== true
        ? constantNamed(source, owner, at)
        : undefined;
    return constant && textAt(source, withGiven(constant, given), depth + 1);
  }
  const value =
    member === undefined
      ? argument
      : membersIn(source, argument).get(member)?.value;
  return value && textAt(source, value, depth + 1);
}
