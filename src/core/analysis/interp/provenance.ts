/**
 * Which members of the request that must not be shown are in a value: a password in the event, in a text made of it, in
 * an object that holds it. A member that was deleted or written over is not. And which of them were put into it although
 * the event does not have them.
 */
import { orderedItems } from "./lists.ts";
import { objectIds } from "./machine.ts";
import { openHole } from "./message-text.ts";
import { objectAt, type State } from "./state.ts";
import { onlyText, someText, valueOf, type Atom, type Value } from "./value.ts";

export const carriedBy = (
  state: State,
  value: Value,
  found = new Set<string>(),
): ReadonlySet<string> => gather(state, value, found, true, new Set());

/** Those that stand in what the file makes: the event and what is in it are left out. */
export const shownBy = (state: State, value: Value): ReadonlySet<string> =>
  gather(state, value, new Set(), false, new Set());

function gather(
  state: State,
  value: Value,
  found: Set<string>,
  ofEvent: boolean,
  seen: Set<string>,
): ReadonlySet<string> {
  for (const atom of value) {
    if (atom.kind === "text" && atom.from !== undefined) found.add(atom.from);
    if (atom.kind === "promise")
      gather(state, atom.value, found, ofEvent, seen);
    if (atom.kind !== "object" || seen.has(atom.id)) continue;
    seen.add(atom.id);
    const { delivered, fields } = objectAt(state, atom.id);
    if (delivered !== undefined && !ofEvent) continue;
    for (const { writes } of fields.values())
      for (const write of writes.values())
        gather(state, write.value, found, ofEvent, seen);
  }
  return found;
}

/** Members that the event does not have and that were put into a value all the same. */
export function lackedBy(
  state: State,
  value: Value,
  found = new Set<string>(),
): ReadonlySet<string> {
  const look = (atom: Atom): void => {
    const lacked =
      atom.kind === "undefined"
        ? atom.from
        : atom.kind === "text"
          ? atom.lacks
          : undefined;
    if (lacked !== undefined) found.add(lacked);
  };
  value.forEach(look);
  if (value.some(({ kind }) => kind === "object"))
    ownMembers(state, value).forEach(look);
  return found;
}

/** Members of an object that the file makes: what is in the event itself was not put there by the handler. */
export const ownMembers = (
  state: State,
  value: Value,
  depth = 0,
): readonly Atom[] =>
  depth > 3
    ? []
    : objectIds(value).flatMap((id) => {
        const object = objectAt(state, id);
        if (object.delivered !== undefined) return [];
        return [...object.fields.values()].flatMap(({ writes }) =>
          [...writes.values()].flatMap((write) => [
            ...write.value,
            ...ownMembers(state, write.value, depth + 1),
          ]),
        );
      });

/**
 * Text that shows these values to a program: JSON. What must not be shown is in it; it is spelled out for people where one
 * of the texts has it among other words.
 */
export function writtenOut(state: State, values: readonly Value[]): Value {
  return textWith(state, values, (from) =>
    values.some((value) => spelledIn(state, value).has(from)),
  );
}

/** Some text that is put together from these values. */
export function textOf(state: State, parts: readonly Value[]): Value {
  return textWith(state, parts, () => true);
}

/** Members of the request that are a part of a text: the value itself, or what the file put into it. */
export const spelledIn = (state: State, value: Value): ReadonlySet<string> =>
  new Set(
    [...value, ...ownMembers(state, value)].flatMap((atom) =>
      atom.kind === "text" && atom.from !== undefined && atom.part
        ? [atom.from]
        : [],
    ),
  );

/** `list.join(separator)` where not all of it is known: a blank between items is in what comes out. */
export function textJoined(state: State, list: Value, separator: Value): Value {
  const text = textOf(state, [list, separator]);
  const between = onlyText(separator);
  const items = orderedItems(state, list, true);
  return text === someText &&
    between !== undefined &&
    /^\s+$/u.test(between) &&
    (items === undefined || items.length > 1)
    ? valueOf({ kind: "text", holes: `${openHole}${between}${openHole}` })
    : text;
}

function textWith(
  state: State,
  values: readonly Value[],
  isPart: (from: string) => boolean,
): Value {
  const carried = new Set<string>();
  const lacked = new Set<string>();
  for (const value of values) {
    carriedBy(state, value, carried);
    lackedBy(state, value, lacked);
  }
  return carried.size === 0 && lacked.size === 0
    ? someText
    : valueOf(
        ...[...carried].map(
          (from) =>
            ({
              kind: "text",
              from,
              ...(isPart(from) ? { part: true as const } : {}),
            }) as const,
        ),
        ...[...lacked].map((lacks) => ({ kind: "text", lacks }) as const),
      );
}
