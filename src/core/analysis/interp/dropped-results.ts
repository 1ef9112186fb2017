/** Which calls of a function are statements of their own: nothing in it takes what they give back. */
import type {
  Call,
  Expr,
  FunctionIr,
  Instruction,
  VariableId,
} from "../ir/ir.ts";

const known = new WeakMap<FunctionIr, ReadonlySet<VariableId>>();

export function isDropped(within: FunctionIr, call: Call): boolean {
  let used = known.get(within);
  if (used === undefined) known.set(within, (used = usedVariables(within)));
  return !used.has(call.result);
}

function usedVariables({ blocks }: FunctionIr): ReadonlySet<VariableId> {
  const used = new Set<VariableId>();
  for (const { instructions, terminator } of blocks) {
    for (const each of instructions)
      for (const expr of readBy(each)) collect(expr, used);
    if (terminator.kind === "branch") collect(terminator.condition, used);
    if (terminator.kind === "return" || terminator.kind === "throw")
      collect(terminator.value, used);
  }
  return used;
}

function readBy(instruction: Instruction): readonly Expr[] {
  switch (instruction.kind) {
    case "assign":
      return instruction.place.kind === "var"
        ? [instruction.value]
        : [instruction.value, instruction.place.object, instruction.place.key];
    case "delete":
      return [instruction.object, instruction.key];
    case "call":
      return [
        instruction.callee,
        ...instruction.arguments.map(({ value }) => value),
      ];
    case "await":
      return [instruction.value];
  }
}

function collect(expr: Expr, used: Set<VariableId>): void {
  switch (expr.kind) {
    case "var":
      used.add(expr.variable);
      return;
    case "field":
      collect(expr.object, used);
      collect(expr.key, used);
      return;
    case "object":
      for (const member of expr.members) {
        if (member.kind === "entry") collect(member.key, used);
        collect(member.value, used);
      }
      return;
    case "list":
      for (const { value } of expr.items) collect(value, used);
      return;
    case "concat":
      for (const part of expr.parts) collect(part, used);
      return;
    case "op":
      for (const operand of expr.operands) collect(operand, used);
      return;
    case "unknown":
      for (const use of expr.uses) collect(use, used);
      return;
    default:
  }
}
