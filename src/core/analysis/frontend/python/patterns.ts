/** Assignment targets, and the patterns of `match`. */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { BlockId, Expr, Place, Var } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { holdsDataClass } from "./data-classes.ts";

/** The place a name, an attribute or a subscript means; undefined for anything else. */
export function lowerPlace(context: Context, node: Node): Place | undefined {
  if (node.type === "identifier") {
    const found = context.scope.find(node.text);
    return found === undefined ? undefined : variable(found, rangeOf(node));
  }
  if (node.type !== "attribute" && node.type !== "subscript") return undefined;
  const lowered = context.parts.expression(context, node);
  return lowered.kind === "field"
    ? field(lowered.object, lowered.key, lowered.range)
    : undefined;
}

export function assignTo(
  context: Context,
  target: Node | null,
  value: Expr,
  range: Range,
): void {
  if (target === null) return;
  const { builder, parts } = context;
  switch (target.type) {
    case "identifier":
    case "attribute":
    case "subscript": {
      const place = lowerPlace(context, target);
      if (place === undefined) {
        // Something is written that we cannot name: `a[i:j] = value`.
        if (target.type === "subscript")
          builder.hold(
            unknown(range, [parts.expression(context, target), value], true),
          );
        return;
      }
      if (place.kind === "var") {
        if (holdsDataClass(context, value))
          context.dataClasses.add(place.variable);
      }
      builder.assign(place, value, range);
      return;
    }
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "tuple":
    case "list":
    case "expression_list": {
      const held = builder.hold(value);
      const parts = meaningful(target);
      const star = parts.findIndex(({ type }) => type === "list_splat_pattern");
      parts.forEach((each, index) => {
        // What stands behind the star is counted from the end.
        const position =
          star === -1 || index < star ? index : index - parts.length;
        const part = field(held, constant(position, range), range);
        if (each.type === "list_splat_pattern")
          assignTo(
            context,
            each.firstNamedChild,
            unknown(range, [held]),
            range,
          );
        else assignTo(context, each, part, range);
      });
      return;
    }
    case "parenthesized_expression":
      assignTo(context, target.firstNamedChild, value, range);
      return;
    default:
      for (const each of meaningful(target))
        assignTo(context, each, unknown(range, [value]), range);
  }
}

/** Jumps to `whenTrue` if `subject` matches; binds what the pattern captures before. */
export function matchPattern(
  context: Context,
  pattern: Node,
  subject: Var,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder, parts } = context;
  const range = rangeOf(pattern);
  const [inner, ...more] = meaningful(pattern);
  switch (pattern.type) {
    case "case_pattern":
      if (inner === undefined) {
        // `_`
        builder.goto(whenTrue);
      } else if (more.length === 0) {
        matchPattern(context, inner, subject, whenTrue, whenFalse);
      } else {
        bindCaptures(context, pattern);
        builder.branch(unknown(range, [subject]), whenTrue, whenFalse);
      }
      return;
    case "union_pattern":
      for (const each of meaningful(pattern)) {
        const next = builder.newBlock();
        matchPattern(context, each, subject, whenTrue, next);
        builder.enter(next);
      }
      builder.goto(whenFalse);
      return;
    case "string":
    case "concatenated_string":
    case "integer":
    case "float":
    case "true":
    case "false":
    case "none":
      builder.branch(
        op("equal", [subject, parts.expression(context, pattern)], range),
        whenTrue,
        whenFalse,
      );
      return;
    case "dotted_name":
      // A plain name captures anything; a dotted one is a value to compare with.
      if (pattern.namedChildren.length === 1) {
        assignTo(context, inner ?? null, subject, range);
        builder.goto(whenTrue);
        return;
      }
      builder.branch(unknown(range, [subject]), whenTrue, whenFalse);
      return;
    default:
      bindCaptures(context, pattern);
      builder.branch(unknown(range, [subject]), whenTrue, whenFalse);
  }
}

function bindCaptures(context: Context, pattern: Node): void {
  for (const name of pattern.descendantsOfType("identifier"))
    assignTo(context, name, unknown(rangeOf(name)), rangeOf(name));
}
