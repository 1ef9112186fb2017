/**
 * What promises give. A promise is taken to be settled where it is made: what follows it sees what its callbacks did.
 * Only where nobody takes the promise does the code behind it also run before them.
 */
import { type Invocation, withResult } from "./call.ts";
import { complete } from "./completion.ts";
import { isDropped, isInDroppedChain } from "./dropped-results.ts";
import type { CallResult, Outcome } from "./machine.ts";
import { copyState, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  joinAll,
  settledValue,
  undefinedValue,
  unknownValue,
  valueOf,
  type Atom,
  type Value,
} from "./value.ts";

/** States in which one promise fails; beyond them the first ones speak for all. */
const rejectionBound = 8;

/** `new Promise((resolve, reject) => ...)`. */
export function makePromise(invocation: Invocation, state: State): CallResult {
  const { machine, frame, call, args } = invocation;
  const [executor] = args[0] ?? [];
  const id = `${frame.path}#${String(call.site)}`;
  if (executor?.kind !== "function")
    return withResult(callUnknown(invocation, state), promiseOf(unknownValue));
  const settled: Outcome[] = [];
  machine.settled.set(id, settled);
  machine.rejected.set(id, []);
  const ran = machine.callFunction(
    machine,
    frame,
    executor,
    [
      valueOf({ kind: "settle", promise: id, rejects: false }),
      valueOf({ kind: "settle", promise: id, rejects: true }),
    ],
    copyState(state),
    call.site,
  );
  for (const each of ran.throws) reject(invocation, id, each);
  const outcomes = settled.map((each) => ({
    value: promiseOf(settledValue(each.value), id),
    state: copyState(each.state),
  }));
  const unsettled = ran.returns.map((each) => ({
    value: promiseOf(unknownValue, id),
    state: each.state,
  }));
  const known = outcomes.length === 0 ? unsettled : outcomes;
  return {
    returns: isDropped(frame.function, call) ? [...known, ...unsettled] : known,
    throws: [],
  };
}

/** `resolve(value)` and `reject(error)` of such a promise. */
export function settle(
  invocation: Invocation,
  atom: Atom & { kind: "settle" },
  value: Value,
  state: State,
): CallResult {
  const { settled, justSettled } = invocation.machine;
  if (atom.rejects) reject(invocation, atom.promise, state);
  else {
    const outcome = { value, state: copyState(state) };
    settled.get(atom.promise)?.push(outcome);
    justSettled.set(state, outcome);
  }
  return { returns: [{ value: undefinedValue, state }], throws: [] };
}

/** `then`, `catch` and `finally`. */
export function callPromiseMethod(
  invocation: Invocation,
  receiver: Value,
  state: State,
): CallResult {
  const { machine, frame, call, args, name } = invocation;
  const id = `${frame.path}#${String(call.site)}`;
  const before = copyState(state);
  const failures = rejections(invocation, receiver, before);
  machine.rejected.set(id, []);
  const value = settledValue(receiver);
  // What was handed over to be called; undefined: nothing was, or nothing that can be.
  const run = (
    handler: Value | undefined,
    given: readonly Value[],
    from: State,
  ): readonly Outcome[] | undefined => {
    const results = (handler ?? []).flatMap((atom) =>
      atom.kind === "undefined" || atom.kind === "null"
        ? []
        : [runHandler(invocation, atom, given, from)],
    );
    if (results.length === 0) return undefined;
    for (const thrown of results.flatMap(({ throws }) => throws))
      reject(invocation, id, thrown);
    return results.flatMap(({ returns }) => returns);
  };
  const [first, second] = args;
  const outcomes: Outcome[] = [];
  switch (name) {
    case "then":
      outcomes.push(
        ...(run(first, [value], before) ?? [{ value, state: before }]),
      );
      for (const failure of failures) {
        const handled = run(second, [unknownValue], failure);
        if (handled === undefined) reject(invocation, id, failure);
        else outcomes.push(...handled);
      }
      break;
    case "catch":
      outcomes.push({ value, state: before });
      for (const failure of failures) {
        const handled = run(first, [unknownValue], failure);
        if (handled === undefined) reject(invocation, id, failure);
        else outcomes.push(...handled);
      }
      break;
    default:
      for (const each of run(first, [], before) ?? [{ value, state: before }])
        outcomes.push({ value, state: each.state });
      for (const failure of failures)
        for (const each of run(first, [], failure) ?? [])
          reject(invocation, id, each.state);
  }
  if (isInDroppedChain(frame.function, call)) {
    const now = copyState(state);
    if (outcomes.some((each) => each.state.completion !== "open"))
      now.completion = now.completion === "open" ? "later" : now.completion;
    outcomes.push({ value: unknownValue, state: now });
  }
  return {
    returns: outcomes.map((each) => ({
      value: promiseOf(settledValue(each.value), id),
      state: each.state,
    })),
    throws: [],
  };
}

function runHandler(
  invocation: Invocation,
  atom: Atom,
  given: readonly Value[],
  from: State,
): CallResult {
  const { machine, frame, call } = invocation;
  const start = copyState(from);
  const [value = undefinedValue] = given;
  switch (atom.kind) {
    case "settle":
      return settle(invocation, atom, value, start);
    case "completion":
      return complete({ ...invocation, args: given }, atom.name, start);
    case "function": {
      const ran = machine.callFunction(
        machine,
        frame,
        atom,
        given,
        start,
        call.site,
      );
      for (const each of ran.returns)
        machine.tracer?.ranInner(call, frame, {
          function: atom.id,
          ...each,
          completes:
            from.completion === "open" && each.state.completion !== "open",
        });
      return ran;
    }
    default: {
      const logs = atom.kind === "external" && atom.name.startsWith("console.");
      return {
        returns: [
          { value: logs ? undefinedValue : unknownValue, state: start },
        ],
        throws: [],
      };
    }
  }
}

/** Where the promises among these fail: what is known of it, or here and now. */
function rejections(
  { machine }: Invocation,
  receiver: Value,
  state: State,
): readonly State[] {
  const known = receiver.flatMap((atom) =>
    atom.kind === "promise" && atom.id !== undefined
      ? (machine.rejected.get(atom.id) ?? [])
      : [],
  );
  return known.length === 0 ? [state] : known;
}

function reject({ machine }: Invocation, id: string, state: State): void {
  const known = machine.rejected.get(id);
  if (known !== undefined && known.length < rejectionBound)
    known.push(copyState(state));
}

const promiseOf = (value: Value, id?: string): Value =>
  valueOf({
    kind: "promise",
    value: joinAll([value]),
    ...(id === undefined ? {} : { id }),
  });
