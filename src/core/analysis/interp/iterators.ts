/** Objects that say themselves what is in them: `[Symbol.iterator]`, `__iter__`. */
import { type Invocation, returning } from "./call.ts";
import { fieldValue } from "./heap.ts";
import { heldByIterator, isList } from "./lists.ts";
import { objectIds, type CallResult } from "./machine.ts";
import { objectAt, type State } from "./state.ts";
import {
  noValue,
  unknownValue,
  valueOf,
  type Callee,
  type Value,
} from "./value.ts";

/** What a loop over the value goes through: what its own class gives where it has one, or the value itself. */
export function itemsOfOwn(
  invocation: Invocation,
  value: Value,
  state: State,
): CallResult {
  const { machine, frame, call } = invocation;
  const python = machine.module.language === "python";
  const [only] = value;
  const held = only && value.length === 1 ? heldByIterator(only) : undefined;
  if (held !== undefined)
    return returning(valueOf({ kind: "object", id: held }), state);
  const [id, ...others] = objectIds(value);
  if (id === undefined || others.length > 0 || value.length > 1)
    return returning(value, state);
  const maker = methodOf(state, id, python ? "__iter__" : "Symbol.iterator");
  if (maker === undefined) return returning(value, state);
  const made = machine.callFunction(
    machine,
    frame,
    maker,
    [],
    state,
    call.site,
    value,
  );
  return {
    ...made,
    // What is asked for one item after the other is not known.
    returns: made.returns.map(({ value: items, state: after }) => ({
      value: items.every((atom) => isList(after, atom)) ? items : unknownValue,
      state: after,
    })),
  };
}

function methodOf(state: State, id: string, name: string): Callee | undefined {
  const field = objectAt(state, id).fields.get(name);
  const [only, ...others] = field === undefined ? noValue : fieldValue(field);
  return only?.kind === "function" && others.length === 0 ? only : undefined;
}
