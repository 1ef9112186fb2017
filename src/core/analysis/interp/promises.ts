/** What promises give: the values that a `then` makes of a value that will be there. */
import { type Invocation, withResult } from "./call.ts";
import type { CallResult } from "./machine.ts";
import type { State } from "./state.ts";
import { callUnknown } from "./unknown-calls.ts";
import { joinAll, unknownValue, valueOf, type Value } from "./value.ts";

export function callPromiseMethod(
  invocation: Invocation,
  receiver: Value,
  state: State,
): CallResult {
  const { name } = invocation;
  const settled = joinAll(
    [...receiver.values()].map((atom) =>
      atom.kind === "promise" ? atom.value : unknownValue,
    ),
  );
  const results: Value[] = [];
  const ran = callUnknown(
    invocation,
    state,
    true,
    name === "then" ? [settled] : [],
    (value) => results.push(value),
  );
  if (name !== "then" || results.length === 0) results.push(settled);
  const flattened = joinAll(
    results.flatMap((value) =>
      [...value.values()].map((atom) =>
        atom.kind === "promise" ? atom.value : valueOf(atom),
      ),
    ),
  );
  return withResult(ran, valueOf({ kind: "promise", value: flattened }));
}
