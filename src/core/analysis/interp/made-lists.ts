/** Lists that the languages make of other lists: `Array.from`, `zip`, `enumerate`, `range`. */
import type { Invocation } from "./call.ts";
import { listOf, listOfValues, writtenAt, type Write } from "./heap.ts";
import { itemsIn, namesOf, orderedItems } from "./lists.ts";
import { objectIds } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import {
  constantValue,
  noValue,
  onlyNumber,
  valueOf,
  type Value,
} from "./value.ts";

/** Undefined where not all that goes in is known. */
export function madeList(
  invocation: Invocation,
  name: string,
  state: State,
): Value | undefined {
  const { args, call } = invocation;
  if (call.arguments.some(({ spread }) => spread)) return undefined;
  switch (name) {
    case "Array.from":
      return args.length === 1 ? sameItems(invocation, state) : undefined;
    case "zip":
      return zipped(invocation, state);
    case "enumerate":
      return numbered(invocation, state);
    case "range":
      return places(invocation, state);
    default:
      return undefined;
  }
}

function sameItems(
  { frame, call, args: [from = noValue] }: Invocation,
  state: State,
): Value | undefined {
  // Names of members, or what is under them: a list of its own that says as much.
  if (objectIds(from).some((each) => objectAt(state, each).apart)) return from;
  const items = itemsIn(state, from, true);
  if (items === undefined) return undefined;
  const open = itemsIn(state, from) === undefined;
  const id = `${frame.path}#from${String(call.site)}`;
  const list = listOf(items, [...items.keys()]);
  const isOrdered =
    orderedItems(state, from) !== undefined || from[0]?.kind === "external";
  setObject(
    state,
    id,
    isOrdered && !open ? list : { ...list, open, order: undefined },
  );
  return valueOf({ kind: "object", id });
}

/** `zip(names, values, strict=True)` */
function zipped(invocation: Invocation, state: State): Value | undefined {
  const { args, call } = invocation;
  const columns = args
    .filter((_, i) => call.arguments[i]?.name === undefined)
    .map((each) => itemsOf(invocation, state, each));
  const [first] = columns;
  if (first === undefined) return undefined;
  if (!columns.every((each) => each !== undefined)) return undefined;
  return listOfLists(
    invocation,
    state,
    first
      .slice(0, Math.min(...columns.map(({ length }) => length)))
      .map((_, i) => columns.flatMap((each) => each[i] ?? [])),
  );
}

/** `range(3)` */
function places(
  { frame, call, args }: Invocation,
  state: State,
): Value | undefined {
  const count = onlyNumber(args[0] ?? noValue);
  if (args.length !== 1 || count === undefined || count > rangeBound)
    return undefined;
  const id = `${frame.path}#range${String(call.site)}`;
  const numbers = Array.from({ length: count }, (_, i) => constantValue(i));
  setObject(state, id, listOfValues(numbers, call.range));
  return valueOf({ kind: "object", id });
}

/** Numbers that are kept one by one. */
const rangeBound = 20;

/** `enumerate(items, start=1)`, `items.entries()` */
export function numbered(
  invocation: Invocation,
  state: State,
  from = invocation.args[0] ?? noValue,
): Value | undefined {
  const { args, call } = invocation;
  const [, start = constantValue(0)] = args;
  const items = itemsOf(invocation, state, from);
  const first = onlyNumber(start);
  if (items === undefined || first === undefined) return undefined;
  return listOfLists(
    invocation,
    state,
    items.map((write, i) => [
      writtenAt(constantValue(first + i), call.range),
      write,
    ]),
  );
}

/** Of a list, or the names of a dict. */
const itemsOf = (
  { call }: Invocation,
  state: State,
  value: Value,
): readonly Write[] | undefined =>
  orderedItems(state, value, true)?.map(([, write]) => write) ??
  namesOf(state, value)?.map((name) =>
    writtenAt(constantValue(name), call.range),
  );

function listOfLists(
  { frame, call }: Invocation,
  state: State,
  rows: readonly (readonly Write[])[],
): Value {
  const id = `${frame.path}#rows${String(call.site)}`;
  const listed = (writes: readonly Write[], of: string): Value => {
    const keys = writes.map((_, i) => String(i));
    const items = writes.map((write, i) => [String(i), write] as const);
    setObject(state, of, listOf(new Map(items), keys));
    return valueOf({ kind: "object", id: of });
  };
  return listed(
    rows.map((row, i) =>
      writtenAt(listed(row, `${id}.${String(i)}`), call.range),
    ),
    id,
  );
}
