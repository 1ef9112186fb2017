/**
 * What lodash makes of objects and lists: members read and written by a path, copies with some members or without some,
 * and the last of a list. What is not here, or not known well enough, is a call of unseen code.
 */
import { type Invocation, returning, withResult } from "./call.ts";
import { callListMethod } from "./collection-methods.ts";
import { cloneDeep } from "./copies.ts";
import { copyInto } from "./evaluate.ts";
import {
  emptyObject,
  fieldValue,
  withField,
  writtenField,
  type HeapObject,
  type Write,
} from "./heap.ts";
import { elementAt, listedItems } from "./lists.ts";
import { eventId, objectIds, type CallResult } from "./machine.ts";
import { nameIn, readField } from "./members.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import {
  constantValue,
  isNothing,
  someBoolean,
  someNumber,
  someText,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Value,
} from "./value.ts";

// `lodash.get`, `lodash/get`, `lodash-es/get.js`; the functions of `lodash/fp` take their arguments the other way round.
const library = /^lodash(?:-es)?[./](\w+)(?:\.js)?$/u;

/** What a function gives of which no more is known than the type. */
const results: readonly (readonly [names: RegExp, result: Value])[] = [
  [
    /^(?:has|hasIn|isEmpty|isEqual|isNil|isNull|isUndefined|isString|isNumber|isBoolean|isArray|isObject|isPlainObject|isFunction|isDate|isFinite|isInteger|isNaN|isError|startsWith|endsWith|includes|some|every|eq|gt|gte|lt|lte|inRange)$/iu,
    someBoolean,
  ],
  [
    /^(?:size|toNumber|toInteger|random|sum|clamp|ceil|floor|round|now|indexOf|findIndex)$/iu,
    someNumber,
  ],
  [
    /^(?:toLower|toUpper|lowerCase|upperCase|camelCase|kebabCase|snakeCase|startCase|capitalize|upperFirst|lowerFirst|trim|trimStart|trimEnd|padStart|padEnd|pad|repeat|truncate|escape|unescape|toString|join|uniqueId)$/iu,
    someText,
  ],
  [
    /^(?:keys|values|entries|toPairs|map|filter|reject|compact|uniq|uniqBy|sortBy|orderBy|flatten|flattenDeep|flatMap|difference|intersection|union|without|chunk|split|words|take|takeRight|drop|dropRight|slice|concat|castArray|toArray|range|times|tail|initial)$/iu,
    valueOf({ kind: "opaque", json: "array" }),
  ],
];

/** Functions that the language has as methods of lists. */
const listMethods =
  /^(?:map|filter|find|findLast|some|every|includes|reduce|forEach|each|join|flatMap|slice|concat)$/u;

/** Undefined where it is none of lodash's functions, or not known what comes of it. */
export function callLodash(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const method = library.exec(name)?.[1];
  if (method === undefined) return undefined;
  const { args, call } = invocation;
  if (call.arguments.some(({ spread }) => spread)) return undefined;
  const known = perform(invocation, method, args, state);
  if (known !== undefined) return known;
  const result = results.find(([names]) => names.test(method))?.[1];
  return result === undefined
    ? undefined
    : withResult(callUnknown(invocation, state, true), result);
}

function perform(
  invocation: Invocation,
  method: string,
  args: readonly Value[],
  state: State,
): CallResult | undefined {
  const { machine, frame, call } = invocation;
  const [first = undefinedValue, second = undefinedValue] = args;
  const [id, ...others] = first.length === 1 ? objectIds(first) : [];
  const site = `${frame.path}#${method}${String(call.site)}`;
  const put = (object: HeapObject): CallResult => {
    setObject(state, site, object);
    return returning(valueOf({ kind: "object", id: site }), state);
  };
  switch (method) {
    case "get": {
      const path = pathOf(state, second);
      if (path === undefined) return undefined;
      let read = first;
      for (const key of path)
        read = readField(machine, state, read, constantValue(key), true);
      return returning(withDefault(read, args[2]), state);
    }
    case "set": {
      const path = pathOf(state, second);
      return path !== undefined && writePath(invocation, path, state)
        ? returning(first, state)
        : undefined;
    }
    default:
  }
  if (id === undefined || others.length > 0) return undefined;
  const object = objectAt(state, id);
  switch (method) {
    case "omit":
    case "pick": {
      const names = namesOf(state, args.slice(1));
      if (names === undefined || object.list) return undefined;
      return put(
        method === "omit" ? without(object, names) : only(object, names),
      );
    }
    case "assign":
    case "assignIn":
    case "extend": {
      let result = object;
      for (const source of args.slice(1))
        result = copyInto(state, result, source);
      return changed(invocation, id, result, state);
    }
    case "defaults": {
      let result = emptyObject;
      for (const source of [...args].reverse())
        result = copyInto(state, result, source);
      return changed(
        invocation,
        id,
        { ...result, delivered: object.delivered },
        state,
      );
    }
    case "merge": {
      for (const source of args.slice(1))
        if (!mergeInto(invocation, id, source, state, 0)) return undefined;
      return returning(first, state);
    }
    case "clone":
    case "cloneDeep":
      return returning(cloneDeep(state, id, String(call.site)), state);
    case "first":
    case "head":
    case "last":
      if (!object.list) return undefined;
      return returning(elementAt(object, method === "last" ? -1 : 0), state);
    case "size":
    case "isEmpty": {
      const { order, open, list } = object;
      if (!list || open || order === undefined) return undefined;
      const { length } = order;
      return returning(
        constantValue(method === "size" ? length : length === 0),
        state,
      );
    }
    default:
      return object.list && listMethods.test(method)
        ? callListMethod(
            {
              ...invocation,
              call: { ...call, arguments: call.arguments.slice(1) },
              args: args.slice(1),
              receiver: first,
              name: method === "each" ? "forEach" : method,
            },
            id,
            state,
          )
        : undefined;
  }
}

/** `"request.userAttributes.email"`, `["request", "userAttributes", "email"]` */
function pathOf(state: State, value: Value): readonly string[] | undefined {
  const [atom, ...others] = value;
  if (atom === undefined || others.length > 0) return undefined;
  if (atom.kind === "text") {
    const { value: path } = atom;
    // A colon stands in names of attributes, a blank in none.
    return path?.match(/[^.[\]"']+/gu) ?? undefined;
  }
  const names = listedItems(state, value)?.map(textOf);
  return names?.every((each) => each !== undefined) ? names : undefined;
}

const textOf = ([atom, ...others]: Value): string | undefined =>
  atom === undefined || others.length > 0 ? undefined : nameIn(atom);

/** Of members that stand side by side; undefined where one is not known, or lies deeper. */
function namesOf(
  state: State,
  args: readonly Value[],
): readonly string[] | undefined {
  const names = args.flatMap((arg) =>
    (listedItems(state, arg) ?? [arg]).map(textOf),
  );
  return names.every((each) => each !== undefined && !/[.[]/u.test(each))
    ? names.filter((each) => each !== undefined)
    : undefined;
}

function withDefault(read: Value, fallback: Value | undefined): Value {
  if (fallback === undefined) return read;
  const missing = read.some(
    ({ kind }) => kind === "undefined" || kind === "unknown",
  );
  return missing
    ? values.join(
        valueOf(...read.filter(({ kind }) => kind !== "undefined")),
        fallback,
      )
    : read;
}

function without(object: HeapObject, names: readonly string[]): HeapObject {
  const fields = new Map(object.fields);
  for (const name of names) fields.delete(name);
  // A copy of the event from which something was taken is an event no more.
  const less = names.some((name) => object.fields.has(name));
  return {
    ...object,
    fields,
    delivered:
      object.delivered === "event" && less ? undefined : object.delivered,
  };
}

function only(object: HeapObject, names: readonly string[]): HeapObject {
  return {
    ...emptyObject,
    open: names.some((name) => !object.fields.has(name)),
    fields: new Map(
      names.flatMap((name) => {
        const field = object.fields.get(name);
        return field === undefined ? [] : [[name, field] as const];
      }),
    ),
  };
}

function changed(
  { machine, args }: Invocation,
  id: string,
  object: HeapObject,
  state: State,
): CallResult {
  setObject(state, id, object);
  if (object.delivered === "response")
    for (const member of object.fields.keys())
      machine.observer?.wroteResponse(member);
  return returning(args[0] ?? unknownValue, state);
}

/** False where it is not known which object is written to; nothing is written then. */
function writePath(
  { machine, frame, call, args }: Invocation,
  path: readonly string[],
  state: State,
): boolean {
  const [target = undefinedValue, , value = undefinedValue] = args;
  const key = call.arguments[1]?.value.range ?? call.range;
  const write = (held: Value, valueRange: Write["range"]): Write => ({
    value: held,
    range: call.range,
    keyRange: key,
    valueRange,
  });
  const put = (id: string, name: string, each: Write): void => {
    const object = objectAt(state, id);
    if (object.delivered === "response") machine.observer?.wroteResponse(name);
    setObject(state, id, withField(object, name, writtenField(each), false));
  };
  // What is made on the way is only kept where all of it is known.
  const before = copyState(state);
  let [owner] = target.length === 1 ? objectIds(target) : [];
  for (const name of path.slice(0, -1)) {
    if (owner === undefined || objectAt(before, owner).list) return false;
    const held = readField(
      machine,
      before,
      valueOf({ kind: "object", id: owner }),
      constantValue(name),
      true,
    );
    const [inner] = held.length === 1 ? objectIds(held) : [];
    if (inner !== undefined) {
      owner = inner;
      continue;
    }
    const isMissing = held.every(
      (atom) =>
        isNothing(atom) ||
        (atom.kind === "unknown" && atom.nothing !== undefined),
    );
    if (!isMissing) return false;
    const made = `${frame.path}#set${String(call.site)}.${name}`;
    setObject(before, made, emptyObject);
    setObject(state, made, emptyObject);
    const link = write(valueOf({ kind: "object", id: made }), key);
    put(owner, name, link);
    setObject(before, owner, objectAt(state, owner));
    owner = made;
  }
  const last = path.at(-1);
  if (owner === undefined || last === undefined) return false;
  if (objectAt(state, owner).list) return false;
  put(owner, last, write(value, call.arguments[2]?.value.range ?? call.range));
  if (owner === eventId && last === "response")
    for (const id of objectIds(value))
      for (const name of objectAt(state, id).fields.keys())
        machine.observer?.wroteResponse(name);
  return true;
}

const mergeDepth = 6;

/** False where it is not known what is merged. */
function mergeInto(
  invocation: Invocation,
  target: string,
  source: Value,
  state: State,
  depth: number,
): boolean {
  if (source.every(isNothing)) return true;
  const [from] = source.length === 1 ? objectIds(source) : [];
  if (from === undefined || depth > mergeDepth) return false;
  const { list, open, fields, delivered } = objectAt(state, from);
  if (list) return false;
  for (const [name, field] of fields) {
    const object = objectAt(state, target);
    const before = object.fields.get(name);
    const ours = before === undefined ? [] : fieldValue(before);
    const theirs = fieldValue(field);
    const [mine] = ours.length === 1 ? objectIds(ours) : [];
    const [other] = theirs.length === 1 ? objectIds(theirs) : [];
    if (
      mine !== undefined &&
      other !== undefined &&
      !field.absent &&
      !objectAt(state, mine).list &&
      !objectAt(state, other).list
    ) {
      if (!mergeInto(invocation, mine, theirs, state, depth + 1)) return false;
      continue;
    }
    if (object.delivered === "response")
      invocation.machine.observer?.wroteResponse(name);
    setObject(state, target, withField(object, name, field, field.absent));
  }
  const object = objectAt(state, target);
  setObject(state, target, {
    ...object,
    open: object.open || open,
    delivered: object.delivered ?? delivered,
  });
  return true;
}
