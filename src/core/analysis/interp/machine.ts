/**
 * What the parts of the interpreter share, and how they call each other: blocks hold calls, calls run functions,
 * functions hold blocks. `interpreter.ts` ties the knot.
 */
import type { Range } from "../../text/position.ts";
import type {
  Call,
  Field as FieldExpr,
  FunctionId,
  FunctionIr,
  Module,
  Op,
  OpenEnd,
} from "../ir/ir.ts";
import type { Delivery } from "./invocation.ts";
import type { Rests } from "./rests.ts";
import type { Sightings } from "./sightings.ts";
import type { State } from "./state.ts";
import type { Atom, Callee, Value } from "./value.ts";

/** One way out of a function. */
export interface Exit {
  readonly how: "return" | "end" | "throw" | "completion";
  readonly value: Value;
  readonly state: State;
  readonly range: Range;
  readonly openEnd: OpenEnd | undefined;
  readonly wrapper?: string | undefined;
  /** What comes out is there at once: it is known, and no promise. */
  readonly plain?: boolean;
}

/** Where the interpreter is: which calls led here. */
export interface Frame {
  readonly function: FunctionIr;
  /** Tells allocations of different calls apart. */
  readonly path: string;
  readonly stack: readonly FunctionId[];
}

/**
 * `part`: by a prefix, a suffix or another part of the source; `key`: as the name of a member of a table; `perhaps`: in
 * any of these ways, where another text that is not known may stand in its place; `made`: as what stands in the name of a
 * member, of which the program knows the rest; `member`: with a member of a plain enumeration of Python that has the text
 * for its value.
 */
export type ComparedAs =
  "whole" | "key" | "part" | "perhaps" | "made" | "member";

/** What is seen on the way of what a handler does with its event. */
export interface Observer {
  readonly readEvent: (member: string) => void;
  readonly readRequest: (member: string) => void;
  readonly wroteResponse: (member: string) => void;
  /** A function with a first parameter of these types was given the event. */
  readonly handedEvent?: (types: readonly string[]) => void;
  /** @param range the text it is compared with */
  readonly comparedSource: (
    text: string,
    range: Range,
    how: ComparedAs,
  ) => void;
}

/** A call on the way, before it is done. */
export interface SeenCall {
  readonly call: Call;
  readonly frame: Frame;
  readonly callee: Value;
  readonly args: readonly Value[];
  /** How often each of the loops around it goes round, where that is known. */
  readonly rounds: readonly Value[];
  readonly state: State;
}

/** What is seen of the calls on the way. A call is seen again whenever more is known about the way to it. */
export interface Tracer {
  readonly calls: (seen: SeenCall) => void;
  /** A function that was handed to a call ran, or may run. */
  readonly ranInner: (call: Call, frame: Frame, ran: InnerRun) => void;
  /** A call gave something back. */
  readonly returned: (call: Call, frame: Frame, outcome: Outcome) => void;
  /** `callback`, `context.done` and their like were called, with an error and no answer where there is one. */
  readonly completed: (
    name: string,
    call: Call,
    frame: Frame,
    error: Value | undefined,
  ) => void;
  /** Two values are compared. */
  readonly compared: (expr: Op, first: Value, second: Value) => void;
  /** A member of `object` is read. */
  readonly read: (
    object: Value,
    key: Value,
    expr: FieldExpr,
    state: State,
  ) => void;
}

export interface InnerRun {
  readonly function: FunctionId;
  readonly value: Value;
  readonly state: State;
  /** It completed the invocation. */
  readonly completes: boolean;
}

export interface Machine {
  readonly module: Module;
  readonly rests: Rests;
  readonly observer: Observer | undefined;
  readonly tracer: Tracer | undefined;
  /** Completions of the invocation by `callback` and its like, in the order they were met. */
  readonly completions: Exit[];
  /** Ends of callbacks that were given an error and completed nothing; `timed`: a timer or an event may do so in their place. */
  readonly swallowed: { readonly exits: Exit[]; timed: boolean };
  /** Steps that may still be taken; below zero, the analysis gives up and says so. */
  budget: number;
  /** True once something was met that the front-end or the interpreter does not understand. */
  partial: boolean;
  /** Calls of functions of the module that were not followed: of one that runs already, or too deep. */
  unfollowed: number;
  /** By promise: what it is resolved with, and the states in which it fails. */
  readonly settled: Map<string, Outcome[]>;
  readonly rejected: Map<string, State[]>;
  /** What a promise was resolved with just before: code that runs on, without an await, is still ahead of who waits for it. */
  readonly justSettled: WeakMap<State, Outcome>;
  /** States in which a function has thrown what nobody expects. */
  readonly strayed: WeakSet<State>;
  readonly sightings: Sightings;
  /** Objects of classes that are told apart; see `instances.ts`. */
  readonly instances: Set<string>;
  /** Undefined while the module's own code runs. */
  readonly delivery: Delivery | undefined;
  readonly run: (
    machine: Machine,
    frame: Frame,
    state: State,
  ) => readonly Exit[];
  /** Runs a function of the module with these arguments, on an object if it is given one; gives one outcome per way it can return. */
  readonly callFunction: (
    machine: Machine,
    caller: Frame,
    callee: Callee,
    args: readonly Value[],
    state: State,
    site: number,
    self?: Value,
  ) => CallResult;
  readonly call: (
    machine: Machine,
    frame: Frame,
    call: Call,
    state: State,
  ) => CallResult;
}

export interface Outcome {
  readonly value: Value;
  readonly state: State;
  /** Where the function ended. */
  readonly range?: Range;
}

export interface CallResult {
  readonly returns: readonly Outcome[];
  /** States in which it threw. */
  readonly throws: readonly State[];
}

/** Ids of the objects that come with an invocation. */
export const eventId = "event";
export const requestId = "event.request";
export const contextId = "context";
/** What is known to come from the id of the app client has this in `from`. */
export const clientIdName = "callerContext.clientId";
export const responseId = "event.response";

export function objectIds(value: Value): readonly string[] {
  return value
    .filter((atom): atom is Atom & { kind: "object" } => atom.kind === "object")
    .map(({ id }) => id);
}
