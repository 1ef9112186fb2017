/** What can be seen of a function that could be a handler to tell which trigger it serves. */
import type { Range } from "../../text/position.ts";
import type { TriggerId } from "../../triggers/contract.ts";
import type { TriggerEvidence } from "../../triggers/trigger-evidence.ts";
import { isOnlyAnswered, membersHolding } from "../../triggers/used-members.ts";
import type {
  Comment,
  Expr,
  FunctionId,
  FunctionIr,
  Module,
} from "../ir/ir.ts";
import { comparisonsOf } from "../ir/comparisons.ts";
import { undeclared, readVariables } from "../ir/variables.ts";
import {
  handlerName,
  madeFunction,
  returnsEvent,
  type Candidate,
} from "./handlers.ts";
import { writesBeside, type WriteFact } from "./exit-facts.ts";
import { fieldValue } from "./heap.ts";
import { invoke, type LoadedModule } from "./interpreter.ts";
import { envelope } from "./invocation.ts";
import { takesContext } from "./lambda-parameters.ts";
import { listedItems } from "./lists.ts";
import {
  eventId,
  objectIds,
  requestId,
  type ComparedAs,
  type Exit,
} from "./machine.ts";
import { ask } from "./rests.ts";
import { objectAt, variableAt, type State } from "./state.ts";
import { noValue, type Callee, type Value } from "./value.ts";

/** A place that compares the trigger source with a text. */
export interface Comparison {
  readonly text: string;
  readonly range: Range;
  readonly how: ComparedAs;
}

/** Characters between a function and a comment that is about it, at most. */
export const nearby = 160;

export interface Evidence extends TriggerEvidence {
  /** Where the trigger source is compared, and with which text. */
  readonly comparisons: readonly Comparison[];
  /** It does nothing else with the trigger source: those it is not compared with are all one to it. */
  readonly onlyCompares: boolean;
  /** It is no handler: each way out of it gives a function. */
  readonly makesFunction: boolean;
}

/**
 * What speaks for one trigger or another. The candidate is run for it only where something is asked that only a run can
 * tell: what a comment, a type or the configuration states need not be guessed.
 */
export const gatherEvidence = (
  loaded: LoadedModule,
  candidate: Candidate,
  path: string,
  declared: readonly TriggerId[],
): Evidence => new GatheredEvidence(loaded, candidate, path, declared);

/** A class: V8 makes a type of its own for each object whose getters are written in it, and keeps what they close over. */
class GatheredEvidence implements Evidence {
  readonly path: string;
  readonly declared: readonly TriggerId[];
  readonly functionName: string;
  readonly directives: readonly string[];
  readonly typeNames: readonly string[];
  readonly #loaded: LoadedModule;
  readonly #candidate: Candidate;
  readonly #target: FunctionIr | undefined;
  readonly #writtenTypes: readonly string[];
  #run: Watched | undefined;
  #code: { readonly stated: Compared | undefined } | undefined;

  constructor(
    loaded: LoadedModule,
    candidate: Candidate,
    path: string,
    declared: readonly TriggerId[],
  ) {
    const { functions, comments } = loaded.module;
    const target = functions[candidate.id];
    this.#loaded = loaded;
    this.#candidate = candidate;
    this.#target = target;
    const own = typesOf(target);
    this.#writtenTypes = own.some((name) => isTriggerType.test(name))
      ? own
      : [...own, ...typesKept(loaded, candidate)];
    const range = target?.range ?? { start: 0, end: 0 };
    this.path = path;
    this.declared = declared;
    this.functionName =
      candidate.name === "default" && target?.name
        ? target.name
        : candidate.name;
    this.directives = directivesFor(range, comments, candidate);
    this.typeNames = [
      ...this.#writtenTypes,
      ...documentedTypes(range, comments),
    ];
  }

  get ownTypeNames(): readonly string[] {
    const { rests, mentions } = this.#loaded;
    const has = (pattern: RegExp): boolean => ask(rests, mentions, pattern);
    const fromLibrary = has(/aws[-_]lambda/u);
    return this.#writtenTypes.filter(
      (name) =>
        !fromLibrary ||
        has(new RegExp(`\\b(?:interface|type|class)\\s+${name}\\b`, "u")),
    );
  }

  get triggerSources(): readonly string[] {
    return this.#compared.triggerSources;
  }

  get comparisons(): readonly Comparison[] {
    return this.#compared.comparisons;
  }

  get onlyCompares(): boolean {
    return this.#stated !== undefined;
  }

  get responseMembers(): readonly string[] {
    return this.#watched.responseMembers;
  }

  get requestMembers(): readonly string[] {
    return this.#watched.requestMembers;
  }

  get eventMembers(): readonly string[] {
    return this.#watched.eventMembers;
  }

  get handedTypes(): readonly string[] {
    return this.#watched.handedTypes;
  }

  get conventional(): boolean {
    const { named, name } = this.#candidate;
    return (
      named &&
      // What gives the event back on another path is no HTTP handler.
      (!this.#watched.exits.some(answersHttp) ||
        this.#watched.exits.some(givesEventBack)) &&
      // Other code has functions of a trigger's name as well.
      (handlerName.test(name) || this.#runsAsHandler)
    );
  }

  get handlerLike(): boolean {
    return this.#candidate.named && this.#runsAsHandler;
  }

  get comments(): readonly string[] {
    return this.#loaded.module.comments.map(({ text }) => text);
  }

  get givesEventBack(): boolean {
    return this.#watched.exits.some(givesEventBack);
  }

  get described(): readonly string[] {
    const { text, language } = this.#loaded.module;
    if (language !== "python") return [];
    const { start, end } = this.#target?.range ?? { start: 0, end: 0 };
    // The text of another file is not at hand.
    const own = end <= text.length ? text.slice(start, end) : "";
    return [own.slice(own.search(/:[ \t]*\r?\n/u) + 1), text].map(
      (each) => docstring.exec(each)?.[1] ?? "",
    );
  }

  get imports(): readonly string[] {
    return importedModules(this.#loaded.module);
  }

  get makesFunction(): boolean {
    return (
      this.#target !== undefined &&
      mayGiveFunction(this.#target) &&
      madeFunction(this.#watched.exits) !== undefined
    );
  }

  get #watched(): Watched {
    return (this.#run ??= watchCandidate(this.#loaded, this.#candidate));
  }

  get #stated(): Compared | undefined {
    this.#code ??= { stated: statedComparisons(this.#loaded, this.#candidate) };
    return this.#code.stated;
  }

  /** A run that was made for something else knows more: which of them are about the event. */
  get #compared(): Compared {
    return (
      (this.#run === undefined ? this.#stated : undefined) ?? this.#watched
    );
  }

  get #runsAsHandler(): boolean {
    return (
      (this.#target !== undefined && takesContext(this.#target)) ||
      this.#watched.exits.some(givesEventBack) ||
      // In a callback that nobody waits for, which is the fault of it.
      (this.#target !== undefined && returnsEvent(this.#loaded, this.#target))
    );
  }
}

/** The first line of Python's, behind comments. */
const docstring = /^\s*(?:#[^\n]*\n\s*)*[rR]?(?:"""|''')\s*([^\n]*)/u;

const isTriggerType = /Trigger(?:Event|Handler)$/u;

const typesOf = (target: FunctionIr | undefined): readonly string[] => [
  ...(target?.types ?? []),
  ...(target?.parameters[0]?.types ?? []),
];

/** Wrappers around wrappers that are looked through. */
const wrapperBound = 4;

/** What a wrapper of the file makes is of the type of the function that it was given, or of all in a list of them. */
function typesKept(
  loaded: LoadedModule,
  { closure }: Callee,
  depth = 0,
): readonly string[] {
  if (closure === undefined || depth >= wrapperBound) return [];
  const { module, state } = loaded;
  const typesIn = (value: Value): readonly string[] =>
    value.flatMap((atom) => {
      if (atom.kind !== "function") return [];
      const own = typesOf(module.functions[atom.id]).filter((name) =>
        isTriggerType.test(name),
      );
      return own.length > 0 ? own : typesKept(loaded, atom, depth + 1);
    });
  return [...objectAt(state, closure).fields.values()].flatMap((field) => {
    const value = fieldValue(field);
    const listed = new Set(
      (listedItems(state, value) ?? []).flatMap((item) => typesIn(item)),
    );
    return [...typesIn(value), ...(listed.size === 1 ? listed : [])];
  });
}

/**
 * What the comment says that names the trigger of this function: the last one in it, or else before its end. What a
 * wrapper makes is exported behind the wrapper, and so is the comment, where it is the only one.
 */
function directivesFor(
  { start, end }: Range,
  comments: readonly Comment[],
  { closure }: Candidate,
): readonly string[] {
  const all = comments.flatMap(({ text, range }) => {
    const stated = /^[ \t*]*cognito-trigger:\s*(.+)/imu.exec(text)?.[1];
    return stated === undefined ? [] : [{ stated, at: range.start }];
  });
  const directives = all.filter(({ at }) => at <= end);
  const directive =
    directives.findLast(({ at }) => at >= start) ??
    directives.at(-1) ??
    (closure !== undefined && all.length === 1 ? all[0] : undefined);
  return directive === undefined ? [] : [directive.stated];
}

const documentedTypes = (
  { start }: Range,
  comments: readonly Comment[],
): readonly string[] =>
  comments
    .filter(({ range }) => range.end <= start && start - range.end < nearby)
    .flatMap(
      ({ text }) => text.match(/\b\w+Trigger(?:Handler|Event)\b/gu) ?? [],
    );

/** It gives something back that is neither a promise nor what it was called with. */
const mayGiveFunction = ({ async, blocks, parameters }: FunctionIr): boolean =>
  !async &&
  blocks.some(({ terminator }) => {
    if (terminator.kind !== "return") return false;
    const value = undeclared(terminator.value);
    return (
      value.kind !== "const" &&
      !parameters.some(
        ({ variable }) => value.kind === "var" && value.variable === variable,
      )
    );
  });

/** The candidate, and the functions that it may come to. */
function reachedBy(
  { module: { functions }, state, rests }: LoadedModule,
  candidate: Callee,
): readonly FunctionIr[] {
  const reached = new Set<FunctionId>();
  const looked = new Set<string>();
  const reachFrom = (id: FunctionId): void => {
    const target = functions[id];
    if (target === undefined || reached.has(id)) return;
    reached.add(id);
    for (const inner of functions) if (inner.parent === id) reachFrom(inner.id);
    for (const variable of readVariables(target))
      reachThrough(variableAt(state, variable) ?? noValue);
  };
  const reachThrough = (value: Value): void => {
    for (const atom of value)
      if (atom.kind === "object") lookInto(atom.id);
      else if (atom.kind === "promise") reachThrough(atom.value);
      else if (atom.kind === "function") reachCallee(atom);
      else if (atom.kind === "unknown" && atom.wraps !== undefined)
        reachCallee(atom.wraps);
  };
  const reachCallee = ({ id, closure: kept }: Callee): void => {
    reachFrom(id);
    if (kept !== undefined) lookInto(kept);
  };
  const lookInto = (id: string): void => {
    if (looked.has(id)) return;
    looked.add(id);
    for (const field of objectAt(state, id).fields.values())
      reachThrough(fieldValue(field));
  };
  reachCallee(candidate);
  return [...reached].flatMap((id) => {
    rests.entered.add(id);
    return functions[id] ?? [];
  });
}

type Compared = Pick<Evidence, "triggerSources" | "comparisons">;

const nothingCompared: Compared = { triggerSources: [], comparisons: [] };

/** What the code compares the trigger source with, as far as it stands there; undefined where a run has to tell. */
function statedComparisons(
  loaded: LoadedModule,
  candidate: Candidate,
): Compared | undefined {
  const reached = reachedBy(loaded, candidate);
  const { text } = loaded.module;
  // The text of another file is not at hand.
  const mayRead = reached.some(
    ({ range: { start, end } }) =>
      end > text.length || /trigger_?source/iu.test(text.slice(start, end)),
  );
  if (!mayRead) return nothingCompared;
  const comparisons = comparisonsOf(reached, "triggerSource")?.flatMap(
    ({ value, range }): readonly Comparison[] =>
      typeof value === "string" ? [{ text: value, range, how: "whole" }] : [],
  );
  return (
    comparisons && {
      triggerSources: comparisons.map(({ text: each }) => each),
      comparisons,
    }
  );
}

interface Watched
  extends
    Compared,
    Pick<Evidence, "responseMembers" | "requestMembers" | "eventMembers"> {
  readonly handedTypes: readonly string[];
  readonly exits: readonly Exit[];
}

/** Runs the candidate with an event of no particular trigger and writes down what it does with it. */
function watchCandidate(loaded: LoadedModule, candidate: Candidate): Watched {
  const eventMembers = new Set<string>();
  const requestMembers = new Set<string>();
  const responseMembers = new Set<string>();
  const handedTypes = new Set<string>();
  const triggerSources = new Set<string>();
  // A loop may compare it with several texts at one place.
  const comparisons = new Map<string, Comparison>();
  const { exits } = invoke(loaded, candidate, {
    trigger: undefined,
    assume: { sources: [], request: {} },
    observer: {
      readEvent: (member) => eventMembers.add(member),
      readRequest: (member) => requestMembers.add(member),
      wroteResponse: (member) => responseMembers.add(member),
      handedEvent: (types) => {
        for (const each of types)
          if (isTriggerType.test(each)) handedTypes.add(each);
      },
      comparedSource: (text, range, how) => {
        triggerSources.add(text);
        if (how === "made") return;
        comparisons.set(`${String(range.start)} ${text}`, {
          text,
          range,
          how,
        });
      },
    },
  });
  for (const exit of exits) {
    for (const member of answeredMembers(exit, eventMembers.has("response")))
      responseMembers.add(member);
    for (const { member } of misplacedWrites(exit, loaded.module))
      if (
        member.endsWith("OverrideDetails") ||
        envelope.some((each) => eventMembers.has(each)) ||
        eventMembers.has("request")
      )
        responseMembers.add(member);
  }
  return {
    exits,
    triggerSources: [...triggerSources],
    comparisons: [...comparisons.values()],
    responseMembers: [...responseMembers],
    requestMembers: [...requestMembers],
    eventMembers: [...eventMembers],
    handedTypes: [...handedTypes],
  };
}

/** Members that only answers have, written to the event itself or to its request. */
const misplacedWrites = (
  { state }: Exit,
  module: Module,
): readonly WriteFact[] =>
  [eventId, requestId]
    .flatMap((id) => writesBeside({ state, module }, id))
    .filter(({ member }) => isOnlyAnswered(member));

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
  return answered.flatMap(([name, held]) => [
    name,
    ...membersHolding(
      name,
      membersOf(state, held).map(([each]) => each),
    ),
  ]);
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
