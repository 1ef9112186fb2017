/** What generators give, for both languages: each `yield` puts its value into a list. */
import { constant, field, type FunctionBuilder } from "../ir/builder.ts";
import type { Expr, Var } from "../ir/ir.ts";
import type { Range } from "../../text/position.ts";
import type { Node } from "./syntax-node.ts";

const nested =
  /^(?:arrow_function|(?:async_)?function_(?:expression|definition)|function_declaration|generator_function(?:_declaration)?|method_definition|class(?:_declaration|_definition|_body)?|lambda)$/u;

/** Whether a generator asks nobody for anything: no value of a `yield` is used. */
export function onlyYields(body: Node): boolean {
  return body.namedChildren.every((child) =>
    /^yield(?:_expression)?$/u.test(child.type)
      ? body.type === "expression_statement"
      : nested.test(child.type) || onlyYields(child),
  );
}

/** Emitted where the function begins. */
export function startYields(builder: FunctionBuilder, range: Range): Var {
  return builder.hold(builder.list([], range));
}

/** @param all `yield*`, `yield from`: each item of the value is given */
export function emitYield(
  builder: FunctionBuilder,
  yielded: Var,
  value: Expr,
  all: boolean,
  range: Range,
): void {
  builder.call(
    field(yielded, constant("push", range), range),
    [{ value, spread: all }],
    range,
  );
}
