/** Which functions of a module could be the handler, and what can be seen of each to tell which trigger it serves. */
import type { Range } from "../../text/position.ts";
import type { TriggerEvidence } from "../../triggers/match-trigger.ts";
import type { Expr, FunctionId, FunctionIr, Module } from "../ir/ir.ts";
import { fieldValue } from "./heap.ts";
import { invoke, type LoadedModule } from "./interpreter.ts";
import { eventId, objectIds, type Exit } from "./machine.ts";
import { objectAt, variableAt, type State } from "./state.ts";
import {
  calleeKey,
  noValue,
  unknownValue,
  type Atom,
  type Value,
} from "./value.ts";

export interface Candidate {
  readonly function: FunctionId;
  /** What the function kept of those around it when it was made. */
  readonly closure?: string;
  /** The name it is exported under. */
  readonly name: string;
  /** The unknown function that was given it, if one was: `@middy/core`. */
  readonly wrappedBy: string | undefined;
  /** Its name or its own type says that it is a handler, rather than some function that takes an event. */
  readonly named: boolean;
  /** Not exported itself, but what an export makes. */
  readonly made?: true;
}

/** A place that compares the trigger source with a text. */
export interface Comparison {
  readonly text: string;
  readonly range: Range;
  /** By a prefix, a part, or as a key of a table: the text need not be a whole source. */
  readonly loosely: boolean;
}

const handlerName =
  /^(?:default|main|lambda|entry_?point)$|^handle(?:r|_?event|_?request)?$|_?handler$/iu;
/** An export that is called as a trigger is, and nothing else. */
const triggerName =
  /^(?:pre_?sign_?up|post_?confirmation|(?:pre|post)_?authentication|pre_?token_?generation|(?:define|create|verify)_?auth_?challenge(?:_?response)?|custom_?message|user_?migration|custom_?(?:sms|email)_?sender)(?:_?(?:trigger|lambda|fn|function))?$/iu;
/** Types of whole functions and decorators that only handlers have; a helper takes an event of the same type. */
const handlerType =
  /handler$|^(?:event_source|inject_lambda_context|lambda_function)$/iu;

const contextName = /^_*(?:ctx|context|c|lambda_?context)?$/iu;

/** Its second parameter is what Lambda passes there. */
export function takesContext({ parameters }: FunctionIr): boolean {
  const [, second] = parameters.filter(
    ({ name }) => name !== "self" && name !== "cls",
  );
  return (
    second !== undefined &&
    (contextName.test(second.name) ||
      second.types.some((type) => /context$/iu.test(type)))
  );
}

/** @param wanted the name of the export that is known to be the handler */
export function findCandidates(
  loaded: LoadedModule,
  wanted?: string,
): readonly Candidate[] {
  const { module, state } = loaded;
  const found = new Map<string, Candidate>();
  const add = (name: string, value: Value, depth: number): void => {
    for (const atom of value) {
      if (atom.kind === "object" && depth < 2) {
        for (const [key, field] of objectAt(state, atom.id).fields)
          add(key, fieldValue(field), depth + 1);
        continue;
      }
      const callee =
        atom.kind === "function"
          ? atom
          : atom.kind === "unknown"
            ? atom.wraps
            : undefined;
      const target = module.functions[callee?.id ?? -1];
      if (callee === undefined || target === undefined || target.generator)
        continue;
      // Lambda calls what a module exports, and no method of a class in it.
      if (depth > 0 && target.method === true) continue;
      const wrappedBy = atom.kind === "unknown" ? (atom.by ?? "") : undefined;
      const key = calleeKey(callee);
      if (found.get(key)?.wrappedBy === undefined && found.has(key)) continue;
      const { id, closure } = callee;
      found.set(key, {
        function: id,
        ...(closure === undefined ? {} : { closure }),
        name,
        wrappedBy,
        named:
          handlerName.test(name) ||
          triggerName.test(name) ||
          target.types.some((each) => handlerType.test(each)),
      });
    }
  };
  const exported = variableAt(state, module.exports) ?? unknownValue;
  for (const id of objectIds(exported))
    for (const [name, field] of objectAt(state, id).fields)
      add(name, fieldValue(field), 0);
  for (const atom of exported)
    if (atom.kind === "function" || atom.kind === "unknown")
      add("default", exported, 0);
  if (found.size === 0)
    for (const [id, { name, owner }] of module.variables.entries())
      if (owner === 0 && handlerName.test(name))
        add(name, variableAt(state, id) ?? unknownValue, 0);

  const all = [...found.values()];
  const stated = all.filter(({ name }) => name === wanted);
  if (stated.length > 0)
    return stated.map((each) => ({ ...each, named: true }));
  if (all.some(({ named }) => named)) return all.filter(({ named }) => named);
  const called = calledFunctions(loaded);
  return all.filter((each) => !called.has(each.function));
}

/** Functions that other functions of the module call by name: parts of a handler rather than handlers. */
function calledFunctions({ module, state }: LoadedModule): Set<FunctionId> {
  const called = new Set<FunctionId>();
  for (const { blocks } of module.functions)
    for (const { instructions } of blocks)
      for (const each of instructions)
        if (each.kind === "call" && each.callee.kind === "var")
          for (const atom of variableAt(state, each.callee.variable) ?? noValue)
            if (atom.kind === "function") called.add(atom.id);
  return called;
}

type FunctionAtom = Atom & { readonly kind: "function" };

/** The one function that each way out of another gives: what makes a handler is none itself. */
function madeFunction(exits: readonly Exit[]): FunctionAtom | undefined {
  const given = exits
    .filter(({ how }) => how !== "throw")
    .flatMap(({ value }) => value);
  const [only] = given;
  return only?.kind === "function" &&
    given.every((each) => each.kind === "function" && each.id === only.id)
    ? only
    : undefined;
}

/** The handler that a candidate makes for others to export, and how things stand once it is made. */
export function findMade(
  loaded: LoadedModule,
  candidate: Candidate,
): { readonly candidate: Candidate; readonly state: State } | undefined {
  const { exits } = invoke(loaded, candidate, {
    trigger: undefined,
    assume: { sources: [], request: {} },
    asFactory: true,
  });
  const made = madeFunction(exits);
  const state = exits.find(({ how }) => how !== "throw")?.state;
  if (made === undefined || state === undefined) return undefined;
  const { id, closure } = made;
  const target = loaded.module.functions[id];
  return {
    state,
    candidate: {
      function: id,
      ...(closure === undefined ? {} : { closure }),
      name: candidate.name,
      wrappedBy: undefined,
      // The name is that of what makes it.
      named:
        target?.types.some((each) => handlerType.test(each)) === true ||
        handlerName.test(target?.name ?? ""),
      made: true,
    },
  };
}

/** Characters between a function and a comment that is about it, at most. */
export const nearby = 160;

export type Evidence = TriggerEvidence & {
  readonly comparisons: readonly Comparison[];
  /** It is no handler: each way out of it gives a function. */
  readonly makesFunction: boolean;
};

/** Runs the candidate with an event of no particular trigger and writes down what it does with it. */
export function gatherEvidence(
  loaded: LoadedModule,
  candidate: Candidate,
  path: string,
): Evidence {
  const { module } = loaded;
  const target = module.functions[candidate.function];
  const eventMembers = new Set<string>();
  const requestMembers = new Set<string>();
  const responseMembers = new Set<string>();
  const triggerSources = new Set<string>();
  const comparisons = new Map<number, Comparison>();
  const { exits } = invoke(loaded, candidate, {
    trigger: undefined,
    assume: { sources: [], request: {} },
    observer: {
      readEvent: (member) => eventMembers.add(member),
      readRequest: (member) => requestMembers.add(member),
      wroteResponse: (member) => responseMembers.add(member),
      comparedSource: (text, range, loosely = false) => {
        triggerSources.add(text);
        comparisons.set(range.start, { text, range, loosely });
      },
    },
  });
  for (const exit of exits)
    for (const member of answeredMembers(exit, eventMembers.has("response")))
      responseMembers.add(member);
  const start = target?.range.start ?? 0;
  const end = target?.range.end ?? 0;
  const directives = module.comments.flatMap(({ text, range }) => {
    const stated = /^[\s*]*cognito-trigger:\s*(.+)/imu.exec(text)?.[1];
    return stated === undefined || range.start > end
      ? []
      : [{ stated, inside: range.start >= start }];
  });
  const directive =
    directives.findLast(({ inside }) => inside) ?? directives.at(-1);
  const documented = module.comments
    .filter(({ range }) => range.end <= start && start - range.end < nearby)
    .flatMap(({ text }) => text.match(/\w+Trigger(?:Handler|Event)\b/gu) ?? []);
  return {
    path,
    functionName:
      candidate.name === "default" && target?.name
        ? target.name
        : candidate.name,
    directives: directive === undefined ? [] : [directive.stated],
    typeNames: [
      ...(target?.types ?? []),
      ...(target?.parameters[0]?.types ?? []),
      ...documented,
    ],
    triggerSources: [...triggerSources],
    comparisons: [...comparisons.values()],
    responseMembers: [...responseMembers],
    requestMembers: [...requestMembers],
    eventMembers: [...eventMembers],
    conventional:
      candidate.named &&
      !exits.some(answersHttp) &&
      // Other code has functions of a trigger's name as well.
      (handlerName.test(candidate.name) ||
        (target !== undefined && takesContext(target)) ||
        exits.some(givesEventBack)),
    imports: importedModules(module),
    makesFunction: madeFunction(exits) !== undefined,
  };
}

/** Members of the answer in what is given back, where that is an event that the handler made: a copy, a spread. */
function answeredMembers(
  { value, state }: Exit,
  readsResponse: boolean,
): readonly string[] {
  const members = membersOf(state, value);
  const responses = members.filter(([name]) => name === "response");
  // Who looks at the response and gives an object back that has none may give the response alone.
  const answered =
    responses.length === 0 && readsResponse
      ? members
      : responses.flatMap(([, response]) => membersOf(state, response));
  return answered.map(([name]) => name);
}

const givesEventBack = ({ value }: Exit): boolean =>
  objectIds(value).includes(eventId);

const answersHttp = ({ value, state }: Exit): boolean =>
  membersOf(state, value).some(([name]) => name === "statusCode");

const membersOf = (
  state: State,
  value: Value,
): readonly (readonly [name: string, value: Value])[] =>
  objectIds(value).flatMap((id) =>
    [...objectAt(state, id).fields].map(
      ([name, field]) => [name, fieldValue(field)] as const,
    ),
  );

function importedModules(module: Module): readonly string[] {
  const names = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === "import") names.add(expr.from);
    else if (expr.kind === "field") visit(expr.object);
  };
  for (const { instructions } of module.functions[0]?.blocks ?? [])
    for (const each of instructions)
      if (each.kind === "assign") visit(each.value);
  return [...names];
}
