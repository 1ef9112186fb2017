/** What operators make of their operands. */
import type { Range } from "../../text/position.ts";
import type { Op } from "../ir/ir.ts";
import { longestConstant } from "./constant-texts.ts";
import {
  isSource,
  nameOfSource,
  observeElements,
  observeSource,
} from "./compared-source.ts";
import {
  hasElement,
  heldBySet,
  isList,
  orderedItems,
  areTables,
} from "./lists.ts";
import { lookAtNamed } from "./looks.ts";
import type { Machine } from "./machine.ts";
import { hasMember } from "./members.ts";
import {
  asConstant,
  fillPercents,
  isKnownText,
  joinEach,
} from "./message-text.ts";
import {
  observeCompared,
  observeCondition,
  observeHeld,
} from "./observe-attributes.ts";
import { textOf } from "./provenance.ts";
import {
  elementInRound,
  firstRound,
  hasRound,
  nextRound,
  roundOf,
} from "./rounds.ts";
import { objectAt, type State } from "./state.ts";
import {
  constantOf,
  constantValue,
  isMade,
  isNothing,
  joinAll,
  onlyText,
  someBoolean,
  someNumber,
  someText,
  truthOf,
  unknownValue,
  valueOf,
  values,
  type Atom,
  type Value,
} from "./value.ts";
import { instancesIn, pythonType, typeName } from "./type-tests.ts";

export function asText(value: Value): string | undefined {
  const [atom] = value;
  const known = value.length === 1 && atom !== undefined && constantOf(atom);
  return known ? String(known.value) : undefined;
}

export function applyOperator(
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
      for (const atom of second) {
        const id = atom.kind === "object" ? atom.id : heldBySet(atom);
        if (id === undefined) continue;
        observeElements(machine, objectAt(state, id), first);
        observeHeld(
          machine,
          objectAt(state, id),
          first,
          expr.operands[0]?.range,
        );
      }
      observeSource(machine, second, first, rangeOf(expr, 0), "part");
      return (
        instanceTest(machine, state, first, second) ??
        containsPart(machine, state, second, first)
      );
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
    case "multiply":
      return (
        ofNumbers(first, second, (a, b) => a * b) ??
        (emptyIsFalse ? repeated(first, second) : someNumber)
      );
    case "percent":
      return emptyIsFalse
        ? filledIn(machine, state, first, second)
        : someNumber;
    case "arithmetic":
      return emptyIsFalse ? pythonQuotient(first, second) : someNumber;
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
      return joinAll(
        first.map((atom) => {
          const name = typeName(atom);
          return name === undefined ? someText : constantValue(name);
        }),
      );
    case "union":
      if ([first, second].some((value) => madeBy(value) === "set()"))
        return valueOf({ kind: "external", name: "set()" });
      return [first, second].some((value) => areTables(state, value))
        ? (operands[2] ?? unknownValue)
        : unknownValue;
    case "not-empty":
      return joinAll(
        first.map((atom) => {
          // What it is else, a loop takes its own way: over nothing it fails.
          const truth =
            atom.kind === "object"
              ? truthIn(state, atom, true)
              : atom.kind === "opaque"
                ? atom.filled
                : undefined;
          return truth === undefined ? someBoolean : constantValue(truth);
        }),
      );
    case "enum-member":
      return first.map((atom) =>
        atom.kind === "text" && atom.value !== undefined
          ? { ...atom, member: true }
          : atom,
      );
    // These two look at what is written, not at what their operands give.
    case "declared":
    case "of-type":
    case "map-of":
      return first;
    case "listed":
      return constantValue(roundOf(firstRound(state, first)) !== undefined);
    case "first-round":
      return firstRound(state, first);
    case "next-round":
      return nextRound(first);
    case "has-round":
      return hasRound(state, first, second);
    case "element":
      return elementInRound(state, first, operands[1]);
    case "promise":
      return valueOf({ kind: "promise", value: first });
  }
}

/** Whether a value is an instance of a type; undefined where no type is asked for. */
function instanceTest(
  { module }: Machine,
  state: State,
  value: Value,
  types: Value,
): Value | undefined {
  const [is, isNot] = [true, false].map((truth) =>
    instancesIn(state, module.language, value, types, truth),
  );
  if (is === undefined || isNot === undefined) return undefined;
  return values.of([
    ...(is.length > 0 ? constantValue(true) : []),
    ...(isNot.length > 0 ? constantValue(false) : []),
  ]);
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
      const type = pythonType(a);
      const other = type === undefined ? undefined : pythonType(b);
      if (other !== undefined) {
        results.push(constantValue((type === other) === equal));
        continue;
      }
      const left = constantOf(a);
      const right = constantOf(b);
      results.push(
        left === undefined || right === undefined
          ? (isNothing(a) && isThere(b)) ||
            (isNothing(b) && isThere(a)) ||
            differ(a, b) ||
            differ(b, a)
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

/** What counts as false is no text that has something in it. */
const differ = (a: Atom, b: Atom): boolean =>
  a.kind === "unknown" &&
  a.truth === false &&
  b.kind === "text" &&
  b.value !== undefined &&
  // `0 == "0"`
  Number.isNaN(Number(b.value));

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
const isThere = (atom: Atom): boolean =>
  atom.kind === "external"
    ? isMade(atom.name)
    : atom.kind !== "unknown" && !isNothing(atom);

const rangeOf = (expr: Op, operand: number): Range =>
  expr.operands[operand]?.range ?? expr.range;

/** Whether a text has a part, a list an element, or an object a member. */
export function containsPart(
  machine: Machine,
  state: State,
  whole: Value,
  wanted: Value,
): Value {
  const part = onlyText(wanted);
  if (part === undefined || whole.length === 0) return someBoolean;
  return joinAll(
    whole.map((atom) => {
      if (atom.kind === "text" && atom.value !== undefined)
        return constantValue(atom.value.includes(part));
      if (atom.kind === "object" && objectAt(state, atom.id).list)
        return hasElement(objectAt(state, atom.id), wanted) ?? someBoolean;
      const held = heldBySet(atom);
      if (held !== undefined)
        return hasElement(objectAt(state, held), wanted) ?? someBoolean;
      const has =
        atom.kind === "object"
          ? hasMember(machine, state, atom.id, part)
          : undefined;
      return has === undefined ? someBoolean : constantValue(has);
    }),
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
  const several = given.some((atom) => isList(state, atom));
  const parts = several
    ? orderedItems(state, given)?.map(([, { value }]) => value)
    : [given];
  const whole = text !== undefined && parts?.every(isKnownText) === true;
  // What a module keeps may come into a message later.
  if (text === undefined || !(whole || machine.delivery?.messages !== false))
    return format.length > 0 && format.every(({ kind }) => kind === "text")
      ? textOf(state, [format, given])
      : isNumber(format) || isNumber(given)
        ? someNumber
        : unknownValue;
  const filled = fillPercents(text, parts);
  return whole ? asConstant(filled) : valueOf(filled);
}

export const joinedText = (
  machine: Machine,
  state: State,
  parts: readonly Value[],
): Value =>
  (machine.observer && nameOfSource(parts)) ??
  // What a module keeps may come into a message later.
  (machine.delivery?.messages !== false
    ? joinEach(parts)
    : textOf(state, parts));

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

/** Python's `"-" * 20`. */
function repeated(first: Value, second: Value): Value {
  const text = onlyText(first) ?? onlyText(second);
  const [times, ...others] = onlyText(first) === undefined ? first : second;
  if (text !== undefined && others.length === 0 && times?.kind === "number")
    return times.value !== undefined &&
      times.value * text.length <= longestConstant
      ? constantValue(text.repeat(Math.max(times.value, 0)))
      : someText;
  return (
    sumOfMade(first, second) ??
    (isNumber(first) && isNumber(second) ? someNumber : unknownValue)
  );
}

/** Of paths, `/` makes another path. */
const pythonQuotient = (first: Value, second: Value): Value =>
  sumOfMade(first, second) ??
  (isNumber(first) || isNumber(second) ? someNumber : unknownValue);

/** The library object that a value is. */
function madeBy(value: Value): string | undefined {
  const [only] = value;
  return value.length === 1 && only?.kind === "external"
    ? only.name
    : undefined;
}

/** A time and a span make a time, and money of any kind stays money. */
export function sumOfMade(first: Value, second: Value): Value | undefined {
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
