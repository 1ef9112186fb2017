/** What functions use: the variables they read, those that are not their own, and imports. Nothing is run for it. */
import type {
  Expr,
  FunctionId,
  FunctionIr,
  Import,
  Instruction,
  Module,
  VariableId,
} from "./ir.ts";

const read = new WeakMap<FunctionIr, ReadonlySet<VariableId>>();

/** Variables whose value the function's own code uses; not those of functions within. */
export function readVariables(target: FunctionIr): ReadonlySet<VariableId> {
  let used = read.get(target);
  if (used === undefined) {
    const found = new Set<VariableId>();
    for (const expr of expressionsOf(target))
      visit(expr, (each) => {
        if (each.kind === "var") found.add(each.variable);
      });
    read.set(target, (used = found));
  }
  return used;
}

const captured = new WeakMap<Module, Map<FunctionId, readonly VariableId[]>>();

/**
 * Variables of the functions around it that a function, or one within it, reads, and that have one value once they have
 * one: those a closure keeps. What is assigned more than once is left out, and so is what belongs to the module.
 */
export function capturedVariables(
  module: Module,
  id: FunctionId,
): readonly VariableId[] {
  const known =
    captured.get(module) ?? new Map<FunctionId, readonly VariableId[]>();
  captured.set(module, known);
  let found = known.get(id);
  if (found === undefined) known.set(id, (found = findCaptured(module, id)));
  return found;
}

function findCaptured(module: Module, id: FunctionId): readonly VariableId[] {
  const { functions, variables } = module;
  const parent = functions[id]?.parent;
  const isModule = (each: FunctionId): boolean =>
    functions[each]?.parent === undefined;
  if (parent === undefined || isModule(parent)) return [];
  const within = new Set<FunctionId>([id]);
  // A function stands behind the one that holds it.
  for (const each of functions)
    if (each.parent !== undefined && within.has(each.parent))
      within.add(each.id);
  const found = new Set<VariableId>();
  for (const each of within) {
    const target = functions[each];
    if (target === undefined) continue;
    for (const variable of readVariables(target)) {
      const owner = variables[variable]?.owner;
      if (owner !== undefined && !isModule(owner) && !within.has(owner))
        found.add(variable);
    }
  }
  const assigned = assignmentsOf(module);
  return [...found].filter((each) => (assigned.get(each) ?? 0) <= 1);
}

const assignments = new WeakMap<Module, ReadonlyMap<VariableId, number>>();

function assignmentsOf(module: Module): ReadonlyMap<VariableId, number> {
  let known = assignments.get(module);
  if (known === undefined) {
    const counts = new Map<VariableId, number>();
    for (const { blocks } of module.functions)
      for (const { instructions } of blocks)
        for (const each of instructions)
          if (each.kind === "assign" && each.place.kind === "var")
            counts.set(
              each.place.variable,
              (counts.get(each.place.variable) ?? 0) + 1,
            );
    assignments.set(module, (known = counts));
  }
  return known;
}

/** What functions import, each once. */
export function importsOf(functions: readonly FunctionIr[]): readonly Import[] {
  const found = new Map<string, Import>();
  for (const target of functions)
    for (const expr of expressionsOf(target))
      visit(expr, (each) => {
        if (each.kind === "import")
          found.set(`${each.from}\n${each.name ?? ""}`, each);
      });
  return [...found.values()];
}

function* expressionsOf({ blocks }: FunctionIr): Iterable<Expr> {
  for (const { instructions, terminator } of blocks) {
    for (const each of instructions) yield* readBy(each);
    if (terminator.kind === "branch") yield terminator.condition;
    if (terminator.kind === "return" || terminator.kind === "throw")
      yield terminator.value;
  }
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

/** Calls `see` for an expression and all that it is made of. */
function visit(expr: Expr, see: (expr: Expr) => void): void {
  see(expr);
  for (const part of partsOf(expr)) visit(part, see);
}

function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "field":
      return [expr.object, expr.key];
    case "object":
      return expr.members.flatMap((member) =>
        member.kind === "entry" ? [member.key, member.value] : [member.value],
      );
    case "list":
      return expr.items.map(({ value }) => value);
    case "concat":
      return expr.parts;
    case "op":
      return expr.operands;
    case "unknown":
      return expr.uses;
    default:
      return [];
  }
}
