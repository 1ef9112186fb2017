/** The ways a handler can end, and what it gives back and has written there. An unknown value appears in none of it. */
import type { Range } from "../../text/position.ts";
import type { Module, OpenEnd } from "../ir/ir.ts";
import { anyName, elements, type Field, type HeapObject } from "./heap.ts";
import { envelope } from "./invocation.ts";
import { unwritableIn, type UnwritableFact } from "./json-facts.ts";
import { isHidden } from "./lists.ts";
import { mayHaveLooked } from "./looks.ts";
import {
  eventId,
  objectIds,
  requestId,
  responseId,
  type Exit,
} from "./machine.ts";
import { objectAt, type State } from "./state.ts";
import { isNothing, valueOf, type Atom, type Value } from "./value.ts";

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
      /** What is in it is not written at all: JSON makes `{}` of it. */
      readonly unwritten?: "Map" | "Set";
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

/** `event.response = JSON.stringify(…)`, `event["response"] = event["response"].update(…)` */
export interface FlatResponse {
  readonly value: ValueFact & {
    readonly kind: "string" | "number" | "boolean" | "null" | "undefined";
  };
  readonly range: Range;
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
  /** Where the whole response is set to what is no object. */
  readonly flatResponses: readonly FlatResponse[];
  /** What is written to the event itself, or to the copy of it that is given back, beside the members it has. */
  readonly besideResponse: readonly WriteFact[];
  /** What is written to the request. */
  readonly inRequest: readonly WriteFact[];
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

/** A half-typed line could end in any way: it is no write yet, and no path through the handler is complete. */
export const exitFacts = (
  module: Module,
  exits: readonly Exit[],
): readonly ExitFact[] =>
  exits
    .filter(
      ({ how, state }) =>
        how === "completion" ||
        (how !== "throw" && state.completion === "open"),
    )
    .flatMap(eachAnswer)
    .map((exit) => exitFact(exit, module));

/** `return found ? { ...event, response } : event`: what is in one of the answers is not in the other. */
function eachAnswer(exit: Exit): readonly Exit[] {
  if (exit.value.length < 2) return [exit];
  const isAnswer = (atom: Atom): boolean =>
    atom.kind === "object" && isWhole(objectAt(exit.state, atom.id), atom.id);
  const answers = exit.value.filter(isAnswer);
  if (answers.length < 2) return [exit];
  const others = exit.value.filter((atom) => !isAnswer(atom));
  return answers.map((answer, i) => ({
    ...exit,
    value: valueOf(answer, ...(i === 0 ? others : [])),
  }));
}

export const overlaps = (a: Range, b: Range): boolean =>
  a.start < b.end && b.start < Math.max(a.end, a.start + 1);

function exitFact(exit: Exit, module: Module): ExitFact {
  const { broken, language } = module;
  const { state, value } = exit;
  const answers = objectIds(value).filter((id) =>
    isWhole(objectAt(state, id), id),
  );
  // What is not an event cannot be looked into: then the event itself shows what the handler meant.
  const given = (answers.length === 0 ? [eventId] : answers).flatMap((id) => [
    ...(objectAt(state, id).fields.get("response")?.writes.values() ?? []),
  ]);
  const responses = given.flatMap((write) => objectIds(write.value));
  const objects = responses.map((id) => objectAt(state, id));
  return {
    how: exit.how === "throw" ? "return" : exit.how,
    range: exit.range,
    openEnd: exit.openEnd,
    plain: exit.plain === true,
    unwritable:
      language === "python"
        ? [
            ...unwritableIn(state, value).values(),
            ...(exit.wrapper === undefined
              ? []
              : [{ type: exit.wrapper, range: exit.range }]),
          ]
        : [],
    returned: value.flatMap((atom) => returnedFact(state, atom)),
    writes: objects
      .flatMap((object) => writesOf({ state, module }, object, 0))
      .filter(({ range }) => !broken.some((each) => overlaps(each, range))),
    flatResponses: given.flatMap(({ value: held, valueRange }) =>
      held.flatMap((atom): readonly FlatResponse[] => {
        switch (atom.kind) {
          case "text":
            return [{ value: { kind: "string" }, range: valueRange }];
          case "number":
          case "boolean":
            return [{ value: { kind: atom.kind }, range: valueRange }];
          case "null":
          case "undefined":
            // One that may be an object as well is for the handler to know.
            return held.every(isNothing)
              ? [{ value: { kind: atom.kind }, range: valueRange }]
              : [];
          default:
            return [];
        }
      }),
    ),
    besideResponse: (answers.includes(eventId)
      ? answers
      : [eventId, ...answers]
    ).flatMap((id) => writesBeside({ state, module }, id)),
    inRequest: writesBeside({ state, module }, requestId),
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

/** Where it is read what objects hold. */
interface Held {
  readonly state: State;
  readonly module: Module;
}

/** What is written into an event beside the members that it has. */
export function writesBeside(held: Held, id: string): readonly WriteFact[] {
  const found: WriteFact[] = [];
  for (const [member, field] of objectAt(held.state, id).fields)
    if (
      !wholeEvent.includes(member) &&
      member !== "userName" &&
      member !== anyName
    )
      found.push(...fieldWrites(held, member, field, depthBound - 2));
  return found;
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
      if (object.delivered === "event") {
        // `delete event.request`, and what a schema leaves out of a copy
        const taken = object.open
          ? []
          : wholeEvent.filter(
              (name) => object.fields.get(name)?.absent ?? true,
            );
        return taken.length === 0
          ? [{ kind: "event" }]
          : [{ kind: "part", missing: taken }];
      }
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
  held: Held,
  object: HeapObject,
  depth: number,
): readonly WriteFact[] {
  if (depth > depthBound) return [];
  return [...object.fields].flatMap(([member, field]) =>
    member === anyName || isOfClass(held, object, member, field)
      ? []
      : fieldWrites(held, member, field, depth),
  );
}

/** A method, a getter or a private member, which JSON has none of: an object of a class only shows what is its own. */
const isOfClass = (
  { module }: Held,
  { fields }: HeapObject,
  member: string,
  field: Field,
): boolean =>
  fields.has(`get ${member}`) || isHidden(member) || holdsMethod(module, field);

/** Asked of every member that is written: nearly all hold something else, and are done with their first value. */
function holdsMethod({ functions, language }: Module, field: Field): boolean {
  let some = false;
  for (const { value } of field.writes.values())
    for (const atom of value) {
      if (atom.kind !== "function") return false;
      const { method, self } = functions[atom.id] ?? {};
      if (method !== true && (language !== "python" || self === undefined))
        return false;
      some = true;
    }
  return some;
}

function othersOf(
  held: Held,
  { fields }: HeapObject,
  depth: number,
): readonly WriteFact[] {
  const others = fields.get(anyName);
  return others === undefined || depth > depthBound
    ? []
    : fieldWrites(held, anyName, others, depth);
}

function fieldWrites(
  held: Held,
  member: string,
  field: Field,
  depth: number,
): readonly WriteFact[] {
  return [...field.writes.values()]
    .filter(({ range }) => range.end > 0)
    .map(({ value, range, keyRange, valueRange }) => ({
      member,
      values: valueFacts(held, value, depth + 1),
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
  held: Held,
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
        const object = objectAt(held.state, atom.id);
        const items = object.fields.get(elements);
        // It says itself what is written for it.
        if (object.fields.has("toJSON")) return [];
        if (object.list)
          return [
            {
              kind: "array",
              items:
                items === undefined || depth > depthBound
                  ? []
                  : fieldWrites(held, elements, items, depth),
            },
          ];
        return [
          {
            kind: "object",
            members: writesOf(held, object, depth),
            others: othersOf(held, object, depth),
            open: object.open !== false || object.delivered !== undefined,
          },
        ];
      }
      case "external":
        return externalFacts(atom.name);
      default:
        return [];
    }
  });
}

/** A buffer is written as an object, a date as a text, and what is in a set or a map is not written at all. */
function externalFacts(name: string): readonly ValueFact[] {
  const object = {
    kind: "object",
    members: [],
    others: [],
    open: true,
  } as const;
  switch (name) {
    case "crypto.randomBytes()":
      return [object];
    case "Map()":
      return [{ ...object, unwritten: "Map" }];
    case "Set()":
      return [{ ...object, unwritten: "Set" }];
    case "Date()":
      return [{ kind: "string" }];
    default:
      return [];
  }
}
