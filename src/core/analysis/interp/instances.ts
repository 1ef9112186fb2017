/**
 * Objects that are made of classes and by functions. Each place that makes one has an object of its own, which begins as a
 * copy of what its class has; beyond a number of them, the class's own object stands for all. What a method is called on
 * is handed over with the call, and is what it was before once the call has ended.
 */
import type { Expr, FunctionIr, Module, VariableId } from "../ir/ir.ts";
import type { Invocation } from "./call.ts";
import { boundTo, noneBefore, type Before } from "./closures.ts";
import { emptyObject, fieldValue, withField, writtenField } from "./heap.ts";
import { objectIds, type Frame, type Machine } from "./machine.ts";
import {
  objectAt,
  setObject,
  setVariable,
  variableAt,
  type State,
} from "./state.ts";
import { unknownValue, valueOf, type Callee, type Value } from "./value.ts";

/** Objects that one run tells apart. */
const instanceBound = 100;

/** Stands between the class and the place in the name of an object. */
const madeAt = "*";

/** The class that an object was made of; a class is its own. */
const classOf = (id: string): string => {
  const end = id.indexOf(madeAt);
  return end < 0 ? id : id.slice(0, end);
};

/** It was made of a class, and is not the class itself. */
export const isInstance = (id: string): boolean => id.includes(madeAt);

/**
 * A new object of a class, before its constructor has run.
 * @param place what tells it from others of the class
 */
export function newInstance(
  { instances }: Machine,
  state: State,
  of: string,
  place: string,
): string {
  const base = classOf(of);
  const id = `${base}${madeAt}${place}`;
  if (!instances.has(id)) {
    if (instances.size >= instanceBound) {
      setObject(state, base, { ...objectAt(state, base), several: true });
      return base;
    }
    instances.add(id);
  }
  const made = objectAt(state, base);
  // Made there before, in another round of a loop: it is one of several.
  const again = objectAt(state, id) !== emptyObject;
  setObject(state, id, again ? { ...made, several: true } : made);
  return id;
}

/** Arrow functions of the class, and methods in Python, have the object that is made for their own. */
export function bindFields(machine: Machine, state: State, id: string): void {
  const { functions } = machine.module;
  const receiver = valueOf({ kind: "object", id });
  let object = objectAt(state, id);
  for (const [name, field] of object.fields)
    for (const write of field.writes.values()) {
      const [only] = write.value;
      if (only?.kind !== "function") continue;
      const { self, method } = functions[only.id] ?? {};
      if (self === undefined || method === true) continue;
      const bound = boundTo(machine, state, only, receiver);
      object = withField(
        object,
        name,
        writtenField({
          ...write,
          value: valueOf({ kind: "function", ...bound }),
        }),
        false,
      );
    }
  setObject(state, id, object);
}

/** `super(…)`, `super.method(…)` */
export const isSuper = ({ module }: Machine, expr: Expr): boolean =>
  expr.kind === "var" && module.variables[expr.variable]?.name === "super";

/** What `this` is at hand. */
export function selfAt(
  { module }: Machine,
  { function: target }: Frame,
  state: State,
): Value | undefined {
  const self = selfOf(module, target);
  return self === undefined ? undefined : variableAt(state, self);
}

/** The variable that holds `this`: an arrow function has that of what surrounds it. */
function selfOf(
  { functions }: Module,
  target: FunctionIr,
): VariableId | undefined {
  for (
    let around: FunctionIr | undefined = target;
    around !== undefined;
    around = functions[around.parent ?? -1]
  )
    if (around.self !== undefined) return around.self;
  return undefined;
}

/** What a function is called on, as it sees it itself; undefined where no object of the file is known to be that. */
export function calledOn(
  { machine, frame, call, receiver }: Invocation,
  { id }: Callee,
  state: State,
): Value | undefined {
  if (machine.module.functions[id]?.self === undefined) return undefined;
  // `super.method()` is called on the object at hand.
  if (call.callee.kind === "field" && isSuper(machine, call.callee.object))
    return selfAt(machine, frame, state);
  const ids = objectIds(receiver ?? []);
  if (receiver === undefined || ids.length === 0) return undefined;
  if (receiver.length === 1) return receiver;
  const having = ids.filter((each) =>
    [...objectAt(state, each).fields.values()].some((field) =>
      fieldValue(field).some(
        (atom) => atom.kind === "function" && atom.id === id,
      ),
    ),
  );
  return valueOf(
    ...(having.length > 0 ? having : ids).map(
      (each) => ({ kind: "object", id: each }) as const,
    ),
  );
}

/**
 * Gives a function what it is called on.
 * @returns what its variable held until then
 */
export function enterSelf(
  { module }: Machine,
  caller: Frame,
  state: State,
  { id, closure }: Callee,
  given: Value | undefined,
): readonly Before[] {
  const target = module.functions[id];
  const self = target?.self;
  if (self === undefined) return noneBefore;
  // Handed on by another method of the class, it is that one's; from elsewhere, nobody knows whose it is.
  if (
    given === undefined &&
    (target?.method !== true ||
      closure !== undefined ||
      selfOf(module, caller.function) === self)
  )
    return noneBefore;
  const before = variableAt(state, self);
  setVariable(state, self, given ?? unknownValue);
  return [[self, before]];
}
