/** Lowers classes: their methods are looked at, but what an instance holds is unknown. */
import type { Node } from "web-tree-sitter";
import { constant, field, variable } from "../../ir/builder.ts";
import { meaningful, rangeOf, type Context } from "./context.ts";
import { boundNames, createScope } from "./scope.ts";

export function lowerClass(context: Context, node: Node): void {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  // Names of a class body are seen in the body itself and not in its methods.
  const scope = createScope(context.scope, (name) => builder.addVariable(name));
  const own: Context = { ...context, scope };
  const methods = new Set<Node>();
  for (const child of body === null ? [] : meaningful(body)) {
    const definition =
      child.type === "decorated_definition"
        ? child.childForFieldName("definition")
        : child;
    if (definition?.type === "function_definition") methods.add(definition);
    else {
      for (const name of boundNames(child)) scope.declare(name);
      own.parts.statements(own, [child]);
    }
  }
  const value = builder.hold(builder.object([], range));
  for (const method of methods) {
    const name = method.childForFieldName("name");
    if (name === null) continue;
    builder.assign(
      field(value, constant(name.text, rangeOf(name)), rangeOf(method)),
      parts.functionValue(context, method, []),
      rangeOf(method),
    );
  }
  const name = node.childForFieldName("name");
  const found = name === null ? undefined : context.scope.find(name.text);
  if (found !== undefined) builder.assign(variable(found, range), value, range);
}
