/**
 * Calls of code that nobody sees. The functions it is given may run, now or later, any number of times; the objects it is
 * given may get members, and a callback among them may be called.
 */
import type { Invocation } from "./call.ts";
import { evaluate } from "./evaluate.ts";
import { lookAtEverything } from "./looks.ts";
import { addsAnswer } from "./middleware.ts";
import { onlyLooks } from "./onlookers.ts";
import {
  contextId,
  eventId,
  type CallResult,
  type Outcome,
} from "./machine.ts";
import { copyState, objectAt, setObject, type State } from "./state.ts";
import {
  undefinedValue,
  unknownValue,
  valueOf,
  type Atom,
  type Value,
} from "./value.ts";

/**
 * A call of something unknown. The functions it is given may run, now or later, any number of times; the objects it is
 * given may get members that nobody sees.
 */
export function callUnknown(
  { machine, frame, call, args, receiver, name }: Invocation,
  state: State,
  leavesAlone = onlyLooks(machine.module, call.callee),
  callbackArgs: readonly Value[] = [],
  onResult: (outcome: Outcome) => void = () => undefined,
): CallResult {
  const wrapped: Atom[] = [];
  // Whose hooks decide what is given back is not said by a name.
  const decided = addsAnswer(machine, state, name, args);
  const by = decided
    ? ""
    : wrapperName(evaluate(machine, frame, state, call.callee), receiver, name);
  if (!leavesAlone)
    for (const arg of args) {
      if (arg.some(({ kind }) => kind === "unknown")) lookAtEverything(state);
      expose({ machine, frame }, state, arg, new Set());
    }
  const answered = callbackArgs.length === 0 && services.test(by);
  let states: readonly State[] = [state];
  for (const arg of args)
    for (const atom of arg) {
      if (atom.kind === "completion")
        for (const each of states)
          if (each.completion === "open") each.completion = "later";
      // Somebody else settles the promise, with what nobody sees here; a timer with what it was given for that.
      if (atom.kind === "settle" && !atom.rejects)
        for (const each of states)
          machine.settled.get(atom.promise)?.push({
            value: handsOver.test(name)
              ? (args[name === "setTimeout" ? 2 : 1] ?? undefinedValue)
              : unknownValue,
            state: copyState(each),
          });
      if (atom.kind !== "function") {
        if (atom.kind === "unknown" && atom.wraps !== undefined)
          wrapped.push(atom);
        continue;
      }
      wrapped.push({ kind: "unknown", wraps: atom, by });
      const next: State[] = [];
      for (const before of states) {
        const ran = machine.callFunction(
          machine,
          frame,
          atom,
          answered && takesError(machine, atom) ? answer : callbackArgs,
          copyState(before),
          call.site,
        );
        findSwallowed({ machine, frame, call }, atom, ran.returns, before);
        const { completion: was } = before;
        const completes = ran.returns.some(
          ({ state: { completion } }) => completion !== was,
        );
        for (const outcome of ran.returns) {
          onResult(outcome);
          const { value, state: after } = outcome;
          const completed = after.completion !== was;
          machine.tracer?.ranInner(call, frame, {
            function: atom.id,
            value,
            state: after,
            completes: was === "open" && completed,
          });
          if (completed) continue;
          // Another run of it may complete the invocation.
          if (completes) after.completion = "later";
          next.push(after);
        }
        if (completes && was === "open") before.completion = "later";
        if (completes && timers.test(name)) machine.swallowed.timed = true;
        next.push(before);
      }
      states = next;
    }
  for (const atom of receiver ?? [])
    if (atom.kind === "unknown" && atom.wraps !== undefined)
      wrapped.push(decided ? { ...atom, by } : atom);
  const foreign = answersOfService(name, by, args)
    ? { foreign: true as const }
    : {};
  const value = leavesAlone
    ? unknownValue
    : valueOf({ kind: "unknown", by, ...foreign }, ...wrapped);
  const returns: Outcome[] = states.map((each) => ({ value, state: each }));
  return { returns, throws: leavesAlone ? [] : [copyState(state)] };
}

/** Names of a first parameter that takes the error. */
export const errorName = /^_*e(?:rr(?:or)?)?$/iu;

const takesError = (
  { module }: Invocation["machine"],
  { id }: Atom & { kind: "function" },
): boolean => errorName.test(module.functions[id]?.parameters[0]?.name ?? "");

/** Clients whose callbacks are given an error, or else what a service answered. */
const services = /^(?:aws-sdk|mysql2?|pg|nodemailer)\./u;

const answer: readonly Value[] = [
  unknownValue,
  valueOf({ kind: "unknown", foreign: true }),
];

/** Calls its function any number of times, or for one kind of event. */
const repeats = /^(?:on|once|addListener|each\w*|forEach)$/u;

/** Their functions complete the invocation whatever becomes of other calls. */
const timers =
  /^(?:set(?:Timeout|Interval|Immediate)|nextTick|on|once|addListener)$/u;

const handsOver = /^set(?:Timeout|Immediate)$/u;

const thrownError = valueOf({ kind: "unknown", truth: true, foreign: true });

/**
 * `put(params, (error) => { if (error) return; callback(null, event); })`: such a callback is called once, and where it is
 * given an error the invocation is never completed.
 */
function findSwallowed(
  { machine, frame, call }: Pick<Invocation, "machine" | "frame" | "call">,
  callee: Atom & { kind: "function" },
  outcomes: readonly Outcome[],
  before: State,
): void {
  const ends = (each: Outcome): string => each.state.completion;
  if (
    before.completion !== "open" ||
    // A promise may be what is given back.
    machine.settled.size > 0 ||
    !outcomes.some((each) => ends(each) === "done") ||
    !outcomes.some((each) => ends(each) === "open")
  )
    return;
  const { functions } = machine.module;
  const [root = -1] = frame.stack;
  if (functions[root]?.async !== false) return;
  const [error] = functions[callee.id]?.parameters ?? [];
  const { callee: called } = call;
  const name = called.kind === "field" ? called.key : undefined;
  if (
    error === undefined ||
    !errorName.test(error.name) ||
    (name?.kind === "const" && repeats.test(String(name.value)))
  )
    return;
  const { unfollowed } = machine;
  const { returns } = machine.callFunction(
    machine,
    frame,
    callee,
    [thrownError, unknownValue, unknownValue],
    copyState(before),
    call.site,
  );
  if (machine.unfollowed > unfollowed) return;
  if (!returns.every((each) => ends(each) === "open")) return;
  for (const { state, range } of returns)
    if (range !== undefined)
      machine.swallowed.exits.push({
        how: "return",
        value: undefinedValue,
        state,
        range,
        openEnd: undefined,
      });
}

/** `client.send(new PutCommand(…))`, `client.putItem(…).promise()`, `boto3.client("x").put_item()`, `fetch(…)` */
function answersOfService(
  name: string,
  by: string,
  args: readonly Value[],
): boolean {
  if (name === "promise") return args.length === 0;
  if (
    name === "send" &&
    (args[0] ?? []).some(
      (atom) =>
        atom.kind === "external" && /^@aws-sdk\/.+\(\)$/u.test(atom.name),
    )
  )
    return true;
  if (/^(?:boto3\.\w|fetch$|axios(?:$|\.))/u.test(by)) return true;
  return (
    (clients.test(by)
      ? !givesItsOwn.test(name)
      : askedOnly.test(by) && asks.test(name)) &&
    // What a function in it gives may be given on, and a document may be made of an event.
    !args.some((arg) =>
      arg.some(
        (atom) =>
          atom.kind === "function" ||
          (atom.kind === "unknown" && atom.wraps !== undefined) ||
          (atom.kind === "object" && atom.id === eventId),
      ),
    )
  );
}

/** Methods of promises and transactions: they give what they are given, or what that gives. */
const givesItsOwn =
  /^(?:then\w*|catch\w*|finally|return|tap\w*|\$?\w*transaction)$/iu;

/** Clients of databases and of services that send: what they answer is a row, a count, a receipt. */
const clients =
  /^(?:@prisma\/client|pg|mysql2?(?:\/promise)?|knex|mongodb|postgres|redis|ioredis|@sendgrid\/mail|twilio|nodemailer|stripe|resend|@slack\/web-api|@supabase\/supabase-js)(?:[.(]|$)/u;

/** Clients that hand out more than answers: the body of a response can be anything. */
const askedOnly =
  /^(?:@aws-sdk\/(?:client-[\w-]+|lib-dynamodb)|aws-amplify\/(?:api|data)|got|requests|httpx)\./u;

/** Not what reads an answer (`json`) or waits for it (`then`). */
const asks =
  /^(?:(?:admin|create|delete|execute|find|insert|post|publish|put|query|save|send|update|upsert)\w*|graphql|patch)$/u;

/** What to call the unknown function: by its path in a library, or by what its receiver came from. */
function wrapperName(
  callee: Value,
  receiver: Value | undefined,
  name: string,
): string {
  for (const atom of callee)
    if (atom.kind === "external") return atom.name;
    else if (atom.kind === "unknown" && atom.by !== undefined) return atom.by;
  for (const atom of receiver ?? [])
    if (atom.kind === "unknown" && atom.by !== undefined) return atom.by;
  return name;
}

/** Unknown code has had these objects: they may have got members, and a callback among them may be called. */
function expose(
  where: Pick<Invocation, "machine" | "frame">,
  state: State,
  value: Value,
  seen: Set<string>,
): void {
  for (const atom of value) {
    if (atom.kind === "completion" && state.completion === "open")
      state.completion = "later";
    const id =
      atom.kind === "object"
        ? atom.id
        : atom.kind === "external"
          ? atom.entries
          : undefined;
    if (id === undefined || seen.has(id)) continue;
    seen.add(id);
    // An async handler gives its context away to be read; its promise is what completes it.
    const [root = -1] = where.frame.stack;
    if (
      id === contextId &&
      where.machine.module.functions[root]?.async === true
    )
      continue;
    const object = objectAt(state, id);
    if (object.delivered !== undefined) lookAtEverything(state);
    if (object.open !== true) setObject(state, id, { ...object, open: true });
    for (const field of object.fields.values())
      for (const write of field.writes.values())
        expose(where, state, write.value, seen);
  }
}
