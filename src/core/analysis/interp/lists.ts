/** Items of lists of the heap, by their place where each still stands where it was written. */
import { elements, fieldValue, type HeapObject, type Write } from "./heap.ts";
import { objectAt, type State } from "./state.ts";
import {
  constantOf,
  constantValue,
  joinAll,
  someBoolean,
  truthOf,
  undefinedValue,
  unknownValue,
  type Atom,
  type Value,
} from "./value.ts";

/** The element at a position, from the end where that is below zero. */
export function elementAt(list: HeapObject, position: number): Value {
  if (list.order === undefined || list.open) return elementOf(list);
  const key = list.order.at(position);
  const write = list.fields.get(elements)?.writes.get(key ?? "");
  return write === undefined ? undefinedValue : write.value;
}

/**
 * What is in the only list that a value can be, in its order; undefined where that is not known.
 * @param apart also of a list whose items are looked at one by one only
 */
export function orderedItems(
  state: State,
  value: Value,
  apart = false,
): readonly (readonly [key: string, write: Write])[] | undefined {
  const [only] = value;
  const id = only?.kind === "object" ? only.id : only && heldByIterator(only);
  if (id === undefined || value.length > 1) return undefined;
  const object = objectAt(state, id);
  const { list, open, order, fields } = object;
  if (!list || open || order === undefined) return undefined;
  if (object.apart && !apart) return undefined;
  const writes = fields.get(elements)?.writes;
  return order.flatMap((key) => {
    const write = writes?.get(key);
    return write === undefined ? [] : [[key, write] as const];
  });
}

/** The names of the members of the object that a value is, where all of them are known; of several if they have the same. */
export function namesOf(
  state: State,
  value: Value,
): readonly string[] | undefined {
  const [first, ...others] = value.map((atom) =>
    atom.kind === "object" ? namesIn(objectAt(state, atom.id)) : undefined,
  );
  return others.every((names) => names?.join() === first?.join())
    ? first
    : undefined;
}

function namesIn(object: HeapObject): readonly string[] | undefined {
  const { list, open, delivered, fields } = object;
  if (list || open || delivered !== undefined) return undefined;
  for (const [name, { absent }] of fields)
    if (absent || isHidden(name)) return undefined;
  return [...fields.keys()];
}

/** What a class keeps for itself: `get name`, `set name`, `#name`, and what sets its fields. */
export const isHidden = (member: string): boolean =>
  /^(?:[gs]et |#|\(fields\))/u.test(member);

/**
 * What is in the only list or set that a value can be, where that is known to the last item; their order may not be.
 * @param some also what is known to be in one that may have others
 */
export function itemsIn(
  state: State,
  value: Value,
  some = false,
): ReadonlyMap<string, Write> | undefined {
  const [only] = value;
  const id = only && itemsHeldBy(only);
  if (id === undefined || value.length > 1) return undefined;
  const { list, open, apart, delivered, fields } = objectAt(state, id);
  return !list || (open && !some) || apart || delivered !== undefined
    ? undefined
    : (fields.get(elements)?.writes ?? noWrites);
}

const noWrites: ReadonlyMap<string, Write> = new Map();

/** The items of a list that is known to the last one. */
export function listedItems(
  state: State,
  value: Value,
): readonly Value[] | undefined {
  return orderedItems(state, value)?.map(([, write]) => write.value);
}

/** Any element of a list. */
export function elementOf(list: HeapObject): Value {
  if (list.apart) return unknownValue;
  const field = list.fields.get(elements);
  return field === undefined || list.open || list.delivered !== undefined
    ? joinAll([
        unknownValue,
        ...(field === undefined ? [] : [fieldValue(field)]),
      ])
    : fieldValue(field);
}

/** Whether a list has one of the wanted values; undefined where they, or its elements, are not known. */
export function hasElement(list: HeapObject, wanted: Value): Value | undefined {
  const items = elementOf(list).map(constantOf);
  // What is surely not true is none of items that are.
  const isNone =
    items.every((each) => Boolean(each?.value)) &&
    wanted.length > 0 &&
    wanted.every((atom) => truthOf(atom, false) === false);
  if (isNone) return constantValue(false);
  const sought = wanted.map(constantOf);
  if (![...items, ...sought].every((each) => each !== undefined))
    return undefined;
  return joinAll(
    sought.map((each) => {
      if (!items.some((item) => item?.value === each?.value))
        return constantValue(false);
      // Not every path need have put it in.
      return list.order === undefined ? someBoolean : constantValue(true);
    }),
  );
}

/** Where a list has a value first, -1 for nowhere; undefined where one of them is not known. */
export function positionIn(
  { fields, open, order, apart, delivered }: HeapObject,
  wanted: Value,
): number | undefined {
  const sought = onlyConstant(wanted);
  if (open || apart || delivered !== undefined) return undefined;
  if (sought === undefined || order === undefined) return undefined;
  const writes = fields.get(elements)?.writes;
  for (const [place, key] of order.entries()) {
    const item = onlyConstant(writes?.get(key)?.value ?? []);
    if (item === undefined) return undefined;
    if (item.value === sought.value) return place;
  }
  return -1;
}

const onlyConstant = ([only, ...others]: Value): ReturnType<
  typeof constantOf
> => (only === undefined || others.length > 0 ? undefined : constantOf(only));

export const isList = (state: State, atom: Atom): boolean =>
  atom.kind === "object"
    ? objectAt(state, atom.id).list
    : atom.kind === "opaque" && atom.json === "array";

/** An object that is no list. */
export const isTable = (state: State, atom: Atom): boolean =>
  atom.kind === "object" && !objectAt(state, atom.id).list;

/** Nothing but such objects. */
export const areTables = (
  state: State,
  value: Value | undefined,
): value is Value =>
  value !== undefined &&
  value.length > 0 &&
  value.every((atom) => isTable(state, atom));

/** The list of what Python's `map` and `filter` give one after the other, and of the pairs of a map; undefined for anything else. */
export function heldByIterator(atom: Atom): string | undefined {
  if (atom.kind !== "external" || atom.entries === undefined) return undefined;
  if (atom.name === "Map()") return pairsOf(atom.entries);
  return /^(?:map|filter)\(\)$/u.test(atom.name) ? atom.entries : undefined;
}

/** @param entries what a map holds */
export const pairsOf = (entries: string): string => `${entries}*`;

/** The list that a value is, or whose items it goes through one after the other. */
export const itemsHeldBy = (atom: Atom): string | undefined =>
  atom.kind === "object" ? atom.id : (heldBySet(atom) ?? heldByIterator(atom));

/** The list of what is in a set; undefined for what is no set. */
export const heldBySet = (atom: Atom): string | undefined =>
  atom.kind === "external" && /^set\(\)$/iu.test(atom.name)
    ? atom.entries
    : undefined;
