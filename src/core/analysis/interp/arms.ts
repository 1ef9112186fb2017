/** `result.match(onOk, onError)`, `either.caseOf({ Left, Right })`: one of the functions runs, and what it gives comes out. */
import { type Invocation } from "./call.ts";
import { fieldValue } from "./heap.ts";
import type { CallResult } from "./machine.ts";
import { copyState, objectAt, type State } from "./state.ts";
import { unknownValue, values, type Callee, type Value } from "./value.ts";

const methods = new Set(["match", "fold", "caseOf"]);

/** Undefined where it is another method, or another thing. */
export function callArms(
  { machine, frame, call, args, name }: Invocation,
  receiver: Value,
  state: State,
): CallResult | undefined {
  if (!methods.has(name)) return undefined;
  if (!receiver.every(({ kind }) => kind === "unknown")) return undefined;
  const arms = (args.length === 1 ? membersIn(state, args[0]) : args).map(
    onlyFunction,
  );
  if (arms.length !== 2) return undefined;
  const ran = arms.map(
    (arm) =>
      arm &&
      machine.callFunction(
        machine,
        frame,
        arm,
        [unknownValue],
        copyState(state),
        call.site,
      ),
  );
  if (!ran.every((each) => each !== undefined)) return undefined;
  return {
    // It may be a promise of that.
    returns: ran.flatMap(({ returns }) =>
      returns.map(({ value, state: after }) => ({
        value: values.join(value, unknownValue),
        state: after,
      })),
    ),
    throws: [...ran.flatMap(({ throws }) => throws), copyState(state)],
  };
}

function membersIn(state: State, value: Value = []): readonly Value[] {
  const [only, ...others] = value;
  if (only?.kind !== "object" || others.length > 0) return [];
  const { open, list, fields } = objectAt(state, only.id);
  return open || list ? [] : [...fields.values()].map(fieldValue);
}

function onlyFunction([atom, ...others]: Value): Callee | undefined {
  return atom?.kind === "function" && others.length === 0 ? atom : undefined;
}
