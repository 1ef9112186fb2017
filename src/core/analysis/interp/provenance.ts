/**
 * Which members of the request that must not be shown are in a value: a password in the event, in a text made of it, in
 * an object that holds it. A member that was deleted or written over is not.
 */
import { objectAt, type State } from "./state.ts";
import { someText, valueOf, type Value } from "./value.ts";

export function carriedBy(
  state: State,
  value: Value,
  found = new Set<string>(),
  seen = new Set<string>(),
): ReadonlySet<string> {
  for (const atom of value) {
    if (atom.kind === "text" && atom.from !== undefined) found.add(atom.from);
    if (atom.kind === "promise") carriedBy(state, atom.value, found, seen);
    if (atom.kind !== "object" || seen.has(atom.id)) continue;
    seen.add(atom.id);
    for (const { writes } of objectAt(state, atom.id).fields.values())
      for (const write of writes.values())
        carriedBy(state, write.value, found, seen);
  }
  return found;
}

/** Text that shows these values to a program: JSON. What must not be shown is in it, not spelled out for people. */
export function writtenOut(state: State, values: readonly Value[]): Value {
  return textAtoms(carriedByAll(state, values), false);
}

/** Some text that is put together from these values. */
export function textOf(state: State, parts: readonly Value[]): Value {
  return textAtoms(carriedByAll(state, parts), true);
}

function carriedByAll(
  state: State,
  values: readonly Value[],
): ReadonlySet<string> {
  const carried = new Set<string>();
  for (const value of values) carriedBy(state, value, carried);
  return carried;
}

const textAtoms = (carried: ReadonlySet<string>, part: boolean): Value =>
  carried.size === 0
    ? someText
    : valueOf(
        ...[...carried].map(
          (from) =>
            ({ kind: "text", from, ...(part ? { part } : {}) }) as const,
        ),
      );
