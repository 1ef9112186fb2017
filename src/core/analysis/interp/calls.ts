/**
 * What a call does. Functions of the file are run with their arguments; a few of the language and its libraries are
 * known; any other call may run the functions and change the objects it is given, and gives something unknown.
 */
import {
  fieldsOfClass,
  spreadKeywords,
  type Call,
  type Expr,
  type Field as FieldExpr,
  type FunctionId,
} from "../ir/ir.ts";
import { type Invocation, returning } from "./call.ts";
import { complete } from "./completion.ts";
import { copyInto, evaluate, readMember } from "./evaluate.ts";
import { listedItems } from "./lists.ts";
import { callExternal } from "./external-calls.ts";
import { callAround } from "./functional.ts";
import {
  emptyObject,
  fieldValue,
  nowhere,
  withField,
  writtenAt,
  writtenField,
  type Field,
} from "./heap.ts";
import {
  bindFields,
  calledOn,
  isInstance,
  isSuper,
  newInstance,
  selfAt,
} from "./instances.ts";
import { lookAtNamed, suppose } from "./looks.ts";
import {
  eventId,
  objectIds,
  type CallResult,
  type Frame,
  type Machine,
} from "./machine.ts";
import { instancesOf } from "./members.ts";
import { callMethod } from "./methods.ts";
import { observeCall, observeEntry } from "./observe-calls.ts";
import { settle } from "./promises.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import { withKept } from "./waiting-calls.ts";
import {
  constantValue,
  joinAll,
  noValue,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Callee,
  type Value,
} from "./value.ts";

export function performCall(
  machine: Machine,
  frame: Frame,
  call: Call,
  state: State,
): CallResult {
  const { callee } = call;
  if (call.read === true && callee.kind === "field")
    return performRead(machine, frame, call, callee, state);
  const args = call.arguments.map(({ value }) =>
    evaluate(machine, frame, state, value),
  );
  const receiver =
    callee.kind === "field"
      ? evaluate(machine, frame, state, callee.object)
      : undefined;
  const target =
    callee.kind === "field"
      ? readMember(machine, frame, state, callee, receiver)
      : evaluate(machine, frame, state, callee);
  const invocation: Invocation = {
    machine,
    frame,
    call,
    args,
    receiver,
    name: nameOf(callee),
  };
  for (const arg of args) lookAtNamed(state, arg);
  lookAtNamed(state, constantValue(invocation.name));
  observeCall(invocation, target, state);
  const { tracer } = machine;
  tracer?.calls({
    call,
    frame,
    callee: target,
    args,
    rounds: (call.rounds ?? []).map((each) =>
      evaluate(machine, frame, state, each),
    ),
    state,
  });
  const result = dispatch(invocation, target, state);
  if (tracer !== undefined)
    for (const outcome of result.returns) tracer.returned(call, frame, outcome);
  return result;
}

/** A getter or a property runs when it is read; any other member is what it is. */
function performRead(
  machine: Machine,
  frame: Frame,
  call: Call,
  callee: FieldExpr,
  state: State,
): CallResult {
  const receiver = evaluate(machine, frame, state, callee.object);
  const name = nameOf(callee);
  const run = (getter: Value): CallResult =>
    dispatch({ machine, frame, call, args: [], receiver, name }, getter, state);
  const getters = objectIds(receiver).flatMap((id) => {
    const field = objectAt(state, id).fields.get(`get ${name}`);
    return field === undefined ? [] : [fieldValue(field)];
  });
  if (getters.length > 0 && getters.length === receiver.length)
    return run(joinAll(getters));
  const read = readMember(machine, frame, state, callee, receiver);
  return read.length > 0 && read.every((atom) => isProperty(machine, atom))
    ? run(read)
    : returning(read, state);
}

const isProperty = ({ module }: Machine, atom: Atom): boolean =>
  atom.kind === "function" &&
  module.language === "python" &&
  module.functions[atom.id]?.types.some((type) =>
    /^(?:cached_)?property$/u.test(type),
  ) === true;

function dispatch(
  invocation: Invocation,
  target: Value,
  state: State,
): CallResult {
  const { receiver } = invocation;
  const handedOn = calledThrough(invocation, state);
  if (handedOn !== undefined) return handedOn;
  const around = callAround(invocation, target, state);
  if (around !== undefined) return around;
  const method =
    receiver === undefined
      ? undefined
      : callMethod(invocation, receiver, state);
  if (method !== undefined) return method;

  const [only] = target;
  if (only === undefined) return callUnknown(invocation, state);
  const asked = askedClass(invocation, target, state);
  if (asked !== undefined)
    // What it is made with, nobody sees.
    return makeInstance(
      { ...invocation, args: anyArguments },
      asked,
      state,
      "asked",
    );
  if (target.length === 1) return callAtom(invocation, only, state);
  const several = target.filter(wrapsOne).length > 1;
  const results = target.map((atom) => {
    const result = callAtom(invocation, atom, copyState(state));
    return several && wrapsOne(atom) ? ofSeveral(result) : result;
  });
  if (isOneOfMany(invocation, target))
    for (const { returns } of results)
      for (const { state: after } of returns) suppose(after);
  return {
    returns: results.flatMap(({ returns }) => returns),
    throws: results.flatMap(({ throws }) => throws),
  };
}

/** A call without any, as it is seen: the defaults of the parameters are taken. */
const noArguments: readonly Value[] = [undefinedValue];

/** More arguments than a function has parameters, none of which is known. */
const anyArguments: readonly Value[] = Array.from(
  { length: 8 },
  () => unknownValue,
);

/** `fn.call(self, value)` and `fn.apply(self, arguments)` call the function itself. */
function calledThrough(
  invocation: Invocation,
  state: State,
): CallResult | undefined {
  const { call, args, receiver, name } = invocation;
  if (name !== "call" && name !== "apply") return undefined;
  const [only, ...others] = receiver ?? [];
  if (others.length > 0) return undefined;
  if (only?.kind !== "function" && only?.kind !== "completion")
    return undefined;
  const [self = undefinedValue, ...rest] = args;
  const given =
    name === "apply" ? listedItems(state, rest[0] ?? undefinedValue) : rest;
  return callAtom(
    {
      ...invocation,
      call: { ...call, arguments: [] },
      args: given ?? anyArguments,
      receiver: self,
    },
    only,
    state,
  );
}

const wrapsOne = (atom: Atom): boolean =>
  atom.kind === "unknown" && atom.wraps !== undefined;

/** What is made of several functions, such as by `pipe`, need not give back what one of them does. */
const ofSeveral = ({ returns, throws }: CallResult): CallResult => ({
  returns: returns.map(({ value, state }) => ({
    value: value.some((atom) => wrapsOne(atom)) ? value : unknownValue,
    state,
  })),
  throws,
});

/** One of several functions is given the event, such as each of a list in turn: which of them is for it, is not known. */
const isOneOfMany = ({ machine, args }: Invocation, target: Value): boolean =>
  machine.delivery !== undefined &&
  target.filter(({ kind }) => kind === "function").length > 1 &&
  args.some((arg) => objectIds(arg).includes(eventId));

function nameOf(callee: Expr): string {
  if (callee.kind === "global") return callee.name;
  if (callee.kind === "field" && callee.key.kind === "const")
    return String(callee.key.value);
  return "";
}

function callAtom(
  invocation: Invocation,
  atom: Atom,
  state: State,
): CallResult {
  const { machine, call, args } = invocation;
  switch (atom.kind) {
    case "function":
      if (call.construct) return makeByFunction(invocation, atom, state);
      return enter(invocation, atom, calledOn(invocation, atom, state), state);
    case "completion":
      return complete(invocation, atom.name, state);
    case "settle":
      return settle(invocation, atom, args[0] ?? undefinedValue, state);
    case "external":
      return callExternal(
        atom.entries === undefined
          ? invocation
          : withKept(invocation, atom.entries, state),
        atom.name,
        state,
      );
    case "object": {
      // A class. Python's `cls` holds one that no name says it of.
      if (
        !call.construct &&
        !(
          machine.module.language === "python" &&
          objectAt(state, atom.id).delivered === undefined &&
          !objectAt(state, atom.id).list
        )
      )
        break;
      if (!call.construct && isInstance(atom.id))
        return callObject(invocation, atom, state);
      return isSuper(machine, call.callee)
        ? makeBase(invocation, atom.id, state)
        : makeInstance(invocation, atom.id, state);
    }
    case "unknown":
      if (atom.wraps !== undefined) return callWrapped(invocation, atom, state);
      break;
    case "undefined":
    case "null":
      if (call.optional) return returning(undefinedValue, state);
      break;
    default:
  }
  return callUnknown(invocation, state);
}

/** `verify(answer)`, where `verify` is an object of a class that has a `__call__`. */
function callObject(
  invocation: Invocation,
  atom: Atom & { kind: "object" },
  state: State,
): CallResult {
  const field = objectAt(state, atom.id).fields.get("__call__");
  const [only, ...others] = field === undefined ? noValue : fieldValue(field);
  return only?.kind === "function" && others.length === 0
    ? enter(invocation, only, valueOf(atom), state)
    : callUnknown(invocation, state);
}

/** Runs a function of the file, with `self` for what it calls so. */
function enter(
  invocation: Invocation,
  callee: Callee,
  self: Value | undefined,
  state: State,
): CallResult {
  const { machine, frame, call } = invocation;
  observeEntry(invocation, callee.id);
  const args = placedArguments(invocation, callee.id, state);
  return machine.callFunction(
    machine,
    frame,
    callee,
    args,
    state,
    call.site,
    self,
  );
}

/** `new Maker(…)`: what the function writes to `this`, and what its prototype has. */
function makeByFunction(
  invocation: Invocation,
  atom: Atom & { kind: "function" },
  state: State,
): CallResult {
  const { machine, frame, call } = invocation;
  const place = `${frame.path}/${String(call.site)}`;
  const id = newInstance(machine, state, instancesOf(atom.id), place);
  // What it has from elsewhere nobody sees.
  setObject(state, id, { ...objectAt(state, id), open: true });
  const self = valueOf({ kind: "object", id });
  const { returns, throws } = enter(invocation, atom, self, state);
  return {
    returns: returns.map(({ value, state: after }) => ({
      // What is given back takes the place of what was made only if it is an object.
      value: objectIds(value).length > 0 ? value : self,
      state: after,
    })),
    throws,
  };
}

/** `new Class(…)` */
function makeInstance(
  invocation: Invocation,
  of: string,
  state: State,
  place = `${invocation.frame.path}/${String(invocation.call.site)}`,
): CallResult {
  const { machine } = invocation;
  const id = newInstance(machine, state, of, place);
  bindFields(machine, state, id);
  const self = valueOf({ kind: "object", id });
  const ready = runFields(invocation, self, id, state);
  const made = ready.map((each) => construct(invocation, id, self, each));
  return {
    returns: made.flatMap(({ returns }) => returns),
    throws: made.flatMap(({ throws }) => throws),
  };
}

/** `super(…)`: what the base class does with the object that is being made. */
function makeBase(
  invocation: Invocation,
  of: string,
  state: State,
): CallResult {
  const { machine, frame } = invocation;
  const self = selfAt(machine, frame, state);
  const [id, ...others] = objectIds(self ?? noValue);
  if (self === undefined || id === undefined || others.length > 0)
    return callUnknown(invocation, state);
  return construct(invocation, id, self, state, of);
}

/** What gives the fields their values, on an object that may have more of them than are there by now. */
function runFields(
  invocation: Invocation,
  self: Value,
  id: string,
  state: State,
): readonly State[] {
  const { open, fields } = objectAt(state, id);
  let states: readonly State[] = [state];
  for (const [name, field] of fields) {
    if (!name.startsWith(fieldsOfClass)) continue;
    const [maker] = fieldValue(field);
    if (maker?.kind !== "function") continue;
    states = states.flatMap((before) => {
      setObject(before, id, { ...objectAt(before, id), open: true });
      const { returns } = enter(
        {
          ...invocation,
          args: [],
          call: { ...invocation.call, arguments: [] },
        },
        maker,
        self,
        before,
      );
      for (const { state: after } of returns)
        setObject(after, id, { ...objectAt(after, id), open });
      return returns.map((each) => each.state);
    });
  }
  return states;
}

/** @param of whose constructor it is */
function construct(
  invocation: Invocation,
  id: string,
  self: Value,
  state: State,
  of = id,
): CallResult {
  const maker = objectAt(state, of).fields.get("constructor");
  if (maker === undefined) {
    // Made by something that is not seen, from what it is given: its members are anybody's guess.
    if (invocation.args.length > 0) forgetMembers(state, id);
    return returning(self, state);
  }
  const callee = fieldValue(maker).find(({ kind }) => kind === "function");
  if (callee?.kind !== "function") return returning(self, state);
  const made = enter(invocation, callee, self, state);
  return {
    returns: made.returns.map((each) => ({ ...each, value: self })),
    throws: made.throws,
  };
}

/** `container.resolve(Class)`, `app.get(Class)`: what makes objects of classes is asked for one of a class of the file. */
function askedClass(
  { machine, name, args }: Invocation,
  [atom, ...others]: Value,
  state: State,
): string | undefined {
  if (name !== "resolve" && name !== "get") return undefined;
  if (others.length > 0 || args.length === 0) return undefined;
  if (atom?.kind !== "external" && atom?.kind !== "unknown") return undefined;
  const [wanted, ...more] = args[0] ?? [];
  if (wanted?.kind !== "object" || more.length > 0) return undefined;
  const isClass = [...objectAt(state, wanted.id).fields.values()].some(
    (field) =>
      fieldValue(field).some(
        (each) =>
          each.kind === "function" &&
          machine.module.functions[each.id]?.method === true,
      ),
  );
  return isClass ? wanted.id : undefined;
}

/** Arguments by the parameters that take them: Python's keywords by their names, and the items of a list that is spread. */
function placedArguments(
  { machine, frame, call, args }: Invocation,
  callee: FunctionId,
  state: State,
): readonly Value[] {
  const parameters = machine.module.functions[callee]?.parameters ?? [];
  const takesKeywords = parameters.findIndex(({ keywords }) => keywords);
  if (takesKeywords < 0 && args.length + call.arguments.length === 0) {
    const end = parameters.findIndex(({ rest }) => rest);
    return parameters
      .slice(0, end < 0 ? parameters.length : end)
      .map(() => undefinedValue);
  }
  if (
    takesKeywords < 0 &&
    !call.arguments.some(({ spread, name }) => spread || name !== undefined)
  )
    return args.length === 0 && machine.module.language === "javascript"
      ? noArguments
      : args;
  const placed: Value[] = [];
  let others = emptyObject;
  const give = (name: string, field: Field): void => {
    const at = parameters.findIndex((parameter) => parameter.name === name);
    if (at < 0) others = withField(others, name, field, field.absent);
    else placed[at] = field.absent ? unknownValue : fieldValue(field);
  };
  for (const [
    i,
    { spread, name, nameRange, value: written },
  ] of call.arguments.entries()) {
    const value = args[i] ?? unknownValue;
    if (name === spreadKeywords) {
      const given = copyInto(state, emptyObject, value);
      for (const [key, field] of given.fields) give(key, field);
      if (given.open === false) continue;
      others = { ...others, open: true };
    }
    if (spread)
      placed.push(
        // Any number of any values.
        ...(listedItems(state, value) ?? parameters.map(() => unknownValue)),
      );
    else if (name === undefined) placed.push(value);
    else {
      const write = writtenAt(value, written.range);
      give(
        name,
        writtenField(
          nameRange === undefined ? write : { ...write, keyRange: nameRange },
        ),
      );
    }
  }
  if (takesKeywords >= 0) {
    const id = `${frame.path}#keywords${String(call.site)}`;
    setObject(state, id, others);
    placed[takesKeywords] = valueOf({ kind: "object", id });
  } else if (
    (others.open || others.fields.size > 0) &&
    parameters.at(-1)?.rest === true
  ) {
    // Handed on with the rest, under names that are not kept.
    placed.push(unknownValue);
  }
  const left = call.arguments.some(
    ({ spread, name }) => spread || name === spreadKeywords,
  )
    ? unknownValue
    : undefinedValue;
  return Array.from(placed, (value) => (value as Value | undefined) ?? left);
}

/** What an unknown call made of a function of ours: calling it runs that function, or may. */
function callWrapped(
  invocation: Invocation,
  atom: Atom & { kind: "unknown" },
  state: State,
): CallResult {
  const { machine, frame, call, args } = invocation;
  if (atom.wraps === undefined) return callUnknown(invocation, state);
  // `middy().handler(fn)`: given another function, it wraps that one.
  if (args.some((arg) => arg.some(({ kind }) => kind === "function")))
    return callUnknown(invocation, state);
  const given = placedArguments(invocation, atom.wraps.id, state);
  const ran = machine.callFunction(
    machine,
    frame,
    atom.wraps,
    given,
    copyState(state),
    call.site,
  );
  // `promisify(fn)(event)`: a function with more parameters gets a callback there, and what it gives to that is its result.
  const target = machine.module.functions[atom.wraps.id];
  const callsBack =
    target?.async === false && target.parameters.length > given.length;
  return {
    returns: ran.returns.map(({ value, state: after }) => ({
      value:
        callsBack && value.every(({ kind }) => kind === "undefined")
          ? unknownValue
          : values.join(value, unknownValue),
      state: after,
    })),
    throws: ran.throws,
  };
}

/** Every member but the methods may now be anything. */
export function forgetMembers(state: State, id: string): void {
  let object = objectAt(state, id);
  for (const [name, field] of object.fields)
    if (fieldValue(field).some(({ kind }) => kind !== "function"))
      object = withField(
        object,
        name,
        writtenField(writtenAt(unknownValue, nowhere)),
        false,
      );
  setObject(state, id, { ...object, open: true });
}
