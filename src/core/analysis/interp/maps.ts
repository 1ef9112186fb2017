/**
 * JavaScript's maps. What stands under which key is in an object of the heap, which the atom of the map names. Invariant:
 * a map in which nothing is known to stand may have been filled by a former invocation, and gives what is not known.
 */
import { type Invocation, returning, withResult } from "./call.ts";
import { containsPart } from "./operators.ts";
import { listedItems } from "./lists.ts";
import { readField } from "./members.ts";
import {
  emptyObject,
  fieldValue,
  withField,
  writtenAt,
  writtenField,
  type HeapObject,
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
  const { range } = call;
  let entries: HeapObject = emptyObject;
  const pairs = args[0]?.every(isNothing) === false ? args[0] : undefined;
  for (const pair of pairs === undefined ? [] : itemsOf(state, pairs)) {
    const [key = unknownValue, value = undefinedValue] = itemsOf(state, pair);
    entries = withEntry(entries, key, value, range);
  }
  const id = `${frame.path}#map${String(call.site)}`;
  setObject(state, id, entries);
  return valueOf({ kind: "external", name: "Map()", entries: id });
}

const itemsOf = (state: State, value: Value): readonly Value[] =>
  listedItems(state, value) ?? [unknownValue];

function withEntry(
  entries: HeapObject,
  key: Value,
  value: Value,
  range: Invocation["call"]["range"],
): HeapObject {
  const [only] = key;
  const known =
    key.length === 1 && only !== undefined ? constantOf(only) : undefined;
  return known === undefined
    ? { ...entries, open: true }
    : withField(
        entries,
        String(known.value),
        writtenField(writtenAt(value, range)),
        false,
      );
}

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
      setObject(state, id, withEntry(entries, key, value, call.range));
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
