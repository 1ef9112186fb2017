/**
 * Calls of unseen code that only look at what they are given: they write it to a log, or send it where calls are traced.
 * Told by their names as the file writes them, for where a logger comes from is rarely seen. Invariant: a name stands
 * here only if it means nothing else in any library that handlers use.
 */
import type { Expr, Module } from "../ir/ir.ts";

const logger =
  /^(?:(?:[a-z]+[._-]?)?log(?:ger|ging|s)?(?:_?service)?|console|winston|pino|bunyan|loguru|log4js|signale|sentry|rollbar|bugsnag|newrelic|tracer|metrics)$/iu;
const method =
  /^(?:log|info|debug|warn|warning|error|trace|verbose|silly|notice|fatal|critical|exception|success|dir|table|print|write|log_?event_?if_?enabled|add_?context|append_?(?:keys|persistent_?keys)|add_?persistent_?log_?attributes|set_?(?:persistent_?)?(?:log_?attributes|keys|context|tags?|extras?|user)|put_?(?:annotation|metadata)|add_?(?:metric|metadata|dimensions?|error_?as_?metadata|response_?as_?metadata)|capture_?(?:exception|message)|add_?custom_?attributes?|notice_?error)$/iu;
/** Of Lambda's context. */
const remaining = /^get_?remaining_?time_?in_?millis$/iu;
const plain =
  /^_?(?:log|debug|dump|print|trace|console|pp|pprint)(?:_?(?:event|info|error|debug|warn(?:ing)?|message|request|response|input|output|trigger|json|obj(?:ect)?))?$/iu;

/** Whether calling this, as it is written, leaves its arguments as they are. */
export function onlyLooks({ variables }: Module, callee: Expr): boolean {
  const name = lastName(variables, callee);
  if (name === undefined) return false;
  if (callee.kind !== "field") return plain.test(name);
  if (remaining.test(name)) return true;
  const of = lastName(variables, callee.object);
  return of !== undefined && logger.test(of) && method.test(name);
}

/** `info` of `this.logger.info`, `logger` of the object before it. */
function lastName(
  variables: Module["variables"],
  expr: Expr,
): string | undefined {
  if (expr.kind === "var") return variables[expr.variable]?.name;
  if (expr.kind === "global") return expr.name;
  return expr.kind === "field" && expr.key.kind === "const"
    ? String(expr.key.value)
    : undefined;
}
