/**
 * What is known at one point of the program: variables, the heap, and whether the invocation has been completed.
 * Mutable while one block runs; copied before it is kept.
 */
import type { VariableId } from "../ir/ir.ts";
import { emptyObject, objects, type HeapObject } from "./heap.ts";
import { mapOf, type Lattice } from "./lattice.ts";
import { values, type Value } from "./value.ts";

/** `later`: a function that completes it has been handed to code that may call it. */
export type Completion = "open" | "done" | "later";

export interface State {
  variables: ReadonlyMap<VariableId, Value>;
  heap: ReadonlyMap<string, HeapObject | undefined>;
  completion: Completion;
  /** What some way here has looked at; see `looks.ts`. */
  looks: ReadonlySet<string>;
  /** The maps this state made for itself and nobody else has: writes go into them. Any other map is copied first. */
  own?: {
    readonly variables?: Map<VariableId, Value>;
    readonly heap?: Map<string, HeapObject | undefined>;
  };
}

const variablesLattice = mapOf<VariableId, Value>(values);
const heapLattice = mapOf<string, HeapObject | undefined>(objects);

/** States of one completion; those of different completions are kept apart by their partition. */
export const states: Pick<Lattice<State>, "join" | "leq"> = {
  join: (a, b) => {
    const variables = variablesLattice.join(a.variables, b.variables);
    const heap = heapLattice.join(a.heap, b.heap);
    const completion = a.completion === b.completion ? a.completion : "later";
    const looks = [...b.looks].every((each) => a.looks.has(each))
      ? a.looks
      : new Set([...a.looks, ...b.looks]);
    share(a);
    share(b);
    return variables === a.variables &&
      heap === a.heap &&
      completion === a.completion &&
      looks === a.looks
      ? a
      : { variables, heap, completion, looks };
  },
  leq: (a, b) => states.join(b, a) === b,
};

export const emptyState = (): State => ({
  variables: new Map(),
  heap: new Map(),
  completion: "open",
  looks: new Set(),
});

/** From now on both have what was one's: neither writes into it. */
export function copyState(state: State): State {
  share(state);
  const { variables, heap, completion, looks } = state;
  return { variables, heap, completion, looks };
}

function share(state: State): void {
  if (state.own !== undefined) delete state.own;
}

export function setVariable(
  state: State,
  variable: VariableId,
  value: Value,
): void {
  if (state.variables.get(variable) === value) return;
  const variables = state.own?.variables ?? new Map(state.variables);
  state.variables = variables.set(variable, value);
  state.own = { ...state.own, variables };
}

export function setObject(state: State, id: string, object: HeapObject): void {
  if (state.heap.get(id) === object) return;
  const heap = state.own?.heap ?? new Map(state.heap);
  state.heap = heap.set(id, object);
  state.own = { ...state.own, heap };
}

export const objectAt = (state: State, id: string): HeapObject =>
  state.heap.get(id) ?? emptyObject;
