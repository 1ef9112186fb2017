/** What functions use: the variables they read, those that are not their own, and imports. Nothing is run for it. */
import type {
  Block,
  Expr,
  Field,
  FunctionId,
  FunctionIr,
  Import,
  Instruction,
  Module,
  Op,
  Operator,
  Var,
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
 * one: those a closure keeps. What is assigned more than once is left out, and so is what belongs to the module, but for
 * the `this` of a method around it.
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
  const target = functions[id];
  const isModule = (each: FunctionId): boolean =>
    functions[each]?.parent === undefined;
  if (target?.parent === undefined || isModule(target.parent)) return [];
  const within = new Set<FunctionId>([id]);
  // A function stands behind the one that holds it.
  for (const each of functions)
    if (each.parent !== undefined && within.has(each.parent))
      within.add(each.id);
  const selves = selvesAround(module, target.parent);
  const found = new Set<VariableId>();
  for (const each of within) {
    const inner = functions[each];
    if (inner === undefined) continue;
    for (const variable of readVariables(inner)) {
      const owner = variables[variable]?.owner;
      if (
        selves.has(variable) ||
        (owner !== undefined && !isModule(owner) && !within.has(owner))
      )
        found.add(variable);
    }
  }
  // What it is called on, it is told by the call.
  if (target.self !== undefined) found.delete(target.self);
  return [...found].filter(
    (each) => selves.has(each) || countOf(module, each) <= 1,
  );
}

/** `this` of the functions around a place. */
function selvesAround(
  { functions }: Module,
  id: FunctionId,
): ReadonlySet<VariableId> {
  const selves = new Set<VariableId>();
  for (
    let around = functions[id];
    around !== undefined;
    around = functions[around.parent ?? -1]
  )
    if (around.self !== undefined) selves.add(around.self);
  return selves;
}

const selves = new WeakMap<Module, ReadonlySet<VariableId>>();

/** Whether a variable is the `this` of some function. */
export function isSelfVariable(module: Module, variable: VariableId): boolean {
  let found = selves.get(module);
  if (found === undefined) {
    found = new Set(
      module.functions.flatMap(({ self }) =>
        self === undefined ? [] : [self],
      ),
    );
    selves.set(module, found);
  }
  return found.has(variable);
}

/** The test whose outcome a variable that is assigned once holds. */
export function testOf(module: Module, variable: VariableId): Op | undefined {
  const owner = ownerOf(module, variable);
  const given = owner && assignedBy(owner).given.get(variable);
  return given !== undefined && isTest(given) && countOf(module, variable) === 1
    ? given
    : undefined;
}

/** `missing = details is None; if missing:`: the test whose outcome the last instruction of a block has given a name. */
export function justAsked(
  block: Block | undefined,
  condition: Expr,
): Expr | undefined {
  const last = block?.instructions.at(-1);
  if (last?.kind !== "assign" || last.place.kind !== "var") return undefined;
  const { place, value } = last;
  if (!isTest(value)) return undefined;
  const [operand] = condition.kind === "op" ? condition.operands : [];
  const isIt = (expr: Expr | undefined): boolean =>
    expr?.kind === "var" && expr.variable === place.variable;
  if (isIt(condition)) return value;
  return condition.kind === "op" && condition.op === "not" && isIt(operand)
    ? { ...condition, operands: [value] }
    : undefined;
}

/** `const { ok } = result`: the member of another variable that a variable was given. */
export function partIn(module: Module, variable: VariableId): Part | undefined {
  const owner = ownerOf(module, variable);
  const given = owner && assignedBy(owner).given.get(variable);
  return given !== undefined && isPart(given) ? given : undefined;
}

/**
 * The member that a variable was given: `found = answer.name`, Python's `found = answer.get(name)`. Of a choice,
 * `answer.name ?? other`, the member that is tested first.
 */
export function memberGot(
  module: Module,
  variable: VariableId,
): Field | undefined {
  const owner = ownerOf(module, variable);
  const got = owner && assignedBy(owner).got.get(variable);
  return got !== undefined &&
    isSteadyPlace(module, got.object) &&
    isSteady(module, got.key) &&
    (module.variables[variable]?.name === "" || isGivenOnce(module, variable))
    ? got
    : undefined;
}

/** `const { ok, value } = result`: the variables that were given a member of the same one, and nothing else. */
export function partsBeside(
  module: Module,
  variable: VariableId,
): ReadonlyMap<VariableId, Part> {
  const parts = new Map<VariableId, Part>();
  const whole = partIn(module, variable)?.object.variable;
  const owner = ownerOf(module, variable);
  if (whole === undefined || owner === undefined) return parts;
  for (const [each, part] of assignedBy(owner).given)
    if (
      isPart(part) &&
      part.object.variable === whole &&
      countOf(module, each) === 1
    )
      parts.set(each, part);
  return parts;
}

/** A member, by its name, of a variable. */
type Part = Field & { readonly object: Var };

const isPart = (expr: Expr): expr is Part =>
  expr.kind === "field" &&
  expr.key.kind === "const" &&
  expr.object.kind === "var";

const ownerOf = (
  { functions, variables }: Module,
  variable: VariableId,
): FunctionIr | undefined => functions[variables[variable]?.owner ?? -1];

/** How often a variable is assigned, by its own function and by those within. */
function countOf(module: Module, variable: VariableId): number {
  const owner = ownerOf(module, variable);
  if (owner === undefined) return 0;
  const { functions } = module;
  let count = assignedBy(owner).counts.get(variable) ?? 0;
  const around = new Set([owner.id]);
  // A function stands behind the one that holds it.
  for (const each of functions)
    if (each.parent !== undefined && around.has(each.parent)) {
      around.add(each.id);
      count += assignedBy(each).counts.get(variable) ?? 0;
    }
  return count;
}

/** What a function's own code assigns. */
interface Assigned {
  readonly counts: ReadonlyMap<VariableId, number>;
  /** Variables that are declared without a value. */
  readonly emptyFirst: ReadonlySet<VariableId>;
  /** Tests and members that variables are given. */
  readonly given: ReadonlyMap<VariableId, Expr>;
  /** Members that variables are given, by their names or by a call of `get`. */
  readonly got: ReadonlyMap<VariableId, Field>;
}

const assignedByFunctions = new WeakMap<FunctionIr, Assigned>();

/** Found in one walk: conditions ask for it far more often than there is something. */
function assignedBy(target: FunctionIr): Assigned {
  let found = assignedByFunctions.get(target);
  if (found === undefined) {
    const counts = new Map<VariableId, number>();
    const emptyFirst = new Set<VariableId>();
    const given = new Map<VariableId, Expr>();
    const got = new Map<VariableId, Field>();
    for (const { instructions } of target.blocks)
      for (const each of instructions) {
        if (each.kind === "call") {
          const member = gotBy(each);
          if (member !== undefined) got.set(each.result, member);
        }
        if (each.kind !== "assign" || each.place.kind !== "var") continue;
        const { variable } = each.place;
        const count = counts.get(variable) ?? 0;
        counts.set(variable, count + 1);
        if (count === 0 && isEmpty(each.value)) emptyFirst.add(variable);
        if (isTest(each.value) || isPart(each.value))
          given.set(variable, each.value);
        const value = undeclared(each.value);
        const member =
          value.kind === "var"
            ? got.get(value.variable)
            : value.kind === "field" && value.key.kind === "const"
              ? value
              : undefined;
        if (member !== undefined && !got.has(variable))
          got.set(variable, member);
      }
    assignedByFunctions.set(
      target,
      (found = { counts, emptyFirst, given, got }),
    );
  }
  return found;
}

/** The value itself, whatever its type says of it. */
export const undeclared = (expr: Expr): Expr =>
  expr.kind === "op" && expr.op === "declared"
    ? (expr.operands[0] ?? expr)
    : expr;

const isEmpty = (expr: Expr): boolean =>
  expr.kind === "const" && expr.value === undefined;

function gotBy({
  callee,
  arguments: [key],
  range,
}: Instruction & { kind: "call" }): Field | undefined {
  return callee.kind === "field" &&
    callee.key.kind === "const" &&
    callee.key.value === "get" &&
    key !== undefined &&
    !key.spread &&
    key.name === undefined
    ? { kind: "field", object: callee.object, key: key.value, range }
    : undefined;
}

/**
 * The test whose outcome is written into a member.
 * @param place `start:end` of the value
 */
export const testAt = (module: Module, place: string): Op | undefined =>
  testsByPlace(module).get(place);

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

/** `event.response`, where `event` is given one value. */
function isSteadyPlace(module: Module, expr: Expr): boolean {
  if (expr.kind === "field")
    return expr.key.kind === "const" && isSteadyPlace(module, expr.object);
  return expr.kind === "var"
    ? isGivenOnce(module, expr.variable)
    : isSteady(module, expr);
}

/** Also a variable that is nothing before, as `var found;` has it. */
function isGivenOnce(module: Module, variable: VariableId): boolean {
  const owner = ownerOf(module, variable);
  const isEmptyFirst = owner && assignedBy(owner).emptyFirst.has(variable);
  return countOf(module, variable) <= (isEmptyFirst === true ? 2 : 1);
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

const placesOfTests = new WeakMap<Module, ReadonlyMap<string, Op>>();

/** Tests by the place where they stand: what is written into a member may have been held in a variable before. */
function testsByPlace(module: Module): ReadonlyMap<string, Op> {
  let found = placesOfTests.get(module);
  if (found === undefined) {
    const all = new Map<string, Op>();
    for (const { blocks } of module.functions)
      for (const { instructions } of blocks)
        for (const each of instructions) {
          if (each.kind !== "assign" || !isTest(each.value)) continue;
          const { start, end } = each.value.range;
          all.set(`${String(start)}:${String(end)}`, each.value);
        }
    placesOfTests.set(module, (found = all));
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
export function visitRead({ blocks, parameters }: FunctionIr, see: See): void {
  for (const { declared } of parameters)
    if (declared !== undefined) visit(declared, see);
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
