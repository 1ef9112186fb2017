/**
 * What comes out where a function is asked about each item of a list: `filter`, `map`. Where the order of the items is known
 * each is asked by itself, so that what comes out is known as well; `item-steps.ts` follows what the function changes.
 */
import type { Range } from "../../text/position.ts";
import type { Module } from "../ir/ir.ts";
import type { Invocation } from "./call.ts";
import { carriedOver } from "./copies.ts";
import {
  elements,
  listOf,
  writtenAt,
  type HeapObject,
  type Write,
} from "./heap.ts";
import { areTables } from "./lists.ts";
import { keptPair } from "./kept-pairs.ts";
import {
  objectIds,
  type CallResult,
  type Machine,
  type Outcome,
} from "./machine.ts";
import { observeItemConditions } from "./observe-attributes.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantValue,
  joinAll,
  noValue,
  someNumber,
  truthOf,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";

/** Items of a list that are asked each by itself. */
export const askedBound = 20;

const methods = /^(?:filter|map)$/u;

/** Undefined where it is another method, or not known. */
export function askItems(
  { machine, frame, call, args, name, receiver = unknownValue }: Invocation,
  list: HeapObject,
  state: State,
): Value | undefined {
  const [test, ...others] = args[0] ?? [];
  const { order, open } = list;
  const writes = list.fields.get(elements)?.writes;
  if (test?.kind === "external" && test.name === "Boolean") {
    if (name === "filter") return thereIn({ frame, call }, list, state);
    if (name === "some" || name === "every")
      observeItemConditions(machine, [...(writes?.values() ?? [])]);
  }
  if (!methods.test(name) || test?.kind !== "function" || others.length > 0)
    return undefined;
  if (open || order === undefined || order.length > askedBound)
    return undefined;
  const itemAt = (key: string): Value =>
    writes?.get(key)?.value ?? undefinedValue;
  const answersTo = (item: Value, key: string): CallResult["returns"] =>
    machine.callFunction(
      machine,
      frame,
      test,
      [
        item,
        ...(machine.module.language === "javascript"
          ? [constantValue(order.indexOf(key)), receiver]
          : []),
      ],
      copyState(state),
      call.site,
    ).returns;
  const answerOf = (item: Value, key: string): Value =>
    joinAll(answersTo(item, key).map(({ value }) => value));
  const answerFor = (key: string): Value => answerOf(itemAt(key), key);
  const put = (made: HeapObject): Value => {
    const id = `${frame.path}#items${String(call.site)}`;
    setObject(state, id, made);
    return valueOf({ kind: "object", id });
  };
  if (name === "map") {
    const made = new Map<string, Write>();
    for (const key of order) {
      const answers = answersTo(itemAt(key), key);
      // What was made along the way is in the state it was made in.
      const carried = answers.map((each, i) =>
        carriedOver(
          each.value,
          each.state,
          state,
          `${String(call.site)}.${key}.${String(i)}`,
        ),
      );
      if (carried.length === 0) return undefined;
      if (!carried.every((value) => value !== undefined)) return undefined;
      made.set(key, writtenAt(joinAll(carried), call.range));
    }
    return put(listOf(made, order));
  }
  const kept = order.map((key) => truthOfAll(answerFor(key)));
  const decided = !kept.includes(undefined);
  const left = new Map<string, Write>();
  for (const [i, key] of order.entries()) {
    const write = writes?.get(key) ?? writtenAt(undefinedValue, call.range);
    const value =
      kept[i] === undefined
        ? keptPair(
            state,
            write.value,
            (pair) => truthOfAll(answerOf(pair, key)),
            `${frame.path}#kept${String(call.site)}.${key}`,
          )
        : write.value;
    if (kept[i] !== false && value !== undefined)
      left.set(key, { ...write, value });
  }
  if (!decided && left.size === 0) return undefined;
  return put({
    ...listOf(left, [...left.keys()]),
    ...(list.apart === undefined ? {} : { apart: list.apart }),
    // Others may be there as well, in between, and what was kept for its value need not.
    ...(decided ? {} : { open: true, order: undefined }),
  });
}

/** A call of unseen code with functions of ours, and what `map` or `reduce` makes of what they gave. */
export function callGathering(
  invocation: Invocation,
  state: State,
  leavesAlone: boolean | undefined,
  callbackArgs: readonly Value[],
): { readonly ran: CallResult; readonly mapped: CallResult | undefined } {
  const given: Outcome[] = [];
  const folds = foldsTable(invocation, state);
  const ran = callUnknown(
    invocation,
    state,
    leavesAlone ?? (folds || undefined),
    callbackArgs,
    (outcome) => given.push(outcome),
  );
  return {
    ran,
    mapped:
      mapEach(invocation, ran, given) ??
      (folds ? foldEach(invocation, ran, given) : undefined),
  };
}

/** What `reduce` starts with is an object, which its function alone changes. */
const foldsTable = ({ name, args }: Invocation, state: State): boolean =>
  name === "reduce" && areTables(state, args[1]);

/** Where an item stands, and the list. A parameter that Python has no argument for has its default. */
export const placeIn = ({ module }: Machine): readonly Value[] =>
  module.language === "javascript" ? [someNumber, someList] : [];

const someList = valueOf({ kind: "opaque", json: "array" });

/** What a method of a list hands to its function, of items that are not known one by one. */
export function handedOn(
  { machine, name, args }: Invocation,
  items: Value,
  state: State,
): readonly Value[] {
  const place = placeIn(machine);
  if (name === "reduce")
    return [
      areTables(state, args[1]) ? args[1] : unknownValue,
      items,
      ...place,
    ];
  return eachWithPlace.test(name) ? [items, ...place] : [items];
}

/** Methods whose function is given the item and its place. */
export const eachWithPlace =
  /^(?:forEach|map|flatMap|filter|some|every|find(?:Last)?(?:Index)?)$/u;

/**
 * `groups.reduce((all, group) => …, {})` of items that are not known one by one: what it starts with, or what the function
 * gave for the first of them. Further ones may have added more.
 */
function foldEach(
  { call, args: [, start = noValue] }: Invocation,
  { returns, throws }: CallResult,
  given: readonly Outcome[],
): CallResult | undefined {
  if (
    given.length === 0 ||
    !given.every(({ state, value }) => areTables(state, value))
  )
    return undefined;
  const folded: Outcome[] = [];
  for (const { state } of returns) {
    const carried = carriedAll(call, given, state);
    if (carried === undefined) return undefined;
    const value = values.join(start, joinAll(carried));
    for (const id of objectIds(value))
      setObject(state, id, { ...objectAt(state, id), open: true });
    folded.push({ value, state });
  }
  return { returns: folded, throws };
}

/**
 * `list.map(fn)` and `flatMap` of items that are not known one by one: what the function gave for any of them is among
 * what comes out. Undefined where that says nothing.
 */
function mapEach(
  { machine, frame, call, name }: Invocation,
  { returns, throws }: CallResult,
  given: readonly Outcome[],
): CallResult | undefined {
  if (!/^(?:map|flatMap)$/u.test(name)) return undefined;
  const atoms = given.flatMap(({ value }) => value);
  // Whoever waits for all of them is told what each gives elsewhere.
  if (!atoms.some(isTold) || atoms.some(({ kind }) => kind === "promise"))
    return undefined;
  const id = `${frame.path}#each${String(call.site)}`;
  const made: Outcome[] = [];
  for (const { state } of returns) {
    const carried = carriedAll(call, given, state);
    if (carried === undefined) return undefined;
    const writes =
      name === "map"
        ? new Map(
            carried.map((value, i) => [
              `${String(call.site)}:${String(i)}`,
              {
                ...writtenAt(value, call.range),
                valueRange: givenBack(machine.module, given[i]) ?? call.range,
              },
            ]),
          )
        : itemsOfLists(state, joinAll(carried));
    const list = listOf(writes, [...writes.keys()]);
    setObject(state, id, { ...list, open: true, order: undefined });
    made.push({ value: valueOf({ kind: "object", id }), state });
  }
  return { returns: made, throws };
}

/** What a function gave, each time, as it is in the state behind all of them; undefined where one cannot be there. */
function carriedAll(
  { site }: Invocation["call"],
  given: readonly Outcome[],
  state: State,
): readonly Value[] | undefined {
  const carried = given.map((each, i) =>
    carriedOver(
      each.value,
      each.state,
      state,
      `${String(site)}.each.${String(i)}`,
    ),
  );
  return carried.every((value) => value !== undefined) ? carried : undefined;
}

/** `list.filter(test)` where nothing is known of the test: an item that is some text is one as well where it is kept. */
export function keepTexts(
  { frame, call, name }: Pick<Invocation, "frame" | "call" | "name">,
  { fields }: HeapObject,
  state: State,
): Value | undefined {
  if (name !== "filter") return undefined;
  const writes = fields.get(elements)?.writes ?? new Map<string, Write>();
  const kept = [...writes.keys()].filter((key) =>
    isSomeText(writes.get(key)?.value ?? noValue),
  );
  if (kept.length === 0) return undefined;
  const id = `${frame.path}#texts${String(call.site)}`;
  const list = listOf(writes, kept);
  setObject(state, id, { ...list, open: true, order: undefined });
  return valueOf({ kind: "object", id });
}

/** Of a text that is known, the test may have to do with what it says. */
const isSomeText = (value: Value): boolean =>
  value.length > 0 &&
  value.every(
    (atom) =>
      atom.kind === "text" &&
      atom.value === undefined &&
      atom.holes === undefined,
  );

/** The expression that a function has given back, without the `return` before it. */
function givenBack(
  { text }: Module,
  { range }: Partial<Outcome> = {},
): Range | undefined {
  if (range === undefined) return undefined;
  const written = text.slice(range.start, range.end);
  const [before] = /^return\s+/u.exec(written) ?? [];
  if (before === undefined) return range;
  const start = range.start + before.length;
  const value = written.slice(before.length).trimEnd();
  return { start, end: start + value.length - (value.endsWith(";") ? 1 : 0) };
}

const isTold = ({ kind }: Atom): boolean =>
  kind !== "unknown" && kind !== "undefined" && kind !== "opaque";

/** What is in those of several lists that are known. */
function itemsOfLists(state: State, lists: Value): ReadonlyMap<string, Write> {
  return new Map(
    objectIds(lists).flatMap((id) => {
      const { list, apart, delivered, fields } = objectAt(state, id);
      return list && !apart && delivered === undefined
        ? [...(fields.get(elements)?.writes ?? [])].map(
            ([key, write]) => [`${id}:${key}`, write] as const,
          )
        : [];
    }),
  );
}

/** `list.filter(Boolean)`: what is sure to be nothing is left out, and of the others what they are when they are something. */
function thereIn(
  { frame, call }: Pick<Invocation, "frame" | "call">,
  list: HeapObject,
  state: State,
): Value | undefined {
  const { order, open } = list;
  if (open || order === undefined) return undefined;
  const writes = list.fields.get(elements)?.writes;
  const kept = new Map<string, Write>();
  let sure = true;
  for (const key of order) {
    const write = writes?.get(key);
    if (write === undefined) return undefined;
    const some = write.value.filter((atom) => truthOf(atom, false) !== false);
    if (some.length === 0) continue;
    if (truthOfAll(write.value) === undefined) sure = false;
    kept.set(key, { ...write, value: valueOf(...some) });
  }
  const made = listOf(kept, [...kept.keys()]);
  const id = `${frame.path}#there${String(call.site)}`;
  setObject(state, id, sure ? made : { ...made, order: undefined });
  return valueOf({ kind: "object", id });
}

/** Undefined where it is true on some ways only. What only throws is not true. */
export function truthOfAll(value: Value): boolean | undefined {
  const truths = value.map((atom) => truthOf(atom, false));
  if (truths.every((each) => each === false)) return false;
  return truths.every((each) => each === true) ? true : undefined;
}
