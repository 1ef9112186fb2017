/**
 * JavaScript's maps. What stands under which key is in an object of the heap, which the atom of the map names. Invariant:
 * a map in which nothing is known to stand may have been filled by a former invocation, and gives what is not known.
 */
import type { Range } from "../../text/position.ts";
import { type Invocation, returning, withResult } from "./call.ts";
import { memberItems, membersOf } from "./collection-methods.ts";
import { containsPart } from "./operators.ts";
import { listedItems, namesOf, orderedItems, pairsOf } from "./lists.ts";
import { readField } from "./members.ts";
import {
  anyName,
  elements,
  emptyObject,
  fieldValue,
  listOf,
  withField,
  withUnnamed,
  writtenAt,
  writtenField,
  type HeapObject,
  type Write,
} from "./heap.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantOf,
  constantValue,
  isNothing,
  joinAll,
  onlyText,
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
  setEntries(state, id, entriesOf(state, items, call.range), call.range);
  return valueOf({ kind: "external", name: "Map()", entries: id });
}

/** Puts down what a map holds, and the pairs of it that a loop goes through. */
function setEntries(
  state: State,
  id: string,
  entries: HeapObject,
  range: Range,
): void {
  setObject(state, id, entries);
  const pairs = pairsOf(id);
  const held = valueOf({ kind: "object", id });
  setObject(
    state,
    pairs,
    memberItems(state, held, "pairs", pairs, range) ?? {
      ...listOf(undefined, []),
      open: true,
    },
  );
}

function entriesOf(
  state: State,
  pairs: readonly Value[],
  range: Invocation["call"]["range"],
): HeapObject {
  let entries: HeapObject = emptyObject;
  for (const pair of pairs) {
    const [key, write = writtenAt(undefinedValue, range)] = listWrites(
      state,
      pair,
    );
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
  const pairs = listedItems(state, from);
  const made =
    only?.kind === "external" &&
    only.entries !== undefined &&
    others.length === 0
      ? objectAt(state, only.entries)
      : pairs === undefined
        ? someOf(state, from, call.range)
        : entriesOf(state, pairs, call.range);
  if (made.fields.size === 0) return undefined;
  const id = `${frame.path}#from${String(call.site)}`;
  setObject(state, id, made);
  return valueOf({ kind: "object", id });
}

/** Any number of the pairs that are known to be in lists of which no more is known: `names.map((name) => [name, true])`. */
function someOf(
  state: State,
  lists: Value,
  range: Invocation["call"]["range"],
): HeapObject {
  let made: HeapObject = { ...emptyObject, open: true };
  const pairs = objectIds(lists).flatMap((id) => {
    const { list, fields } = objectAt(state, id);
    const writes = list ? fields.get(elements)?.writes : undefined;
    return [...(writes?.values() ?? [])].flatMap(({ value }) => value);
  });
  for (const pair of pairs) {
    const [key, write, ...more] = listWrites(state, valueOf(pair));
    if (key === undefined || write === undefined || more.length > 0) continue;
    const field = writtenField({ ...write, range, keyRange: key.range });
    made = withField(made, onlyText(key.value) ?? anyName, field, true);
  }
  return made;
}

const listWrites = (state: State, pair: Value): readonly Write[] =>
  (orderedItems(state, pair) ?? []).map(([, write]) => write);

const itemsOf = (state: State, value: Value): readonly Value[] =>
  orderedItems(state, value, true)?.map(([, write]) => write.value) ?? [
    unknownValue,
  ];

function withEntry(entries: HeapObject, key: Value, write: Write): HeapObject {
  const [only] = key;
  const known =
    key.length === 1 && only !== undefined ? constantOf(only) : undefined;
  return known === undefined
    ? withUnnamed(entries, writtenField(write))
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
      setEntries(
        state,
        id,
        withEntry(entries, key, writtenBy(call, value)),
        call.range,
      );
      return returning(receiver ?? unknownValue, state);
    case "delete":
    case "clear":
      setEntries(state, id, { ...emptyObject, open: true }, call.range);
      break;
    case "entries":
    case "keys":
    case "values":
    case "Symbol.iterator": {
      if (!isKnown || entries.open) break;
      return returning(membersOf(invocation, held, state), state);
    }
    default:
  }
  const [only, ...others] = (isKnown && namesOf(state, held)) || [];
  const some = joinAll([...entries.fields.values()].map(fieldValue));
  // `forEach` hands its function what belongs together, each value with its key.
  return withResult(
    callUnknown(
      invocation,
      state,
      true,
      only === undefined
        ? [unknownValue, unknownValue]
        : [some, others.length === 0 ? constantValue(only) : unknownValue],
    ),
    unknownValue,
  );
}
