/** What the parts that perform a call share: the call with its values, and the plain results. */
import type { Call } from "../ir/ir.ts";
import type { CallResult, Frame, Machine } from "./machine.ts";
import type { State } from "./state.ts";
import type { Value } from "./value.ts";

export interface Invocation {
  readonly machine: Machine;
  readonly frame: Frame;
  readonly call: Call;
  readonly args: readonly Value[];
  readonly receiver: Value | undefined;
  /** Name of the method, or of the function as written. */
  readonly name: string;
}

export const returning = (value: Value, state: State): CallResult => ({
  returns: [{ value, state }],
  throws: [],
});

export const withResult = (ran: CallResult, value: Value): CallResult => ({
  ...ran,
  returns: ran.returns.map((each) => ({ ...each, value })),
});
