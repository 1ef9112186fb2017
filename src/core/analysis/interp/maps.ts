/**
 * JavaScript's maps. What stands under which key is in an object of the heap, which the atom of the map names. Invariant:
 * a map in which nothing is known to stand may have been filled by a former invocation, and gives what is not known.
 */
import { type Invocation, returning, withResult } from "./call.ts";
import { containsPart } from "./operators.ts";
import { listedItems, orderedItems } from "./lists.ts";
import { readField } from "./members.ts";
import {
  emptyObject,
  fieldValue,
  withField,
  writtenAt,
  writtenField,
  type HeapObject,
  type Write,
} from "./heap.ts";
import type { CallResult } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantOf,
  isNothing,
  joinAll,
  someBoolean,
  undefinedValue,
  unknownValue,
  valueOf,
  type Value,
} from "./value.ts";

/** `new Map([[key, value], …])` */
export function makeMap(
  { frame, call, args }: Invocation,
  state: State,
): Value {
  const pairs = args[0]?.every(isNothing) === false ? args[0] : undefined;
  const items = pairs === undefined ? [] : itemsOf(state, pairs);
  const id = `${frame.path}#map${String(call.site)}`;
  setObject(state, id, entriesOf(state, items, call.range));
  return valueOf({ kind: "external", name: "Map()", entries: id });
}

function entriesOf(
  state: State,
  pairs: readonly Value[],
  range: Invocation["call"]["range"],
): HeapObject {
  let entries: HeapObject = emptyObject;
  for (const pair of pairs) {
    const items = orderedItems(state, pair)?.map(([, write]) => write);
    const [key, write = writtenAt(undefinedValue, range)] = items ?? [];
    entries = withEntry(entries, key?.value ?? unknownValue, {
      ...write,
      keyRange: key?.range ?? range,
    });
  }
  return entries;
}

/** `Object.fromEntries(map)`, `Object.fromEntries([[key, value], …])`; undefined where nothing of it is known. */
export function objectFromEntries(
  { frame, call, args: [from = undefinedValue] }: Invocation,
  state: State,
): Value | undefined {
  const [only, ...others] = from;
  if (only === undefined || others.length > 0) return undefined;
  const pairs = listedItems(state, from);
  const made =
    only.kind === "external" && only.entries !== undefined
      ? objectAt(state, only.entries)
      : pairs && entriesOf(state, pairs, call.range);
  if (made === undefined || made.fields.size === 0) return undefined;
  const id = `${frame.path}#from${String(call.site)}`;
  setObject(state, id, made);
  return valueOf({ kind: "object", id });
}

const itemsOf = (state: State, value: Value): readonly Value[] =>
  orderedItems(state, value, true)?.map(([, write]) => write.value) ?? [
    unknownValue,
  ];

function withEntry(entries: HeapObject, key: Value, write: Write): HeapObject {
  const [only] = key;
  const known =
    key.length === 1 && only !== undefined ? constantOf(only) : undefined;
  return known === undefined
    ? { ...entries, open: true }
    : withField(entries, String(known.value), writtenField(write), false);
}

/** `map.set(key, value)` */
const writtenBy = (
  { range, arguments: [key, written] }: Invocation["call"],
  value: Value,
): Write => ({
  value,
  range,
  keyRange: key?.value.range ?? range,
  valueRange: written?.value.range ?? range,
});

/** @param id what the map holds */
export function callMapMethod(
  invocation: Invocation,
  id: string,
  state: State,
): CallResult {
  const { machine, name, args, call, receiver } = invocation;
  const [key = undefinedValue, value = undefinedValue] = args;
  const entries = objectAt(state, id);
  const held = valueOf({ kind: "object", id });
  const isKnown = entries.fields.size > 0;
  switch (name) {
    case "get": {
      const found = readField(machine, state, held, key, false);
      return returning(isKnown ? found : unknownValue, state);
    }
    case "has": {
      readField(machine, state, held, key, false);
      const found = containsPart(machine, state, held, key);
      return returning(isKnown ? found : someBoolean, state);
    }
    case "set":
      setObject(state, id, withEntry(entries, key, writtenBy(call, value)));
      return returning(receiver ?? unknownValue, state);
    case "delete":
    case "clear":
      setObject(state, id, { ...emptyObject, open: true });
      break;
    default:
  }
  const some = joinAll([...entries.fields.values()].map(fieldValue));
  return withResult(
    callUnknown(invocation, state, true, [
      isKnown && !entries.open ? some : unknownValue,
    ]),
    unknownValue,
  );
}
