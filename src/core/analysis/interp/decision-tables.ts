/**
 * `answers[name]`, where entries of a table decide a sign-in: what one of them says belongs together, so that each name
 * that may be looked up goes its own way. Invariant: the ways together stand for what was one state before.
 */
import { contracts } from "../../triggers/contracts.ts";
import type { Expr, Field, Instruction } from "../ir/ir.ts";
import { evaluate } from "./evaluate.ts";
import { objectIds, type Frame, type Machine } from "./machine.ts";
import { copyState, objectAt, setVariable, type State } from "./state.ts";
import { constantOf, valueOf } from "./value.ts";

/** Members of the answer that say something together. */
export const decisions: ReadonlySet<string> = new Set(
  contracts.flatMap(({ response }) =>
    response
      .filter(({ required }) => required?.kind === "decision")
      .map(({ name }) => name),
  ),
);

/** Names that are looked up apart. */
const nameBound = 8;

/** The state before an instruction, once for each entry of a table that it may use. */
export function entriesApart(
  machine: Machine,
  frame: Frame,
  instruction: Instruction,
  before: State,
): readonly State[] {
  if (instruction.kind === "assign")
    return apart(machine, frame, [instruction.value], before);
  return instruction.kind === "call"
    ? apart(
        machine,
        frame,
        instruction.arguments.map(({ value }) => value),
        before,
      )
    : [before];
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
    const entries = objectIds(evaluate(machine, frame, before, lookup));
    if (entries.length < 2 || !entries.every((id) => decides(before, id)))
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

function decides(state: State, id: string): boolean {
  const { fields, delivered } = objectAt(state, id);
  return (
    delivered === undefined && [...decisions].some((name) => fields.has(name))
  );
}
