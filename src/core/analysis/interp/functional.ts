/**
 * Libraries that call the functions they are given at once: `pipe` of fp-ts, Effect and Remeda, `produce` of Immer, and
 * those that put something around one function, such as a span of a trace, and give what it gives.
 */
import type { Invocation } from "./call.ts";
import type { CallResult, Outcome } from "./machine.ts";
import { copyState, type State } from "./state.ts";
import {
  settledValue,
  undefinedValue,
  valueOf,
  values,
  type Atom,
  type Callee,
  type Value,
} from "./value.ts";

const pipes =
  /^(?:fp-ts(?:\/(?:lib\/)?function)?|effect(?:\/Function)?|remeda)\.pipe$/u;
const producers = /^immer(?:\.produce)?$/u;

/** Methods of OpenTelemetry, X-Ray, Powertools and Sentry. */
const spans =
  /^(?:startActiveSpan|startSpan|captureAsyncFunc|captureFunc|runWithContext)$/u;
const storage = /\bAsyncLocalStorage\(\)\.run$/u;
const retries = /^(?:p-retry|async-retry)(?:\.default)?$/u;

/** `tracer.startActiveSpan(name, (span) => …)`, `storage.run(store, () => …)`; undefined for any other call. */
export function callAround(
  { machine, frame, call, args, name }: Invocation,
  target: Value,
  state: State,
): CallResult | undefined {
  const isAround = (atom: Atom): boolean =>
    atom.kind === "external"
      ? spans.test(name) || storage.test(atom.name) || retries.test(atom.name)
      : atom.kind === "unknown" && atom.wraps === undefined && spans.test(name);
  if (target.length === 0 || !target.every(isAround)) return undefined;
  const functions = args.flatMap((arg) => onlyFunction(arg) ?? []);
  const [only, ...others] = functions;
  if (only === undefined || others.length > 0) return undefined;
  const ran = machine.callFunction(
    machine,
    frame,
    only,
    [],
    copyState(state),
    call.site,
  );
  // What is tried again is waited for.
  const isRetry = target.every(
    (atom) => atom.kind === "external" && retries.test(atom.name),
  );
  return isRetry
    ? {
        returns: ran.returns.map((each) => ({
          ...each,
          value: valueOf({ kind: "promise", value: settledValue(each.value) }),
        })),
        throws: [],
      }
    : ran;
}

/** Undefined where it is another function, or one of those it is given is not known. */
export function callFunctional(
  invocation: Invocation,
  name: string,
  state: State,
): CallResult | undefined {
  const isPipe = pipes.test(name);
  if (!isPipe && !producers.test(name)) return undefined;
  const { args, call } = invocation;
  const [first = undefinedValue, ...rest] = args;
  if (call.arguments.some(({ spread }) => spread)) return undefined;
  const functions = rest.map(onlyFunction);
  if (functions.length === 0) return undefined;
  if (!functions.every((each) => each !== undefined)) return undefined;
  if (isPipe) return oneAfterTheOther(invocation, first, functions, state);
  const [recipe] = functions;
  if (functions.length > 1 || recipe === undefined) return undefined;
  // The draft is taken for the thing itself: who makes one goes on with what comes out.
  const ran = run(invocation, recipe, first, state);
  return {
    ...ran,
    returns: ran.returns.map((each) => ({
      ...each,
      value: orBase(each.value, first),
    })),
  };
}

/** Outcomes that are followed from one function to the next. */
const outcomeBound = 8;

function oneAfterTheOther(
  invocation: Invocation,
  first: Value,
  functions: readonly Callee[],
  state: State,
): CallResult | undefined {
  let returns: readonly Outcome[] = [{ value: first, state }];
  const throws: State[] = [];
  for (const each of functions) {
    if (returns.length > outcomeBound) return undefined;
    const ran = returns.map((before) =>
      run(invocation, each, before.value, before.state),
    );
    returns = ran.flatMap((after) => after.returns);
    throws.push(...ran.flatMap((after) => after.throws));
  }
  return { returns, throws };
}

const run = (
  { machine, frame, call }: Invocation,
  callee: Callee,
  given: Value,
  state: State,
): CallResult =>
  machine.callFunction(
    machine,
    frame,
    callee,
    [given],
    copyState(state),
    call.site,
  );

/** What a recipe gives back takes the place of the draft; nothing does not. */
function orBase(given: Value, base: Value): Value {
  return given.reduce<Value>(
    (all, atom) =>
      values.join(
        all,
        atom.kind === "undefined"
          ? base
          : valueOf(
              atom.kind === "promise"
                ? { ...atom, value: orBase(atom.value, base) }
                : atom,
            ),
      ),
    values.bottom,
  );
}

function onlyFunction([atom, ...others]: Value): Callee | undefined {
  return atom?.kind === "function" && others.length === 0 ? atom : undefined;
}
