/** Gives expressions their values. The only effect is that object and list expressions put their object on the heap. */
import type { Range } from "../../text/position.ts";
import type { Expr, Field as FieldExpr, ObjectExpr, Op } from "../ir/ir.ts";
import { makeClosure } from "./closures.ts";
import {
  anyName,
  elements,
  emptyObject,
  fieldValue,
  withField,
  writtenField,
  type HeapObject,
  type Write,
} from "./heap.ts";
import {
  eventId,
  objectIds,
  requestId,
  responseId,
  type Frame,
  type Machine,
} from "./machine.ts";
import { lookAt, lookAtNamed } from "./looks.ts";
import { isClientId, noEntry } from "./client-ids.ts";
import { observeCompared, observeCondition } from "./observe-attributes.ts";
import { fillPercents, joinParts, plainHole } from "./message-text.ts";
import { textOf } from "./provenance.ts";
import { objectAt, setObject, variableAt, type State } from "./state.ts";
import {
  constantOf,
  constantValue,
  isNothing,
  joinAll,
  noValue,
  onlyText,
  someBoolean,
  someNumber,
  someText,
  truthOf,
  undefinedValue,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";

/** Elements of a written list and members of a written object that are looked at; beyond them it is open. */
const itemBound = 500;

export function evaluate(
  machine: Machine,
  frame: Frame,
  state: State,
  expr: Expr,
): Value {
  switch (expr.kind) {
    case "const":
      return constantValue(expr.value);
    case "var":
      return variableAt(state, expr.variable) ?? unknownValue;
    case "global":
      return valueOf({ kind: "external", name: expr.name });
    case "import":
      return valueOf({ kind: "external", name: importName(expr) });
    case "function":
      return valueOf({
        kind: "function",
        ...makeClosure(machine, frame, state, expr.function),
      });
    case "field":
      return readMember(machine, frame, state, expr);
    case "object":
      return makeObject(machine, frame, state, expr);
    case "list": {
      const items = new Map<string, Write>();
      let open = expr.items.length > itemBound;
      for (const { value, spread } of expr.items.slice(0, itemBound)) {
        const item = evaluate(machine, frame, state, value);
        if (spread) {
          const taken = orderedItems(state, item);
          open ||= taken?.some(([key]) => items.has(key)) ?? true;
          for (const [key, write] of taken ?? []) items.set(key, write);
          continue;
        }
        const { range } = value;
        items.set(`${String(range.start)}:${String(range.end)}`, {
          value: item,
          range,
          keyRange: range,
          valueRange: range,
        });
      }
      const id = `${frame.path}#${String(expr.site)}`;
      const list: HeapObject = {
        ...emptyObject,
        list: true,
        open,
        fields:
          items.size === 0
            ? new Map()
            : new Map([[elements, { writes: items, absent: false }]]),
        ...(open ? {} : { order: [...items.keys()] }),
      };
      setObject(state, id, list);
      return valueOf({ kind: "object", id });
    }
    case "concat": {
      const parts = expr.parts.map((each) =>
        evaluate(machine, frame, state, each),
      );
      const texts = parts.map(asText);
      return texts.every((text) => text !== undefined)
        ? constantValue(texts.join(""))
        : joinedText(machine, state, parts);
    }
    case "op":
      return applyOperator(
        machine,
        expr,
        expr.operands.map((each) => evaluate(machine, frame, state, each)),
        state,
      );
    case "unknown":
      if (expr.partial) machine.partial = true;
      // What comes out is not known, but what is read for it is.
      for (const use of expr.uses) evaluate(machine, frame, state, use);
      return unknownValue;
  }
}

/** `node:crypto` and `randomInt` -> `crypto.randomInt`. */
function importName(expr: { from: string; name?: string }): string {
  const from = expr.from.replace(/^node:/u, "");
  return expr.name === undefined || expr.name === "default"
    ? from
    : `${from}.${expr.name}`;
}

function readMember(
  machine: Machine,
  frame: Frame,
  state: State,
  expr: FieldExpr,
): Value {
  const object = evaluate(machine, frame, state, expr.object);
  const key = evaluate(machine, frame, state, expr.key);
  machine.tracer?.read(object, key, expr, state);
  return readField(machine, state, object, key, expr.optional === true);
}

export function readField(
  machine: Machine,
  state: State,
  object: Value,
  key: Value,
  optional: boolean,
): Value {
  lookAtNamed(state, key);
  let read = noValue;
  for (const atom of object)
    for (const named of key)
      read = values.join(
        read,
        readAtom(machine, state, atom, nameIn(named), optional),
      );
  observeTable(machine, state, object, key);
  if (isClientId(key)) read = values.join(read, noEntry);
  return read.length === 0 ? unknownValue : read;
}

/** The name of a member that an atom spells; undefined where it is not known. */
function nameIn(atom: Atom): string | undefined {
  if (atom.kind === "text") return atom.value;
  const constant = constantOf(atom);
  return constant === undefined ? undefined : String(constant.value);
}

const sourceName = `${eventId}.triggerSource`;
const partName = `${sourceName}()`;

const isNamed = (value: Value, ...names: readonly string[]): boolean =>
  value.some((atom) => atom.kind === "external" && names.includes(atom.name));

export const isSource = (value: Value): boolean =>
  isNamed(value, sourceName, partName);

/** What a method makes of the trigger source: a part of it, or all of it in another form. */
export const sourcePart: Value = valueOf({ kind: "external", name: partName });

/** Remembers which texts the trigger source is compared with, while it is not known itself. */
function observeSource(
  machine: Machine,
  source: Value,
  other: Value,
  range: Range,
  loosely = false,
): void {
  if (machine.observer === undefined || !isSource(source)) return;
  for (const atom of other)
    if (atom.kind === "text" && atom.value !== undefined)
      machine.observer.comparedSource(
        atom.value,
        range,
        loosely || !isNamed(source, sourceName),
      );
}

/** `table[event.triggerSource]` compares the trigger source with the names in the table. */
function observeTable(
  machine: Machine,
  state: State,
  object: Value,
  key: Value,
): void {
  if (machine.observer === undefined) return;
  if (!isSource(key)) return;
  for (const id of objectIds(object))
    for (const [name, { writes }] of objectAt(state, id).fields)
      for (const { keyRange } of writes.values())
        machine.observer.comparedSource(name, keyRange, true);
}

/** `["PreSignUp_SignUp"].includes(event.triggerSource)` compares it with each element. */
export function observeElements(
  machine: Machine,
  list: HeapObject,
  source: Value,
): void {
  const written = list.fields.get(elements)?.writes.values() ?? [];
  for (const { value, valueRange } of written)
    observeSource(machine, source, value, valueRange);
}

function readAtom(
  machine: Machine,
  state: State,
  atom: Atom,
  name: string | undefined,
  optional: boolean,
): Value {
  switch (atom.kind) {
    case "object":
      return readObject(machine, state, atom.id, name);
    case "text":
      if (machine.module.language === "python")
        return name === "value"
          ? // Of an enumeration: a text has none.
            valueOf(atom)
          : /^-?\d+$/u.test(name ?? "")
            ? someText
            : unknownValue;
      return name === "length" ? someNumber : unknownValue;
    case "opaque":
      return atom.json === "array" && name === "length"
        ? someNumber
        : unknownValue;
    case "external":
      return name === undefined
        ? unknownValue
        : externalMember(atom.name, name);
    case "null":
    case "undefined":
      // Without `?.` this throws: nothing comes out of it.
      return optional ? undefinedValue : noValue;
    case "unknown":
      // Under what is not there is nothing either, unless `?.` asks first.
      return atom.nothing === undefined || optional
        ? unknownValue
        : valueOf(atom);
    default:
      return unknownValue;
  }
}

/** A variable of the environment is text where it is set; Python fails where it is not. */
function externalMember(of: string, name: string): Value {
  if (of === "process.env")
    return valueOf(setting(name), { kind: "unknown", truth: false });
  // What is asked of the environment itself, such as `os.environ.get`, is written small.
  return of === "os.environ" && name !== name.toLowerCase()
    ? valueOf(setting(name))
    : valueOf({ kind: "external", name: `${of}.${name}` });
}

/** A variable of the environment; one that is named as an address or a name holds no message. */
export const setting = (name: string): Atom =>
  /(?:^|_)(?:URL|URI|HOST|HOSTNAME|DOMAIN|ORIGIN|NAME|BRAND|STAGE|ENV|REGION|PORT|BUCKET)$|URL$|NAME$/u.test(
    name,
  )
    ? { kind: "text", holes: plainHole }
    : { kind: "text" };

function readObject(
  machine: Machine,
  state: State,
  id: string,
  name: string | undefined,
): Value {
  const object = objectAt(state, id);
  if (name === undefined)
    return joinAll([
      unknownValue,
      ...[...object.fields.values()].map(fieldValue),
    ]);
  if (id === eventId) machine.observer?.readEvent(name);
  if (id === requestId) machine.observer?.readRequest(name);
  if (object.list) {
    if (name === "length")
      return object.order === undefined || object.open
        ? someNumber
        : constantValue(object.order.length);
    if (/^-?\d+$/u.test(name)) return elementAt(object, Number(name));
  }
  const field = object.fields.get(name);
  const known = field === undefined ? noValue : fieldValue(field);
  if (field?.absent === false) return known;
  const missing =
    (object.open ? undefined : deliveredMember(machine, state, id, name)) ??
    machine.delivery?.members.get(id) ??
    (object.delivered !== undefined || object.open || object.list
      ? unknownValue
      : undefinedValue);
  return joinAll([known, missing]);
}

const attributesId = `${requestId}.userAttributes`;
const textFlag = /^(?:email|phone_number)_verified$/u;

/** What came under this name in particular. */
function deliveredMember(
  machine: Machine,
  state: State,
  id: string,
  name: string,
): Value | undefined {
  if (id === attributesId && textFlag.test(name))
    return valueOf(
      { kind: "text", attribute: name },
      { kind: "unknown", truth: false },
    );
  if (id === eventId && machine.delivery?.members.has(id) === true)
    return valueOf({ kind: "unknown", truth: false, nothing: name });
  if (id !== responseId || machine.delivery?.nothing.has(name) !== true)
    return undefined;
  // Who has looked at it once may know that there is something.
  const looked = state.looks.has(`${responseId}.${name}`);
  lookAt(state, `${responseId}.${name}`);
  return looked ? unknownValue : valueOf({ kind: "unknown", nothing: name });
}

/** The element at a position, from the end where that is below zero. */
export function elementAt(list: HeapObject, position: number): Value {
  if (list.order === undefined || list.open) return elementOf(list);
  const key = list.order.at(position);
  const write = list.fields.get(elements)?.writes.get(key ?? "");
  return write === undefined ? undefinedValue : write.value;
}

/** What is in the only list that a value can be, in its order; undefined where that is not known. */
export function orderedItems(
  state: State,
  value: Value,
): readonly (readonly [key: string, write: Write])[] | undefined {
  const [id] = objectIds(value);
  if (id === undefined || value.length > 1) return undefined;
  const { list, open, order, fields } = objectAt(state, id);
  if (!list || open || order === undefined) return undefined;
  const writes = fields.get(elements)?.writes;
  return order.flatMap((key) => {
    const write = writes?.get(key);
    return write === undefined ? [] : [[key, write] as const];
  });
}

/** The items of a list that is known to the last one. */
export function listedItems(
  state: State,
  value: Value,
): readonly Value[] | undefined {
  const [id, ...others] = objectIds(value);
  if (id === undefined || others.length > 0 || value.length > 1)
    return undefined;
  const list = objectAt(state, id);
  return list.open ? undefined : list.order?.map((_, i) => elementAt(list, i));
}

/** Any element of a list. */
export function elementOf(list: HeapObject): Value {
  const field = list.fields.get(elements);
  return field === undefined || list.open || list.delivered !== undefined
    ? joinAll([
        unknownValue,
        ...(field === undefined ? [] : [fieldValue(field)]),
      ])
    : fieldValue(field);
}

function makeObject(
  machine: Machine,
  frame: Frame,
  state: State,
  expr: ObjectExpr,
): Value {
  let object: HeapObject = {
    ...emptyObject,
    open: expr.members.length > itemBound,
  };
  for (const member of expr.members.slice(0, itemBound)) {
    const value = evaluate(machine, frame, state, member.value);
    if (member.kind === "spread") {
      object = copyInto(state, object, value);
      continue;
    }
    const name = onlyText(evaluate(machine, frame, state, member.key));
    const key =
      name ??
      (member.key.kind === "const" ? String(member.key.value) : undefined);
    const names =
      key === undefined
        ? evaluate(machine, frame, state, member.key).map(nameIn)
        : [key];
    for (const each of names) {
      if (each === undefined) object = { ...object, open: true };
      object = withField(
        object,
        each ?? anyName,
        writtenField({
          value,
          range: {
            start: member.key.range.start,
            end: Math.max(member.key.range.end, member.value.range.end),
          },
          keyRange: member.key.range,
          valueRange: member.value.range,
        }),
        names.length > 1 || each === undefined,
      );
    }
  }
  const id = `${frame.path}#${String(expr.site)}`;
  setObject(state, id, object);
  return valueOf({ kind: "object", id });
}

/** `target` with the members of `source` over its own, as spread, `Object.assign` and `dict.update` do it. */
export function copyInto(
  state: State,
  target: HeapObject,
  source: Value,
): HeapObject {
  let result = target;
  const weak = source.length > 1;
  for (const atom of source) {
    if (isNothing(atom)) continue;
    const constant = constantOf(atom);
    if (constant !== undefined && typeof constant.value !== "string") continue;
    if (atom.kind !== "object") {
      result = { ...result, open: true };
      continue;
    }
    const from = objectAt(state, atom.id);
    for (const [name, field] of from.fields)
      result = withField(result, name, field, weak || field.absent);
    result = {
      ...result,
      open:
        result.open ||
        from.open ||
        (from.delivered !== undefined &&
          from.delivered !== "event" &&
          from.delivered !== "response"),
      delivered: result.delivered ?? from.delivered,
    };
  }
  return result;
}

/** Whether a loop over it runs at all. */
function hasItems(state: State, atom: Atom): Value {
  if (atom.kind !== "object") return someBoolean;
  const { list, open, order, fields } = objectAt(state, atom.id);
  if (list)
    return open || order === undefined
      ? someBoolean
      : constantValue(order.length > 0);
  return [...fields.values()].some(({ absent }) => !absent)
    ? constantValue(true)
    : someBoolean;
}

const isPlainObject = (state: State, value: Value): boolean =>
  value.length > 0 &&
  value.every(
    (atom) => atom.kind === "object" && !objectAt(state, atom.id).list,
  );

function asText(value: Value): string | undefined {
  const [atom] = value;
  const known = value.length === 1 && atom !== undefined && constantOf(atom);
  return known ? String(known.value) : undefined;
}

function applyOperator(
  machine: Machine,
  expr: Op,
  operands: readonly Value[],
  state: State,
): Value {
  const [first = unknownValue, second = unknownValue] = operands;
  const emptyIsFalse = machine.module.language === "python";
  switch (expr.op) {
    case "not":
    case "truthy": {
      observeCondition(machine, expr.operands[0], first, expr.op === "not");
      const results = first.map((atom) => {
        const truth = truthIn(state, atom, emptyIsFalse);
        return truth === undefined
          ? someBoolean
          : constantValue(truth === (expr.op === "truthy"));
      });
      return joinAll(results);
    }
    case "equal":
    case "not-equal":
      observeSource(machine, first, second, rangeOf(expr, 1));
      observeSource(machine, second, first, rangeOf(expr, 0));
      observeCompared(machine, expr, first, second);
      machine.tracer?.compared(expr, first, second);
      return compare(first, second, expr.op === "equal");
    case "contains":
      lookAtNamed(state, first);
      observeCompared(machine, expr, first, second);
      for (const id of objectIds(second))
        observeElements(machine, objectAt(state, id), first);
      observeSource(machine, second, first, rangeOf(expr, 0), true);
      return containsPart(machine, state, second, first);
    case "less":
      return ofNumbers(first, second, (a, b) => a < b) ?? someBoolean;
    case "at-most":
      return ofNumbers(first, second, (a, b) => a <= b) ?? someBoolean;
    case "compare":
      return someBoolean;
    case "all": {
      const isAlways = (value: Value, truth: boolean): boolean =>
        value.length > 0 &&
        value.every((atom) => truthOf(atom, emptyIsFalse) === truth);
      if (operands.some((each) => isAlways(each, false)))
        return constantValue(false);
      return operands.every((each) => isAlways(each, true))
        ? constantValue(true)
        : someBoolean;
    }
    case "add":
      return add(machine, state, first, second);
    case "subtract":
      return (
        ofNumbers(first, second, (a, b) => a - b) ??
        (emptyIsFalse ? pythonDifference(first, second) : someNumber)
      );
    case "percent":
      return emptyIsFalse
        ? filledIn(machine, state, first, second)
        : someNumber;
    case "arithmetic":
    case "to-number":
      return someNumber;
    case "to-text": {
      if (isSource(first)) return first;
      const text = asText(first);
      return text === undefined
        ? joinedText(machine, state, [first])
        : constantValue(text);
    }
    case "type-name":
      return someText;
    case "union":
      return [first, second].some((value) => isPlainObject(state, value))
        ? (operands[2] ?? unknownValue)
        : unknownValue;
    case "not-empty":
      return joinAll(first.map((atom) => hasItems(state, atom)));
    case "element":
      return joinAll(
        first.map((atom) => {
          if (atom.kind === "object")
            return elementOf(objectAt(state, atom.id));
          return atom.kind === "text" ? someText : unknownValue;
        }),
      );
    case "promise":
      return valueOf({ kind: "promise", value: first });
  }
}

/** Whether an atom counts as true; in Python, an object that has something in it does. */
export function truthIn(
  state: State,
  atom: Atom,
  emptyIsFalse: boolean,
): boolean | undefined {
  if (!emptyIsFalse || atom.kind !== "object")
    return truthOf(atom, emptyIsFalse);
  const { list, fields, open, order, delivered } = objectAt(state, atom.id);
  if (list) {
    if (order === undefined) return undefined;
    return order.length > 0 ? true : open ? undefined : false;
  }
  for (const { absent } of fields.values()) if (!absent) return true;
  return open || delivered !== undefined || fields.size > 0 ? undefined : false;
}

function compare(first: Value, second: Value, equal: boolean): Value {
  const results: Value[] = [];
  for (const a of first)
    for (const b of second) {
      const left = constantOf(a);
      const right = constantOf(b);
      results.push(
        left === undefined || right === undefined
          ? (isNothing(a) && isThere(b)) || (isNothing(b) && isThere(a))
            ? constantValue(!equal)
            : someBoolean
          : constantValue(
              (left.value === right.value ||
                ((left.value ?? null) === null &&
                  (right.value ?? null) === null)) === equal,
            ),
      );
    }
  return joinAll(results);
}

/** What comes of two numbers where both are known. */
function ofNumbers(
  first: Value,
  second: Value,
  result: (a: number, b: number) => number | boolean,
): Value | undefined {
  const [a, ...others] = first;
  const [b, ...more] = second;
  return others.length + more.length === 0 &&
    a?.kind === "number" &&
    b?.kind === "number" &&
    a.value !== undefined &&
    b.value !== undefined
    ? constantValue(result(a.value, b.value))
    : undefined;
}

/** Whatever it is, it is not null. */
const isThere = ({ kind }: Atom): boolean =>
  kind !== "unknown" &&
  kind !== "external" &&
  !/^(?:null|undefined)$/u.test(kind);

const rangeOf = (expr: Op, operand: number): Range =>
  expr.operands[operand]?.range ?? expr.range;

/** Whether a list has one of the wanted values; undefined where they, or its elements, are not known. */
export function hasElement(list: HeapObject, wanted: Value): Value | undefined {
  const items = elementOf(list).map(constantOf);
  const sought = wanted.map(constantOf);
  if (![...items, ...sought].every((each) => each !== undefined))
    return undefined;
  return joinAll(
    sought.map((each) => {
      if (!items.some((item) => item?.value === each?.value))
        return constantValue(false);
      // Not every path need have put it in.
      return list.order === undefined ? someBoolean : constantValue(true);
    }),
  );
}

/** It is nothing, or came as nothing. */
const isMissing = (value: Value): boolean =>
  value.length > 0 &&
  value.every((atom) =>
    atom.kind === "unknown" ? atom.nothing !== undefined : isNothing(atom),
  );

/** Python's types of JSON values, of which None is no instance. */
const isType = (atom: Atom): boolean =>
  atom.kind === "external" &&
  /^(?:dict|list|str|int|float|bool)$/u.test(atom.name);

/** Whether a text has a part, a list an element, an object a member, or a type an instance. */
export function containsPart(
  machine: Machine,
  state: State,
  whole: Value,
  wanted: Value,
): Value {
  if (isMissing(wanted) && whole.length > 0 && whole.every(isType))
    return constantValue(false);
  const part = onlyText(wanted);
  if (part === undefined || whole.length === 0) return someBoolean;
  return joinAll(
    whole.map((atom) => {
      if (atom.kind === "text" && atom.value !== undefined)
        return constantValue(atom.value.includes(part));
      if (atom.kind === "object" && objectAt(state, atom.id).list)
        return hasElement(objectAt(state, atom.id), wanted) ?? someBoolean;
      const has =
        atom.kind === "object"
          ? hasMember(machine, state, atom.id, part)
          : undefined;
      return has === undefined ? someBoolean : constantValue(has);
    }),
  );
}

/** Undefined where it is not known: what Cognito sends need not have each member of its part of the contract. */
function hasMember(
  machine: Machine,
  state: State,
  id: string,
  name: string,
): boolean | undefined {
  if (id === eventId) machine.observer?.readEvent(name);
  const object = objectAt(state, id);
  if (isUnsent(object, name)) return false;
  // The event is known to the last member once its trigger is.
  const known =
    object.delivered === undefined ||
    (id === eventId && machine.delivery?.members.has(id) === true);
  if (!known) return undefined;
  const field = object.fields.get(name);
  if (field === undefined) return object.open ? undefined : false;
  return field.absent ? undefined : true;
}

/** A member of the request that this event surely does not have. */
export function isUnsent(object: HeapObject, name: string): boolean {
  const field = object.fields.get(name);
  return (
    field !== undefined &&
    fieldValue(field).every(
      (atom) => atom.kind === "undefined" && atom.from !== undefined,
    )
  );
}

/** Python's `"Hello %s" % name`. */
function filledIn(
  machine: Machine,
  state: State,
  format: Value,
  given: Value,
): Value {
  const text = onlyText(format);
  if (text === undefined || machine.delivery?.messages !== true)
    return format.length > 0 && format.every(({ kind }) => kind === "text")
      ? textOf(state, [format, given])
      : isNumber(format) || isNumber(given)
        ? someNumber
        : unknownValue;
  const several = given.some((atom) => isList(state, atom));
  const parts = several
    ? orderedItems(state, given)?.map(([, { value }]) => value)
    : [given];
  return valueOf(fillPercents(text, parts));
}

const joinedText = (
  machine: Machine,
  state: State,
  parts: readonly Value[],
): Value =>
  machine.delivery?.messages === true
    ? valueOf(joinParts(parts))
    : textOf(state, parts);

function add(
  machine: Machine,
  state: State,
  first: Value,
  second: Value,
): Value {
  const left = asText(first);
  const right = asText(second);
  const isText = (value: Value): boolean =>
    value.length > 0 && value.every(({ kind }) => kind === "text");
  if (isText(first) || isText(second))
    return left !== undefined && right !== undefined
      ? constantValue(left + right)
      : joinedText(machine, state, [first, second]);
  if (isNumber(first) && isNumber(second)) return someNumber;
  if (machine.module.language === "javascript") return unknownValue;
  // Python joins a list with lists only.
  return [first, second].some(
    (each) => each.length > 0 && each.every((atom) => isList(state, atom)),
  )
    ? valueOf({ kind: "opaque", json: "array" })
    : (sumOfMade(first, second) ?? unknownValue);
}

export const isList = (state: State, atom: Atom): boolean =>
  atom.kind === "object"
    ? objectAt(state, atom.id).list
    : atom.kind === "opaque" && atom.json === "array";

const isNumber = (value: Value): boolean =>
  value.length > 0 && value.every(({ kind }) => kind === "number");

/** Python's operators may be overloaded: a result is claimed only where an operand says what it is. */
const pythonDifference = (first: Value, second: Value): Value =>
  madeBy(first) === "set()"
    ? first
    : madeBy(first) === "datetime()" && madeBy(second) === "datetime()"
      ? valueOf({ kind: "external", name: "timedelta()" })
      : (sumOfMade(first, second) ??
        (isNumber(first) || isNumber(second) ? someNumber : unknownValue));

/** The library object that a value is. */
function madeBy(value: Value): string | undefined {
  const [only] = value;
  return value.length === 1 && only?.kind === "external"
    ? only.name
    : undefined;
}

/** A time and a span make a time, and money of any kind stays money. */
function sumOfMade(first: Value, second: Value): Value | undefined {
  const names = [madeBy(first), madeBy(second)];
  const name = names.includes("Decimal()")
    ? "Decimal()"
    : names.includes("timedelta()")
      ? ["datetime()", "date()", "timedelta()"].find((each) =>
          names.every((one) => one === each || one === "timedelta()"),
        )
      : undefined;
  return name === undefined ? undefined : valueOf({ kind: "external", name });
}
