/**
 * What Lambda passes to a handler, told by the parameters' names and types. Invariant: a function that other code calls
 * with things of its own is not taken for one that has a context or a callback.
 */
import type { FunctionIr } from "../ir/ir.ts";

const contextName = /^_*(?:ctx|context|c|lambda_?context)?$/iu;
const callbackName = /^_*(?:cb|done|next|.*call_?back)$/iu;

export const ownParameters = ({
  parameters,
}: FunctionIr): FunctionIr["parameters"] =>
  parameters.filter(({ name }) => name !== "self" && name !== "cls");

/** Its second parameter is what Lambda passes there. */
export function takesContext(target: FunctionIr): boolean {
  const [, second] = ownParameters(target);
  return (
    second !== undefined &&
    (contextName.test(second.name) ||
      second.types.some((type) => /context$/iu.test(type)))
  );
}

/** Its third parameter is, behind a context or by its own name. */
export function takesCallback(target: FunctionIr): boolean {
  const [, , third] = ownParameters(target);
  return (
    third !== undefined &&
    (takesContext(target) ||
      callbackName.test(third.name) ||
      third.types.some((type) => /callback$/iu.test(type)))
  );
}
