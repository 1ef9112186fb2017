/** Calls of an infrastructure program by the names of what they call, with their arguments. */
import type { Range } from "../text/position.ts";
import { insideBrackets, partsOf, type MaskedText } from "./masked-text.ts";
import {
  membersIn,
  valueAt,
  withGiven,
  writtenAt,
  type Arguments,
  type Value,
} from "./program-values.ts";

export interface Call {
  /** The last name of what is called: `NodejsFunction`. */
  readonly callee: string;
  /** What the result is assigned to, without `this.`; empty where it is not. */
  readonly target: string;
  /** From the name of what is called to its bracket. */
  readonly range: Range;
  /** What stands between its brackets. */
  readonly inside: Range;
  readonly parts: readonly Range[];
}

/** What a call is given. */
export interface Given {
  /** Named arguments, and members of an object that is an argument. */
  readonly options: ReadonlyMap<string, Value>;
  readonly positional: readonly Value[];
}

/** More calls than people write into one program of this kind. */
const mostCalls = 500;

/** @param names of what is called, as parts of a pattern */
export function* callsOf(
  source: MaskedText,
  names: readonly string[],
  { start, end }: Range,
): Iterable<Call> {
  const head = new RegExp(`\\b(${names.join("|")})\\s*\\(`, "gu");
  head.lastIndex = start;
  for (let count = 0; count < mostCalls; count++) {
    const found = head.exec(source.masked);
    if (found === null || found.index >= end) return;
    const open = found.index + found[0].length - 1;
    const inside = insideBrackets(source, open);
    if (inside === undefined) continue;
    // Calls inside of this one are found too.
    head.lastIndex = open + 1;
    yield {
      callee: found[1] ?? "",
      target: targetBefore(source, Math.max(start, found.index - 200), found),
      range: { start: found.index, end: open },
      inside,
      parts: partsOf(source, inside, /,/u),
    };
  }
}

export function givenTo(
  source: MaskedText,
  { parts }: Call,
  given?: Arguments,
): Given {
  const options = new Map<string, Value>();
  const positional: Value[] = [];
  const takeMembers = (value: Value): void => {
    for (const [name, member] of membersIn(source, value))
      options.set(name, member.value);
  };
  for (const part of parts) {
    const written = writtenAt(source, part);
    const named = /^(\w+)\s*=(?!=|>)\s*/u.exec(written);
    const spread = /^\*\*\s*/u.exec(written);
    if (named?.[1] !== undefined)
      options.set(
        named[1],
        withGiven(
          { start: part.start + named[0].length, end: part.end },
          given,
        ),
      );
    else if (spread !== null)
      takeMembers(
        withGiven(
          { start: part.start + spread[0].length, end: part.end },
          given,
        ),
      );
    else {
      const value = withGiven(part, given);
      positional.push(value);
      const object = valueAt(source, value);
      if (object !== undefined && source.masked.charAt(object.start) === "{")
        takeMembers(object);
    }
  }
  return { options, positional };
}

/** What a call's result is assigned to: `const fn: IFunction = new lambda.`, `self.fn = `. */
const targetBefore = (
  { masked }: MaskedText,
  from: number,
  { index }: RegExpExecArray,
): string =>
  /\b(\w+)\s*(?::[^=;(){}\n]+)?=\s*(?:new\s+)?(?:\w+\s*\.\s*)*$/u.exec(
    masked.slice(from, index),
  )?.[1] ?? "";
