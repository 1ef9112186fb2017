/** Lowers what can stand on the left: names, members, and the patterns that take values apart. */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import { constant, field, op } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import type { Context } from "./context.ts";
import { setterOf, lowerName, lowerPlace } from "./names.ts";
import { lowerKey } from "./object-literals.ts";

export function assignTo(
  context: Context,
  target: Node | null,
  value: Expr,
  range: Range,
): void {
  if (target === null) return;
  const { builder } = context;
  switch (target.type) {
    case "object_pattern":
      takeMembers(context, target, builder.hold(value));
      return;
    case "array_pattern": {
      const whole = builder.hold(value);
      takeItems(context, target, whole);
      return;
    }
    case "assignment_pattern":
    case "object_assignment_pattern":
      assignTo(
        context,
        target.childForFieldName("left"),
        withDefault(context, value, target.childForFieldName("right")),
        range,
      );
      return;
    case "shorthand_property_identifier_pattern": {
      const place = lowerName(context, target.text, rangeOf(target));
      if (place.kind === "var") builder.assign(place, value, range);
      return;
    }
    case "rest_pattern":
      assignTo(context, target.firstNamedChild, value, range);
      return;
    default: {
      const setter = setterOf(context, target);
      if (setter !== undefined) {
        builder.call(setter, [{ value, spread: false }], range);
        return;
      }
      const place = lowerPlace(context, target);
      if (place !== undefined) builder.assign(place, value, range);
    }
  }
}

function takeMembers(context: Context, pattern: Node, whole: Expr): void {
  const { builder } = context;
  const taken: Expr[] = [];
  const take = (target: Node | null, key: Expr, range: Range): void => {
    taken.push(key);
    assignTo(context, target, field(whole, key, range), range);
  };
  for (const child of pattern.namedChildren) {
    const range = rangeOf(child);
    switch (child.type) {
      case "pair_pattern":
        take(
          child.childForFieldName("value"),
          lowerKey(context, child.childForFieldName("key")),
          range,
        );
        break;
      case "shorthand_property_identifier_pattern":
        take(child, constant(child.text, range), range);
        break;
      case "object_assignment_pattern": {
        const name = child.childForFieldName("left");
        take(child, constant(name?.text ?? "", range), range);
        break;
      }
      case "rest_pattern": {
        // What the other members take is not in the rest.
        const rest = builder.hold(
          builder.object([{ kind: "spread", value: whole }], range),
        );
        for (const key of taken) builder.remove(rest, key, range);
        assignTo(context, child, rest, range);
        break;
      }
      default:
    }
  }
}

function takeItems(context: Context, pattern: Node, whole: Expr): void {
  let position = 0;
  for (const child of pattern.children) {
    if (child.type === ",") position++;
    if (!child.isNamed || child.type === "comment") continue;
    const range = rangeOf(child);
    assignTo(
      context,
      child,
      child.type === "rest_pattern"
        ? itemsFrom(context, whole, position, range)
        : field(whole, constant(position, range), range),
      range,
    );
  }
}

/** `[...whole].slice(position)` */
function itemsFrom(
  { builder }: Context,
  whole: Expr,
  position: number,
  range: Range,
): Expr {
  const items = builder.list([{ value: whole, spread: true }], range);
  return position === 0
    ? items
    : builder.call(
        field(items, constant("slice", range), range),
        [{ value: constant(position, range), spread: false }],
        range,
      );
}

/** `value`, or the default where it is undefined. */
export function withDefault(
  context: Context,
  value: Expr,
  fallback: Node | null,
): Expr {
  const { builder, parts } = context;
  const result = builder.hold(value);
  const missing = builder.newBlock();
  const after = builder.newBlock();
  builder.branch(
    op("equal", [result, constant(undefined, value.range)], value.range),
    missing,
    after,
  );
  builder.enter(missing);
  builder.assign(result, parts.expression(context, fallback), value.range);
  builder.goto(after);
  builder.enter(after);
  return result;
}
