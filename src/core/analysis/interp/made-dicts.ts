/** Dicts that Python makes of others, of names, of keywords: merged, filtered, filled, counted. */
import { type Invocation, returning, withResult } from "./call.ts";
import {
  withArguments,
  withMembers,
  withNames,
  withoutNone,
} from "./copies.ts";
import { copyInto } from "./evaluate.ts";
import {
  emptyObject,
  fieldValue,
  listOf,
  withUnnamed,
  writtenAt,
  writtenField,
  type HeapObject,
} from "./heap.ts";
import { isTable, listedItems } from "./lists.ts";
import { truthIn } from "./operators.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { objectAt, setObject, type State } from "./state.ts";
import {
  constantValue,
  onlyText,
  someNumber,
  someText,
  unknownValue,
  valueOf,
  noValue,
  type Value,
} from "./value.ts";

/** What a condition leaves of a dict, without what it is asked of: `{k: v for k, v in members.items() if v is not None}`. */
export function filteredFrom(
  { frame, call, args }: Invocation,
  state: State,
): Value {
  const [first = noValue] = args;
  const [source, ...others] = objectIds(first);
  if (source === undefined || others.length > 0 || first.length > 1)
    return unknownValue;
  const object = objectAt(state, source);
  const [kept] = args.length === 2 ? (args[1] ?? []) : [];
  const left =
    kept === undefined
      ? withNames(object, args, state)
      : object.delivered !== undefined
        ? // Of what came with the event, nobody knows what is nothing.
          copyInto(state, emptyObject, first)
        : keptMembers(object, onlyText(valueOf(kept)), state);
  const own = object.fields.get("items");
  const isOwn = own && fieldValue(own).some(({ kind }) => kind === "function");
  if (object.list || left === undefined || isOwn) return unknownValue;
  const id = `${frame.path}#filtered${String(call.site)}`;
  setObject(state, id, left);
  return valueOf({ kind: "object", id });
}

/** Members by what is asked of their values: all, those that count as true, those that are not None. */
const keptMembers = (
  object: HeapObject,
  asked: string | undefined,
  state: State,
): HeapObject =>
  asked === "all"
    ? object
    : asked === "not-none"
      ? withoutNone(object)
      : withMembers(object, (atom) => truthIn(state, atom, true));

/** A new dict with the members of others, the later over the earlier ones. */
export function mergedFrom(
  { frame, call }: Invocation,
  sources: readonly Value[],
  state: State,
): Value {
  const id = `${frame.path}#merged${String(call.site)}`;
  let object = emptyObject;
  for (const source of sources)
    object = source.every((atom) => isTable(state, atom))
      ? copyInto(state, object, source)
      : { ...object, open: true };
  setObject(state, id, object);
  return valueOf({ kind: "object", id });
}

/** `SimpleNamespace(name=value, **others)`, `OrderedDict(pairs, name=value)` */
export function filledByArguments(invocation: Invocation, state: State): Value {
  const { frame, call } = invocation;
  const id = `${frame.path}#filled${String(call.site)}`;
  setObject(state, id, withArguments(invocation, emptyObject, state));
  return valueOf({ kind: "object", id });
}

/** `dict.fromkeys(names, value)` */
export function tableOf(
  { frame, call, args }: Invocation,
  state: State,
): Value {
  const [names = noValue, value = valueOf({ kind: "null" })] = args;
  const keys = listedItems(state, names)?.map(onlyText);
  if (keys === undefined || !keys.every((key) => key !== undefined))
    return valueOf({ kind: "opaque", json: "object" });
  const id = `${frame.path}#table${String(call.site)}`;
  const keyRange = call.arguments[0]?.value.range ?? call.range;
  const valueRange = call.arguments[1]?.value.range ?? call.range;
  const field = writtenField({
    value,
    range: call.range,
    keyRange,
    valueRange,
  });
  setObject(state, id, {
    ...emptyObject,
    fields: new Map(keys.map((key) => [key, field])),
  });
  return valueOf({ kind: "object", id });
}

/** `defaultdict(list, others, name=value)`: what is asked for and not there is made, and is in it from then on. */
export function defaultDict(
  invocation: Invocation,
  state: State,
): CallResult | undefined {
  const { machine, frame, call, args } = invocation;
  const [factory, ...others] = args[0] ?? [];
  if (factory === undefined || others.length > 0) return undefined;
  const id = `${frame.path}#default${String(call.site)}`;
  const made =
    factory.kind === "function"
      ? machine.callFunction(machine, frame, factory, [], state, call.site)
      : factory.kind === "external"
        ? madeEmpty(factory.name, `${id}.item`, state)
        : undefined;
  if (made === undefined) return undefined;
  const range = call.arguments[0]?.value.range ?? call.range;
  for (const { value, state: after } of made.returns) {
    const own = withArguments(invocation, emptyObject, after, 1);
    const item = writtenField(writtenAt(value, range));
    setObject(after, id, withUnnamed(own, item));
  }
  return withResult(made, valueOf({ kind: "object", id }));
}

/** What a type of Python gives that is called without arguments. */
function madeEmpty(
  type: string,
  id: string,
  state: State,
): CallResult | undefined {
  switch (type) {
    case "list":
    case "dict":
      setObject(
        state,
        id,
        type === "list" ? listOf(undefined, []) : emptyObject,
      );
      return returning(valueOf({ kind: "object", id }), state);
    case "int":
    case "float":
      return returning(someNumber, state);
    case "str":
      return returning(someText, state);
    case "bool":
      return returning(constantValue(false), state);
    case "set":
      return returning(valueOf({ kind: "external", name: "set()" }), state);
    default:
      return undefined;
  }
}

/** `Counter(items)`: a number for each. */
export function counted({ frame, call }: Invocation, state: State): Value {
  const id = `${frame.path}#counted${String(call.site)}`;
  const number = writtenField(writtenAt(someNumber, call.range));
  setObject(state, id, withUnnamed(emptyObject, number));
  return valueOf({ kind: "object", id });
}
