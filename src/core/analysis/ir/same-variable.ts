/** Whether one name means the same at two places of a file. Nothing is run for it. */
import type { Range } from "../../text/position.ts";
import type { Module, VariableId } from "./ir.ts";
import { visitRead } from "./variables.ts";

/**
 * False where the name is of two variables, or where the variable is given something else between the places; true as
 * well where it is not known which variable one of them reads.
 */
export function isSameVariable(
  module: Module,
  name: string,
  first: Range,
  second: Range,
): boolean {
  const one = readIn(module, name, first);
  const other = readIn(module, name, second);
  if (one === undefined || other === undefined) return true;
  return one === other && !isAssignedBetween(module, one, first, second);
}

function readIn(
  { functions, variables }: Module,
  name: string,
  { start, end }: Range,
): VariableId | undefined {
  let found: VariableId | undefined;
  for (const each of functions)
    if (each.range.start <= start && end <= each.range.end)
      visitRead(each, (expr) => {
        if (
          expr.kind === "var" &&
          start <= expr.range.start &&
          expr.range.end <= end &&
          variables[expr.variable]?.name === name
        )
          found = expr.variable;
      });
  return found;
}

const isAssignedBetween = (
  { functions }: Module,
  variable: VariableId,
  { start: a }: Range,
  { start: b }: Range,
): boolean =>
  functions.some(({ blocks }) =>
    blocks.some(({ instructions }) =>
      instructions.some(
        (each) =>
          each.kind === "assign" &&
          each.place.kind === "var" &&
          each.place.variable === variable &&
          Math.min(a, b) < each.range.start &&
          each.range.start < Math.max(a, b),
      ),
    ),
  );
