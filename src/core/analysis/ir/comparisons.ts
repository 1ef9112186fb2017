/**
 * The constants that code compares a member of an object with, where it does nothing else with it: then all other values
 * are one to it. Invariant: what is not plainly such a test counts as another use.
 */
import type { Const, Expr, FunctionIr, Instruction, VariableId } from "./ir.ts";

/**
 * @param functions all the code that may read the member
 * @returns undefined where it is used otherwise
 */
export function comparisonsOf(
  functions: readonly FunctionIr[],
  member: string,
): readonly Const[] | undefined {
  const found: Const[] = [];
  const holders = new Set<VariableId>();
  const isMember = (expr: Expr): boolean =>
    expr.kind === "var"
      ? holders.has(expr.variable)
      : expr.kind === "field" &&
        expr.key.kind === "const" &&
        expr.key.value === member;
  const blocks = functions.flatMap((each) => each.blocks);
  // A variable that is given the member stands for it, and so does one that is given that variable.
  for (let known = -1; known < holders.size;) {
    known = holders.size;
    for (const { instructions } of blocks)
      for (const each of instructions)
        if (
          each.kind === "assign" &&
          each.place.kind === "var" &&
          isMember(each.value)
        )
          holders.add(each.place.variable);
  }

  /** The constants that an expression compares the member with; undefined for any other expression. */
  const tested = (expr: Expr): readonly Const[] | undefined => {
    if (expr.kind !== "op") return undefined;
    const [first, second] = expr.operands;
    if (first === undefined) return undefined;
    switch (expr.op) {
      case "not":
      case "truthy":
        return isMember(first) ? [] : undefined;
      case "equal":
      case "not-equal":
        if (isMember(first) && second?.kind === "const") return [second];
        return second !== undefined &&
          isMember(second) &&
          first.kind === "const"
          ? [first]
          : undefined;
      case "contains": {
        if (!isMember(first) || second?.kind !== "list") return undefined;
        const items = second.items.flatMap(({ value }) =>
          value.kind === "const" ? [value] : [],
        );
        return items.length === second.items.length ? items : undefined;
      }
      default:
        return undefined;
    }
  };
  const isUsed = (expr: Expr): boolean => {
    const constants = tested(expr);
    if (constants !== undefined) {
      found.push(...constants);
      return false;
    }
    if (isMember(expr)) return true;
    switch (expr.kind) {
      case "const":
        return expr.value === member;
      case "field":
        return isUsed(expr.object) || isUsed(expr.key);
      case "object":
        return expr.members.some(
          (each) =>
            isUsed(each.value) || (each.kind === "entry" && isUsed(each.key)),
        );
      case "list":
        return expr.items.some(({ value }) => isUsed(value));
      case "concat":
        return expr.parts.some(isUsed);
      case "op":
        return expr.operands.some(isUsed);
      case "unknown":
        return expr.uses.some(isUsed);
      default:
        return false;
    }
  };
  const uses = (each: Instruction): boolean => {
    switch (each.kind) {
      case "assign":
        return each.place.kind === "var"
          ? !isMember(each.value) && isUsed(each.value)
          : [each.value, each.place.object, each.place.key].some(isUsed);
      case "delete":
        return isUsed(each.object) || isUsed(each.key);
      case "call":
        return (
          isUsed(each.callee) ||
          each.arguments.some(({ value }) => isUsed(value))
        );
      case "await":
        return isUsed(each.value);
    }
  };
  const isOther = blocks.some(({ instructions, terminator: end }) => {
    if (instructions.some(uses)) return true;
    if (end.kind === "goto") return false;
    return end.kind === "branch"
      ? !isMember(end.condition) && isUsed(end.condition)
      : isUsed(end.value);
  });
  return isOther ? undefined : found;
}
