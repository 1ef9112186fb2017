/**
 * `answers[name]`, where entries of a table decide a sign-in: what one of them says belongs together, so that each name
 * that may be looked up goes its own way. Invariant: the ways together stand for what was one state before.
 */
import { contracts } from "../../triggers/contracts.ts";
import type { Expr, Field, Instruction } from "../ir/ir.ts";
import { evaluate } from "./evaluate.ts";
import type { Frame, Machine } from "./machine.ts";
import { copyState, objectAt, setVariable, type State } from "./state.ts";
import { constantOf, valueOf, type Atom } from "./value.ts";

/** Members of the answer that say something together. */
export const decisions: ReadonlySet<string> = new Set(
  contracts.flatMap(({ response }) =>
    response
      .filter(({ required }) => required?.kind === "decision")
      .map(({ name }) => name),
  ),
);

/** Members of an answer of which a path sets all that it needs or none: those, and the ones that stand beside them. */
export const together: ReadonlySet<string> = new Set([
  ...decisions,
  ...contracts.flatMap(({ response }) =>
    response.some(({ required }) => required?.kind === "with-others")
      ? response.map(({ name }) => name)
      : [],
  ),
]);

/** Names that are looked up apart. */
const nameBound = 8;

/** Asked before each instruction, and mostly answered no. */
export function mayLookUp(instruction: Instruction): boolean {
  if (instruction.kind === "assign")
    return lookupIn(instruction.value) !== undefined;
  if (instruction.kind !== "call") return false;
  const { callee, arguments: given } = instruction;
  if (isGet(callee)) return given[0]?.value.kind === "var";
  if (lookupIn(callee) !== undefined) return true;
  for (const { value } of given) if (lookupIn(value) !== undefined) return true;
  return false;
}

/** `answers.get(name, other)` of Python */
const isGet = (callee: Expr): callee is Field =>
  callee.kind === "field" &&
  callee.key.kind === "const" &&
  callee.key.value === "get";

/** The state before an instruction, once for each entry of a table that it may use. */
export function entriesApart(
  machine: Machine,
  frame: Frame,
  instruction: Instruction,
  before: State,
): readonly State[] {
  if (instruction.kind === "assign")
    return apart(machine, frame, [instruction.value], before);
  if (instruction.kind !== "call") return [before];
  const { callee, arguments: given, range } = instruction;
  const used = given.map(({ value }) => value);
  const [name] = used;
  return apart(
    machine,
    frame,
    isGet(callee) && name !== undefined
      ? [{ kind: "field", object: callee.object, key: name, range }]
      : // `answers[name](event)`
        [callee, ...used],
    before,
  );
}

/** The same before a return. */
export const returnsApart = (
  machine: Machine,
  frame: Frame,
  returned: Expr,
  before: State,
): readonly State[] => apart(machine, frame, [returned], before);

function apart(
  machine: Machine,
  frame: Frame,
  used: readonly Expr[],
  before: State,
): readonly State[] {
  for (const expr of used) {
    const lookup = lookupIn(expr);
    if (lookup?.key.kind !== "var") continue;
    const { variable } = lookup.key;
    const names = evaluate(machine, frame, before, lookup.key);
    if (names.length < 2 || names.length > nameBound) continue;
    if (!names.every((name) => constantOf(name) !== undefined)) continue;
    // A name that the table does not have is a way of its own as well.
    const entries = evaluate(machine, frame, before, lookup).filter(
      ({ kind }) => kind !== "undefined",
    );
    if (entries.length === 0 || !entries.every((each) => decides(before, each)))
      continue;
    return names.map((name) => {
      const state = copyState(before);
      setVariable(state, variable, valueOf(name));
      return state;
    });
  }
  return [before];
}

/** A lookup by a name that is computed: the whole expression, or what an object literal takes over. */
function lookupIn(expr: Expr): Field | undefined {
  if (expr.kind === "field") return expr.key.kind === "var" ? expr : undefined;
  if (expr.kind !== "object") return undefined;
  for (const { kind, value } of expr.members) {
    const found = kind === "spread" ? lookupIn(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** It has decisions, or is a function, which may make them. */
function decides(state: State, atom: Atom): boolean {
  if (atom.kind !== "object") return atom.kind === "function";
  const { fields, delivered } = objectAt(state, atom.id);
  return (
    delivered === undefined && [...decisions].some((name) => fields.has(name))
  );
}
