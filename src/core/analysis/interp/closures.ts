/**
 * What a function keeps of the functions around it. While one of those still runs, its variables are at hand; once it
 * has ended, another call of it may have overwritten them, and the closure has them as they were.
 */
import type { FunctionId, Module, VariableId } from "../ir/ir.ts";
import { capturedVariables, isSelfVariable } from "../ir/variables.ts";
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
/** What a function made, and was bound to an object after that. */
const boundAndMade = "bind+made:";

/** Whether a function was made by another one, with more than the object that it is called on. */
export function keepsValues(
  module: Module,
  state: State,
  { closure }: Callee,
): boolean {
  if (closure === undefined) return false;
  for (const variable of objectAt(state, closure).fields.keys())
    if (!isSelfVariable(module, Number(variable))) return true;
  return false;
}

/** A function with the object it is always called on, and what it has kept; what is bound already stays so. */
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
    closure?.startsWith("bind") === true ||
    receiver?.length !== 1 ||
    only?.kind !== "object"
  )
    return { id, ...(closure === undefined ? {} : { closure }) };
  const key =
    closure === undefined
      ? `${bound}${only.id}@${String(id)}`
      : `${boundAndMade}${only.id}@${closure}`;
  setObject(
    state,
    key,
    withField(
      closure === undefined ? emptyObject : objectAt(state, closure),
      String(self),
      writtenField(writtenAt(receiver, nowhere)),
      false,
    ),
  );
  return { id, closure: key };
}

/** What a variable was before a call that gives it another value. */
export type Before = readonly [VariableId, Value | undefined];

/**
 * Gives the variables around a function the values it was made with, unless what made it is still running.
 * @returns what `this` was until then, also where the function has it from those around it
 */
export function enterClosure(
  { module }: Pick<Machine, "module">,
  state: State,
  { closure }: Callee,
  caller: Frame | undefined,
): readonly Before[] {
  if (closure === undefined) return noneBefore;
  const madeIn = closure.slice(0, closure.lastIndexOf("@"));
  const isRunning =
    caller !== undefined && `${caller.path}/`.startsWith(`${madeIn}/`);
  let before = noneBefore;
  for (const [name, field] of objectAt(state, closure).fields) {
    const variable = Number(name);
    const isSelf = isSelfVariable(module, variable);
    if (isRunning && !isSelf) continue;
    if (isSelf) before = [...before, [variable, variableAt(state, variable)]];
    setVariable(state, variable, fieldValue(field));
  }
  return before;
}

export const noneBefore: readonly Before[] = [];

export function restore(state: State, [variable, value]: Before): void {
  if (value !== undefined) setVariable(state, variable, value);
}
