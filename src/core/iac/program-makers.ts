/**
 * What of an infrastructure program is run with other arguments each time: helpers that make functions (`const make =
 * (name) => new Function(…)`), classes of its own around those of the CDK, and the bodies of loops over a table.
 */
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

/** A function or class of the program, with what stands in it. */
export interface Helper {
  readonly name: string;
  readonly parameters: readonly Range[];
  readonly body: Range;
  /** The last name of the class that it extends. */
  readonly base?: string;
}

/** More than people write into one program of this kind. */
const mostHelpers = 200;

const noHelper =
  /^(?:if|for|while|switch|catch|constructor|super|return|function|new|with|print|__init__)$/u;

/** The functions, arrow functions and methods of the file that take something, and its classes. */
export function helpersIn(source: MaskedText, isPython: boolean): Helper[] {
  const { masked } = source;
  const head = isPython
    ? /^[ \t]*(?:async\s+)?def\s+(\w+)\s*\(/gmu
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
    const parameters = parametersIn(source, inside);
    if (body !== undefined) helpers.push({ name, parameters, body });
  }
  return [...helpers, ...classesIn(source, isPython)];
}

const parametersIn = (source: MaskedText, inside: Range): readonly Range[] =>
  partsOf(source, inside, /,/u)
    .filter((each) => !/^(?:self|\*)$/u.test(writtenAt(source, each)))
    .map(({ start, end }) => {
      const [words = ""] =
        /^(?:(?:private|protected|public|readonly)\s+)+/u.exec(
          source.masked.slice(start, end),
        ) ?? [];
      return { start: start + words.length, end };
    });

function classesIn(source: MaskedText, isPython: boolean): readonly Helper[] {
  const { masked } = source;
  const head = isPython
    ? /^[ \t]*class\s+(\w+)\s*\(\s*(?:\w+\.)*(\w+)[^()]*\)\s*:/gmu
    : /\bclass\s+(\w+)\s+extends\s+(?:\w+\.)*(\w+)\s*(?:<[^<>{}]*>\s*)?(?:implements\s+[\w.,\s]+)?\{/gu;
  const classes: Helper[] = [];
  for (const found of masked.matchAll(head)) {
    const [all, name = "", base = ""] = found;
    const end = found.index + all.length;
    if (classes.length >= mostHelpers) break;
    const body = isPython
      ? blockAfter(masked, found.index, end)
      : insideBrackets(source, end - 1);
    if (body === undefined) continue;
    const made = (
      isPython ? /\bdef\s+__init__\s*\(/u : /\bconstructor\s*\(/u
    ).exec(masked.slice(body.start, body.end));
    const inside =
      made &&
      insideBrackets(source, body.start + made.index + made[0].length - 1);
    if (!inside) continue;
    const parameters = parametersIn(source, inside);
    const own = isPython
      ? blockAfter(masked, body.start + made.index, inside.end)
      : bodyAfter(
          source,
          inside.end + 1,
          masked.slice(inside.end + 1, inside.end + 300),
          false,
        );
    if (own !== undefined) classes.push({ name, parameters, body: own, base });
  }
  return classes;
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

/** Lines that are indented deeper than that which stands at a place. */
function blockAfter(
  masked: string,
  at: number,
  from: number,
): Range | undefined {
  const start = masked.indexOf("\n", from) + 1;
  if (start === 0) return undefined;
  const line = masked.slice(at).search(/\S/u);
  const first = masked.lastIndexOf("\n", at + line) + 1;
  const indent = masked.slice(first).search(/\S/u);
  const ends = new RegExp(`^[ \\t]{0,${String(indent)}}\\S`, "gmu");
  ends.lastIndex = start;
  return { start, end: ends.exec(masked)?.index ?? masked.length };
}

/**
 * @param call what stands between the brackets of a call of the helper
 * @param outer what the names in the call stand for
 */
export function argumentsOf(
  source: MaskedText,
  { parameters }: Pick<Helper, "parameters">,
  call: Range,
  outer?: Arguments,
): Arguments {
  const given = new Map<string, Value | undefined>();
  const parts = partsOf(source, call, /,/u);
  for (const [index, parameter] of parameters.entries()) {
    const written = writtenAt(source, parameter);
    const name = /^\w+/u.exec(written)?.[0];
    const rest = /^\*\*(\w+)/u.exec(written)?.[1];
    if (rest !== undefined) {
      // All named arguments; who asks for one of them asks by its name.
      given.set(
        rest,
        withGiven({ start: call.start - 1, end: call.end + 1 }, outer),
      );
      continue;
    }
    const named = parts.find(
      (part) =>
        name !== undefined &&
        new RegExp(`^${name}\\s*=(?!=)`, "u").test(writtenAt(source, part)),
    );
    const part =
      named ??
      (/^\w+\s*=(?![=>])/u.test(writtenAt(source, parts[index] ?? call))
        ? undefined
        : parts[index]);
    if (part === undefined) {
      const preset = /^\w+\s*(?::[^=]+)?=\s*/u.exec(written);
      if (name !== undefined)
        given.set(
          name,
          preset === null
            ? undefined
            : { start: parameter.start + preset[0].length, end: parameter.end },
        );
      continue;
    }
    const skipped =
      named === undefined
        ? 0
        : (/^\w+\s*=\s*/u.exec(writtenAt(source, part))?.[0].length ?? 0);
    const value = withGiven(
      { start: part.start + skipped, end: part.end },
      outer,
    );
    takePattern(source, parameter, value, given);
  }
  return given;
}

/** Gives names their values: of `name`, `{ name, entry }: Props`, `[operation, name]` and `(operation, name)`. */
function takePattern(
  source: MaskedText,
  pattern: Range,
  value: Value,
  given: Map<string, Value | undefined>,
): void {
  const written = writtenAt(source, pattern);
  const name = /^\w+/u.exec(written)?.[0];
  if (name !== undefined) {
    given.set(name, value);
    return;
  }
  const inside = insideBrackets(source, pattern.start);
  const found = valueAt(source, value);
  if (inside === undefined || found === undefined) return;
  if (written.startsWith("{")) {
    const members = membersIn(source, found);
    for (const part of partsOf(source, inside, /,/u)) {
      const [, key = "", local = key] =
        /^(\w+)(?:\s*:\s*(\w+))?/u.exec(writtenAt(source, part)) ?? [];
      const preset = /=\s*/u.exec(writtenAt(source, part));
      given.set(
        local,
        members.get(key)?.value ??
          (preset === null
            ? undefined
            : {
                start: part.start + preset.index + preset[0].length,
                end: part.end,
              }),
      );
    }
    return;
  }
  const items = itemsAt(source, found);
  if (items !== undefined)
    for (const [index, part] of partsOf(source, inside, /,/u).entries())
      given.set(writtenAt(source, part), items[index]);
}

/** The items of a list that stands there. */
function itemsAt(
  source: MaskedText,
  value: Value,
): readonly Value[] | undefined {
  const inside = /^[[(]/u.test(writtenAt(source, value))
    ? insideBrackets(source, value.start)
    : undefined;
  return (
    inside &&
    partsOf(source, inside, /,/u).map((part) => withGiven(part, value.given))
  );
}

/** The body of a loop with what its variables are in one of the rounds. */
export interface Round {
  readonly body: Range;
  readonly given: Arguments;
}

/** More rounds than there are triggers say that it is a loop of another kind. */
const mostRounds = 30;
const mostLoops = 50;

/** The rounds of loops over a list or the entries of an object that stand in the file. */
export function roundsIn(source: MaskedText, isPython: boolean): Round[] {
  const { masked } = source;
  const head = isPython
    ? /^[ \t]*for\s+([\w, ()]+?)\s+in\s+/gmu
    : /\bfor\s*\(\s*(?:const|let)\s+|\.(?:forEach|map)\s*\(/gu;
  const rounds: Round[] = [];
  let seen = 0;
  for (const found of masked.matchAll(head)) {
    if (++seen > mostLoops) break;
    const start = found.index + found[0].length;
    const loop = isPython
      ? pythonLoop(source, found.index, start, found[1] ?? "")
      : found[0].startsWith(".")
        ? methodLoop(source, found.index, start)
        : forLoop(source, start);
    const rows = loop && rowsAt(source, loop.over);
    if (loop === undefined || rows === undefined || rows.length > mostRounds)
      continue;
    for (const row of rows)
      rounds.push({ body: loop.body, given: loop.given(row) });
  }
  return rounds;
}

interface Loop {
  readonly over: Range;
  readonly body: Range;
  readonly given: (row: readonly Value[] | Value) => Arguments;
}

/** `for (const [a, b] of table) { … }` */
function forLoop(source: MaskedText, start: number): Loop | undefined {
  const of = /^(\w+|\[[^[\]]*\]|\{[^{}]*\})\s*(?::[^;]{0,100}?)?\s+of\s+/u.exec(
    source.masked.slice(start, start + 300),
  );
  const pattern = of?.[1];
  if (of === null || pattern === undefined) return undefined;
  // What closes the bracket of `for` stands behind what is looped over.
  let end = start + of[0].length;
  while (end < source.masked.length && source.masked.charAt(end) !== ")")
    end = (source.partners.get(end) ?? end) + 1;
  const body = bodyAfter(
    source,
    end + 1,
    source.masked.slice(end + 1, end + 50),
    false,
  );
  if (body === undefined) return undefined;
  return {
    over: { start: start + of[0].length, end },
    body,
    given: rowTaker(source, { start, end: start + pattern.length }),
  };
}

/** `table.forEach(([a, b]) => { … })` */
function methodLoop(
  source: MaskedText,
  at: number,
  start: number,
): Loop | undefined {
  const { masked, partners } = source;
  const head = /^\s*\(\s*(\w+|(?=[[{]))/u.exec(
    masked.slice(start, start + 100),
  );
  if (head === null) return undefined;
  const open = start + masked.slice(start, start + 100).indexOf("(");
  const inside = insideBrackets(source, open);
  const [pattern] = inside ? partsOf(source, inside, /,/u) : [];
  const body =
    inside &&
    bodyAfter(
      source,
      inside.end + 1,
      masked.slice(inside.end + 1, inside.end + 300),
      true,
    );
  if (pattern === undefined || body === undefined) return undefined;
  const name = /[\w.]+$/u.exec(masked.slice(Math.max(0, at - 200), at))?.[0];
  if (name !== undefined)
    return {
      over: { start: at - name.length, end: at },
      body,
      given: rowTaker(source, pattern),
    };
  // `[…].forEach`, `Object.entries({…}).forEach`
  const close = at - 1;
  const [opened] = [...partners].find(([, end]) => end === close) ?? [];
  if (opened === undefined) return undefined;
  const called = /[\w.]*$/u.exec(
    masked.slice(Math.max(0, opened - 50), opened),
  );
  return {
    over: { start: opened - (called?.[0].length ?? 0), end: at },
    body,
    given: rowTaker(source, pattern),
  };
}

/** `for a, b in table:` */
function pythonLoop(
  source: MaskedText,
  at: number,
  start: number,
  pattern: string,
): Loop | undefined {
  const { masked, partners } = source;
  let end = start;
  while (end < masked.length && !/[:\n]/u.test(masked.charAt(end)))
    end = (partners.get(end) ?? end) + 1;
  const body = blockAfter(masked, at, end);
  if (body === undefined || masked.charAt(end) !== ":") return undefined;
  const names = pattern.split(/[\s,()]+/u).filter((each) => each !== "");
  return {
    over: { start, end },
    body,
    given: (row) => {
      const [only, ...others] = names;
      if (only !== undefined && others.length === 0 && !Array.isArray(row))
        return new Map([[only, row as Value]]);
      const items = Array.isArray(row)
        ? (row as readonly Value[])
        : (itemsAt(source, row as Value) ?? []);
      return new Map(names.map((name, index) => [name, items[index]]));
    },
  };
}

const rowTaker =
  (source: MaskedText, pattern: Range): Loop["given"] =>
  (row) => {
    const given = new Map<string, Value | undefined>();
    if (!Array.isArray(row)) takePattern(source, pattern, row as Value, given);
    else {
      const inside = insideBrackets(source, pattern.start);
      const items = row as readonly Value[];
      if (inside !== undefined)
        for (const [index, part] of partsOf(source, inside, /,/u).entries())
          given.set(writtenAt(source, part), items[index]);
    }
    return given;
  };

/** What a loop goes over: the items of a list, or the key and the value of each entry. */
function rowsAt(
  source: MaskedText,
  over: Range,
): readonly (Value | readonly Value[])[] | undefined {
  const written = writtenAt(source, over);
  const entries =
    /^Object\s*\.\s*entries\s*\(\s*/u.exec(written) ??
    /^()(?=\w+\s*\.\s*items\s*\(\s*\)$)/u.exec(written);
  if (entries === null) {
    const found = valueAt(source, over);
    return found && itemsAt(source, found);
  }
  const start = over.start + entries[0].length;
  const end =
    entries[0] === "" ? start + written.search(/\s*\./u) : over.end - 1;
  return [...membersIn(source, { start, end }).values()].map(
    ({ key, value }) => [key, value],
  );
}
