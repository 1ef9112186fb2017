/**
 * Everything a rule may know about a handler: how it can end, what it gives back there, and what it has written to the
 * answer. Rules see these facts and neither the tree nor the solver, and an unknown value appears in none of them.
 */
import { createLineIndex } from "../../text/line-index.ts";
import type { Range } from "../../text/position.ts";
import type { TriggerContract } from "../../triggers/contract.ts";
import type { OtherPlace } from "../finding.ts";
import type { FunctionIr, Module, OpenEnd } from "../ir/ir.ts";
import type { Comparison } from "./evidence.ts";
import { isNamedAsHandler, type Candidate } from "./handlers.ts";
import { anyName, elements, type Field, type HeapObject } from "./heap.ts";
import { invoke, type LoadedModule } from "./interpreter.ts";
import {
  envelope,
  type AnsweredChallenge,
  type Assumptions,
} from "./invocation.ts";
import {
  eventId,
  objectIds,
  requestId,
  responseId,
  type Exit,
} from "./machine.ts";
import { unwritableIn, type UnwritableFact } from "./json-facts.ts";
import { ask } from "./rests.ts";
import { watchRun, type RunFacts } from "./run-facts.ts";
import { ownParameters, takesContext } from "./lambda-parameters.ts";
import { isSupposed, mayHaveLooked } from "./looks.ts";
import { openHole, plainHole } from "./message-text.ts";
import type {
  AttributeTest,
  NullWrite,
  PlaceholderChange,
} from "./sightings.ts";
import { objectAt, type State } from "./state.ts";
import type { Atom, Value } from "./value.ts";

/** A value as JSON would show it, as far as it is known. */
export type ValueFact =
  /** `holes`: what is known of a message's text, with `plainHole` and `openHole` for the rest. */
  | {
      readonly kind: "string";
      readonly value?: string;
      readonly holes?: string;
    }
  | { readonly kind: "number"; readonly value?: number }
  | { readonly kind: "boolean"; readonly value?: boolean }
  | { readonly kind: "null" | "undefined" | "function" | "promise" }
  | { readonly kind: "array"; readonly items: readonly WriteFact[] }
  | {
      readonly kind: "object";
      readonly members: readonly WriteFact[];
      /** What is written under names that are not known. */
      readonly others: readonly WriteFact[];
      /** It may have members that are not listed. */
      readonly open: boolean;
    };

/** One place that sets one member of the answer. */
export interface WriteFact {
  readonly member: string;
  /** What the place can set it to; unknown values are left out. */
  readonly values: readonly ValueFact[];
  /** False if some of what the place can set is not known. */
  readonly known: boolean;
  /** There is a path to the same end on which the member is not set. */
  readonly sometimes: boolean;
  readonly range: Range;
  readonly keyRange: Range;
  readonly valueRange: Range;
}

export type Returned =
  | { readonly kind: "event" }
  /** Nothing: null or undefined. */
  | { readonly kind: "nothing" }
  | { readonly kind: "response" }
  | { readonly kind: "request" }
  /** An object that lacks these members of the event. */
  | { readonly kind: "part"; readonly missing: readonly string[] }
  | {
      readonly kind: "other";
      readonly json: Exclude<
        ValueFact["kind"],
        "object" | "null" | "undefined"
      >;
    };

export interface ExitFact {
  /** `end`: control falls off the end of the function. `completion`: a callback is called. */
  readonly how: "return" | "end" | "completion";
  readonly range: Range;
  readonly openEnd: OpenEnd | undefined;
  /** What is given back is there at once: all of it is known, and none of it a promise. */
  readonly plain: boolean;
  /** What can be given back here; unknown values are left out. */
  readonly returned: readonly Returned[];
  /** The members of the answer that are written when this end is reached. */
  readonly writes: readonly WriteFact[];
  /** What is written to the event itself, beside the members it has. */
  readonly besideResponse: readonly WriteFact[];
  /** Whether a member is surely not written on a path that ends here. */
  readonly lacks: (member: string) => boolean;
  /** Whether a member of the request surely has this value on every path that ends here. */
  readonly requestIs: (member: string, value: string) => boolean;
  /** Whether the handler wrote any member of the answer, or might have. */
  readonly touched: boolean;
  /** What is given back here and cannot be written as JSON (Python). */
  readonly unwritable: readonly UnwritableFact[];
  /** Whether a path that ends here may have read a member of one of these names, of anything. */
  readonly mayHaveLooked: (names: readonly string[]) => boolean;
}

export interface HandlerFacts {
  readonly language: "javascript" | "python";
  /** To read what is written at a place and around it; for the file as a whole, ask what its code `mentions`. */
  readonly text: string;
  readonly mentions: (pattern: RegExp) => boolean;
  /** Workspace path or file name with `/`. */
  readonly path: string;
  readonly trigger: TriggerContract;
  /** Lambda's name of the runtime where it is known: `nodejs22.x`. */
  readonly runtime: string | undefined;
  /** The trigger sources this is about; more than one where the handler does not tell them apart. */
  readonly sources: readonly string[];
  /** Members of the request that the handler reads somewhere. */
  readonly requestReads: ReadonlySet<string>;
  /** Calls that change the placeholder of a message. */
  readonly placeholderChanges: readonly PlaceholderChange[];
  /** Writes under a member of the response that comes as null. */
  readonly nullWrites: readonly NullWrite[];
  /** Attributes that are text, used as booleans. */
  readonly attributeTests: readonly AttributeTest[];
  /** Range of the handler, and its event's name; undefined where the event is taken apart in the head. */
  readonly range: Range;
  readonly eventName: string | undefined;
  /** Ends that are not refusals: a throw is one. */
  readonly exits: readonly ExitFact[];
  /** Ends behind a catch clause in whose try block nothing is known to fail: what they lack is no fault. */
  readonly supposedExits: readonly ExitFact[];
  /** The ends there would be after just these challenges. */
  readonly exitsAfter: (
    session: readonly AnsweredChallenge[],
    userExists?: boolean,
  ) => readonly ExitFact[];
  /** False of a function that may be a part of a handler in another file: it need not answer, or decide, by itself. */
  readonly isHandler: boolean;
  /** False when what comes back to Cognito may be decided elsewhere, by a wrapper or by code not yet typed. */
  readonly returnsToCognito: boolean;
  readonly complete: boolean;
  /** How it runs, apart from what it answers. */
  readonly run: RunFacts;
  /** The call of this file that leads to a place in another one; the head of the handler where none does. */
  readonly calledFrom: (place: Range) => Range;
  /** Which other file a place is in, and where there. */
  readonly elsewhere: (place: Range) => OtherPlace | undefined;
  /** Every trigger that the handler is taken to serve. */
  readonly served: readonly TriggerContract[];
  /** Where the file compares the trigger source, and with which text. */
  readonly comparisons: readonly Comparison[];
}

/** The name under which the elements of a list are written. */
export { anyName, elements };
export { openHole, plainHole };
export type { AnsweredChallenge, UnwritableFact };
export type { AttributeTest, NullWrite, PlaceholderChange };
export type {
  ArgumentFact,
  CallFact,
  CompletionFact,
  LostFact,
  ParameterFact,
  ReadFact,
  RunFacts,
} from "./run-facts.ts";

/** Modules that Amplify's generated `index.js` calls with the event; it gives the event back itself. */
const loadedByAmplify =
  /(?:^|\/)amplify\/backend\/function\/[^/]+\/src\/(?!index\.)[^/]+$/u;

/** Wrappers that hand back what the function they wrap returns. */
const transparent =
  /middy|powertools|trac(?:er|ing|ed)|logg(?:er|ing|ed)|metrics|monitor|timing|sentry|wrapHandler|datadog|lumigo|epsagon|thundra|newrelic|xray|warm|capture_?lambda_?handler|inject_?lambda_?context|lambda_function|log_?metrics|otel|opentelemetry|instrument|^chalice\b/iu;

export function gatherFacts(
  loaded: LoadedModule,
  candidate: Candidate,
  {
    trigger,
    assume,
    runtime,
    served,
    comparisons,
    path,
    handlerLike,
  }: Pick<
    HandlerFacts,
    "trigger" | "runtime" | "served" | "comparisons" | "path"
  > & {
    readonly assume: Assumptions;
    /** Whatever the case, it is named and runs as handlers do. */
    readonly handlerLike: boolean;
  },
): HandlerFacts {
  const { module } = loaded;
  const target = module.functions[candidate.id];
  const requestReads = new Set<string>();
  const watch = watchRun(loaded, candidate, trigger);
  const invoked = invoke(loaded, candidate, {
    trigger,
    assume,
    tracer: watch.tracer,
    observer: {
      readEvent: () => undefined,
      readRequest: (member) => requestReads.add(member),
      wroteResponse: () => undefined,
      comparedSource: () => undefined,
    },
  });
  const { sightings } = invoked;
  const [event] = target === undefined ? [] : ownParameters(target);
  const [supposed, known] = apart(invoked.exits);
  const facts = exitFacts(module, known);
  const after = new Map<string, readonly ExitFact[]>();
  const isHandler =
    candidate.entry ||
    handlerLike ||
    candidate.wrappedBy !== undefined ||
    (target !== undefined && looksLikeHandler(candidate, target, facts));
  return {
    language: module.language,
    text: module.text,
    mentions: (pattern) => ask(loaded.rests, loaded.mentions, pattern),
    path,
    trigger,
    runtime,
    sources: assume.sources,
    requestReads,
    placeholderChanges: [...sightings.placeholderChanges.values()],
    nullWrites: [...sightings.nullWrites.values()],
    attributeTests: [...sightings.attributeTests.values()].filter(
      ({ attribute, against }) =>
        against !== undefined || !sightings.textAttributes.has(attribute),
    ),
    range: target?.range ?? noRange,
    eventName: event?.name === "" ? undefined : event?.name,
    exits: facts,
    supposedExits: exitFacts(module, supposed),
    exitsAfter: (session, userExists = false) => {
      const key = JSON.stringify([session, userExists]);
      let found = after.get(key);
      if (found === undefined) {
        const assumed = { ...assume, session, userExists };
        const { exits } = invoke(loaded, candidate, {
          trigger,
          assume: assumed,
        });
        after.set(key, (found = exitFacts(module, apart(exits)[1])));
      }
      return found;
    },
    isHandler,
    returnsToCognito:
      isHandler &&
      module.broken.length === 0 &&
      !loadedByAmplify.test(path) &&
      (candidate.wrappedBy === undefined ||
        transparent.test(candidate.wrappedBy)),
    complete: invoked.complete && loaded.complete,
    run: watch.facts(known),
    calledFrom: (place) => {
      for (const [id, call] of sightings.calledFrom) {
        const outer = module.functions[id]?.range;
        if (outer !== undefined && overlaps(place, outer)) return call;
      }
      const { start, end } = target?.range ?? noRange;
      const line = module.text.indexOf("\n", start);
      return { start, end: line === -1 ? end : Math.min(line, end) };
    },
    elsewhere: (place) => placeElsewhere(module, place),
    served,
    comparisons,
  };
}

const apart = (
  exits: readonly Exit[],
): readonly [supposed: readonly Exit[], known: readonly Exit[]] => [
  exits.filter(({ state }) => isSupposed(state)),
  exits.filter(({ state }) => !isSupposed(state)),
];

/** A half-typed line could end in any way: it is no write yet, and no path through the handler is complete. */
const exitFacts = (
  module: Module,
  exits: readonly Exit[],
): readonly ExitFact[] =>
  exits
    .filter(
      ({ how, state }) =>
        how === "completion" ||
        (how !== "throw" && state.completion === "open"),
    )
    .map((exit) => exitFact(exit, module));

const noRange: Range = { start: 0, end: 0 };

function placeElsewhere(
  { others }: Module,
  { start, end }: Range,
): OtherPlace | undefined {
  const other = others?.find(
    ({ offset, text }) => start >= offset && end <= offset + text.length,
  );
  if (other === undefined) return undefined;
  const { path, text, offset } = other;
  const lines = createLineIndex(text);
  return {
    path,
    start: lines.positionAt(start - offset),
    end: lines.positionAt(end - offset),
  };
}

const overlaps = (a: Range, b: Range): boolean =>
  a.start < b.end && b.start < Math.max(a.end, a.start + 1);

/** A function that takes a context, or promises the event that it was given alone, is called by Lambda. */
const looksLikeHandler = (
  { of, name }: Candidate,
  target: FunctionIr,
  exits: readonly ExitFact[],
): boolean =>
  (of === undefined || isNamedAsHandler(name)) &&
  // A handler hands its context to methods as well.
  ((takesContext(target) && (of === undefined || name === "handler")) ||
    (target.parameters.length === 1 &&
      exits.some(
        ({ plain, returned }) =>
          (target.async || !plain) &&
          returned.some(({ kind }) => kind === "event"),
      )));

function exitFact(exit: Exit, { broken, language }: Module): ExitFact {
  const { state, value } = exit;
  const answers = objectIds(value).filter((id) =>
    isWhole(objectAt(state, id), id),
  );
  // What is not an event cannot be looked into: then the event itself shows what the handler meant.
  const responses = (answers.length === 0 ? [eventId] : answers).flatMap(
    (id) => {
      const field = objectAt(state, id).fields.get("response");
      return field === undefined
        ? []
        : [...field.writes.values()].flatMap((write) => objectIds(write.value));
    },
  );
  const objects = responses.map((id) => objectAt(state, id));
  return {
    how: exit.how === "throw" ? "return" : exit.how,
    range: exit.range,
    openEnd: exit.openEnd,
    plain: exit.plain === true,
    unwritable:
      language === "python" ? [...unwritableIn(state, value).values()] : [],
    returned: value.flatMap((atom) => returnedFact(state, atom)),
    writes: objects
      .flatMap((object) => writesOf(state, object, 0))
      .filter(({ range }) => !broken.some((each) => overlaps(each, range))),
    besideResponse: [...objectAt(state, eventId).fields].flatMap(
      ([member, field]) =>
        wholeEvent.includes(member) ||
        member === "userName" ||
        member === anyName
          ? []
          : fieldWrites(state, member, field, depthBound - 2),
    ),
    lacks: (member) =>
      objects.length > 0 &&
      objects.every((object) => !object.open) &&
      objects.some((object) => object.fields.get(member)?.absent ?? true),
    requestIs: (member, wanted) => requestIs(state, member, wanted),
    touched:
      objects.some(({ fields, open }) => open || fields.size > 0) ||
      responses.some((id) => id !== responseId),
    mayHaveLooked: (names) => mayHaveLooked(state, names),
  };
}

/** The request member is text that the path has not shown to be something else, or has shown to be `wanted`. */
function requestIs(state: State, member: string, wanted: string): boolean {
  const field = objectAt(state, requestId).fields.get(member);
  const atoms = [...(field?.writes.values() ?? [])].flatMap(
    ({ value }) => value,
  );
  return (
    atoms.length > 0 &&
    atoms.every((atom) => atom.kind === "text" && atom.value === wanted)
  );
}

function returnedFact(state: State, atom: Atom): readonly Returned[] {
  switch (atom.kind) {
    case "null":
    case "undefined":
      return [{ kind: "nothing" }];
    case "text":
      return [{ kind: "other", json: "string" }];
    case "number":
    case "boolean":
    case "function":
    case "promise":
      return [{ kind: "other", json: atom.kind }];
    case "opaque":
      return atom.json === "array" ? [{ kind: "other", json: "array" }] : [];
    case "unknown":
      return atom.foreign === true
        ? [{ kind: "part", missing: wholeEvent }]
        : [];
    case "object": {
      const object = objectAt(state, atom.id);
      if (object.delivered === "event" || atom.id === eventId)
        return [{ kind: "event" }];
      if (object.delivered === "response") return [{ kind: "response" }];
      if (object.delivered === "request") return [{ kind: "request" }];
      if (object.list) return [{ kind: "other", json: "array" }];
      if (object.open || object.delivered !== undefined) return [];
      const missing = missingMembers(object);
      return missing.length === 0
        ? [{ kind: "event" }]
        : [{ kind: "part", missing }];
    }
    default:
      return [];
  }
}

const isWhole = (object: HeapObject, id: string): boolean =>
  id === eventId ||
  object.delivered === "event" ||
  (!object.list &&
    object.delivered === undefined &&
    object.fields.has("response"));

/** `userName` is not in every event. */
const wholeEvent = [
  ...envelope.filter((name) => name !== "userName"),
  "request",
  "response",
];

const missingMembers = (object: HeapObject): readonly string[] =>
  wholeEvent.filter((name) => !object.fields.has(name));

const depthBound = 6;

function writesOf(
  state: State,
  object: HeapObject,
  depth: number,
): readonly WriteFact[] {
  if (depth > depthBound) return [];
  return [...object.fields].flatMap(([member, field]) =>
    member === anyName ? [] : fieldWrites(state, member, field, depth),
  );
}

function othersOf(
  state: State,
  { fields }: HeapObject,
  depth: number,
): readonly WriteFact[] {
  const others = fields.get(anyName);
  return others === undefined || depth > depthBound
    ? []
    : fieldWrites(state, anyName, others, depth);
}

function fieldWrites(
  state: State,
  member: string,
  field: Field,
  depth: number,
): readonly WriteFact[] {
  return [...field.writes.values()]
    .filter(({ range }) => range.end > 0)
    .map(({ value, range, keyRange, valueRange }) => ({
      member,
      values: valueFacts(state, value, depth + 1),
      known: value.every(
        ({ kind }) => kind !== "unknown" && kind !== "external",
      ),
      sometimes: field.absent,
      range,
      keyRange,
      valueRange,
    }));
}

function valueFacts(
  state: State,
  value: Value,
  depth: number,
): readonly ValueFact[] {
  return value.flatMap((atom): readonly ValueFact[] => {
    switch (atom.kind) {
      case "text":
        return [
          {
            kind: "string",
            ...(atom.value === undefined ? {} : { value: atom.value }),
            ...(atom.holes === undefined ? {} : { holes: atom.holes }),
          },
        ];
      case "number":
      case "boolean":
        return [atom];
      case "null":
      case "undefined":
      case "function":
      case "promise":
        return [{ kind: atom.kind }];
      case "opaque":
        return atom.json === "array"
          ? [{ kind: "array", items: [] }]
          : [{ kind: "object", members: [], others: [], open: true }];
      case "object": {
        const object = objectAt(state, atom.id);
        const items = object.fields.get(elements);
        if (object.list)
          return [
            {
              kind: "array",
              items:
                items === undefined || depth > depthBound
                  ? []
                  : fieldWrites(state, elements, items, depth),
            },
          ];
        return [
          {
            kind: "object",
            members: writesOf(state, object, depth),
            others: othersOf(state, object, depth),
            open: object.open || object.delivered !== undefined,
          },
        ];
      }
      default:
        return [];
    }
  });
}
