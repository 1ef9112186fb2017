/** Lowers `def` and `lambda`: parameters with their defaults, the body, and where a `return` could be added at its end. */
import type { Node } from "web-tree-sitter";
import { constant, functionExpr, op, variable } from "../../ir/builder.ts";
import type { Expr, OpenEnd } from "../../ir/ir.ts";
import { meaningful, namesIn, rangeOf, type Context } from "./context.ts";
import { isDataClassName } from "./data-classes.ts";
import { boundNames, createScope } from "./scope.ts";

export function lowerFunction(
  outer: Context,
  node: Node,
  decorators: readonly Node[],
): Expr {
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  const types = [
    ...decorators.flatMap(namesIn),
    ...namesIn(node.childForFieldName("return_type")),
  ];
  const builder = outer.module.startFunction(outer.builder.id, {
    name: node.childForFieldName("name")?.text ?? "",
    async: node.children[0]?.type === "async",
    generator: body !== null && yields(body),
    types,
    range,
  });
  const scope = createScope(outer.scope, (name) => builder.addVariable(name));
  const context: Context = { ...outer, builder, scope };
  const parameters = node.childForFieldName("parameters");
  if (parameters !== null)
    lowerParameters(context, parameters, types.some(isDataClassName));

  if (node.type === "lambda") {
    const value = context.parts.expression(context, body);
    return functionExpr(builder.finish(value, value.range), range);
  }
  if (body !== null) {
    for (const name of boundNames(body)) scope.declare(name);
    context.parts.statements(context, body.namedChildren);
  }
  const last = { start: Math.max(range.start, range.end - 1), end: range.end };
  return functionExpr(
    builder.finish(
      constant(null, last),
      last,
      body === null ? undefined : openEndOf(context, body),
    ),
    range,
  );
}

function lowerParameters(
  context: Context,
  list: Node,
  firstIsDataClass: boolean,
): void {
  const { builder, parts, scope } = context;
  const nodes = meaningful(list).filter(({ type }) => !/separator$/.test(type));
  const defaults: (readonly [Expr & { kind: "var" }, Node])[] = [];
  nodes.forEach((node, index) => {
    const nameNode =
      node.childForFieldName("name") ??
      (node.type === "identifier"
        ? node
        : (node.descendantsOfType("identifier")[0] ?? node));
    const types = namesIn(node.childForFieldName("type"));
    const declared = scope.declare(nameNode.text);
    builder.addParameter({
      variable: declared,
      name: nameNode.text,
      types,
      rest:
        node.descendantsOfType([
          "list_splat_pattern",
          "dictionary_splat_pattern",
        ]).length > 0,
      range: rangeOf(node),
    });
    if (types.some(isDataClassName) || (index === 0 && firstIsDataClass))
      context.dataClasses.add(declared);
    const fallback = node.childForFieldName("value");
    if (fallback !== null)
      defaults.push([variable(declared, rangeOf(nameNode)), fallback]);
  });
  for (const [parameter, fallback] of defaults) {
    const missing = builder.newBlock();
    const after = builder.newBlock();
    const range = rangeOf(fallback);
    builder.branch(
      op("equal", [parameter, constant(undefined, range)], range),
      missing,
      after,
    );
    builder.enter(missing);
    builder.assign(parameter, parts.expression(context, fallback), range);
    builder.goto(after);
    builder.enter(after);
  }
}

/** A generator's body gives something else than what its `return` says. */
function yields(body: Node): boolean {
  return body.namedChildren.some(
    (child) =>
      child.type === "yield" ||
      (!["function_definition", "class_definition", "lambda"].includes(
        child.type,
      ) &&
        yields(child)),
  );
}

/** After the last statement of the body, past a comment on its line. */
function openEndOf(context: Context, body: Node): OpenEnd | undefined {
  const statements = meaningful(body);
  const first = statements[0];
  const last = statements.at(-1);
  if (first === undefined || last === undefined || body.hasError)
    return undefined;
  const { text } = context;
  const lineStart = text.lastIndexOf("\n", first.startIndex - 1) + 1;
  const indentation = text.slice(lineStart, first.startIndex);
  // `def handler(event, context): pass`
  if (indentation.trim() !== "")
    return { offset: last.endIndex, before: "; ", after: "" };
  const lineEnd = /\r?\n|$/.exec(text.slice(last.endIndex));
  const offset = last.endIndex + (lineEnd?.index ?? 0);
  return { offset, before: `\n${indentation}`, after: "" };
}
