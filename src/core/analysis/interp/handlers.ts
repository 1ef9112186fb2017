/** Which functions of a module could be the handler. */
import type { Range } from "../../text/position.ts";
import type { FunctionId, FunctionIr, Module } from "../ir/ir.ts";
import { keepsValues } from "./closures.ts";
import { fieldValue } from "./heap.ts";
import { invoke, type LoadedModule } from "./interpreter.ts";
import {
  isTriggerEvent,
  ownParameters,
  takesContext,
  takesEventLater,
} from "./lambda-parameters.ts";
import { objectIds, type Exit } from "./machine.ts";
import { objectAt, variableAt, type State } from "./state.ts";
import {
  calleeKey,
  noValue,
  unknownValue,
  type Atom,
  type Callee,
  type Value,
} from "./value.ts";

export interface Candidate extends Callee {
  /** The name it is exported under. */
  readonly name: string;
  /** The unknown function that was given it, if one was: `@middy/core`. */
  readonly wrappedBy: string | undefined;
  /** Its name or its own type says that it is a handler, rather than some function that takes an event. */
  readonly named: boolean;
  /** Nothing else has its name or its type: a function named as its trigger may be a part of a handler elsewhere. */
  readonly entry: boolean;
  /** Where it is exported. */
  readonly exported?: Range;
  /** Not exported itself, but what an export makes. */
  readonly made?: true;
  /** The object of the class that it is a method of, where the file makes no use of that class. */
  readonly of?: string;
}

export const handlerName =
  /^(?:default|main|lambda|entry_?point)$|^handle(?:r|_?event|_?request)?$|_?handler$/iu;
/** What Lambda's own examples and most templates call it. */
const entryName =
  /^(?:main|entry_?point)$|^(?:lambda_?)?handle(?:r|_?event|_?request)?$/iu;
/** An export that is called as a trigger is, and nothing else. */
const triggerName =
  /^(?:pre_?sign_?up|post_?confirmation|(?:pre|post)_?authentication|pre_?token_?generation|(?:define|create|verify)_?auth_?challenge(?:_?response)?|custom_?message|user_?migration|custom_?(?:sms|email)_?sender)(?:_?(?:trigger|lambda|fn|function))?$/iu;
/** Types of whole functions and decorators that only handlers have; a helper takes an event of the same type. */
const handlerType =
  /handler$|^(?:event_source|inject_lambda_context|lambda_function)$/iu;

export const isNamedAsTrigger = (name: string): boolean =>
  triggerName.test(name);

export const isNamedAsHandler = (name: string): boolean =>
  handlerName.test(name) || isNamedAsTrigger(name);

const isTyped = ({ types }: FunctionIr): boolean =>
  types.some((each) => handlerType.test(each));

export interface Candidates {
  readonly candidates: readonly Candidate[];
  /** What the bodies of functions call has decided it, not the exports alone. */
  readonly byCalls: boolean;
}

/** @param wanted the name of the export that is known to be the handler */
export function findCandidates(
  loaded: LoadedModule,
  wanted?: string,
): Candidates {
  const { module, state } = loaded;
  const found = new Map<string, Candidate>();
  const methods = new Map<string, Candidate>();
  const add = (
    name: string,
    value: Value,
    depth: number,
    of?: string,
    exported?: Range,
  ): void => {
    for (const atom of value) {
      if (atom.kind === "object" && depth < 2) {
        for (const [key, field] of objectAt(state, atom.id).fields)
          add(key, fieldValue(field), depth + 1, atom.id, exported);
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
      if (name !== wanted && takesEventLater(target)) continue;
      // Lambda calls what a module exports, and no method of a class in it: other code does.
      if (depth > 0 && target.method === true) {
        if (
          of !== undefined &&
          (takesTriggerEvent(target) ||
            (name === "handler" && takesContext(target)))
        )
          methods.set(calleeKey(callee), {
            ...callee,
            name,
            wrappedBy: undefined,
            named: false,
            entry: false,
            of,
          });
        continue;
      }
      const wrappedBy = atom.kind === "unknown" ? (atom.by ?? "") : undefined;
      const key = calleeKey(callee);
      const { id, closure } = callee;
      const before = found.get(key);
      const candidate: Candidate = {
        id,
        ...(closure === undefined ? {} : { closure }),
        name,
        ...(exported === undefined ? {} : { exported }),
        wrappedBy,
        named: isNamedAsHandler(name) || isTyped(target),
        entry:
          entryName.test(name) ||
          isTyped(target) ||
          // A part of a handler is not wrapped, nor the only thing that a file has, without a name.
          keepsValues(module, state, callee) ||
          (name === "default" &&
            target.async &&
            (/^(?:default|exports)?$/u.test(target.name) ||
              entryName.test(target.name))),
      };
      found.set(
        key,
        before === undefined
          ? candidate
          : oneOfBoth(before, candidate, wanted ?? ""),
      );
    }
  };
  const exported = variableAt(state, module.exports) ?? unknownValue;
  for (const id of objectIds(exported))
    for (const [name, field] of objectAt(state, id).fields) {
      // Only of what comes from another file is it asked where it is exported.
      const [write] = module.others === undefined ? [] : field.writes.values();
      add(name, fieldValue(field), 0, undefined, write?.range);
    }
  for (const atom of exported)
    if (atom.kind === "function" || atom.kind === "unknown")
      add("default", exported, 0);
  if (found.size === 0)
    for (const [id, { name, owner }] of module.variables.entries())
      if (owner === 0 && handlerName.test(name))
        add(name, variableAt(state, id) ?? unknownValue, 0);

  if (found.size === 0)
    return {
      candidates: withoutCalled(module, [...methods.values()]),
      byCalls: true,
    };
  const all = [...found.values()];
  const stated = all.filter(({ name }) => name === wanted);
  if (stated.length > 0)
    return {
      candidates: stated.map((each) => ({ ...each, named: true, entry: true })),
      byCalls: false,
    };
  if (all.every(({ named }) => named))
    return { candidates: all, byCalls: false };
  const called = calledFunctions(loaded);
  const uncalled = all.filter(({ id, named }) => named || !called.has(id));
  // Beside what is named as a handler there are helpers, unless they are given what only handlers are.
  const candidates = all.some(({ named }) => named)
    ? uncalled.filter(({ id, named }) => {
        const target = module.functions[id];
        return named || (target !== undefined && isGivenEvent(target));
      })
    : uncalled;
  return { candidates, byCalls: true };
}

/** All that the file exports is known, and the name is none of it. */
export function lacksExport(
  { module, state }: LoadedModule,
  name: string,
): boolean {
  const exported = variableAt(state, module.exports) ?? noValue;
  const [only] = exported;
  if (exported.length !== 1 || only?.kind !== "object") return false;
  const { open, fields } = objectAt(state, only.id);
  return !open && fields.size > 0 && !fields.has(name);
}

/** Another trigger of the file is exported as this one is, and gives its event back. */
export function standsByHandler(
  loaded: LoadedModule,
  { id }: Candidate,
): boolean {
  const {
    module: { functions, exports },
    state,
  } = loaded;
  const givesBack = (other: FunctionIr): boolean =>
    ownParameters(other).length === 1 && returnsEvent(loaded, other);
  return objectIds(variableAt(state, exports) ?? noValue).some((exported) =>
    [...objectAt(state, exported).fields].some(
      ([name, field]) =>
        isNamedAsTrigger(name) &&
        fieldValue(field).some((value) => {
          const other =
            value.kind === "function" && value.id !== id
              ? functions[value.id]
              : undefined;
          return other !== undefined && givesBack(other);
        }),
    ),
  );
}

/** It returns its event, or a function in it does: what it awaits is one of its own, as compilers write it. */
export function returnsEvent(
  { module: { functions }, rests }: LoadedModule,
  target: FunctionIr,
): boolean {
  const [event] = ownParameters(target);
  return (
    event !== undefined &&
    functions.some(({ range, blocks }, within) => {
      if (range.start < target.range.start || range.end > target.range.end)
        return false;
      rests.entered.add(within);
      return blocks.some(
        ({ terminator: end }) =>
          end.kind === "return" &&
          end.value.kind === "var" &&
          end.value.variable === event.variable,
      );
    })
  );
}

/** A function that is exported twice has the name of what is not wrapped, and is called as Lambda would. */
function oneOfBoth(
  first: Candidate,
  second: Candidate,
  wanted: string,
): Candidate {
  const stated = [first, second].find(({ name }) => name === wanted);
  if (stated !== undefined) return stated;
  const plain =
    first.wrappedBy === undefined || second.wrappedBy !== undefined
      ? first
      : second;
  const { wrappedBy, entry } =
    first.entry === second.entry ? plain : first.entry ? first : second;
  return { ...plain, wrappedBy, entry, named: first.named || second.named };
}

/** Another file exports this very function: it is that file's matter. */
export function isExportedElsewhere(
  { module, state }: LoadedModule,
  candidate: Candidate,
): boolean {
  const key = calleeKey(candidate);
  const holds = (value: Value, depth: number): boolean =>
    value.some((atom) =>
      atom.kind === "object" && depth < 3
        ? [...objectAt(state, atom.id).fields.values()].some((field) =>
            holds(fieldValue(field), depth + 1),
          )
        : atom.kind === "function" &&
          calleeKey(atom) === key &&
          (depth === 1 || module.functions[atom.id]?.method !== true),
    );
  return (module.others ?? []).some(({ exports }) =>
    holds(variableAt(state, exports) ?? noValue, 0),
  );
}

const takesTriggerEvent = (target: FunctionIr): boolean =>
  ownParameters(target)[0]?.types.some(isTriggerEvent) === true;

const isGivenEvent = (target: FunctionIr): boolean =>
  takesTriggerEvent(target) || takesContext(target);

/** Without the methods that another one calls: parts of it. */
function withoutCalled(
  { functions, language }: Module,
  methods: readonly Candidate[],
): readonly Candidate[] {
  if (methods.length === 0 || language !== "javascript") return [];
  const called = new Set<unknown>();
  for (const { blocks } of functions)
    for (const { instructions } of blocks)
      for (const each of instructions)
        if (
          each.kind === "call" &&
          each.callee.kind === "field" &&
          each.callee.key.kind === "const"
        )
          called.add(each.callee.key.value);
  return methods.filter(({ name }) => !called.has(name));
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
export function madeFunction(exits: readonly Exit[]): FunctionAtom | undefined {
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
  const entry =
    target !== undefined && (entryName.test(target.name) || isTyped(target));
  return {
    state,
    candidate: {
      id,
      ...(closure === undefined ? {} : { closure }),
      name: candidate.name,
      wrappedBy: undefined,
      // The name is that of what makes it.
      named: entry || handlerName.test(target?.name ?? ""),
      entry,
      made: true,
    },
  };
}
