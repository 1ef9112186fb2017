/** The calls that complete an invocation: the callback, and the old ways on the context. */
import { type Invocation, returning } from "./call.ts";
import type { CallResult } from "./machine.ts";
import { copyState, type State } from "./state.ts";
import {
  constantOf,
  isNothing,
  truthOf,
  undefinedValue,
  type Atom,
} from "./value.ts";

/** `callback(error, event)`, `context.done(error, event)`, `context.succeed(event)`, `context.fail(error)`. */
export function complete(
  { machine, frame, call, args }: Invocation,
  name: string,
  state: State,
): CallResult {
  const [first = undefinedValue, second = undefinedValue] = args;
  const alone = second.every(isNothing);
  machine.tracer?.completed(
    name,
    call,
    frame,
    name !== "succeed" && alone ? first : undefined,
  );
  if (state.completion === "open") {
    // What is only known to be something unknown is an error where nothing else is handed over.
    const mayBeNothing = (atom: Atom): boolean =>
      atom.kind === "unknown"
        ? atom.truth === false || (atom.truth === undefined && args.length > 1)
        : constantOf(atom) !== undefined && truthOf(atom, false) === false;
    const failed =
      name === "fail" ||
      (name !== "succeed" && first.length > 0 && !first.some(mayBeNothing));
    machine.completions.push({
      how: failed ? "throw" : "completion",
      value: name === "succeed" ? first : second,
      state: copyState(state),
      range: call.range,
      openEnd: undefined,
    });
    const settled = machine.justSettled.get(state);
    if (settled !== undefined) settled.state.completion = "done";
  }
  state.completion = "done";
  return returning(undefinedValue, state);
}
