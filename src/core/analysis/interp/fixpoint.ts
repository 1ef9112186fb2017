/**
 * Runs a function until nothing changes any more. States are kept apart by a partition (has the invocation been
 * completed, which members of the response are set), so that what belongs together on one path stays together.
 */
import type { Block, BlockId, FunctionIr, Instruction } from "../ir/ir.ts";
import { enterClosure } from "./closures.ts";
import { contracts } from "../../triggers/contracts.ts";
import { evaluate } from "./evaluate.ts";
import {
  elements,
  fieldValue,
  withField,
  writtenField,
  type Field,
  type HeapObject,
} from "./heap.ts";
import {
  eventId,
  objectIds,
  responseId,
  type CallResult,
  type Exit,
  type Frame,
  type Machine,
} from "./machine.ts";
import { isSupposed, suppose } from "./looks.ts";
import { observeNullWrite } from "./observe-calls.ts";
import { refine } from "./refine.ts";
import {
  copyState,
  objectAt,
  setObject,
  setVariable,
  states,
  type State,
} from "./state.ts";
import {
  constantOf,
  joinAll,
  settledValue,
  undefinedValue,
  someError,
  unknownValue,
  valueOf,
  type Callee,
  type Value,
} from "./value.ts";

/** Partitions of one block; beyond them, states are joined whatever they say. */
const partitionBound = 24;
/** Calls within calls; beyond them a call is unknown. */
const depthBound = 8;

export function runFunction(
  machine: Machine,
  frame: Frame,
  entry: State,
): readonly Exit[] {
  const { blocks } = frame.function;
  const known = new Map<BlockId, Map<string, State>>();
  const pending = new Set<BlockId>();
  const exits = new Map<string, Exit>();
  const order = orderOf(frame.function);

  const arrive = (block: BlockId, state: State): void => {
    let here = known.get(block);
    if (here === undefined) known.set(block, (here = new Map<string, State>()));
    const wanted = partitionOf(state);
    const key = here.has(wanted) || here.size < partitionBound ? wanted : "";
    const before = here.get(key);
    const after = before === undefined ? state : states.join(before, state);
    if (after === before) return;
    here.set(key, copyState(after));
    pending.add(block);
  };
  const leave = (exit: Exit, at: number): void => {
    const key = `${String(at)}|${exit.how}|${partitionOf(exit.state)}`;
    const before = exits.get(key);
    exits.set(
      key,
      before === undefined
        ? exit
        : {
            ...exit,
            value: joinAll([before.value, exit.value]),
            state: states.join(before.state, exit.state),
          },
    );
  };
  const raise = (
    block: Block,
    state: State,
    value: Value,
    at: number,
  ): void => {
    if (block.handler === undefined) {
      leave(
        {
          how: "throw",
          value,
          state,
          range: frame.function.range,
          openEnd: undefined,
        },
        at,
      );
      return;
    }
    const caught = copyState(state);
    setVariable(caught, block.handler.variable, value);
    arrive(block.handler.block, caught);
  };

  /** A catch clause that nothing has led to is run as well, with what was known before its try block. */
  const supposeErrors = (): void => {
    for (const [at, partitions] of known) {
      const handler = blocks[at]?.handler;
      if (handler === undefined || known.has(handler.block)) continue;
      for (const state of [...partitions.values()]) {
        const caught = copyState(state);
        suppose(caught);
        setVariable(caught, handler.variable, someError);
        arrive(handler.block, caught);
      }
    }
  };

  arrive(0, entry);
  for (;;) {
    if (pending.size === 0) supposeErrors();
    if (pending.size === 0) break;
    const at = order.find((block) => pending.has(block)) ?? 0;
    pending.delete(at);
    const block = blocks[at];
    if (block === undefined) continue;
    // A visit runs every partition again: the exits of this block are the ones of its last visit.
    for (const start of [...(known.get(at)?.values() ?? [])]) {
      if (--machine.budget < 0) return [...exits.values()];
      let current: State[] = [copyState(start)];
      for (const instruction of block.instructions) {
        const next: State[] = [];
        for (const state of current) {
          const result = step(machine, frame, instruction, state);
          next.push(...result.returns.map((each) => each.state));
          for (const thrown of result.throws)
            raise(block, thrown, someError, at);
        }
        current = collapse(next);
      }
      for (const state of current) {
        const end = block.terminator;
        switch (end.kind) {
          case "goto":
            arrive(end.block, state);
            break;
          case "branch":
            for (const truth of [true, false]) {
              const refined = refine(
                machine,
                frame,
                state,
                end.condition,
                truth,
              );
              if (refined !== undefined)
                arrive(truth ? end.whenTrue : end.whenFalse, refined);
            }
            break;
          case "return": {
            const value = evaluate(machine, frame, state, end.value);
            leave(
              {
                how: end.openEnd === undefined ? "return" : "end",
                value,
                state,
                range: end.range,
                openEnd: end.openEnd,
              },
              at,
            );
            break;
          }
          case "throw":
            raise(block, state, evaluate(machine, frame, state, end.value), at);
        }
      }
    }
  }
  return [...exits.values()];
}

function step(
  machine: Machine,
  frame: Frame,
  instruction: Instruction,
  state: State,
): CallResult {
  const done = (): CallResult => ({
    returns: [{ value: undefinedValue, state }],
    throws: [],
  });
  switch (instruction.kind) {
    case "assign":
      assign(machine, frame, instruction, state);
      return done();
    case "delete": {
      const key = [
        ...evaluate(machine, frame, state, instruction.key).values(),
      ].map(constantOf);
      for (const id of objectIds(
        evaluate(machine, frame, state, instruction.object),
      )) {
        const object = objectAt(state, id);
        const fields = new Map(object.fields);
        for (const each of key) fields.delete(String(each?.value));
        setObject(state, id, { ...object, fields });
      }
      return done();
    }
    case "await": {
      const value = evaluate(machine, frame, state, instruction.value);
      setVariable(state, instruction.result, settledValue(value));
      // What is awaited may fail, unless it is a value that is already there.
      const waits = [...value.values()].some(
        ({ kind }) => kind === "promise" || kind === "unknown",
      );
      return { ...done(), throws: waits ? [copyState(state)] : [] };
    }
    case "call": {
      const result = machine.call(machine, frame, instruction, state);
      for (const outcome of result.returns)
        setVariable(outcome.state, instruction.result, outcome.value);
      return result;
    }
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
    return;
  }
  const owners = evaluate(machine, frame, state, place.object);
  const ids = objectIds(owners);
  observeNullWrite(machine, state, owners, place.range);
  const keys = [...evaluate(machine, frame, state, place.key).values()].map(
    constantOf,
  );
  for (const id of ids) {
    let object = objectAt(state, id);
    for (const key of keys) {
      if (key === undefined) {
        object = { ...object, open: true };
        continue;
      }
      const name = object.list ? elements : String(key.value);
      if (id === responseId) machine.observer?.wroteResponse(name);
      object = withField(
        object,
        name,
        writtenField({
          value,
          range,
          keyRange: place.key.range,
          valueRange: expr.range,
        }),
        ids.length > 1 || keys.length > 1 || object.list,
      );
    }
    setObject(state, id, object);
  }
  if (machine.observer !== undefined && ids.includes(eventId))
    for (const id of objectIds(value))
      if (keys.some((key) => key?.value === "response"))
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
): CallResult {
  const target = machine.module.functions[callee.id];
  if (
    target === undefined ||
    target.generator ||
    caller.stack.includes(callee.id) ||
    caller.stack.length >= depthBound
  )
    return { returns: [{ value: unknownValue, state }], throws: [] };
  machine.rests.entered.add(callee.id);
  enterClosure(state, callee, caller);
  for (const [i, parameter] of target.parameters.entries())
    setVariable(
      state,
      parameter.variable,
      parameter.rest
        ? unknownValue
        : (args[i] ??
            // Nothing is known about the arguments of a call that nobody sees.
            (args.length === 0 ? unknownValue : undefinedValue)),
    );
  const exits = machine.run(
    machine,
    {
      function: target,
      path: `${caller.path}/${String(site)}`,
      stack: [...caller.stack, callee.id],
    },
    state,
  );
  return {
    returns: exits
      .filter(({ how }) => how !== "throw")
      .map(({ value, state: after }) => ({
        state: copyState(after),
        value: target.async
          ? valueOf({ kind: "promise", value: settledValue(value) })
          : value,
      })),
    throws: exits
      .filter(({ how }) => how === "throw")
      .map((each) => copyState(each.state)),
  };
}

/** States of the same partition become one. */
function collapse(all: readonly State[]): State[] {
  if (all.length < 2) return [...all];
  const byKey = new Map<string, State>();
  for (const state of all) {
    const key = partitionOf(state);
    const before = byKey.get(key);
    byKey.set(
      key,
      copyState(before === undefined ? state : states.join(before, state)),
    );
  }
  return [...byKey.values()];
}

/** Members of the answer that say something together: their values are kept apart as well. */
const decisions = new Set(
  contracts.flatMap(({ response }) =>
    response
      .filter(({ required }) => required?.kind === "decision")
      .map(({ name }) => name),
  ),
);

function decided(field: Field): string {
  const [atom, ...others] = fieldValue(field).values();
  const known =
    atom === undefined || others.length > 0 ? undefined : constantOf(atom);
  return known === undefined ? "" : String(known.value);
}

/** What is kept apart: completion, what is only supposed, which members of the answer the handler has set, and how it has decided. */
function partitionOf(state: State): string {
  const response = objectAt(state, eventId).fields.get("response");
  let partition = `${state.completion}${isSupposed(state) ? "?" : ""}`;
  if (response === undefined) return partition;
  for (const { value } of response.writes.values())
    for (const id of objectIds(value))
      partition += `|${id}(${settledMembers(objectAt(state, id))})`;
  return partition;
}

const settled = new WeakMap<HeapObject, string>();

/** The members that an object has, those that it may have, and its decisions. */
function settledMembers(object: HeapObject): string {
  let known = settled.get(object);
  if (known === undefined) {
    known = `${[...object.fields]
      .map(([name, field]) =>
        field.absent
          ? `${name}?`
          : decisions.has(name)
            ? `${name}=${decided(field)}`
            : name,
      )
      .sort()
      .join(",")}${object.open ? "…" : ""}`;
    settled.set(object, known);
  }
  return known;
}

const orders = new WeakMap<FunctionIr, readonly BlockId[]>();

/** Blocks in reverse postorder: before a block come the ones that lead to it, but for loops. */
function orderOf(target: FunctionIr): readonly BlockId[] {
  const known = orders.get(target);
  if (known !== undefined) return known;
  const seen = new Set<BlockId>();
  const postorder: BlockId[] = [];
  const stack: { block: BlockId; next: BlockId[] }[] = [];
  const open = (block: BlockId): void => {
    if (seen.has(block)) return;
    seen.add(block);
    stack.push({ block, next: successors(target.blocks[block]) });
  };
  open(0);
  for (;;) {
    const top = stack.at(-1);
    if (top === undefined) break;
    const next = top.next.pop();
    if (next === undefined) {
      postorder.push(top.block);
      stack.pop();
    } else open(next);
  }
  const order = postorder.reverse();
  orders.set(target, order);
  return order;
}

function successors(block: Block | undefined): BlockId[] {
  if (block === undefined) return [];
  const { terminator, handler } = block;
  const next = handler === undefined ? [] : [handler.block];
  if (terminator.kind === "goto") next.push(terminator.block);
  if (terminator.kind === "branch")
    next.push(terminator.whenFalse, terminator.whenTrue);
  return next;
}
