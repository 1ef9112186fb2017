/**
 * Methods of a list that go through items whose order is known, one after the other, with what each has changed: `reduce`,
 * `forEach`, and `some`, `every` and `find`, which stop at the first item that decides.
 */
import type { Range } from "../../text/position.ts";
import type { FunctionId } from "../ir/ir.ts";
import type { Invocation } from "./call.ts";
import { elements, writtenAt, type HeapObject } from "./heap.ts";
import { observeItemConditions } from "./observe-attributes.ts";
import { askedBound, placeIn, truthOfAll } from "./item-tests.ts";
import {
  eventId,
  objectIds,
  type CallResult,
  type Machine,
  type Outcome,
} from "./machine.ts";
import { collapse, partitionOf } from "./partitions.ts";
import { copyState, states, type State } from "./state.ts";
import {
  constantValue,
  undefinedValue,
  unknownValue,
  values,
  type Value,
} from "./value.ts";

/** Ways through all steps that are followed. */
const waysBound = 8;

/** `fns.reduce((value, fn) => fn(value), start)` and `forEach`, where few ways lead through all the steps. */
export function foldItems(
  { machine, frame, call, args, name }: Invocation,
  list: HeapObject,
  state: State,
): CallResult | undefined {
  if (!/^(?:reduce(?:Right)?|forEach)$/u.test(name)) return undefined;
  const [step, start] = args;
  const [fold, ...others] = step ?? [];
  if (fold?.kind !== "function" || others.length > 0) return undefined;
  const items = itemsInOrder(list);
  if (items === undefined) return undefined;
  if (name === "reduceRight") items.reverse();
  const each = name === "forEach";
  const first = each ? undefinedValue : (start ?? items.shift());
  if (first === undefined) return undefined;
  let ways: readonly Outcome[] = [{ value: first, state: copyState(state) }];
  const throws: State[] = [];
  for (const [i, item] of items.entries()) {
    const next: Outcome[] = [];
    for (const way of ways) {
      const ran = machine.callFunction(
        machine,
        frame,
        fold,
        each
          ? [item, constantValue(i), unknownValue]
          : [way.value, item, ...placeIn(machine)],
        way.state,
        call.site,
      );
      next.push(...ran.returns);
      throws.push(...ran.throws);
    }
    if (next.length === 0 || next.length > waysBound) return undefined;
    // Meant as the handler's own end, or left alone: that is for a rule to say.
    if (
      each &&
      next.some(
        ({ value }) =>
          objectIds(value).includes(eventId) ||
          value.some(({ kind }) => kind === "promise"),
      )
    )
      return undefined;
    ways = next;
  }
  return {
    returns: each
      ? ways.map((way) => ({ value: undefinedValue, state: way.state }))
      : ways,
    throws,
  };
}

/**
 * `steps.some((step) => step(event))`: what the first item that decides has changed, and those before it. A promise decides
 * nothing, and is left alone.
 */
export function stopAtItem(
  { machine, frame, call, args, name, receiver = unknownValue }: Invocation,
  list: HeapObject,
  state: State,
): CallResult | undefined {
  if (!/^(?:some|every|find(?:Last)?(?:Index)?)$/u.test(name)) return undefined;
  const [test, ...others] = args[0] ?? [];
  if (test?.kind !== "function" || others.length > 0) return undefined;
  const items = itemsInOrder(list);
  if (items === undefined) return undefined;
  const places = items.map((item, i) => ({ item, place: constantValue(i) }));
  if (name.startsWith("findLast")) places.reverse();
  const finds = name.startsWith("find");
  const givesPlace = name.endsWith("Index");
  const stopsAt = name !== "every";
  const range = finds ? undefined : returnedBy(machine, test.id);
  const throws: State[] = [];
  let done: readonly Outcome[] = [];
  let open: readonly State[] = [copyState(state)];
  let none = !finds
    ? constantValue(!stopsAt)
    : givesPlace
      ? constantValue(-1)
      : undefinedValue;
  for (const { item, place } of places) {
    const stopped: Outcome[] = [];
    const next: State[] = [];
    for (const before of open) {
      const ran = machine.callFunction(
        machine,
        frame,
        test,
        [item, place, receiver],
        before,
        call.site,
      );
      throws.push(...ran.throws);
      for (const { value, state: after } of ran.returns) {
        if (value.some(({ kind }) => kind === "promise")) return undefined;
        if (range !== undefined)
          observeItemConditions(machine, [writtenAt(value, range)]);
        const truth = truthOfAll(value);
        if (truth !== !stopsAt)
          stopped.push({
            value: !finds ? constantValue(stopsAt) : givesPlace ? place : item,
            state: truth === undefined ? copyState(after) : after,
          });
        if (truth !== stopsAt) next.push(after);
      }
    }
    // That it is found wanting is no more than supposed.
    if (
      finds &&
      !givesPlace &&
      stopped.length > 0 &&
      item.every(({ kind }) => /^(?:unknown|external)$/u.test(kind))
    )
      none = unknownValue;
    done = [...done, ...stopped];
    if (done.length > waysBound) done = together(done);
    open = collapse(next);
  }
  return {
    returns: [...done, ...open.map((each) => ({ value: none, state: each }))],
    throws,
  };
}

/** Outcomes of the same partition become one. */
function together(all: readonly Outcome[]): readonly Outcome[] {
  const byKey = new Map<string, Outcome>();
  for (const { value, state } of all) {
    const key = partitionOf(state);
    const before = byKey.get(key);
    byKey.set(
      key,
      before === undefined
        ? { value, state }
        : {
            value: values.join(before.value, value),
            state: states.join(before.state, state),
          },
    );
  }
  return [...byKey.values()];
}

function itemsInOrder({
  fields,
  open,
  order,
}: HeapObject): Value[] | undefined {
  if (open || order === undefined || order.length > askedBound)
    return undefined;
  const writes = fields.get(elements)?.writes;
  return order.map((key) => writes?.get(key)?.value ?? undefinedValue);
}

/** Where the only thing is written that a function gives back. */
function returnedBy({ module }: Machine, id: FunctionId): Range | undefined {
  const [end, ...others] = (module.functions[id]?.blocks ?? []).flatMap(
    ({ terminator }) =>
      terminator.kind === "return" && terminator.value.kind !== "const"
        ? [terminator]
        : [],
  );
  return others.length === 0 ? end?.value.range : undefined;
}
