/** What a test shows. */
import type { Expr, Field as FieldExpr, VariableId } from "../ir/ir.ts";
import {
  isSteady,
  memberGot,
  partIn,
  partsBeside,
  testAt,
  testOf,
} from "../ir/variables.ts";
import {
  nowhere,
  withField,
  writtenAt,
  writtenField,
  type Field,
  type HeapObject,
} from "./heap.ts";
import { evaluate, keyOf } from "./evaluate.ts";
import { narrowedSource } from "./compared-source.ts";
import { readField } from "./members.ts";
import { containsPart, truthIn } from "./operators.ts";
import { observeCondition } from "./observe-attributes.ts";
import { objectIds, type Frame, type Machine } from "./machine.ts";
import {
  objectAt,
  setObject,
  setVariable,
  variableAt,
  type State,
} from "./state.ts";
import { instancesIn, typeName } from "./type-tests.ts";
import {
  constantOf,
  constantValue,
  isNothing,
  onlyText,
  truthOf,
  valueOf,
  values,
  type Atom,
  type Value,
  withoutAbsence,
} from "./value.ts";

/**
 * Puts into the state what is known on the branch where the condition is true, or false.
 * @param value of the condition
 * @returns false where it cannot be; the state is then of no use
 */
export function refine(
  machine: Machine,
  frame: Frame,
  state: State,
  condition: Expr,
  truth: boolean,
  value = evaluate(machine, frame, state, condition),
  named = true,
): boolean {
  const emptyIsFalse = machine.module.language === "python";
  const possible = value.filter(
    (atom) => (truthIn(state, atom, emptyIsFalse) ?? truth) === truth,
  );
  if (value.length > 0 && possible.length === 0) return false;

  if (condition.kind === "op") {
    const [first, second] = condition.operands;
    if (first === undefined) return true;
    switch (condition.op) {
      case "not":
        return refine(machine, frame, state, first, !truth);
      case "truthy":
        return refine(machine, frame, state, first, truth);
      case "equal":
      case "not-equal": {
        if (second === undefined) return true;
        const holds = truth === (condition.op === "equal");
        for (const [place, other] of [
          [first, second],
          [second, first],
        ] as const) {
          const against = evaluate(machine, frame, state, other);
          const [atom] = against;
          if (against.length !== 1 || atom === undefined) continue;
          const constant = constantOf(atom);
          if (constant === undefined) continue;
          const typed = typeTested(machine, place);
          if (typed !== undefined) {
            const all = evaluate(machine, frame, state, typed);
            const left = all.filter((each) => {
              const name = typeName(each);
              return name === undefined || (name === constant.value) === holds;
            });
            if (all.length > 0 && left.length === 0) return false;
            narrow(machine, frame, state, typed, values.of(left));
          }
          const before = evaluate(machine, frame, state, place);
          const kept = values.of(
            before.flatMap((each) => keepEqual(each, atom, holds)),
          );
          if (before.length > 0 && kept.length === 0) return false;
          narrow(machine, frame, state, place, kept, !holds && isNothing(atom));
          narrowOwner(machine, frame, state, place, (value) =>
            value.some((each) => keepEqual(each, atom, holds).length > 0),
          );
        }
        return true;
      }
      case "contains": {
        if (second === undefined) return true;
        const whole = evaluate(machine, frame, state, second);
        const part = evaluate(machine, frame, state, first);
        if (truth) showMember(state, whole, part);
        const canHold = (container: Value, held: Value): boolean =>
          containsPart(machine, state, container, held).some(
            (atom) => (truthOf(atom, false) ?? truth) === truth,
          );
        for (const [place, all, canBe] of [
          [first, part, (each: Value) => canHold(whole, each)],
          [second, whole, (each: Value) => canHold(each, part)],
        ] as const) {
          const possible = all.filter((atom) => canBe(valueOf(atom)));
          if (possible.length > 0 && possible.length < all.length)
            narrow(machine, frame, state, place, values.of(possible), false);
        }
        const { language } = machine.module;
        const left = instancesIn(state, language, part, whole, truth);
        if (left !== undefined)
          narrow(machine, frame, state, first, values.of(left));
        return left === undefined || part.length === 0 || left.length > 0;
      }
      default:
        return true;
    }
  }
  observeCondition(machine, condition, value, !truth);
  narrow(
    machine,
    frame,
    state,
    condition,
    values.of(possible.map((atom) => shown(atom, truth))),
  );
  narrowOwner(machine, frame, state, condition, (value) =>
    value.some(
      (atom) => (truthIn(state, atom, emptyIsFalse) ?? truth) === truth,
    ),
  );
  const test =
    named && value.some(({ kind }) => kind === "boolean")
      ? testBehind(machine, frame, state, condition)
      : undefined;
  return (
    test === undefined ||
    refine(machine, frame, state, test, truth, constantValue(truth), false)
  );
}

/** What is asked for its type: `typeof place`, also where the answer has got a name. */
function typeTested({ module }: Machine, place: Expr): Expr | undefined {
  const named =
    place.kind === "var" ? testOf(module, place.variable) : undefined;
  const test = named !== undefined && isSteady(module, named) ? named : place;
  return test.kind === "op" && test.op === "type-name"
    ? test.operands[0]
    : undefined;
}

/** The test whose outcome has got this name: what it shows, the name shows. */
function testBehind(
  machine: Machine,
  frame: Frame,
  state: State,
  place: Expr,
): Expr | undefined {
  const { module } = machine;
  let test: Expr | undefined;
  if (place.kind === "var") test = testOf(module, place.variable);
  else if (place.kind === "field") {
    const field = fieldAt(machine, frame, state, place)?.field;
    const [site] = field?.writes.keys() ?? [];
    if (site !== undefined && field?.writes.size === 1 && !field.absent)
      test = testAt(module, site);
  }
  return test !== undefined && isSteady(module, test) ? test : undefined;
}

/** What a test of its truth shows about an atom. */
function shown(atom: Atom, truth: boolean): Atom {
  switch (atom.kind) {
    case "unknown":
      return { ...(truth ? withoutNothing(atom) : atom), truth };
    case "boolean":
      return { kind: "boolean", value: truth };
    case "text":
      return truth ? atom : { kind: "text", value: "" };
    case "number":
      return truth ? atom : { kind: "number", value: 0 };
    default:
      return atom;
  }
}

/** What was shown to be there is no member that came as null. */
function withoutNothing(atom: Atom & { kind: "unknown" }): typeof atom {
  const { nothing, ...rest } = atom;
  return nothing === undefined ? atom : rest;
}

/** What is left of `atom` once it is known to equal the constant `other`, or not to. */
function keepEqual(atom: Atom, other: Atom, equal: boolean): readonly Atom[] {
  const known = constantOf(atom);
  if (isNothing(other)) {
    if (isNothing(atom)) return equal ? [atom] : [];
    if (atom.kind === "unknown")
      return equal
        ? atom.truth === true
          ? []
          : [{ kind: "unknown", truth: false }]
        : atom.absent === true
          ? []
          : [withoutNothing(atom)];
    return atom.kind === "external" || !equal ? [atom] : [];
  }
  if (known !== undefined)
    return (known.value === constantOf(other)?.value) === equal ? [atom] : [];
  if (!equal)
    return atom.kind === "boolean" && other.kind === "boolean"
      ? [{ kind: "boolean", value: other.value !== true }]
      : [atom];
  if (atom.kind === "unknown")
    return atom.truth === false && truthOf(other, false) === true
      ? []
      : [other];
  if (atom.kind === "external")
    return [other.kind === "text" ? narrowedSource(atom, other) : other];
  return atom.kind === other.kind ? [other] : [];
}

/** From here on the object is known to have this member. */
function showMember(state: State, whole: Value, key: Value): void {
  const [id, ...others] = objectIds(whole);
  const name = onlyText(key);
  if (id === undefined || others.length > 0 || name === undefined) return;
  const object = objectAt(state, id);
  const field = object.fields.get(name);
  if (field?.writes.size !== 1 || field.absent) return;
  const there = changedField(field, withoutAbsence);
  setObject(state, id, withField(object, name, there, false));
}

/** The field, which is there, with what is known of its values now. */
const changedField = (
  { writes }: Field,
  change: (value: Value) => Value,
): Field => ({
  absent: false,
  writes: new Map(
    [...writes].map(([site, write]) => [
      site,
      { ...write, value: change(write.value) },
    ]),
  ),
});

function narrow(
  machine: Machine,
  frame: Frame,
  state: State,
  place: Expr,
  value: Value,
  isThere = value.every((atom) => truthOf(atom, false) === true),
): void {
  if (place.kind === "var") {
    setVariable(state, place.variable, value);
    const got = isThere ? memberGot(machine.module, place.variable) : undefined;
    if (got !== undefined)
      keepDelivered(fieldAt(machine, frame, state, got), state, value);
    return;
  }
  const found =
    place.kind === "field" ? fieldAt(machine, frame, state, place) : undefined;
  if (found === undefined) return;
  const { id, key, object, field } = found;
  if (isThere && keepDelivered(found, state, value)) return;
  // Where several places wrote, it is not known which of them the test is about.
  if (field?.writes.size !== 1 || field.absent) return;
  const narrowed = changedField(field, () => value);
  setObject(state, id, withField(object, key, narrowed, false));
}

/** A member of the response came as it is, and there is something. */
function keepDelivered(
  found: Place | undefined,
  state: State,
  value: Value,
): boolean {
  if (found?.object.delivered !== "response" || found.field !== undefined)
    return false;
  const there = writtenField(writtenAt(value, nowhere));
  setObject(state, found.id, withField(found.object, found.key, there, false));
  return true;
}

/** `if (!result.ok)`: of several objects that `result` may be, those are left whose member can be so. */
function narrowOwner(
  machine: Machine,
  frame: Frame,
  state: State,
  place: Expr,
  canBe: (value: Value) => boolean,
): void {
  if (place.kind === "var") {
    const part = partIn(machine.module, place.variable);
    if (part === undefined) return;
    const whole = variableAt(state, part.object.variable) ?? [];
    if (whole.length < 2) return;
    const parts = partsBeside(machine.module, place.variable);
    if (!parts.has(place.variable)) return;
    narrowOwner(machine, frame, state, part, canBe);
    for (const [each, other] of parts)
      keepPossible(state, each, evaluate(machine, frame, state, other));
    return;
  }
  if (place.kind !== "field" || place.object.kind !== "var") return;
  const owners = variableAt(state, place.object.variable) ?? [];
  if (owners.length < 2) return;
  const key = keyOf(machine, frame, state, place, owners);
  const left = owners.filter(
    (atom) =>
      atom.kind !== "object" ||
      canBe(readField(machine, state, valueOf(atom), key, true)),
  );
  if (left.length > 0 && left.length < owners.length)
    setVariable(state, place.object.variable, values.of(left));
}

/** What a variable was given before, as far as it still can be that. */
function keepPossible(
  state: State,
  variable: VariableId,
  possible: Value,
): void {
  const before = variableAt(state, variable) ?? [];
  const kept = before.filter((atom) => values.leq(valueOf(atom), possible));
  if (kept.length > 0 && kept.length < before.length)
    setVariable(state, variable, values.of(kept));
}

interface Place {
  readonly id: string;
  readonly key: string;
  readonly object: HeapObject;
  readonly field: Field | undefined;
}

/** Where a member is written whose object and name are the only ones it can be. */
function fieldAt(
  machine: Machine,
  frame: Frame,
  state: State,
  place: FieldExpr,
): Place | undefined {
  const owner = evaluate(machine, frame, state, place.object);
  const [id, ...others] = objectIds(owner);
  const key = onlyText(keyOf(machine, frame, state, place, owner));
  if (id === undefined || others.length > 0 || key === undefined)
    return undefined;
  const object = objectAt(state, id);
  return { id, key, object, field: object.fields.get(key) };
}
