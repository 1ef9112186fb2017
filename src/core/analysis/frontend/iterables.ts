/**
 * What a loop, a spread or a list goes through, in files whose classes say that themselves (`[Symbol.iterator]`,
 * `__iter__`): the interpreter is asked for the items. In any other file a value is what it is.
 */
import type { FunctionBuilder } from "../ir/builder.ts";
import { itemsOfObject, type Expr } from "../ir/ir.ts";

/** Whether a class or an object of the file has items of its own. */
export const hasIterables = (text: string): boolean =>
  text.includes("Symbol.iterator") || text.includes("def __iter__");

export function throughItems(
  {
    builder,
    iterables,
  }: { readonly builder: FunctionBuilder; readonly iterables: boolean },
  value: Expr,
): Expr {
  if (!iterables || value.kind === "list" || value.kind === "const")
    return value;
  const { range } = value;
  return builder.call(
    { kind: "global", name: itemsOfObject, range },
    [{ value, spread: false }],
    range,
  );
}
