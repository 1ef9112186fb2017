/** Which calls of a function are statements of their own: nothing in it takes what they give back. */
import type { Call, FunctionIr } from "../ir/ir.ts";
import { readVariables } from "../ir/variables.ts";

export const isDropped = (within: FunctionIr, call: Call): boolean =>
  !readVariables(within).has(call.result);

/** `save().then(…).catch(…);`: what a call gives is taken by the next link only, and nothing takes what the last one gives. */
export function isInDroppedChain(within: FunctionIr, call: Call): boolean {
  if (isDropped(within, call)) return true;
  const next = nextLink(within, call);
  return next !== undefined && isInDroppedChain(within, next);
}

const link = /^(?:then|catch|finally)$/u;

/** The call of a promise's method whose receiver is nothing but what `call` gives. */
function nextLink({ blocks }: FunctionIr, { result }: Call): Call | undefined {
  for (const { instructions } of blocks)
    for (const each of instructions)
      if (
        each.kind === "call" &&
        each.callee.kind === "field" &&
        each.callee.object.kind === "var" &&
        each.callee.object.variable === result &&
        each.callee.key.kind === "const" &&
        link.test(String(each.callee.key.value))
      )
        return each;
  return undefined;
}
