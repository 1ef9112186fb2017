/** Ties the interpreter together: runs a module's own code, then one of its functions with an event of Cognito. */
import type { TriggerContract } from "../../triggers/contract.ts";
import type { FunctionIr, Module } from "../ir/ir.ts";
import { forgetMembers, performCall } from "./calls.ts";
import { enterClosure } from "./closures.ts";
import { callFunction, restOf, runFunction } from "./fixpoint.ts";
import { deliver, type Assumptions, type Delivery } from "./invocation.ts";
import type { Exit, Machine, Observer, Tracer } from "./machine.ts";
import { mentionsIn, newRests, type Mentions, type Rests } from "./rests.ts";
import { noSightings, type Sightings } from "./sightings.ts";
import {
  copyState,
  emptyState,
  setVariable,
  settleState,
  type State,
} from "./state.ts";
import { ownParameters, takesCallback } from "./lambda-parameters.ts";
import { isSupposed } from "./looks.ts";
import {
  settledValue,
  unknownValue,
  valueOf,
  type Callee,
  type Value,
} from "./value.ts";

/** Instructions that one run may take, and blocks that it may visit. A handler of 100 lines needs about a thousand. */
export const budget = 60_000;

export interface LoadedModule {
  readonly module: Module;
  /** After the module's own code has run. */
  readonly state: State;
  readonly complete: boolean;
  /** Of the text of the file. */
  readonly mentions: Mentions;
  /** Of what is done with it. */
  readonly rests: Rests;
}

export function loadModule(module: Module): LoadedModule {
  const rests = newRests();
  const machine = createMachine(module, rests, {});
  let state = emptyState();
  for (const id of [...(module.imported ?? []), 0]) {
    const target = module.functions[id];
    if (target === undefined) continue;
    const frame = { function: target, path: "", stack: [id] };
    const exits = machine.run(machine, frame, state);
    state = copyState(
      exits.find(({ how, state: at }) => how !== "throw" && !isSupposed(at))
        ?.state ?? emptyState(),
    );
  }
  return {
    module,
    state: settleState(state),
    complete: machine.budget >= 0,
    mentions: mentionsIn(module),
    rests,
  };
}

export interface Invoked {
  /** Every way the invocation can end: what the handler returns, throws, or gives to a callback. */
  readonly exits: readonly Exit[];
  /** False where a budget ran out or something was not understood. */
  readonly complete: boolean;
  /** What it took of the budget. */
  readonly spent: number;
  readonly sightings: Sightings;
}

/** Runs a function as Lambda would, with the event of a trigger. */
export function invoke(
  loaded: LoadedModule,
  handler: Callee & { readonly of?: string },
  options: {
    readonly trigger: TriggerContract | undefined;
    readonly assume: Assumptions;
    readonly observer?: Observer;
    readonly tracer?: Tracer;
    /** It is called by other code, with what is not known. */
    readonly asFactory?: true;
  },
): Invoked {
  const { module } = loaded;
  const target = module.functions[handler.id];
  if (target === undefined)
    return { exits: [], complete: true, spent: 0, sightings: noSightings() };
  const delivery = deliver(options.trigger, options.assume);
  const machine = createMachine(module, loaded.rests, options, delivery);
  loaded.rests.entered.add(handler.id);
  const state = settleState(loaded.state, delivery.heap);
  enterClosure(machine, state, handler, undefined);
  if (handler.of !== undefined) {
    // Nobody has seen how the object that it is called on was made.
    forgetMembers(state, handler.of);
    if (target.self !== undefined)
      setVariable(
        state,
        target.self,
        valueOf({ kind: "object", id: handler.of }),
      );
  }
  const given: Value[] = options.asFactory
    ? []
    : [
        delivery.event,
        delivery.context,
        module.language === "javascript" &&
        (takesCallback(target) || target.parameters.some(({ rest }) => rest))
          ? valueOf({ kind: "completion", name: "callback" })
          : unknownValue,
      ];
  for (const [i, parameter] of ownParameters(target).entries())
    setVariable(
      state,
      parameter.variable,
      parameter.rest
        ? restOf(state, given.slice(i), "")
        : (given[i] ?? unknownValue),
    );
  const exits = machine.run(
    machine,
    { function: target, path: "", stack: [handler.id] },
    state,
  );
  return {
    exits: [
      ...exits.map((exit) => ({
        ...exit,
        value: settledValue(exit.value),
        wrapper: isCoroutine(module, target, exit.value)
          ? "coroutine"
          : exit.wrapper,
        plain: exit.value.every(
          ({ kind }) =>
            kind !== "promise" && kind !== "unknown" && kind !== "external",
        ),
      })),
      ...machine.completions,
      ...(machine.swallowed.timed ? [] : machine.swallowed.exits),
    ],
    complete: machine.budget >= 0 && !machine.partial,
    spent: budget - machine.budget,
    sightings: machine.sightings,
  };
}

/** Python hands what an `async` function makes to whoever waits for it, and Lambda does not. */
const isCoroutine = (
  { language }: Module,
  target: FunctionIr,
  value: Value,
): boolean =>
  language === "python" &&
  !target.async &&
  value.length > 0 &&
  value.every(({ kind }) => kind === "promise");

function createMachine(
  module: Module,
  rests: Rests,
  watch: { readonly observer?: Observer; readonly tracer?: Tracer },
  delivery?: Delivery,
): Machine {
  return {
    module,
    rests,
    observer: watch.observer,
    tracer: watch.tracer,
    completions: [],
    swallowed: { exits: [], timed: false },
    budget,
    partial: false,
    unfollowed: 0,
    settled: new Map(),
    rejected: new Map(),
    justSettled: new WeakMap(),
    strayed: new WeakSet(),
    sightings: noSightings(),
    instances: new Set(),
    delivery,
    run: runFunction,
    callFunction,
    call: performCall,
  };
}
