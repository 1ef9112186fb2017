/** Sees attributes, which are text, used as if they were booleans, such as `email_verified`, and used as text. */
import type { Range } from "../../text/position.ts";
import type { Expr, Op } from "../ir/ir.ts";
import { elements, type HeapObject, type Write } from "./heap.ts";
import type { Machine } from "./machine.ts";
import { constantOf, isNothing, type Value } from "./value.ts";

const attributeIn = (value: Value): string | undefined => {
  for (const atom of value)
    if (atom.kind === "text" && atom.attribute !== undefined)
      return atom.attribute;
  return undefined;
};

/** They say yes or no: as a condition, that is what they are meant as. Of any other, its being there may be asked. */
const saysYesOrNo = /^(?:email|phone_number)_verified$/u;

/**
 * A default beside the attribute, or what it has become, may be the boolean that it is compared with. What Python's `get`
 * gives where it is missing may be False.
 */
const isNothingElse = (
  { module }: Machine,
  value: Value,
  against: boolean,
): boolean =>
  value.every(
    (atom) =>
      atom.kind === "text" ||
      isNothing(atom) ||
      (atom.kind === "unknown" &&
        atom.truth === false &&
        (against || module.language === "javascript")),
  );

export function observeCompared(
  machine: Machine,
  expr: Op,
  first: Value,
  second: Value,
): void {
  const { attributeTests, textAttributes } = machine.sightings;
  for (const [value, other, i] of [
    [first, second, 0],
    [second, first, 1],
  ] as const) {
    const attribute = attributeIn(value);
    const operand = expr.operands[i]?.range;
    if (attribute === undefined || operand === undefined) continue;
    const [atom, ...others] = other;
    if (others.length === 0 && atom?.kind === "boolean") {
      if (
        atom.value !== undefined &&
        (saysYesOrNo.test(attribute) ||
          isNothingElse(machine, value, atom.value))
      )
        attributeTests.set(expr.range.start, {
          attribute,
          against: atom.value,
          negated: expr.op === "not-equal",
          range: expr.range,
          operand,
        });
    } else if (atom?.kind !== "null" && atom?.kind !== "undefined")
      textAttributes.add(attribute);
  }
}

export function observeCondition(
  machine: Machine,
  condition: Expr | undefined,
  value: Value,
  negated: boolean,
): void {
  const attribute = attributeIn(value);
  if (attribute === undefined || condition === undefined) return;
  if (saysYesOrNo.test(attribute))
    asCondition(machine, attribute, condition.range, negated);
}

function asCondition(
  { sightings: { attributeTests } }: Machine,
  attribute: string,
  range: Range,
  negated: boolean,
): void {
  if (!attributeTests.has(range.start))
    attributeTests.set(range.start, {
      attribute,
      against: undefined,
      negated,
      range,
      operand: range,
    });
}

/**
 * `[email_verified, phone_number_verified].some(Boolean)`, `any([…])`: beside attributes that say something else, it may be
 * asked whether all are there.
 */
export function observeItemConditions(
  machine: Machine,
  items: readonly Write[],
): void {
  const attributes = items.map(({ value }) => attributeIn(value) ?? "");
  if (!attributes.every((attribute) => saysYesOrNo.test(attribute))) return;
  for (const [i, attribute] of attributes.entries()) {
    const range = items[i]?.valueRange;
    if (range !== undefined) asCondition(machine, attribute, range, false);
  }
}

/** `[email_verified].includes(true)`, `True in (…)`. */
export function observeHeld(
  machine: Machine,
  { fields }: HeapObject,
  wanted: Value,
  range: Range | undefined,
): void {
  const [sought, ...others] = wanted.map(constantOf);
  const against = sought?.value;
  if (others.length > 0 || typeof against !== "boolean" || range === undefined)
    return;
  for (const { value } of fields.get(elements)?.writes.values() ?? []) {
    const attribute = attributeIn(value);
    if (
      attribute !== undefined &&
      saysYesOrNo.test(attribute) &&
      isNothingElse(machine, value, against)
    )
      machine.sightings.attributeTests.set(range.start, {
        attribute,
        against,
        negated: false,
        range,
        operand: range,
      });
  }
}

/** What is handed to a call, or is the receiver of one, is used as text. */
export function observeTextUse(machine: Machine, value: Value): void {
  const attribute = attributeIn(value);
  if (attribute !== undefined) machine.sightings.textAttributes.add(attribute);
}
