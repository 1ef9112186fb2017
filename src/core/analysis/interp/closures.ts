/**
 * What a function keeps of the functions around it. While one of those still runs, its variables are at hand; once it
 * has ended, another call of it may have overwritten them, and the closure has them as they were.
 */
import type { FunctionId } from "../ir/ir.ts";
import { capturedVariables } from "../ir/variables.ts";
import {
  emptyObject,
  fieldValue,
  nowhere,
  withField,
  writtenAt,
  writtenField,
} from "./heap.ts";
import type { Frame, Machine } from "./machine.ts";
import {
  objectAt,
  setObject,
  setVariable,
  variableAt,
  type State,
} from "./state.ts";
import type { Callee, Value } from "./value.ts";

/** The function as it is made here and now. */
export function makeClosure(
  machine: Machine,
  frame: Frame,
  state: State,
  id: FunctionId,
): Callee {
  const captured = capturedVariables(machine.module, id);
  if (captured.length === 0) return { id };
  let kept = emptyObject;
  for (const variable of captured) {
    const value = variableAt(state, variable);
    if (value === undefined) continue;
    kept = withField(
      kept,
      String(variable),
      writtenField(writtenAt(value, nowhere)),
      false,
    );
  }
  const closure = `${frame.path}@${String(id)}`;
  setObject(state, closure, kept);
  return { id, closure };
}

const bound = "bind:";

/** Whether it is a method that was bound to its object, and nothing that a function made. */
export const isBound = ({ closure }: Callee): boolean =>
  closure?.startsWith(bound) === true;

/** A method with the object it is always called on: one that came from a base class knows only that class otherwise. */
export function boundTo(
  { module }: Machine,
  state: State,
  { id, closure }: Callee,
  receiver: Value | undefined,
): Callee {
  const self = module.functions[id]?.self;
  const [only] = receiver ?? [];
  if (
    self === undefined ||
    closure !== undefined ||
    receiver?.length !== 1 ||
    only?.kind !== "object"
  )
    return { id, ...(closure === undefined ? {} : { closure }) };
  const key = `${bound}${only.id}@${String(id)}`;
  setObject(
    state,
    key,
    withField(
      emptyObject,
      String(self),
      writtenField(writtenAt(receiver, nowhere)),
      false,
    ),
  );
  return { id, closure: key };
}

/** Gives the variables around a function the values it was made with, unless what made it is still running. */
export function enterClosure(
  state: State,
  { closure }: Callee,
  caller: Frame | undefined,
): void {
  if (closure === undefined) return;
  const madeIn = closure.slice(0, closure.lastIndexOf("@"));
  if (caller !== undefined && `${caller.path}/`.startsWith(`${madeIn}/`))
    return;
  for (const [variable, field] of objectAt(state, closure).fields)
    setVariable(state, Number(variable), fieldValue(field));
}
