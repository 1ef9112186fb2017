/**
 * Sets of both languages. What is in one stands in a list of the heap, which the atom of the set names. Invariant: one
 * of the module in which nothing is known to be may have been filled by a former invocation, and has no such list.
 */
import { type Invocation, returning } from "./call.ts";
import { observeElements } from "./compared-source.ts";
import {
  elements,
  listOf,
  withField,
  writtenAt,
  writtenField,
} from "./heap.ts";
import { hasElement, heldBySet, orderedItems } from "./lists.ts";
import type { CallResult } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { someBoolean, undefinedValue, valueOf, type Value } from "./value.ts";

/** `new Set([…])`, `{…}`, `frozenset({…})`; undefined where nothing is known to be in it. */
export function makeSet(
  { frame, call, args, machine }: Invocation,
  state: State,
): Value | undefined {
  const [given = []] = args;
  const [atom] = given;
  const held = atom && given.length === 1 ? heldBySet(atom) : undefined;
  const items = orderedItems(
    state,
    held === undefined ? given : valueOf({ kind: "object", id: held }),
  );
  // One that this invocation makes has nothing else in it.
  if (machine.delivery === undefined && !items?.length) return undefined;
  const id = `${frame.path}#set${String(call.site)}`;
  const list = listOf(new Map(items), items?.map(([key]) => key) ?? []);
  const isKnown = items !== undefined || args.length === 0;
  setObject(
    state,
    id,
    isKnown ? list : { ...list, open: true, order: undefined },
  );
  const name = machine.module.language === "python" ? "set()" : "Set()";
  return valueOf({ kind: "external", name, entries: id });
}

/**
 * Methods that ask for what is in a set or change it; undefined for others.
 * @param id the list of what is in it
 */
export function callSetMethod(
  { machine, name, args, call, receiver }: Invocation,
  id: string,
  state: State,
): CallResult | undefined {
  const [item = undefinedValue] = args;
  const list = objectAt(state, id);
  switch (name) {
    case "has":
      observeElements(machine, list, item);
      return returning(hasElement(list, item) ?? someBoolean, state);
    case "add": {
      const write = writtenAt(item, call.range);
      const place = `${String(call.range.start)}:${String(call.range.end)}`;
      const all = new Map(
        orderedItems(state, valueOf({ kind: "object", id })) ?? [],
      );
      // In a loop, more than one thing may come in at one place.
      const more =
        list.order === undefined || all.has(place)
          ? withField(list, elements, writtenField(write), true)
          : listOf(all.set(place, write), [...all.keys()]);
      setObject(state, id, more);
      return returning(receiver ?? undefinedValue, state);
    }
    default:
      // What may take something out of it, or put something into it.
      if (!/^(?:forEach|keys|values|entries|is.*|copy)$/u.test(name))
        setObject(state, id, { ...list, open: true });
      return undefined;
  }
}
