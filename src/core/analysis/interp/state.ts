/**
 * What is known at one point of the program: variables, the heap, and whether the invocation has been completed.
 * Mutable while one block runs; copied before it is kept. What the module's own code has left behind stands below, once
 * for all the runs that begin there, so that a run copies only what it changes itself.
 */
import type { VariableId } from "../ir/ir.ts";
import { emptyObject, objects, type HeapObject } from "./heap.ts";
import type { Lattice } from "./lattice.ts";
import { values, type Value } from "./value.ts";

/** `later`: a function that completes it has been handed to code that may call it. */
export type Completion = "open" | "done" | "later";

type Variables = ReadonlyMap<VariableId, Value>;
type Heap = ReadonlyMap<string, HeapObject>;

interface Below {
  readonly variables: Variables;
  readonly heap: Heap;
  /** What came with the invocation, over that. */
  readonly given: Heap;
}

const objectBelow = (
  { heap, given }: Below,
  id: string,
): HeapObject | undefined => given.get(id) ?? heap.get(id);

export interface State {
  /** The same in every state of one run. */
  readonly below: Below;
  variables: Variables;
  heap: Heap;
  completion: Completion;
  /** What some way here has looked at; see `looks.ts`. */
  looks: ReadonlySet<string>;
  /** What was found out about the answer on this heap, to be used while the heap is the same; see `partitions.ts`. */
  answer: string | undefined;
  /** Whether this state made the map for itself and nobody else has it: then writes go into it. Else it is copied first. */
  ownsVariables: boolean;
  ownsHeap: boolean;
}

/** States of one completion; those of different completions are kept apart by their partition. */
export const states: Pick<Lattice<State>, "join" | "leq"> = {
  join: (a, b) => {
    if (a === b) return a;
    const { below } = a;
    const variables = joinOver(
      (variable) => below.variables.get(variable),
      a.variables,
      b.variables,
      joinValues,
    );
    const heap = joinOver(
      (id) => objectBelow(below, id),
      a.heap,
      b.heap,
      joinObjects,
    );
    const completion = a.completion === b.completion ? a.completion : "later";
    const looks = joinLooks(a.looks, b.looks);
    share(a);
    share(b);
    return variables === a.variables &&
      heap === a.heap &&
      completion === a.completion &&
      looks === a.looks
      ? a
      : make(
          below,
          variables,
          heap,
          completion,
          looks,
          heap === a.heap ? a.answer : undefined,
        );
  },
  leq: (a, b) => states.join(b, a) === b,
};

const joinValues = (a: Value | undefined, b: Value | undefined): Value =>
  values.join(a ?? values.bottom, b ?? values.bottom);

const joinObjects = (
  a: HeapObject | undefined,
  b: HeapObject | undefined,
): HeapObject => objects.join(a, b) ?? emptyObject;

/** What either map or the one below them has; gives `a` itself where `b` adds nothing. */
function joinOver<K, V>(
  below: (key: K) => V | undefined,
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  join: (a: V | undefined, b: V | undefined) => V,
): ReadonlyMap<K, V> {
  if (a === b) return a;
  let joined: Map<K, V> | undefined;
  for (const [key, theirs] of b) {
    const ours = a.get(key) ?? below(key);
    if (ours === theirs) continue;
    const both = join(ours, theirs);
    if (both !== ours) (joined ??= new Map(a)).set(key, both);
  }
  // What `b` has left as it was below may be less than what `a` has there.
  for (const [key, ours] of a) {
    if (b.has(key)) continue;
    const theirs = below(key);
    if (theirs === undefined) continue;
    const both = join(ours, theirs);
    if (both !== ours) (joined ??= new Map(a)).set(key, both);
  }
  return joined ?? a;
}

function joinLooks(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
): ReadonlySet<string> {
  if (a === b) return a;
  for (const each of b) if (!a.has(each)) return new Set([...a, ...b]);
  return a;
}

// Made in one place, so that all states have one shape.
const make = (
  below: Below,
  variables: Variables,
  heap: Heap,
  completion: Completion,
  looks: ReadonlySet<string>,
  answer: string | undefined,
): State => ({
  below,
  variables,
  heap,
  completion,
  looks,
  answer,
  ownsVariables: false,
  ownsHeap: false,
});

const nothing: Below = {
  variables: new Map(),
  heap: new Map(),
  given: new Map(),
};

export const emptyState = (): State =>
  make(nothing, nothing.variables, nothing.heap, "open", new Set(), undefined);

/** From now on both have what was one's: neither writes into it. */
export function copyState(state: State): State {
  share(state);
  const { below, variables, heap, completion, looks, answer } = state;
  return make(below, variables, heap, completion, looks, answer);
}

/**
 * A state to begin runs from: all that is known there goes below.
 * @param given objects that come with an invocation
 */
export function settleState(state: State, given = nothing.given): State {
  const { below, variables, heap, completion } = state;
  return make(
    {
      variables:
        variables.size === 0
          ? below.variables
          : new Map([...below.variables, ...variables]),
      heap:
        heap.size === 0 && below.given.size === 0
          ? below.heap
          : new Map([...below.heap, ...below.given, ...heap]),
      given,
    },
    nothing.variables,
    nothing.heap,
    completion,
    // What was looked at before is not what the run looks at.
    new Set(),
    undefined,
  );
}

function share(state: State): void {
  state.ownsVariables = false;
  state.ownsHeap = false;
}

export const variableAt = (
  state: State,
  variable: VariableId,
): Value | undefined =>
  state.variables.get(variable) ?? state.below.variables.get(variable);

export function setVariable(
  state: State,
  variable: VariableId,
  value: Value,
): void {
  if (state.variables.get(variable) === value) return;
  if (!state.ownsVariables) {
    state.variables = new Map(state.variables);
    state.ownsVariables = true;
  }
  (state.variables as Map<VariableId, Value>).set(variable, value);
}

export function setObject(state: State, id: string, object: HeapObject): void {
  if (state.heap.get(id) === object) return;
  state.answer = undefined;
  if (!state.ownsHeap) {
    state.heap = new Map(state.heap);
    state.ownsHeap = true;
  }
  (state.heap as Map<string, HeapObject>).set(id, object);
}

export const objectAt = (state: State, id: string): HeapObject =>
  state.heap.get(id) ?? objectBelow(state.below, id) ?? emptyObject;
