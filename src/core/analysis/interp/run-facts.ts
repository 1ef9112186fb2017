/**
 * How a handler runs, apart from what it answers: its parameters, the calls on its way, how it completes the
 * invocation, and what gets lost because nobody waits for it. Calls are told once each, with all that reaches them on
 * any way; an unknown value appears in none of them.
 */
import type { Range } from "../../text/position.ts";
import type { TriggerContract } from "../../triggers/contract.ts";
import type { Constant, FunctionIr, Op } from "../ir/ir.ts";
import { writtenIn } from "../ir/file-at.ts";
import { isDropped } from "./dropped-results.ts";
import { hasNoEntry, isClientId, refusedAfter } from "./client-ids.ts";
import type { Candidate } from "./handlers.ts";
import { isUnsent } from "./members.ts";
import type { LoadedModule } from "./interpreter.ts";
import {
  clientIdName,
  eventId,
  objectIds,
  requestId,
  type Exit,
  type SeenCall,
  type Tracer,
} from "./machine.ts";
import { ownParameters, takesContext } from "./lambda-parameters.ts";
import { carriedBy, lackedBy, shownBy, spelledIn } from "./provenance.ts";
import { objectAt, type State } from "./state.ts";
import { errorName } from "./unknown-calls.ts";
import {
  constantOf,
  noValue,
  onlyNumber,
  onlyText,
  type Atom,
  type Value,
} from "./value.ts";

export interface ParameterFact {
  /** Empty where it is taken apart. */
  readonly name: string;
  readonly range: Range;
  /** A call may leave it out: it has a default, or takes the rest. */
  readonly optional: boolean;
  /** It takes all that are left. */
  readonly rest: boolean;
}

export interface ArgumentFact {
  readonly range: Range;
  /** Python's keyword. */
  readonly name: string | undefined;
  readonly constants: readonly Constant[];
  /** Members of the request that must not be shown and whose text is in it, at any depth. */
  readonly carries: ReadonlySet<string>;
  /** Those of them that stand in it by themselves, not in an object of the event. */
  readonly shows: ReadonlySet<string>;
  /** Those of them that are a part of a text that is handed over itself. */
  readonly spells: ReadonlySet<string>;
  /** Members of the request that the event of this case does not have and that are handed over all the same. */
  readonly lacks: ReadonlySet<string>;
}

export interface CallFact {
  readonly range: Range;
  /** What is called, as written, without blanks: `logger.info`. */
  readonly written: string;
  /** Its path in the language or a library, where it is known: `console.log`. */
  readonly path: string | undefined;
  /** It runs a function of this file. */
  readonly own: boolean;
  readonly arguments: readonly ArgumentFact[];
  /** How often it is done again at most by loops that count up to a known limit, their last round left out. */
  readonly again: number;
}

/** A call of `callback`, `context.done`, `context.succeed` or `context.fail`. */
export interface CompletionFact {
  readonly name: string;
  readonly range: Range;
  readonly arguments: readonly Range[];
  /** The event stands where the error does. */
  readonly eventAsError: boolean;
  /** It is a statement of the handler's own body, not of a function in it. */
  readonly ownStatement: boolean;
}

/** A call whose result nobody takes, and in which the event is given back or the invocation completed. */
export interface LostFact {
  readonly range: Range;
  readonly how: "event" | "completion";
  /** What is called runs its function after the handler's end: `then`, a callback that is given an error first. */
  readonly deferred: boolean;
  /** A promise comes out of it: it could be awaited or returned. */
  readonly promise: boolean;
}

export interface RunFacts {
  readonly async: boolean;
  /** As the function is written, without `self`. */
  readonly parameters: readonly ParameterFact[];
  /** Lambda itself calls it: its name or its type says so, or it takes a context. */
  readonly isEntry: boolean;
  readonly calls: readonly CallFact[];
  readonly completions: readonly CompletionFact[];
  /** In order of place. */
  readonly lost: readonly LostFact[];
  /** Reads below a member of the request, in order of place. */
  readonly reads: readonly ReadFact[];
  /**
   * Where something is looked up that fails: in Python, a member of the request that the event of this case does not have;
   * in JavaScript, what belongs to such a member.
   */
  readonly failingReads: readonly FailingRead[];
  /** Comparisons of the app client's id after which another one is refused, in order of place. */
  readonly clientsRefused: readonly Range[];
  /** An error of something that is called, and not caught, ends the handler. */
  readonly letsErrorsOut: boolean;
}

export interface FailingRead {
  /** The member of the request. */
  readonly member: string;
  readonly range: Range;
}

/** `event.request.clientMetadata.tenant`, `table[event.callerContext.clientId].name`, also by another name. */
export interface ReadFact {
  /** The member of the request: `clientMetadata`; or `callerContext.clientId`, by which something was looked up. */
  readonly member: string;
  readonly range: Range;
  /** The member may be missing, and nothing has tested that: the read throws. */
  readonly unguarded: boolean;
}

const listMethod =
  /^(?:forEach|map|filter|find|findIndex|flatMap|some|every|reduce|reduceRight|sort)$/u;
const laterMethod =
  /^(?:then|catch|finally|setTimeout|setImmediate|setInterval|nextTick)$/u;

/** Watches one run of a handler; `facts` tells what was seen once it has ended. */
export function watchRun(
  { module }: LoadedModule,
  candidate: Candidate,
  trigger: TriggerContract,
): {
  readonly tracer: Tracer;
  readonly facts: (exits: readonly Exit[]) => RunFacts;
} {
  const target = module.functions[candidate.id];
  // Most events have nothing to look for in what is handed over.
  const secretive = trigger.request.some(({ sensitive }) => sensitive === true);
  const calls = new Map<string, CallFact>();
  const completions = new Map<string, CompletionFact>();
  const lost = new Map<string, LostFact>();
  const reads = new Map<string, ReadFact>();
  const failing = new Map<string, FailingRead>();
  const clientTests = new Set<Op>();
  /** By the path of what is called: how often the loops around the call do it again. */
  const againIn = new Map<string, number>();
  const textOf = (range: Range): string =>
    writtenIn(module, range).replaceAll(/\s+/gu, "");
  const lose = (range: Range, fact: Omit<LostFact, "range">): void => {
    const before = lost.get(keyOf(range));
    lost.set(keyOf(range), {
      range,
      ...fact,
      promise: fact.promise || before?.promise === true,
    });
  };
  const dropped: typeof isDropped = (within, call) =>
    within.id === target?.id && isDropped(within, call);

  return {
    tracer: {
      calls: (seen) => {
        const { call, frame } = seen;
        const key = keyOf(call.range);
        const again = (againIn.get(frame.path) ?? 1) * roundsBeforeLast(seen);
        againIn.set(`${frame.path}/${String(call.site)}`, again);
        calls.set(
          key,
          joined(calls.get(key), {
            ...callFact(seen, textOf, secretive),
            again,
          }),
        );
      },
      ranInner: (call, frame, ran) => {
        if (!dropped(frame.function, call)) return;
        const inner = module.functions[ran.function];
        const name = textOf(call.callee.range).split(".").at(-1) ?? "";
        const deferred =
          laterMethod.test(name) ||
          (!listMethod.test(name) &&
            errorName.test(inner?.parameters[0]?.name ?? ""));
        if (ran.completes)
          lose(call.range, { how: "completion", deferred, promise: false });
        else if (givesEvent(ran.state, ran.value))
          lose(call.range, {
            how: "event",
            deferred,
            promise: /^(?:then|catch|finally)$/u.test(name),
          });
      },
      returned: (call, frame, { value, state }) => {
        if (!dropped(frame.function, call)) return;
        const settles = value.some(
          (atom) => atom.kind === "promise" && givesEvent(state, atom.value),
        );
        if (settles)
          lose(call.range, { how: "event", deferred: true, promise: true });
      },
      compared: (expr, first, second) => {
        if (isClientId(first) || isClientId(second)) clientTests.add(expr);
      },
      read: (object, key, { range, optional }, state) => {
        // JavaScript fails where what is not there is read on, Python where it is looked up.
        if (
          module.language === "python"
            ? isClientId(key)
            : optional !== true && hasNoEntry(object)
        )
          reads.set(keyOf(range), {
            member: clientIdName,
            range,
            unguarded: true,
          });
        const member =
          module.language === "python"
            ? absentMember(state, object, key)
            : optional === true
              ? undefined
              : unsentMember(object);
        if (member !== undefined) failing.set(keyOf(range), { member, range });
        for (const id of objectIds(object)) {
          if (!id.startsWith(`${requestId}.`)) continue;
          reads.set(keyOf(range), {
            member: id.slice(requestId.length + 1),
            range,
            unguarded: optional !== true && mayBeMissing(object),
          });
        }
      },
      completed: (name, call, frame, error) => {
        completions.set(keyOf(call.range), {
          name,
          range: call.range,
          arguments: call.arguments.map(({ value }) => value.range),
          eventAsError: error !== undefined && isEvent(error),
          ownStatement: dropped(frame.function, call),
        });
      },
    },
    facts: (exits) => ({
      async: target?.async ?? false,
      parameters: (target === undefined ? [] : ownParameters(target)).map(
        ({ name, range, optional, rest }) => ({
          name,
          range,
          optional: optional || rest,
          rest,
        }),
      ),
      isEntry: target !== undefined && isEntry(candidate, target),
      calls: [...calls.values()],
      completions: [...completions.values()],
      lost: [...lost.values()]
        .filter(
          ({ how, deferred, range }) =>
            how === "event" || (deferred && endsBefore(exits, target, range)),
        )
        .sort((a, b) => a.range.start - b.range.start),
      reads: [...reads.values()].sort((a, b) => a.range.start - b.range.start),
      failingReads: [...failing.values()],
      clientsRefused: refusedAfter(target, clientTests),
      letsErrorsOut: exits.some(
        ({ how, value, state }) =>
          how === "throw" &&
          state.completion === "open" &&
          value.some(({ kind }) => kind === "unknown"),
      ),
    }),
  };
}

/** The member of the request that is looked up and known not to be there. */
function absentMember(
  state: State,
  object: Value,
  key: Value,
): string | undefined {
  const [only] = object;
  const name = onlyText(key);
  return object.length === 1 &&
    only?.kind === "object" &&
    only.id === requestId &&
    name !== undefined &&
    isUnsent(objectAt(state, only.id), name)
    ? name
    : undefined;
}

/** The member of the request that a value stands for, which is not there. */
function unsentMember(value: Value): string | undefined {
  const [member, ...others] = value.map((atom) =>
    atom.kind === "undefined" ? atom.from : undefined,
  );
  return others.every((each) => each === member) ? member : undefined;
}

const isEvent = (value: Value): boolean =>
  value.length > 0 &&
  value.every((atom) => atom.kind === "object" && atom.id === eventId);

const mayBeMissing = (value: Value): boolean =>
  value.some(
    (atom) =>
      atom.kind === "undefined" ||
      atom.kind === "null" ||
      (atom.kind === "unknown" && atom.absent === true),
  );

const keyOf = ({ start, end }: Range): string =>
  `${String(start)}:${String(end)}`;

/** An async handler reaches its end while a completion is still to come: its promise is settled first. */
const endsBefore = (
  exits: readonly Exit[],
  target: FunctionIr | undefined,
  call: Range,
): boolean =>
  target?.async === true &&
  exits.some(
    ({ how, state }) => how === "end" && state.completion === "later",
  ) &&
  !target.blocks.some(({ instructions }) =>
    instructions.some(
      ({ kind, range }) => kind === "await" && range.end > call.start,
    ),
  );

/** A default export is rather what another file calls: it takes a handler that is stated to be called `default`. */
const isEntry = (candidate: Candidate, target: FunctionIr): boolean =>
  candidate.wrappedBy === undefined &&
  (candidate.entry || (candidate.name !== "default" && takesContext(target)));

function givesEvent(state: State, value: Value): boolean {
  return value.some((atom) =>
    atom.kind === "promise"
      ? givesEvent(state, atom.value)
      : atom.kind === "object" &&
        (atom.id === eventId || objectAt(state, atom.id).delivered === "event"),
  );
}

const roundsBeforeLast = ({ rounds }: SeenCall): number =>
  rounds.reduce(
    (product, each) => product * Math.max(1, (onlyNumber(each) ?? 1) - 1),
    1,
  );

function callFact(
  { call, callee, args, state }: SeenCall,
  textOf: (range: Range) => string,
  secretive: boolean,
): Omit<CallFact, "again"> {
  const external = callee.find(
    (atom): atom is Atom & { kind: "external" } => atom.kind === "external",
  );
  return {
    range: call.range,
    written: textOf(call.callee.range),
    path: callee.length === 1 ? external?.name : undefined,
    own: callee.some(({ kind }) => kind === "function"),
    arguments: call.arguments.map(({ value, name }, i) => {
      const given: Value = args[i] ?? noValue;
      return {
        range: value.range,
        name,
        constants: given.flatMap((atom) => {
          const known = constantOf(atom);
          return known === undefined ? [] : [known.value];
        }),
        ...(secretive ? secretsIn(state, given) : noSecrets),
      };
    }),
  };
}

type Secrets = Pick<ArgumentFact, "carries" | "shows" | "spells" | "lacks">;

const noSecrets: Secrets = {
  carries: new Set(),
  shows: new Set(),
  spells: new Set(),
  lacks: new Set(),
};

function secretsIn(state: State, given: Value): Secrets {
  return {
    carries: carriedBy(state, given),
    shows: shownBy(state, given),
    spells: spelledIn(state, given),
    lacks: lackedBy(state, given),
  };
}

const union = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): ReadonlySet<T> =>
  new Set([...a, ...b]);

/** What two visits have seen of one call. */
function joined(before: CallFact | undefined, after: CallFact): CallFact {
  if (before === undefined) return after;
  return {
    ...after,
    path: before.path === after.path ? after.path : undefined,
    own: before.own || after.own,
    again: Math.max(before.again, after.again),
    arguments: after.arguments.map((argument, i) => {
      const other = before.arguments[i];
      if (other === undefined) return argument;
      return {
        ...argument,
        constants: [
          ...union(new Set(other.constants), new Set(argument.constants)),
        ],
        carries: union(other.carries, argument.carries),
        shows: union(other.shows, argument.shows),
        spells: union(other.spells, argument.spells),
        lacks: union(other.lacks, argument.lacks),
      };
    }),
  };
}
