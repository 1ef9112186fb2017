/** Runs a function until nothing changes any more: instructions, calls, ends. */
import type { BlockId, Instruction, Terminator, VariableId } from "../ir/ir.ts";
import { justAsked } from "../ir/variables.ts";
import { orderOf } from "./block-order.ts";
import { enterClosure, restore } from "./closures.ts";
import { entriesApart, mayLookUp, returnsApart } from "./decision-tables.ts";
import { copyInto, declaredAs, evaluate, keyOf } from "./evaluate.ts";
import {
  elements,
  listOfValues,
  nowhere,
  withField,
  writtenField,
  withUnnamed,
} from "./heap.ts";
import {
  eventId,
  objectIds,
  type CallResult,
  type Exit,
  type Frame,
  type Machine,
} from "./machine.ts";
import { suppose } from "./looks.ts";
import { enterSelf } from "./instances.ts";
import { instancesOf, isMeantAsResponse } from "./members.ts";
import { observeNullWrite } from "./null-writes.ts";
import { observeHanded } from "./observe-handed.ts";
import {
  collapse,
  keepDecisionApart,
  partitionOf,
  roundsIn,
} from "./partitions.ts";
import { refine } from "./refine.ts";
import {
  copyState,
  objectAt,
  setObject,
  setVariable,
  states,
  variableAt,
  type State,
} from "./state.ts";
import {
  constantOf,
  settledValue,
  undefinedValue,
  someError,
  strayError,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Callee,
  type Value,
} from "./value.ts";

/** Partitions of one block; beyond them, states are joined whatever they say. */
const partitionBound = 24;
/**
 * What it takes of the budget to join a state with another: nothing where there is as much in it as in a handler's, and as
 * much as a few blocks where the code of a large library is run.
 */
const joinCost = ({ variables, heap }: State): number =>
  (variables.size + heap.size) >> 6;

/** Calls within calls; beyond them a call is unknown. */
const depthBound = 8;

/** What has come to a block, of one partition. */
interface Arrived {
  readonly key: string;
  state: State;
  /** With which the block was run last. */
  ran: State | undefined;
}

export function runFunction(
  machine: Machine,
  frame: Frame,
  entry: State,
): readonly Exit[] {
  const { blocks } = frame.function;
  const { order, rank, rounds } = orderOf(frame.function);
  const known: (Arrived[] | undefined)[] = [];
  // By rank: the blocks to visit, and where the first of them can be.
  const pending: boolean[] = [];
  let first = 0;
  const exits = new Map<string, Exit>();

  const arrive = (block: BlockId, state: State): void => {
    const here = (known[block] ??= []);
    const wanted = partitionOf(state) + roundsIn(state, rounds);
    const isApart =
      here.length < partitionBound || here.some(({ key }) => key === wanted);
    const key = isApart ? wanted : "";
    const before = here.find((each) => each.key === key);
    if (before !== undefined) machine.budget -= joinCost(state);
    const after =
      before === undefined ? state : states.join(before.state, state);
    if (after === before?.state) return;
    if (before === undefined) here.push({ key, state: after, ran: undefined });
    else before.state = after;
    const at = rank[block] ?? 0;
    pending[at] = true;
    if (at < first) first = at;
  };
  const next = (): BlockId | undefined => {
    while (first < order.length && pending[first] !== true) first++;
    pending[first] = false;
    return order[first];
  };
  const leave = (exit: Exit, at: BlockId): void => {
    const key = `${String(at)}|${exit.how}|${partitionOf(exit.state)}`;
    const before = exits.get(key);
    if (before !== undefined) machine.budget -= joinCost(exit.state);
    exits.set(
      key,
      before === undefined
        ? exit
        : {
            ...exit,
            value: values.join(before.value, exit.value),
            state: states.join(before.state, exit.state),
          },
    );
  };
  const raise = (at: BlockId, state: State, value: Value): void => {
    const handler = blocks[at]?.handler;
    if (handler === undefined) {
      const { range } = frame.function;
      leave({ how: "throw", value, state, range, openEnd: undefined }, at);
      return;
    }
    setVariable(state, handler.variable, value);
    arrive(handler.block, state);
  };
  const finish = (
    at: BlockId,
    end: Terminator,
    state: State,
    inRound: Frame,
  ): void => {
    switch (end.kind) {
      case "goto":
        arrive(end.block, state);
        break;
      case "branch": {
        const { condition, whenTrue, whenFalse } = end;
        const value = evaluate(machine, inRound, state, condition);
        const asked = justAsked(blocks[at], condition);
        const other = copyState(state);
        if (
          refine(machine, inRound, state, condition, true, value) &&
          (asked === undefined || refine(machine, inRound, state, asked, true))
        )
          arrive(whenTrue, state);
        if (
          refine(machine, inRound, other, condition, false, value) &&
          (asked === undefined || refine(machine, inRound, other, asked, false))
        )
          arrive(whenFalse, other);
        break;
      }
      case "return": {
        const how = end.openEnd === undefined ? "return" : "end";
        const { range, openEnd, wrapper } = end;
        for (const each of returnsApart(machine, inRound, end.value, state)) {
          const value = evaluate(machine, inRound, each, end.value);
          keepDecisionApart(each, value);
          leave({ how, value, state: each, range, openEnd, wrapper }, at);
        }
        break;
      }
      case "throw":
        raise(at, state, evaluate(machine, inRound, state, end.value));
    }
  };

  /** A catch clause that nothing has led to is run as well, with what was known before its try block. */
  const supposeErrors = (): void => {
    for (const at of order) {
      const handler = blocks[at]?.handler;
      if (handler === undefined || known[handler.block] !== undefined) continue;
      for (const { state } of known[at] ?? []) {
        const caught = copyState(state);
        suppose(caught);
        setVariable(caught, handler.variable, someError);
        arrive(handler.block, caught);
      }
    }
  };
  const nextOrSupposed = (): BlockId | undefined => {
    const at = next();
    if (at !== undefined) return at;
    supposeErrors();
    return next();
  };

  arrive(0, entry);
  for (let at = nextOrSupposed(); at !== undefined; at = nextOrSupposed()) {
    const block = blocks[at];
    if (block === undefined) continue;
    for (const arrived of [...(known[at] ?? [])]) {
      const { state: start } = arrived;
      if (arrived.ran === start) continue;
      arrived.ran = start;
      const round = roundsIn(start, rounds);
      // What a round makes is not what the next one makes.
      const inRound =
        round === "" ? frame : { ...frame, path: `${frame.path}${round}` };
      machine.budget -= 1 + block.instructions.length;
      if (machine.budget < 0) return [...exits.values()];
      let current: readonly State[] = [copyState(start)];
      let before: Instruction | undefined;
      for (const instruction of block.instructions) {
        // An await right behind another one fails as that does, where nobody here catches it.
        const failsAlike =
          before?.kind === "await" &&
          instruction.kind === "await" &&
          block.handler === undefined;
        current = collapse(
          step(
            machine,
            inRound,
            instruction,
            mayLookUp(instruction)
              ? current.flatMap((state) =>
                  entriesApart(machine, inRound, instruction, state),
                )
              : current,
            (thrown, error) => {
              if (!failsAlike) raise(at, copyState(thrown), error);
            },
          ),
        );
        before = instruction;
      }
      for (const state of current) finish(at, block.terminator, state, inRound);
    }
  }
  return [...exits.values()];
}

/** The states after an instruction; each before it may be one of them, with what was changed. */
function step(
  machine: Machine,
  frame: Frame,
  instruction: Instruction,
  before: readonly State[],
  raise: (thrown: State, error: Value) => void,
): readonly State[] {
  if (instruction.kind === "call")
    return before.flatMap((state) => {
      const { returns, throws } = machine.call(
        machine,
        frame,
        instruction,
        state,
      );
      for (const thrown of throws)
        raise(thrown, machine.strayed.has(thrown) ? strayError : someError);
      return returns.map((outcome) => {
        setVariable(outcome.state, instruction.result, outcome.value);
        keepDecisionApart(outcome.state, outcome.value);
        return outcome.state;
      });
    });
  for (const state of before)
    switch (instruction.kind) {
      case "assign":
        assign(machine, frame, instruction, state);
        break;
      case "delete":
        remove(machine, frame, instruction, state);
        break;
      case "await": {
        const value = evaluate(machine, frame, state, instruction.value);
        setVariable(state, instruction.result, settledValue(value));
        machine.justSettled.delete(state);
        // What is awaited may fail, unless it is a value that is already there.
        if (value.some(({ kind }) => kind === "promise" || kind === "unknown"))
          raise(state, value.every(isCalm) ? strayError : someError);
      }
    }
  return before;
}

const isCalm = (atom: Atom): boolean =>
  atom.kind === "promise" && atom.calm === true;

function remove(
  machine: Machine,
  frame: Frame,
  { object: owner, key }: Instruction & { kind: "delete" },
  state: State,
): void {
  const names = evaluate(machine, frame, state, key).map(constantOf);
  for (const id of objectIds(evaluate(machine, frame, state, owner))) {
    const object = objectAt(state, id);
    const fields = new Map(object.fields);
    for (const name of names) fields.delete(String(name?.value));
    const { delivered } = object;
    // A copy of the event from which something was taken is an event no more.
    const less = delivered === "event" && id !== eventId;
    setObject(state, id, {
      ...object,
      fields,
      ...(less ? { delivered: undefined } : {}),
    });
  }
}

function assign(
  machine: Machine,
  frame: Frame,
  { place, value: expr, range }: Instruction & { kind: "assign" },
  state: State,
): void {
  const value = evaluate(machine, frame, state, expr);
  if (place.kind === "var") {
    setVariable(state, place.variable, value);
    keepDecisionApart(state, value);
    return;
  }
  const owners = evaluate(machine, frame, state, place.object);
  const ids = objectIds(owners);
  observeNullWrite(machine, state, owners, place.range);
  const [maker] = owners;
  if (maker?.kind === "function" && owners.length === 1) {
    // `Maker.prototype = { … }`
    if (place.key.kind === "const" && place.key.value === "prototype") {
      const id = instancesOf(maker.id);
      setObject(state, id, copyInto(state, objectAt(state, id), value));
    }
    return;
  }
  const keys = keyOf(machine, frame, state, place, owners).map(constantOf);
  for (const id of ids) {
    let object = objectAt(state, id);
    for (const key of keys) {
      const field = writtenField({
        value,
        range,
        keyRange: place.key.range,
        valueRange: expr.range,
      });
      if (key === undefined && !object.list) {
        object = withUnnamed(object, field);
        continue;
      }
      if (key === undefined) object = { ...object, open: true };
      const name = object.list ? elements : String(key?.value);
      if (object.delivered === "response")
        machine.observer?.wroteResponse(name);
      object = withField(
        object,
        name,
        field,
        ids.length > 1 || keys.length > 1 || object.list,
      );
    }
    // Which of several members it was is not known.
    if (keys.length > 1 && !object.list) object = { ...object, open: true };
    setObject(state, id, object);
  }
  if (machine.observer !== undefined && ids.includes(eventId))
    for (const id of objectIds(value))
      if (
        keys.some(
          (key) =>
            typeof key?.value === "string" &&
            (key.value === "response" || isMeantAsResponse(machine, key.value)),
        )
      )
        for (const name of objectAt(state, id).fields.keys())
          machine.observer.wroteResponse(name);
}

export function callFunction(
  machine: Machine,
  caller: Frame,
  callee: Callee,
  args: readonly Value[],
  state: State,
  site: number,
  self?: Value,
): CallResult {
  const target = machine.module.functions[callee.id];
  if (
    target === undefined ||
    (target.generator && target.yields === undefined) ||
    caller.stack.includes(callee.id) ||
    caller.stack.length >= depthBound
  ) {
    machine.unfollowed++;
    return { returns: [{ value: unknownValue, state }], throws: [] };
  }
  machine.rests.entered.add(callee.id);
  if (objectIds(args[0] ?? []).includes(eventId))
    machine.observer?.handedEvent?.(target.parameters[0]?.types ?? []);
  observeHanded(machine, target, args);
  const before = target.generator ? copyState(state) : undefined;
  const ownBefore = enterSelf(machine, caller, state, callee, self);
  const keptBefore = enterClosure(machine, state, callee, caller);
  const path = `${caller.path}/${String(site)}`;
  const frame: Frame = {
    function: target,
    path,
    stack: [...caller.stack, callee.id],
  };
  for (const [i, parameter] of target.parameters.entries()) {
    const given = parameter.rest
      ? restOf(state, args.slice(i), path)
      : (args[i] ??
        // Nothing is known about the arguments of a call that nobody sees.
        (args.length === 0 ? unknownValue : undefinedValue));
    setVariable(
      state,
      parameter.variable,
      parameter.declared === undefined
        ? given
        : declaredAs(machine, frame, state, given, [parameter.declared]),
    );
  }
  const exits = machine.run(machine, frame, state);
  for (const { state: after } of exits) {
    for (const each of keptBefore) restore(after, each);
    for (const each of ownBefore) restore(after, each);
  }
  for (const { how, value, state: thrown } of exits)
    if (how === "throw" && value.every(({ kind }) => kind === "opaque"))
      machine.strayed.add(thrown);
  if (target.yields !== undefined && before !== undefined)
    return given(target.yields, exits, before);
  const calm =
    target.async &&
    target.blocks.some(({ handler }) => handler !== undefined) &&
    !exits.some(
      ({ how, value }) =>
        how === "throw" && value.some(({ kind }) => kind === "unknown"),
    );
  return {
    returns: exits
      .filter(({ how }) => how !== "throw")
      .map(({ value, state: after, range }) => ({
        range,
        state: after,
        value: target.async
          ? valueOf({ kind: "promise", value: settledValue(value), calm })
          : value,
      })),
    throws: exits
      .filter(({ how }) => how === "throw")
      .map((each) => each.state),
  };
}

/**
 * What a generator gives is taken for a list, as if it had been asked for all of it at once; where it fails on the way,
 * nobody need have asked for more.
 */
function given(
  yields: VariableId,
  exits: readonly Exit[],
  before: State,
): CallResult {
  const throws = exits
    .filter(({ how }) => how === "throw")
    .map(({ state }) => copyState(state));
  return {
    // What never ends can be asked as well.
    returns:
      exits.length === 0
        ? [{ value: unknownValue, state: before }]
        : exits.map(({ state, range }) => ({
            range,
            state,
            value: variableAt(state, yields) ?? unknownValue,
          })),
    throws,
  };
}

/** What a parameter takes that takes the rest; `args` without any, or with one that is not known, could be any number. */
export function restOf(
  state: State,
  args: readonly Value[],
  path: string,
): Value {
  if (args.length === 0 || args.includes(unknownValue)) return unknownValue;
  const id = `${path}#rest`;
  setObject(state, id, listOfValues(args, nowhere));
  return valueOf({ kind: "object", id });
}
