/**
 * Applies decorators. One that is known to hand the event through and the answer back is left out, so that the function
 * behind it stays visible; any other is the call that it is.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Expr } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { lowerMiddlewareFactory } from "./middleware.ts";

/** Last names of decorators of AWS Lambda Powertools, AWS X-Ray and functools. */
const transparent = new Set([
  "inject_lambda_context",
  "capture_lambda_handler",
  "capture_method",
  "log_metrics",
  "event_source",
  "capture",
  "lru_cache",
  "cache",
  "wraps",
  "staticmethod",
  "classmethod",
  "abstractmethod",
  "property",
  "cached_property",
  "override",
  "datadog_lambda_wrapper",
  "idempotent",
]);

export function decorate(
  context: Context,
  value: Expr,
  decorators: readonly Node[],
): Expr {
  const { builder, parts } = context;
  return [...decorators].reverse().reduce((decorated, decorator) => {
    const [applied] = meaningful(decorator);
    const named =
      applied?.type === "call"
        ? applied.childForFieldName("function")
        : applied;
    const last = named?.text.split(".").at(-1) ?? "";
    if (applied === undefined || transparent.has(last)) return decorated;
    if (last === "lambda_handler_decorator")
      return lowerMiddlewareFactory(context, decorated, rangeOf(decorator));
    return builder.call(
      parts.expression(context, applied),
      [{ value: decorated, spread: false }],
      rangeOf(decorator),
    );
  }, value);
}
