/**
 * What a call does. Functions of the file are run with their arguments; a few of the language and its libraries are
 * known; any other call may run the functions and change the objects it is given, and gives something unknown.
 */
import type { Call, Expr, FunctionId } from "../ir/ir.ts";
import {
  copyInto,
  elementOf,
  evaluate,
  observeElements,
  readField,
} from "./evaluate.ts";
import { elements, emptyObject, withField, writtenField } from "./heap.ts";
import {
  functionResult,
  leavesArgumentsAlone,
  methodResult,
} from "./library.ts";
import {
  contextId,
  eventId,
  objectIds,
  responseId,
  type CallResult,
  type Frame,
  type Machine,
  type Outcome,
} from "./machine.ts";
import { textOf } from "./provenance.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import {
  constantOf,
  constantValue,
  joinAll,
  truthOf,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";

interface Invocation {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly call: Call;
  readonly args: readonly Value[];
  readonly receiver: Value | undefined;
  /** Name of the method, or of the function as written. */
  readonly name: string;
}

export function performCall(
  machine: Machine,
  frame: Frame,
  call: Call,
  state: State,
): CallResult {
  const start = copyState(state);
  const args = call.arguments.map(({ value }) =>
    evaluate(machine, frame, start, value),
  );
  const { callee } = call;
  const receiver =
    callee.kind === "field"
      ? evaluate(machine, frame, start, callee.object)
      : undefined;
  const invocation: Invocation = {
    machine,
    frame,
    call,
    args,
    receiver,
    name: nameOf(callee),
  };
  const { tracer } = machine;
  tracer?.calls({
    call,
    frame,
    callee: evaluate(machine, frame, start, callee),
    args,
    state: start,
  });
  const result = dispatch(invocation, start);
  if (tracer !== undefined)
    for (const outcome of result.returns) tracer.returned(call, frame, outcome);
  return result;
}

function dispatch(invocation: Invocation, start: State): CallResult {
  const { machine, frame, call, receiver } = invocation;
  const method =
    receiver === undefined
      ? undefined
      : callMethod(invocation, receiver, start);
  if (method !== undefined) return method;

  const target = evaluate(machine, frame, start, call.callee);
  const results = [...target.values()].map((atom) =>
    callAtom(invocation, atom, copyState(start)),
  );
  if (results.length === 0) return callUnknown(invocation, start);
  return {
    returns: results.flatMap(({ returns }) => returns),
    throws: results.flatMap(({ throws }) => throws),
  };
}

const returning = (value: Value, state: State): CallResult => ({
  returns: [{ value, state }],
  throws: [],
});

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
  const { machine, frame, call, args } = invocation;
  switch (atom.kind) {
    case "function":
      return machine.callFunction(
        machine,
        frame,
        atom,
        call.arguments.some(({ spread, name }) => spread || name !== undefined)
          ? namedArguments(invocation, atom.id)
          : args,
        state,
        call.site,
      );
    case "completion":
      return complete(invocation, atom.name, state);
    case "external":
      return callExternal(invocation, atom.name, state);
    case "object": {
      // A class: its one object stands for every instance.
      if (!call.construct) break;
      const self = valueOf(atom);
      const maker = objectAt(state, atom.id).fields.get("constructor");
      if (maker === undefined) return returning(self, state);
      const made = machine.callFunction(
        machine,
        frame,
        [
          ...readField(
            machine,
            state,
            self,
            constantValue("constructor"),
            false,
          ).values(),
        ].find((each) => each.kind === "function") ?? { id: -1 },
        args,
        state,
        call.site,
      );
      return {
        returns: made.returns.map((each) => ({ ...each, value: self })),
        throws: made.throws,
      };
    }
    case "unknown":
      if (atom.wraps !== undefined) return callWrapped(invocation, atom, state);
      break;
    default:
  }
  return callUnknown(invocation, state);
}

/** Python's keyword arguments by the names of the parameters; what is spread is unknown. */
function namedArguments(
  { machine, call, args }: Invocation,
  callee: FunctionId,
): readonly Value[] {
  const placed: Value[] = [];
  for (const [i, { spread, name }] of call.arguments.entries()) {
    const value = spread ? unknownValue : (args[i] ?? unknownValue);
    const at =
      name === undefined
        ? i
        : (machine.module.functions[callee]?.parameters.findIndex(
            (parameter) => parameter.name === name,
          ) ?? -1);
    if (at >= 0) placed[at] = value;
  }
  return Array.from(
    placed,
    (value) => (value as Value | undefined) ?? unknownValue,
  );
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
  if (
    args.some((arg) =>
      [...arg.values()].some(({ kind }) => kind === "function"),
    )
  )
    return callUnknown(invocation, state);
  const ran = machine.callFunction(
    machine,
    frame,
    atom.wraps,
    args,
    copyState(state),
    call.site,
  );
  return {
    returns: ran.returns.map(({ value, state: after }) => ({
      value: values.join(value, unknownValue),
      state: after,
    })),
    throws: ran.throws,
  };
}

/** `callback(error, event)`, `context.done(error, event)`, `context.succeed(event)`, `context.fail(error)`. */
function complete(
  { machine, frame, call, args }: Invocation,
  name: string,
  state: State,
): CallResult {
  const [first = undefinedValue, second = undefinedValue] = args;
  machine.tracer?.completed(name, call, frame);
  if (state.completion === "open") {
    // What is only known to be something unknown is an error where nothing else is handed over.
    const mayBeNothing = (atom: Atom): boolean =>
      atom.kind === "unknown"
        ? atom.truth === false || (atom.truth === undefined && args.length > 1)
        : constantOf(atom) !== undefined && truthOf(atom, false) === false;
    const failed =
      name === "fail" ||
      (name !== "succeed" &&
        first.size > 0 &&
        ![...first.values()].some(mayBeNothing));
    machine.completions.push({
      how: failed ? "throw" : "completion",
      value: name === "succeed" ? first : second,
      state: copyState(state),
      range: call.range,
      openEnd: undefined,
    });
  }
  state.completion = "done";
  return returning(undefinedValue, state);
}

function callExternal(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult {
  const { machine, call, args } = invocation;
  const [first = undefinedValue] = args;
  switch (name) {
    case "Object.assign": {
      const [target, ...others] = objectIds(first);
      if (target === undefined || others.length > 0 || first.size > 1) break;
      let object = objectAt(state, target);
      for (const source of args.slice(1))
        object = copyInto(state, object, source);
      setObject(state, target, object);
      for (const member of target === responseId ? object.fields.keys() : [])
        machine.observer?.wroteResponse(member);
      return returning(first, state);
    }
    case "Object.freeze":
    case "Object.seal":
      return returning(first, state);
    case "structuredClone":
    case "copy.deepcopy":
    case "copy.copy":
    case "dict":
      if (first.size === 1 && objectIds(first).length === 1)
        return returning(
          cloneDeep(state, objectIds(first)[0] ?? "", String(call.site)),
          state,
        );
      break;
    case "JSON.stringify":
    case "json.dumps":
    case "util.inspect":
    case "util.format":
    case "pprint.pformat":
    case "repr":
      return returning(textOf(state, args), state);
    case "JSON.parse":
    case "json.loads":
      return returning(unknownValue, state);
    case "Promise.resolve":
      return returning(valueOf({ kind: "promise", value: first }), state);
    case "Promise.all":
    case "Promise.allSettled":
      return returning(
        valueOf({
          kind: "promise",
          value: valueOf({ kind: "opaque", json: "array" }),
        }),
        state,
      );
    case "Promise":
      if (call.construct) {
        const ran = callUnknown(invocation, state);
        return {
          ...ran,
          returns: ran.returns.map((each) => ({
            ...each,
            value: valueOf({ kind: "promise", value: unknownValue }),
          })),
        };
      }
      break;
    default:
  }
  const known = functionResult(machine.module.language, name);
  if (call.construct)
    return withResult(
      callUnknown(invocation, state, leavesArgumentsAlone(name)),
      valueOf({ kind: "external", name: `${name}()` }),
    );
  const ran = callUnknown(
    invocation,
    state,
    leavesArgumentsAlone(name) || known !== undefined,
  );
  if (known !== undefined) return withResult(ran, known);
  // `crypto.createHmac(...).update(...)`: the path of the library goes on through its calls.
  return /^(?:crypto|RegExp|Date)\b/u.test(name)
    ? withResult(ran, valueOf({ kind: "external", name: `${name}()` }))
    : ran;
}

const withResult = (ran: CallResult, value: Value): CallResult => ({
  ...ran,
  returns: ran.returns.map((each) => ({ ...each, value })),
});

/** Methods of texts, lists, objects and promises; undefined where the receiver is none of them. */
function callMethod(
  invocation: Invocation,
  receiver: Value,
  state: State,
): CallResult | undefined {
  const { machine, name } = invocation;
  const { language } = machine.module;
  const atoms = [...receiver.values()];
  observeSourcePrefix(invocation, receiver);
  if (
    (name === "then" || name === "catch" || name === "finally") &&
    atoms.every(({ kind }) => kind === "promise" || kind === "unknown")
  )
    return callPromiseMethod(invocation, receiver, state);
  const [only] = atoms;
  if (atoms.length !== 1 || only === undefined) {
    const results = atoms.map((atom) => methodOf(atom, state, language, name));
    return results.length > 0 && results.every((each) => each !== undefined)
      ? withResult(callUnknown(invocation, state, true), joinAll(results))
      : undefined;
  }
  if (only.kind === "text") return callTextMethod(invocation, only, state);
  if (only.kind === "object") {
    const object = objectAt(state, only.id);
    if (object.list) return callListMethod(invocation, only.id, state);
    return language === "python" && !object.fields.has(name)
      ? callDictMethod(invocation, only.id, state)
      : undefined;
  }
  if (
    (only.kind === "function" || only.kind === "completion") &&
    name === "bind"
  )
    return returning(receiver, state);
  if (only.kind === "function" && (name === "call" || name === "apply"))
    return undefined;
  const result = methodOf(only, state, language, name);
  return result === undefined
    ? undefined
    : withResult(callUnknown(invocation, state, true), result);
}

function methodOf(
  atom: Atom,
  state: State,
  language: "javascript" | "python",
  name: string,
): Value | undefined {
  if (atom.kind === "text") return methodResult(language, "text", name);
  if (
    (atom.kind === "opaque" && atom.json === "array") ||
    (atom.kind === "object" && objectAt(state, atom.id).list)
  )
    return methodResult(language, "list", name);
  if (atom.kind === "unknown" && atom.wraps === undefined)
    return methodResult(language, "any", name);
  return undefined;
}

function callTextMethod(
  invocation: Invocation,
  atom: Atom & { kind: "text" },
  state: State,
): CallResult {
  const { machine, name, args } = invocation;
  const [argument] = args[0]?.values() ?? [];
  const known = argument === undefined ? undefined : constantOf(argument);
  if (
    atom.value !== undefined &&
    args[0]?.size === 1 &&
    typeof known?.value === "string"
  ) {
    const { value } = atom;
    if (name === "startsWith" || name === "startswith")
      return returning(constantValue(value.startsWith(known.value)), state);
    if (name === "endsWith" || name === "endswith")
      return returning(constantValue(value.endsWith(known.value)), state);
    if (name === "includes")
      return returning(constantValue(value.includes(known.value)), state);
  }
  return withResult(
    callUnknown(invocation, state, true),
    methodResult(machine.module.language, "text", name) ?? unknownValue,
  );
}

function callListMethod(
  invocation: Invocation,
  id: string,
  state: State,
): CallResult {
  const { machine, name, args, call, receiver } = invocation;
  const list = objectAt(state, id);
  const items = elementOf(list);
  if (/^(?:push|unshift|append|insert|add)$/u.test(name)) {
    let changed = list;
    for (const [i, arg] of args.entries()) {
      const range = call.arguments[i]?.value.range ?? call.range;
      changed = withField(
        changed,
        elements,
        writtenField({
          value: arg,
          range: call.range,
          keyRange: range,
          valueRange: range,
        }),
        changed.fields.has(elements),
      );
    }
    setObject(state, id, changed);
  } else if (name === "extend" || name === "splice") {
    setObject(state, id, { ...list, open: true });
  } else if (
    /^(?:sort|reverse|shift|pop|fill|copyWithin|remove)$/u.test(name)
  ) {
    setObject(state, id, { ...list, order: undefined });
  }
  if (name === "includes") {
    const tested = args[0] ?? unknownValue;
    observeElements(machine, list, tested);
    const all = [...items.values()].map(constantOf);
    const wanted = [...tested.values()].map(constantOf);
    if (
      all.every((each) => each !== undefined) &&
      wanted.every((each) => each !== undefined)
    )
      return returning(
        joinAll(
          wanted.map((each) =>
            constantValue(all.some((item) => item.value === each.value)),
          ),
        ),
        state,
      );
  }
  const known = methodResult(machine.module.language, "list", name);
  const ran = callUnknown(invocation, state, true, [items]);
  if (name === "find" || name === "at" || name === "pop" || name === "shift")
    return withResult(ran, values.join(items, unknownValue));
  if (name === "sort" || name === "reverse")
    return withResult(ran, receiver ?? unknownValue);
  return withResult(ran, known ?? unknownValue);
}

/** Methods of Python's dictionaries. */
function callDictMethod(
  invocation: Invocation,
  id: string,
  state: State,
): CallResult | undefined {
  const { machine, name, args, call } = invocation;
  const self = valueOf({ kind: "object", id });
  const [key = unknownValue, second] = args;
  switch (name) {
    case "get":
      return returning(
        joinAll(
          [...readField(machine, state, self, key, false).values()].map(
            (atom) =>
              atom.kind === "undefined"
                ? (second ?? valueOf({ kind: "null" }))
                : valueOf(atom),
          ),
        ),
        state,
      );
    case "update": {
      let object = objectAt(state, id);
      for (const [i, argument] of call.arguments.entries()) {
        const value = args[i] ?? unknownValue;
        if (argument.name === undefined)
          object = copyInto(state, object, value);
        else
          object = withField(
            object,
            argument.name,
            writtenField({
              value,
              range: argument.value.range,
              keyRange: argument.value.range,
              valueRange: argument.value.range,
            }),
            false,
          );
      }
      setObject(state, id, object);
      for (const member of id === responseId ? object.fields.keys() : [])
        machine.observer?.wroteResponse(member);
      return returning(valueOf({ kind: "null" }), state);
    }
    case "setdefault": {
      const [atom] = key.values();
      const known = atom === undefined ? undefined : constantOf(atom);
      if (typeof known?.value !== "string") break;
      const object = objectAt(state, id);
      const present = object.fields.get(known.value);
      if (present?.absent !== false) {
        const range = call.arguments[1]?.value.range ?? call.range;
        setObject(
          state,
          id,
          withField(
            object,
            known.value,
            writtenField({
              value: second ?? valueOf({ kind: "null" }),
              range: call.range,
              keyRange: call.arguments[0]?.value.range ?? call.range,
              valueRange: range,
            }),
            present !== undefined,
          ),
        );
        if (id === responseId) machine.observer?.wroteResponse(known.value);
      }
      return returning(readField(machine, state, self, key, false), state);
    }
    case "copy":
      return returning(cloneDeep(state, id, String(call.site)), state);
    case "pop": {
      setObject(state, id, { ...objectAt(state, id), open: true });
      return returning(unknownValue, state);
    }
    case "keys":
    case "values":
    case "items":
      return returning(valueOf({ kind: "opaque", json: "array" }), state);
    default:
  }
  return undefined;
}

function callPromiseMethod(
  invocation: Invocation,
  receiver: Value,
  state: State,
): CallResult {
  const { name } = invocation;
  const settled = joinAll(
    [...receiver.values()].map((atom) =>
      atom.kind === "promise" ? atom.value : unknownValue,
    ),
  );
  const results: Value[] = [];
  const ran = callUnknown(
    invocation,
    state,
    true,
    name === "then" ? [settled] : [],
    (value) => results.push(value),
  );
  if (name !== "then" || results.length === 0) results.push(settled);
  const flattened = joinAll(
    results.flatMap((value) =>
      [...value.values()].map((atom) =>
        atom.kind === "promise" ? atom.value : valueOf(atom),
      ),
    ),
  );
  return withResult(ran, valueOf({ kind: "promise", value: flattened }));
}

/**
 * A call of something unknown. The functions it is given may run, now or later, any number of times; the objects it is
 * given may get members that nobody sees.
 */
function callUnknown(
  { machine, frame, call, args, receiver, name }: Invocation,
  state: State,
  leavesAlone = false,
  callbackArgs: readonly Value[] = [],
  onResult: (value: Value) => void = () => undefined,
): CallResult {
  const wrapped: Atom[] = [];
  const by = wrapperName(
    evaluate(machine, frame, state, call.callee),
    receiver,
    name,
  );
  if (!leavesAlone)
    for (const arg of args) expose({ machine, frame }, state, arg, new Set());
  let states: readonly State[] = [state];
  for (const arg of args)
    for (const atom of arg.values()) {
      if (atom.kind === "completion")
        for (const each of states)
          if (each.completion === "open") each.completion = "later";
      if (atom.kind !== "function") {
        if (atom.kind === "unknown" && atom.wraps !== undefined)
          wrapped.push(atom);
        continue;
      }
      wrapped.push({ kind: "unknown", wraps: atom, by });
      const next: State[] = [];
      for (const before of states) {
        const ran = machine.callFunction(
          machine,
          frame,
          atom,
          callbackArgs,
          copyState(before),
          call.site,
        );
        for (const { value, state: after } of ran.returns) {
          onResult(value);
          machine.tracer?.ranInner(call, frame, {
            function: atom.id,
            value,
            state: after,
            completes:
              before.completion === "open" && after.completion !== "open",
          });
          if (after.completion === before.completion) next.push(after);
          else if (before.completion === "open") before.completion = "later";
        }
        next.push(before);
      }
      states = next;
    }
  for (const atom of receiver?.values() ?? [])
    if (atom.kind === "unknown" && atom.wraps !== undefined) wrapped.push(atom);
  const value = leavesAlone
    ? unknownValue
    : valueOf({ kind: "unknown", by }, ...wrapped);
  const returns: Outcome[] = states.map((each) => ({ value, state: each }));
  return { returns, throws: leavesAlone ? [] : [copyState(state)] };
}

/** What to call the unknown function: by its path in a library, or by what its receiver came from. */
function wrapperName(
  callee: Value,
  receiver: Value | undefined,
  name: string,
): string {
  for (const atom of callee.values())
    if (atom.kind === "external") return atom.name;
  for (const atom of receiver?.values() ?? [])
    if (atom.kind === "unknown" && atom.by !== undefined) return atom.by;
  return name;
}

/** Unknown code has had these objects: they may have got members, and a callback among them may be called. */
function expose(
  where: Pick<Invocation, "machine" | "frame">,
  state: State,
  value: Value,
  seen: Set<string>,
): void {
  for (const atom of value.values()) {
    if (atom.kind === "completion" && state.completion === "open")
      state.completion = "later";
    if (atom.kind !== "object" || seen.has(atom.id)) continue;
    seen.add(atom.id);
    // An async handler gives its context away to be read; its promise is what completes it.
    const [root = -1] = where.frame.stack;
    if (
      atom.id === contextId &&
      where.machine.module.functions[root]?.async === true
    )
      continue;
    const object = objectAt(state, atom.id);
    if (!object.open) setObject(state, atom.id, { ...object, open: true });
    for (const field of object.fields.values())
      for (const write of field.writes.values())
        expose(where, state, write.value, seen);
  }
}

function cloneDeep(state: State, id: string, site: string): Value {
  const seen = new Map<string, string>();
  const clone = (from: string): string => {
    const known = seen.get(from);
    if (known !== undefined) return known;
    const copy = `${from}~${site}`;
    seen.set(from, copy);
    const object = objectAt(state, from);
    let result = {
      ...emptyObject,
      list: object.list,
      open: object.open,
      delivered: object.delivered,
    };
    for (const [name, field] of object.fields)
      result = withField(
        result,
        name,
        {
          absent: field.absent,
          writes: new Map(
            [...field.writes].map(([key, write]) => [
              key,
              {
                ...write,
                value: valueOf(
                  ...[...write.value.values()].map((atom) =>
                    atom.kind === "object"
                      ? { ...atom, id: clone(atom.id) }
                      : atom,
                  ),
                ),
              },
            ]),
          ),
        },
        false,
      );
    setObject(state, copy, result);
    return copy;
  };
  return valueOf({ kind: "object", id: clone(id) });
}

/** `event.triggerSource.startsWith("PreSignUp_")` compares the trigger source as well. */
function observeSourcePrefix(
  { machine, args, name, call }: Invocation,
  receiver: Value,
): void {
  if (machine.observer === undefined) return;
  if (!/^(?:startsWith|startswith|includes|endsWith)$/u.test(name)) return;
  const [argument] = args[0]?.values() ?? [];
  if (argument?.kind !== "text" || argument.value === undefined) return;
  if (
    [...receiver.values()].some(
      (atom) =>
        atom.kind === "external" && atom.name === `${eventId}.triggerSource`,
    )
  )
    machine.observer.comparedSource(
      argument.value,
      call.arguments[0]?.value.range ?? call.range,
    );
}
