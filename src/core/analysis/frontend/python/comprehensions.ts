/**
 * Lowers comprehensions: their variables are elements of what they run over, and their body is looked at once. How many
 * elements come out is not known; what they look like is. A dict that is made of known items has a member for each.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import { field, op, unknown } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { listedItems } from "./listed.ts";
import { createScope } from "./scope.ts";

export function lowerComprehension(outer: Context, node: Node): Expr {
  const range = rangeOf(node);
  const scope = createScope(outer.scope, (name) =>
    outer.builder.addVariable(name),
  );
  const context: Context = { ...outer, scope };
  const { builder, parts } = context;
  const listed = lowerListed(context, node);
  if (listed !== undefined) return listed;
  const uses: Expr[] = [];
  for (const clause of meaningful(node)) {
    if (clause.type === "for_in_clause") {
      const iterated = parts.expression(
        context,
        clause.childForFieldName("right"),
      );
      uses.push(iterated);
      const target = clause.childForFieldName("left");
      for (const name of targetNames(target)) scope.declare(name);
      parts.assignTo(
        context,
        target,
        op("element", [iterated], rangeOf(clause)),
        rangeOf(clause),
      );
    } else if (clause.type === "if_clause") {
      uses.push(parts.expression(context, clause.firstNamedChild));
    }
  }
  const body = node.childForFieldName("body");
  const rest = { value: unknown(range, uses), spread: true };
  if (node.type === "dictionary_comprehension") {
    return builder.object(
      [
        {
          kind: "entry",
          key: parts.expression(
            context,
            body?.childForFieldName("key") ?? null,
          ),
          value: parts.expression(
            context,
            body?.childForFieldName("value") ?? null,
          ),
        },
        { kind: "spread", value: rest.value },
      ],
      range,
    );
  }
  const value = parts.expression(context, body);
  if (node.type === "list_comprehension")
    return builder.list([{ value, spread: false }, rest], range);
  const known = unknown(range, [...uses, value]);
  return node.type === "set_comprehension"
    ? builder.call(
        { kind: "global", name: "set", range },
        [{ value: known, spread: false }],
        range,
      )
    : known;
}

/** A dict with a member for each item that is known. */
function lowerListed(context: Context, node: Node): Expr | undefined {
  const { builder, parts, scope } = context;
  const [loop, ...others] = meaningful(node).filter(
    ({ type }) => type === "for_in_clause",
  );
  if (node.type !== "dictionary_comprehension" || loop === undefined)
    return undefined;
  const items =
    others.length > 0
      ? undefined
      : listedItems(context, loop.childForFieldName("right"), node);
  if (items === undefined) return undefined;
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  const target = loop.childForFieldName("left");
  for (const name of targetNames(target)) scope.declare(name);
  const made = builder.hold(builder.object([], range));
  for (const item of items) {
    const next = builder.newBlock();
    parts.assignTo(context, target, item, rangeOf(loop));
    for (const clause of meaningful(node)) {
      if (clause.type !== "if_clause") continue;
      const fits = builder.newBlock();
      parts.condition(context, clause.firstNamedChild, fits, next);
      builder.enter(fits);
    }
    const part = (name: string): Expr =>
      parts.expression(context, body?.childForFieldName(name) ?? null);
    const value = part("value");
    builder.assign(
      field(made, part("key"), body === null ? range : rangeOf(body)),
      value,
      body === null ? range : rangeOf(body),
    );
    builder.goto(next);
    builder.enter(next);
  }
  return made;
}

function targetNames(target: Node | null): readonly string[] {
  if (target === null) return [];
  return target.type === "identifier"
    ? [target.text]
    : target.descendantsOfType("identifier").map(({ text }) => text);
}
