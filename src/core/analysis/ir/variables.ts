/** What functions use: the variables they read, those that are not their own, and imports. Nothing is run for it. */
import type {
  Expr,
  Field,
  FunctionId,
  FunctionIr,
  Import,
  Instruction,
  Module,
  Op,
  Operator,
  VariableId,
} from "./ir.ts";

/** What a function's own code uses; not what functions within do. */
interface Uses {
  readonly variables: ReadonlySet<VariableId>;
  readonly imports: readonly Import[];
}

const known = new WeakMap<FunctionIr, Uses>();

/** Found in one walk: each question is asked of nearly every function. */
function usesOf(target: FunctionIr): Uses {
  let uses = known.get(target);
  if (uses === undefined) {
    const variables = new Set<VariableId>();
    const imports: Import[] = [];
    visitRead(target, (each) => {
      if (each.kind === "var") variables.add(each.variable);
      else if (each.kind === "import") imports.push(each);
    });
    known.set(target, (uses = { variables, imports }));
  }
  return uses;
}

/** Variables whose value the function's own code uses; not those of functions within. */
export const readVariables = (target: FunctionIr): ReadonlySet<VariableId> =>
  usesOf(target).variables;

const captured = new WeakMap<Module, Map<FunctionId, readonly VariableId[]>>();

/**
 * Variables of the functions around it that a function, or one within it, reads, and that have one value once they have
 * one: those a closure keeps. What is assigned more than once is left out, and so is what belongs to the module.
 */
export function capturedVariables(
  module: Module,
  id: FunctionId,
): readonly VariableId[] {
  const byId =
    captured.get(module) ?? new Map<FunctionId, readonly VariableId[]>();
  captured.set(module, byId);
  let found = byId.get(id);
  if (found === undefined) byId.set(id, (found = findCaptured(module, id)));
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
  const { counts } = assignmentsOf(module);
  return [...found].filter((each) => (counts.get(each) ?? 0) <= 1);
}

/** What is assigned to places, found in one walk of the module. */
interface Assignments {
  readonly counts: ReadonlyMap<VariableId, number>;
  /** Tests, by the place where the outcome is written. */
  readonly tests: ReadonlyMap<string, Op>;
}

/** The test whose outcome a variable that is assigned once holds. */
export function testOf(module: Module, variable: VariableId): Op | undefined {
  const given = givenTo(module, variable);
  return given !== undefined && isTest(given) ? given : undefined;
}

/** `const { ok, value } = result`: each variable that was given a member of the same one, with that member. */
export function partsWith(
  module: Module,
  variable: VariableId,
): ReadonlyMap<VariableId, Field> {
  const parts = new Map<VariableId, Field>();
  const given = givenTo(module, variable);
  const whole = given && wholeOf(given);
  const owner = ownerOf(module, variable);
  if (whole === undefined || owner === undefined) return parts;
  for (const [each, part] of ownGiven(owner))
    if (wholeOf(part) === whole && countOf(module, each) === 1)
      parts.set(each, part as Field);
  return parts;
}

/** The variable that an expression takes a member of by its name. */
const wholeOf = (expr: Expr): VariableId | undefined =>
  expr.kind === "field" &&
  expr.key.kind === "const" &&
  expr.object.kind === "var"
    ? expr.object.variable
    : undefined;

const ownerOf = (
  { functions, variables }: Module,
  variable: VariableId,
): FunctionIr | undefined => functions[variables[variable]?.owner ?? -1];

/** The test or member that a variable is given, and nothing else. */
function givenTo(module: Module, variable: VariableId): Expr | undefined {
  const owner = ownerOf(module, variable);
  const given = owner && ownGiven(owner).get(variable);
  return given !== undefined && countOf(module, variable) === 1
    ? given
    : undefined;
}

const countOf = (module: Module, variable: VariableId): number =>
  assignmentsOf(module).counts.get(variable) ?? 0;

const givenByFunctions = new WeakMap<
  FunctionIr,
  ReadonlyMap<VariableId, Expr>
>();

/** Tests and members that a function puts into variables: asked for far more often than there is one. */
function ownGiven(target: FunctionIr): ReadonlyMap<VariableId, Expr> {
  let found = givenByFunctions.get(target);
  if (found === undefined) {
    const all = new Map<VariableId, Expr>();
    for (const { instructions } of target.blocks)
      for (const each of instructions)
        if (
          each.kind === "assign" &&
          each.place.kind === "var" &&
          (isTest(each.value) || wholeOf(each.value) !== undefined)
        )
          all.set(each.place.variable, each.value);
    givenByFunctions.set(target, (found = all));
  }
  return found;
}

/**
 * The test whose outcome is written into a member.
 * @param place `start:end` of the value
 */
export const testAt = (module: Module, place: string): Op | undefined =>
  assignmentsOf(module).tests.get(place);

/** Whether what an expression gives is the same wherever a test of it holds: constants, and variables that are given one value. */
export function isSteady(module: Module, expr: Expr): boolean {
  if (expr.kind === "op")
    return expr.operands.every((each) => isSteady(module, each));
  return (
    expr.kind === "const" ||
    expr.kind === "global" ||
    (expr.kind === "var" && countOf(module, expr.variable) <= 1)
  );
}

const tests: ReadonlySet<Operator> = new Set([
  "not",
  "truthy",
  "equal",
  "not-equal",
  "type-name",
  "contains",
]);

const isTest = (expr: Expr): expr is Op =>
  expr.kind === "op" && tests.has(expr.op);

const assignments = new WeakMap<Module, Assignments>();

function assignmentsOf(module: Module): Assignments {
  let found = assignments.get(module);
  if (found === undefined) {
    const counts = new Map<VariableId, number>();
    const byPlace = new Map<string, Op>();
    for (const { blocks } of module.functions)
      for (const { instructions } of blocks)
        for (const each of instructions) {
          if (each.kind !== "assign") continue;
          const { place, value } = each;
          if (place.kind === "var")
            counts.set(place.variable, (counts.get(place.variable) ?? 0) + 1);
          if (!isTest(value)) continue;
          // What is written into a member may have been held in a variable before.
          const { start, end } = value.range;
          byPlace.set(`${String(start)}:${String(end)}`, value);
        }
    assignments.set(module, (found = { counts, tests: byPlace }));
  }
  return found;
}

/** What functions import, each once. */
export function importsOf(functions: readonly FunctionIr[]): readonly Import[] {
  const found = new Map<string, Import>();
  for (const target of functions)
    for (const each of usesOf(target).imports)
      found.set(`${each.from}\n${each.name ?? ""}`, each);
  return [...found.values()];
}

type See = (expr: Expr) => void;

/** Calls `see` for each expression that a function's own code evaluates, and for all that it is made of. */
function visitRead({ blocks }: FunctionIr, see: See): void {
  for (const { instructions, terminator } of blocks) {
    for (const each of instructions) visitReadBy(each, see);
    if (terminator.kind === "branch") visit(terminator.condition, see);
    else if (terminator.kind !== "goto") visit(terminator.value, see);
  }
}

function visitReadBy(instruction: Instruction, see: See): void {
  switch (instruction.kind) {
    case "assign":
      visit(instruction.value, see);
      if (instruction.place.kind === "var") return;
      visit(instruction.place.object, see);
      visit(instruction.place.key, see);
      return;
    case "delete":
      visit(instruction.object, see);
      visit(instruction.key, see);
      return;
    case "call":
      visit(instruction.callee, see);
      for (const { value } of instruction.arguments) visit(value, see);
      return;
    case "await":
      visit(instruction.value, see);
  }
}

function visit(expr: Expr, see: See): void {
  see(expr);
  switch (expr.kind) {
    case "field":
      visit(expr.object, see);
      visit(expr.key, see);
      return;
    case "object":
      for (const member of expr.members) {
        if (member.kind === "entry") visit(member.key, see);
        visit(member.value, see);
      }
      return;
    case "list":
      for (const { value } of expr.items) visit(value, see);
      return;
    case "concat":
      for (const part of expr.parts) visit(part, see);
      return;
    case "op":
      for (const operand of expr.operands) visit(operand, see);
      return;
    case "unknown":
      for (const use of expr.uses) visit(use, see);
      return;
    default:
  }
}
