/**
 * Copies of objects: `structuredClone`, `copy.deepcopy`, `asdict`. What came with the event beside its response is not
 * copied: nobody reads it from the copy for other than what it says.
 */
import type { Range } from "../../text/position.ts";
import {
  emptyObject,
  fieldValue,
  withField,
  writtenAt,
  writtenField,
  type Field,
  type HeapObject,
} from "./heap.ts";
import { spreadKeywords } from "../ir/ir.ts";
import type { Invocation } from "./call.ts";
import { copyInto } from "./evaluate.ts";
import { itemsIn } from "./lists.ts";
import { objectIds } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import {
  constantOf,
  noValue,
  onlyText,
  unknownValue,
  valueOf,
  type Atom,
  type Value,
} from "./value.ts";

/** What lies deeper in an object is not copied: nobody writes that, and each level takes some of the stack. */
const deepest = 100;

/** @param deep what is in it is copied as well */
export function cloneDeep(
  state: State,
  id: string,
  site: string,
  deep = true,
): Value {
  const seen = new Map<string, string>();
  const clone = (from: string, depth: number): string => {
    const known = seen.get(from);
    if (known !== undefined) return known;
    const copy = `${from}~${site}`;
    seen.set(from, copy);
    const object = objectAt(state, from);
    const { delivered } = object;
    if (delivered === "request" || delivered === "other") return from;
    let result = {
      ...emptyObject,
      list: object.list,
      open: object.open,
      delivered: object.delivered,
    };
    for (const [name, field] of object.fields)
      result = withField(
        result,
        name,
        {
          absent: field.absent,
          writes: new Map(
            [...field.writes].map(([key, write]) => [
              key,
              {
                ...write,
                value: valueOf(
                  ...write.value.map((atom) =>
                    atom.kind === "object" && deep && depth < deepest
                      ? { ...atom, id: clone(atom.id, depth + 1) }
                      : atom,
                  ),
                ),
              },
            ]),
          ),
        },
        false,
      );
    setObject(state, copy, result);
    return copy;
  };
  return valueOf({ kind: "object", id: clone(id, 0) });
}

/**
 * What a value of one state is in another, with the objects that only the first one has under names of their own.
 * Undefined where one of them is what came with the event, changed.
 * @param site what tells them from those of other runs of the same code
 */
export function carriedOver(
  value: Value,
  from: State,
  to: State,
  site: string,
): Value | undefined {
  const seen = new Map<string, string>();
  const changed = new Set<string>();
  const carry = (each: Value): Value =>
    valueOf(
      ...each.map((atom) => {
        if (atom.kind === "object") return { ...atom, id: take(atom.id) };
        return atom.kind === "promise"
          ? { ...atom, value: carry(atom.value) }
          : atom;
      }),
    );
  const take = (id: string): string => {
    const object = objectAt(from, id);
    if (object === objectAt(to, id)) return id;
    if (object.delivered !== undefined) changed.add(id);
    const known = seen.get(id);
    if (known !== undefined) return known;
    const copy = `${id}~${site}`;
    seen.set(id, copy);
    const fields = [...object.fields].map(([name, { writes, absent }]) => {
      const carried = [...writes].map(
        ([key, write]) =>
          [key, { ...write, value: carry(write.value) }] as const,
      );
      return [name, { writes: new Map(carried), absent }] as const;
    });
    setObject(to, copy, { ...object, fields: new Map(fields) });
    return copy;
  };
  const carried = carry(value);
  return changed.size === 0 ? carried : undefined;
}

/**
 * `asdict(record)`, `vars(self)`: what an object holds, without the methods of its class.
 * @param range where its attributes become members by the names they have
 */
export function recordOf(
  state: State,
  id: string,
  site: string,
  range?: Range,
): Value {
  const made = cloneDeep(state, id, site);
  for (const copy of objectIds(made)) {
    const object = objectAt(state, copy);
    const fields = [...object.fields]
      .filter(
        ([, field]) =>
          !fieldValue(field).every(({ kind }) => kind === "function"),
      )
      .map(([name, field]) => [name, writtenBy(field, range)] as const);
    setObject(state, copy, { ...object, fields: new Map(fields) });
  }
  return made;
}

/**
 * `replace(record, name=value)`, `record._replace(name=value)`: another record, with some of its members changed.
 * @param from the first argument that changes something
 */
export function withChanges(
  invocation: Invocation,
  id: string,
  state: State,
  from: number,
): Value {
  const { frame, call } = invocation;
  const made = `${id}~${frame.path}.${String(call.site)}`;
  const changed = withArguments(invocation, objectAt(state, id), state, from);
  setObject(state, made, changed);
  return valueOf({ kind: "object", id: made });
}

/** `object` with the arguments of a call over its own members, as `dict.update(others, name=value, **more)` does it. */
export function withArguments(
  { call, args }: Invocation,
  object: HeapObject,
  state: State,
  from = 0,
): HeapObject {
  let result = object;
  for (const [i, argument] of call.arguments.entries()) {
    if (i < from) continue;
    const { name, nameRange, value: written } = argument;
    const value = args[i] ?? unknownValue;
    result =
      name === undefined || name === spreadKeywords
        ? copyInto(state, result, value)
        : withField(
            result,
            name,
            writtenField({
              ...writtenAt(value, written.range),
              keyRange: nameRange ?? written.range,
            }),
            false,
          );
  }
  return result;
}

function writtenBy(field: Field, keyRange: Range | undefined): Field {
  if (keyRange === undefined) return field;
  const writes = [...field.writes].map(
    ([key, write]) => [key, { ...write, keyRange }] as const,
  );
  return { ...field, writes: new Map(writes) };
}

/** Without None; where that is one of the values, the member need not be there. */
export const withoutNone = (object: HeapObject): HeapObject =>
  withMembers(object, ({ kind }) => kind !== "null");

/** What a condition on their values leaves of the members; undefined: such a member need not be there. */
export function withMembers(
  object: HeapObject,
  isKept: (atom: Atom) => boolean | undefined,
): HeapObject {
  const stays = (atom: Atom): boolean => isKept(atom) !== false;
  const fields = new Map<string, Field>();
  for (const [name, field] of object.fields) {
    const value = fieldValue(field);
    if (value.length > 0 && !value.some(stays)) continue;
    const writes = new Map(
      [...field.writes].map(
        ([key, write]) =>
          [key, { ...write, value: write.value.filter(stays) }] as const,
      ),
    );
    const absent = field.absent || value.some((atom) => isKept(atom) !== true);
    fields.set(name, { absent, writes });
  }
  return { ...object, fields };
}

/** The members that have one of these names, or all others; undefined where not all of the names are known. */
export function withNames(
  object: HeapObject,
  [, names = noValue, [keeps] = noValue]: readonly Value[],
  state: State,
): HeapObject | undefined {
  const one = onlyText(names);
  const listed =
    one === undefined
      ? [...(itemsIn(state, names)?.values() ?? [])].map(({ value }) =>
          onlyText(value),
        )
      : [one];
  const { delivered } = object;
  if (
    listed.length === 0 ||
    listed.includes(undefined) ||
    keeps === undefined ||
    (delivered !== undefined && delivered !== "event")
  )
    return undefined;
  const kept = constantOf(keeps)?.value === true;
  const fields = new Map(
    [...object.fields].filter(([name]) => listed.includes(name) === kept),
  );
  return {
    ...object,
    fields,
    delivered: fields.size === object.fields.size ? delivered : undefined,
  };
}
