/**
 * Objects and lists. A field remembers each place that wrote what it may hold, so that a finding can point to it.
 * Invariant: a field that is not in `fields` is absent, unless the object was delivered or is open.
 */
import type { Range } from "../../text/position.ts";
import { mapOf, type Lattice } from "./lattice.ts";
import { noValue, values, type Value } from "./value.ts";

export interface Write {
  readonly value: Value;
  /** The whole assignment, and the expressions of the member's name and of the value in it. */
  readonly range: Range;
  readonly keyRange: Range;
  readonly valueRange: Range;
}

export interface Field {
  readonly writes: ReadonlyMap<string, Write>;
  /** There is a path on which the field is not there. */
  readonly absent: boolean;
}

/** What an object is a copy of, where that came with the invocation. */
export type Delivered = "event" | "request" | "response" | "other";

export interface HeapObject {
  readonly list: boolean;
  /** Elements of a list are in the field `[]`. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly delivered: Delivered | undefined;
  /** It may have got members that nobody saw: unknown code had it. `names`: they are seen, but under names that are not known. */
  readonly open: boolean | "names";
  /**
   * The writes of `[]` by position, while each element of a list still stands where it was written; of an open list, those
   * that are surely in it.
   */
  readonly order?: readonly string[] | undefined;
  /** Its items are looked at one by one only: together they say nothing, as the names and values of an object's members. */
  readonly apart?: true;
  /** What Python calls a list that is only a look at the members of a dict: `dict_keys`. */
  readonly view?: string;
  /** It stands for several objects that one place made, such as in a loop. */
  readonly several?: true;
  /** What stands under names that are not known is of the type that stands for any: `Record<string, number>`. */
  readonly typed?: true;
}

export const elements = "[]";
/** What was written under names that are not known; the object is open then, by `names` if by nothing else. */
export const anyName = "[*]";

const writeLattice: Lattice<Write> = {
  bottom: {
    value: values.bottom,
    range: { start: 0, end: 0 },
    keyRange: { start: 0, end: 0 },
    valueRange: { start: 0, end: 0 },
  },
  join: (a, b) => {
    if (a === writeLattice.bottom) return b;
    const value = values.join(a.value, b.value);
    return value === a.value ? a : { ...a, value };
  },
  leq: (a, b) => writeLattice.join(b, a) === b,
};
const writesLattice = mapOf<string, Write>(writeLattice);

/** What is open in both ways together. */
export const moreOpen = (
  a: HeapObject["open"],
  b: HeapObject["open"],
): HeapObject["open"] => (a === true || b === true ? true : a || b);

const joinFields = (a: Field, b: Field): Field => {
  const writes = writesLattice.join(a.writes, b.writes);
  const absent = a.absent || b.absent;
  return writes === a.writes && absent === a.absent ? a : { writes, absent };
};

export const emptyObject: HeapObject = {
  list: false,
  fields: new Map(),
  delivered: undefined,
  open: false,
};

export const objects: Lattice<HeapObject | undefined> = {
  bottom: undefined,
  join: (a, b) => {
    if (a === b || b === undefined) return a;
    if (a === undefined) return b;
    let fields: Map<string, Field> | undefined;
    const set = (name: string, field: Field): void => {
      fields ??= new Map(a.fields);
      fields.set(name, field);
    };
    for (const [name, ours] of a.fields) {
      const theirs = b.fields.get(name);
      const joined =
        theirs === undefined
          ? ours.absent
            ? ours
            : { ...ours, absent: true }
          : joinFields(ours, theirs);
      if (joined !== ours) set(name, joined);
    }
    for (const [name, theirs] of b.fields)
      if (!a.fields.has(name)) set(name, { ...theirs, absent: true });
    const open = moreOpen(a.open, b.open);
    const delivered = a.delivered ?? b.delivered;
    const order = a.order?.join() === b.order?.join() ? a.order : undefined;
    const apart = a.apart ?? b.apart;
    const several = a.several ?? b.several;
    const view = a.view ?? b.view;
    const typed = a.typed ?? b.typed;
    return fields === undefined &&
      open === a.open &&
      apart === a.apart &&
      several === a.several &&
      view === a.view &&
      typed === a.typed &&
      delivered === a.delivered &&
      order === a.order
      ? a
      : {
          list: a.list,
          fields: fields ?? a.fields,
          delivered,
          open,
          ...(order === undefined ? {} : { order }),
          ...(apart === undefined ? {} : { apart }),
          ...(several === undefined ? {} : { several }),
          ...(view === undefined ? {} : { view }),
          ...(typed === undefined ? {} : { typed }),
        };
  },
  leq: (a, b) => objects.join(b, a) === b,
};

/** `object` with what was written under a name that is not known. */
export const withUnnamed = (object: HeapObject, field: Field): HeapObject =>
  withField(
    { ...object, open: moreOpen(object.open, "names") },
    anyName,
    field,
    true,
  );

/** The range of what nobody in the file wrote. */
export const nowhere: Range = { start: 0, end: 0 };

/** Written at one place, name and all. */
export const writtenAt = (value: Value, range: Range): Write => ({
  value,
  range,
  keyRange: range,
  valueRange: range,
});

/** A list of those of the writes that are in `order`. */
export function listOf(
  writes: ReadonlyMap<string, Write> | undefined,
  order: readonly string[],
): HeapObject {
  const kept = new Map(
    order.flatMap((key) => {
      const write = writes?.get(key);
      return write === undefined ? [] : [[key, write] as const];
    }),
  );
  return {
    ...emptyObject,
    list: true,
    fields: new Map([[elements, { writes: kept, absent: false }]]),
    order,
  };
}

/** A list of values that came into it at one place. */
export function listOfValues(
  items: readonly Value[],
  range: Range,
): HeapObject {
  const writes = items.map(
    (value, i) => [String(i), writtenAt(value, range)] as const,
  );
  return listOf(
    new Map(writes),
    writes.map(([key]) => key),
  );
}

/** What is written at `write`, and nothing else. */
export function writtenField(write: Write): Field {
  const { start, end } = write.valueRange;
  return {
    writes: new Map([[`${String(start)}:${String(end)}`, write]]),
    absent: false,
  };
}

export function fieldValue({ writes }: Field): Value {
  let joined = noValue;
  for (const { value } of writes.values()) joined = values.join(joined, value);
  return joined;
}

/** The object with one more field; a weak write keeps what was there. */
export function withField(
  object: HeapObject,
  name: string,
  field: Field,
  weak: boolean,
): HeapObject {
  const before = object.fields.get(name);
  const after = weak
    ? before === undefined
      ? { ...field, absent: true }
      : joinFields(before, { ...field, absent: before.absent })
    : field;
  if (after === before) return object;
  const fields = new Map(object.fields).set(name, after);
  return object.order === undefined
    ? { ...object, fields }
    : { ...object, fields, order: undefined };
}
