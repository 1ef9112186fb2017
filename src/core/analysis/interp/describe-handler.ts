/** Where a recognised handler stands in its file and what it calls the event: what an editor shows beside the code. */
import type { Range } from "../../text/position.ts";
import type { TriggerMatch } from "../../triggers/match-trigger.ts";
import type { EventName, RecognisedHandler } from "../finding.ts";
import type {
  Expr,
  FunctionId,
  Instruction,
  Module,
  VariableId,
} from "../ir/ir.ts";
import type { HandlerFacts } from "./facts.ts";
import type { Candidate } from "./handlers.ts";
import { ownParameters } from "./lambda-parameters.ts";

export function describeHandler(
  module: Module,
  candidate: Candidate,
  { triggers, because }: TriggerMatch,
  handed: HandlerFacts["handed"],
): RecognisedHandler {
  const target = module.functions[candidate.id];
  const helpers = helpersOf(module, handed);
  const range = target?.range ?? { start: 0, end: 0 };
  if (range.end > module.text.length && candidate.exported !== undefined)
    return {
      range: candidate.exported,
      nameRange: rangeOfExport(module.text, candidate.name, candidate.exported),
      triggers,
      because,
      names: [],
      helpers,
    };
  const [event] = target === undefined ? [] : ownParameters(target);
  const name = target?.name === "" ? candidate.name : (target?.name ?? "");
  return {
    range,
    nameRange: rangeOfName(module.text, name, range.start, event?.range),
    triggers,
    because,
    ...(event === undefined ? {} : { eventRange: event.range }),
    names:
      event === undefined
        ? []
        : namesOf(module, candidate.id, [[event.variable, []]]),
    helpers,
  };
}

function helpersOf(
  module: Module,
  handed: HandlerFacts["handed"],
): RecognisedHandler["helpers"] {
  const given = new Map<FunctionId, Path[]>();
  for (const [variable, { to, path }] of handed)
    given.set(to, [...(given.get(to) ?? []), [variable, path]]);
  return [...given].map(([id, paths]) => ({
    range: module.functions[id]?.range ?? { start: 0, end: 0 },
    names: namesOf(module, id, paths),
  }));
}

type Path = readonly [variable: VariableId, path: readonly string[]];

/** Follows what a function is given through plain assignments; where a name stands for two things, the first counts. */
function namesOf(
  { functions, variables }: Module,
  id: FunctionId,
  given: readonly Path[],
): readonly EventName[] {
  const range = functions[id]?.range ?? { start: 0, end: 0 };
  const paths = new Map(given);
  const pathOf = (expr: Expr): readonly string[] | undefined => {
    if (expr.kind === "var") return paths.get(expr.variable);
    if (expr.kind !== "field") return undefined;
    const outer = pathOf(expr.object);
    if (outer === undefined) return undefined;
    const { key } = expr;
    // `session[session.length - 1]`: any entry.
    return [...outer, key.kind === "const" ? String(key.value) : "*"];
  };
  // A function stands behind the one that holds it.
  for (const { range: own, blocks } of functions.slice(id))
    if (own.start >= range.start && own.end <= range.end)
      for (const { instructions } of blocks)
        for (const each of instructions) {
          const variable = boundVariable(each);
          if (variable === undefined || paths.has(variable)) continue;
          const value = boundValue(each);
          const path = value && pathOf(value);
          if (path !== undefined) paths.set(variable, path);
        }
  return [...paths]
    .map(([id, path]) => ({ name: variables[id]?.name ?? "", path }))
    .filter(({ name }) => name !== "");
}

const isLast = (value: Expr | undefined): boolean =>
  value?.kind === "const" && value.value === -1;

/** What an instruction gives to a variable. `x.get("key")` and `x.at(-1)` give a member, `x.slice(-1)` one like `x`. */
function boundValue(each: Instruction): Expr | undefined {
  switch (each.kind) {
    case "assign":
    case "await":
      return each.value;
    case "call": {
      const { callee, arguments: passed } = each;
      const key = passed[0]?.value;
      if (callee.kind !== "field" || callee.key.kind !== "const")
        return undefined;
      // Of a text, it would be a part.
      if (callee.key.value === "slice")
        return isLast(key) ? callee.object : undefined;
      return (callee.key.value === "get" || callee.key.value === "at") &&
        key !== undefined
        ? { ...callee, key }
        : undefined;
    }
    case "delete":
      return undefined;
  }
}

function boundVariable(each: Instruction): VariableId | undefined {
  switch (each.kind) {
    case "assign":
      return each.place.kind === "var" ? each.place.variable : undefined;
    case "await":
    case "call":
      return each.result;
    case "delete":
      return undefined;
  }
}

/** The name in the statement that exports it. */
function rangeOfExport(text: string, name: string, within: Range): Range {
  const at = text.slice(within.start, within.end).indexOf(name);
  const start = within.start + Math.max(at, 0);
  return { start, end: at === -1 ? start : start + name.length };
}

/** A function's name stands before its parameters, on its own first line; else the place where the function begins. */
function rangeOfName(
  text: string,
  name: string,
  start: number,
  event: Range | undefined,
): Range {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const at = text.slice(lineStart, event?.start ?? start).lastIndexOf(name);
  return name === "" || at === -1
    ? { start, end: start }
    : { start: lineStart + at, end: lineStart + at + name.length };
}
