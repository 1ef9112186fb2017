/** Sees attributes that are text, such as `email_verified`, used as if they were booleans, and used as text. */
import type { Expr, Op } from "../ir/ir.ts";
import type { Machine } from "./machine.ts";
import type { Value } from "./value.ts";

const attributeIn = (value: Value): string | undefined => {
  for (const atom of value)
    if (atom.kind === "text" && atom.attribute !== undefined)
      return atom.attribute;
  return undefined;
};

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
      if (atom.value !== undefined)
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
  const { attributeTests } = machine.sightings;
  if (!attributeTests.has(condition.range.start))
    attributeTests.set(condition.range.start, {
      attribute,
      against: undefined,
      negated,
      range: condition.range,
      operand: condition.range,
    });
}

/** What is handed to a call, or is the receiver of one, is used as text. */
export function observeTextUse(machine: Machine, value: Value): void {
  const attribute = attributeIn(value);
  if (attribute !== undefined) machine.sightings.textAttributes.add(attribute);
}
