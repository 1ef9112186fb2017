/** Which calls of a function are statements of their own: nothing in it takes what they give back. */
import type { Call, FunctionIr } from "../ir/ir.ts";
import { readVariables } from "../ir/variables.ts";

export const isDropped = (within: FunctionIr, call: Call): boolean =>
  !readVariables(within).has(call.result);
