/**
 * Lowers comprehensions: their variables are elements of what they run over, and their body is looked at once. How many
 * elements come out is not known; what they look like is.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import { op, unknown } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { createScope } from "./scope.ts";

export function lowerComprehension(outer: Context, node: Node): Expr {
  const range = rangeOf(node);
  const scope = createScope(outer.scope, (name) =>
    outer.builder.addVariable(name),
  );
  const context: Context = { ...outer, scope };
  const { builder, parts } = context;
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

function targetNames(target: Node | null): readonly string[] {
  if (target === null) return [];
  return target.type === "identifier"
    ? [target.text]
    : target.descendantsOfType("identifier").map(({ text }) => text);
}
