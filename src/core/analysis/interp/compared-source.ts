/** Sees what the trigger source is compared with: by an operator, as a key of a table, as an element of a list. */
import type { Range } from "../../text/position.ts";
import { elements, type HeapObject } from "./heap.ts";
import {
  eventId,
  objectIds,
  type ComparedAs,
  type Machine,
} from "./machine.ts";
import { objectAt, type State } from "./state.ts";
import { onlyText, valueOf, type Atom, type Value } from "./value.ts";

const sourceName = `${eventId}.triggerSource`;

const partName = `${sourceName}()`;

const isNamed = (value: Value, ...names: readonly string[]): boolean =>
  value.some((atom) => atom.kind === "external" && names.includes(atom.name));

export const isSource = (value: Value): boolean =>
  isNamed(value, sourceName, partName);

/** What a method makes of the trigger source: a part of it, or all of it in another form. */
export const sourcePart: Value = valueOf({ kind: "external", name: partName });

/** What the trigger source is where it was compared with a text: it may be compared with another inside. */
export const narrowedSource = (
  source: Atom & { readonly kind: "external" },
  found: Atom & { readonly kind: "text" },
): Atom =>
  source.name === sourceName ? { ...found, from: sourceName } : found;

/** Stands for the trigger source in a name that is made of it. */
export const sourceHole = "\uFDD0";

/** `on${event.triggerSource}`; undefined where other parts are not known. */
export function nameOfSource(parts: readonly Value[]): Value | undefined {
  const written = parts.map((part) =>
    isSource(part) ? sourceHole : onlyText(part),
  );
  const holes = written.join("");
  return written.every((each) => each !== undefined) &&
    holes.split(sourceHole).length === 2
    ? valueOf({ kind: "text", holes })
    : undefined;
}

/** A name that a client sent may be any, and is asked for in the place of the source. */
const comparedAs = (source: Value, how: ComparedAs): ComparedAs =>
  source.some(
    (atom) =>
      atom.kind === "unknown" ||
      (atom.kind === "text" && atom.value === undefined),
  )
    ? "perhaps"
    : isNamed(source, sourceName)
      ? how
      : "part";

/** Remembers which texts the trigger source is compared with, while it is not known itself. */
export function observeSource(
  machine: Machine,
  source: Value,
  other: Value,
  range: Range,
  how: ComparedAs = "whole",
): void {
  if (machine.observer === undefined) return;
  const narrowed = source.some(
    (atom) => atom.kind === "text" && atom.from === sourceName && !atom.part,
  );
  if (!narrowed && !isSource(source)) return;
  for (const atom of other)
    if (atom.kind === "text" && atom.value !== undefined)
      machine.observer.comparedSource(
        atom.value,
        range,
        atom.member ? "member" : narrowed ? how : comparedAs(source, how),
      );
}

/**
 * `table[event.triggerSource]` compares the trigger source with the names in the table, and `this["on" + source]` with what
 * stands in these names.
 */
export function observeTable(
  machine: Machine,
  state: State,
  object: Value,
  key: Value,
): void {
  if (machine.observer === undefined) return;
  const around = madeOfSource(key);
  if (around === undefined && !isSource(key)) return;
  const how = around === undefined ? comparedAs(key, "key") : "made";
  const [before = "", after = ""] = around ?? [];
  for (const id of objectIds(object))
    for (const [name, { writes }] of objectAt(state, id).fields)
      if (name.startsWith(before) && name.endsWith(after))
        for (const { keyRange } of writes.values())
          machine.observer.comparedSource(
            name.slice(before.length, name.length - after.length),
            keyRange,
            how,
          );
}

/** What stands before and behind the source in a name that is made of it. */
function madeOfSource([only]: Value): readonly string[] | undefined {
  const around =
    only?.kind === "text" ? only.holes?.split(sourceHole) : undefined;
  return around?.length === 2 ? around : undefined;
}

/** `["PreSignUp_SignUp"].includes(event.triggerSource)` compares it with each element. */
export function observeElements(
  machine: Machine,
  list: HeapObject,
  source: Value,
): void {
  const written = list.fields.get(elements)?.writes.values() ?? [];
  for (const { value, valueRange } of written)
    observeSource(machine, source, value, valueRange);
}
