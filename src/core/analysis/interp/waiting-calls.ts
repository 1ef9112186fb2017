/**
 * Functions of libraries that wait for what they are to work on: Python's `itemgetter`, lodash's `property`, and those of
 * Ramda and `lodash/fp`, which take it last. What they were given before is kept in a list that the value names.
 */
import type { Argument } from "../ir/ir.ts";
import { type Invocation, returning } from "./call.ts";
import { cloneDeep } from "./copies.ts";
import { listOf, listOfValues, writtenAt } from "./heap.ts";
import { orderedItems } from "./lists.ts";
import { callLodash } from "./lodash.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { readField } from "./members.ts";
import { objectAt, setObject, type State } from "./state.ts";
import {
  constantValue,
  onlyText,
  unknownValue,
  valueOf,
  type Value,
} from "./value.ts";

/**
 * What lodash calls it, and which of the arguments stands in which place there.
 * `changes`: lodash changes what it is given, this a copy of it.
 */
interface Counterpart {
  readonly name: string;
  readonly order: readonly number[];
  readonly changes?: true;
}

const last = (name: string): Counterpart => ({ name, order: [1, 0] });
const read = last("get");
const readOr: Counterpart = { name: "get", order: [2, 1, 0] };
const write: Counterpart = { name: "set", order: [2, 0, 1], changes: true };
const over: Counterpart = { name: "assign", order: [0, 1], changes: true };
const under: Counterpart = { name: "assign", order: [1, 0], changes: true };
const deepOver: Counterpart = { name: "merge", order: [0, 1], changes: true };
const deepUnder: Counterpart = { name: "merge", order: [1, 0], changes: true };

const shared: Readonly<Record<string, Counterpart>> = {
  prop: read,
  path: read,
  propOr: readOr,
  pathOr: readOr,
  assoc: write,
  assocPath: write,
  omit: last("omit"),
  pick: last("pick"),
};

const libraries: readonly (readonly [
  path: RegExp,
  Readonly<Record<string, Counterpart>>,
])[] = [
  [
    /^ramda(?:\/(?:src|es))?[./](\w+)(?:\.js)?$/u,
    {
      ...shared,
      dissoc: last("omit"),
      mergeRight: over,
      mergeLeft: under,
      mergeDeepRight: deepOver,
      mergeDeepLeft: deepUnder,
    },
  ],
  [
    /^lodash\/fp[./](\w+)(?:\.js)?$/u,
    {
      ...shared,
      get: read,
      property: read,
      getOr: readOr,
      set: write,
      assign: over,
      merge: deepOver,
    },
  ],
];

/** Undefined where it is none of these functions, or not known what comes of it. */
export function callWaiting(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const { args, call } = invocation;
  if (name.startsWith("operator."))
    return name.endsWith("()")
      ? pickMembers(invocation, name === "operator.attrgetter()", state)
      : /^operator\.(?:item|attr)getter$/u.test(name)
        ? keep(invocation, `${name}()`, state)
        : undefined;
  if (/^lodash(?:-es)?[./]property(?:\.js)?$/u.test(name))
    return keep(invocation, "lodash/fp.get", state);
  const method = counterpartOf(name);
  if (method === undefined) return undefined;
  if (call.arguments.some(({ spread }) => spread)) return undefined;
  if (args.length < method.order.length) return keep(invocation, name, state);
  return onlyNames(name, args)
    ? callCounterpart(invocation, method, state)
    : undefined;
}

/** What such a function was given before stands before what it is given now. */
export function withKept(
  invocation: Invocation,
  kept: string,
  state: State,
): Invocation {
  const held = orderedItems(state, valueOf({ kind: "object", id: kept })) ?? [];
  if (held.length === 0) return invocation;
  const { args, call } = invocation;
  const before = held.map(([, { valueRange: range }]): Argument => ({
    value: { kind: "unknown", uses: [], partial: false, range },
    spread: false,
  }));
  return {
    ...invocation,
    args: [...held.map(([, { value }]) => value), ...args],
    call: { ...call, arguments: [...before, ...call.arguments] },
  };
}

function counterpartOf(name: string): Counterpart | undefined {
  for (const [path, functions] of libraries) {
    const method = path.exec(name)?.[1];
    if (method !== undefined && Object.hasOwn(functions, method))
      return functions[method];
  }
  return undefined;
}

/** Ramda's `prop` takes a name where lodash would take a path. */
const onlyNames = (name: string, args: readonly Value[]): boolean =>
  !/\b(?:prop(?:Or)?|assoc)(?:\.js)?$/u.test(name) ||
  args.slice(0, -1).some((arg) => /^[\w:-]+$/u.test(onlyText(arg) ?? ""));

function callCounterpart(
  invocation: Invocation,
  { name, order, changes }: Counterpart,
  state: State,
): CallResult | undefined {
  const { args, call } = invocation;
  const given = order.map((at) => args[at] ?? unknownValue);
  if (changes) {
    const [target, ...others] = objectIds(given[0] ?? unknownValue);
    if (target === undefined || others.length > 0) return undefined;
    given[0] = cloneDeep(state, target, String(call.site));
  }
  const written = order.flatMap((at) => call.arguments[at] ?? []);
  return callLodash(
    { ...invocation, args: given, call: { ...call, arguments: written } },
    `lodash.${name}`,
    state,
  );
}

/** The function that goes on with what it has been given by now. */
export function keep(
  { frame, call, args }: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const given = call.arguments;
  if (given.some((each) => each.spread || each.name !== undefined))
    return undefined;
  const entries = `${frame.path}#kept${String(call.site)}`;
  const writes = args.map(
    (value, i) =>
      [
        String(i),
        writtenAt(value, given[i]?.value.range ?? call.range),
      ] as const,
  );
  setObject(
    state,
    entries,
    listOf(
      new Map(writes),
      writes.map(([key]) => key),
    ),
  );
  return returning(valueOf({ kind: "external", name, entries }), state);
}

/** `itemgetter("request", "response")(event)`: one member, or a list of several. */
function pickMembers(
  { machine, frame, call, args }: Invocation,
  areAttributes: boolean,
  state: State,
): CallResult | undefined {
  const object = args.at(-1);
  const names = args.slice(0, -1);
  if (object === undefined || names.length === 0) return undefined;
  const read = names.map((name): Value => {
    let member = object;
    for (const step of areAttributes
      ? (onlyText(name)?.split(".").map(constantValue) ?? [unknownValue])
      : [name]) {
      // Attributes of data classes have other names than what came with the event.
      if (areAttributes && isDelivered(state, member) && !isPlain(step))
        return unknownValue;
      member = readField(machine, state, member, step, false);
    }
    // Python fails where there is nothing.
    const there = member.filter(({ kind }) => kind !== "undefined");
    return there.length === 0 ? unknownValue : valueOf(...there);
  });
  const [only] = read;
  if (read.length === 1 && only !== undefined) return returning(only, state);
  const id = `${frame.path}#picked${String(call.site)}`;
  setObject(state, id, listOfValues(read, call.range));
  return returning(valueOf({ kind: "object", id }), state);
}

const isDelivered = (state: State, value: Value): boolean =>
  objectIds(value).some((id) => objectAt(state, id).delivered !== undefined);

const isPlain = (name: Value): boolean =>
  /^(?:request|response|version|region)$/u.test(onlyText(name) ?? "");
