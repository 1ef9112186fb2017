/**
 * Which names of a module Lambda may be told to call. Python exports everything; a handler takes an event and a context,
 * or has a handler's name, and no other function of the file calls it.
 */
import type { Node } from "web-tree-sitter";
import { constant, field, variable } from "../../ir/builder.ts";
import { meaningful, type Context } from "./context.ts";

const handlerName = /^(lambda_)?(handler|handle|main|function)$|_handler$/i;
const eventName = /^_*(event|evt|e|ev|payload)$/i;
const contextName = /^_*(context|ctx|c|lambda_context)?$/i;

export function exportHandlers(context: Context, root: Node): void {
  const { builder, module, scope } = context;
  const range = { start: root.endIndex, end: root.endIndex };
  for (const name of handlerNames(root)) {
    const found = scope.find(name);
    if (found === undefined) continue;
    builder.assign(
      field(variable(module.exports, range), constant(name, range), range),
      variable(found, range),
      range,
    );
  }
}

function handlerNames(root: Node): readonly string[] {
  const candidates = new Set<string>();
  const called = new Set<string>();
  for (const statement of meaningful(root)) {
    const definition =
      statement.type === "decorated_definition"
        ? statement.childForFieldName("definition")
        : statement;
    if (definition?.type === "function_definition") {
      const name = definition.childForFieldName("name")?.text ?? "";
      if (isHandler(name, definition)) candidates.add(name);
      for (const each of calledNames(definition))
        if (each !== name) called.add(each);
    }
    const assigned =
      definition?.type === "expression_statement"
        ? definition.firstNamedChild
        : null;
    const left = assigned?.childForFieldName("left");
    if (assigned?.type === "assignment" && left?.type === "identifier") {
      const right = assigned.childForFieldName("right");
      // `handler = wrap(handle)`, `lambda_handler = handle`, `handler = lambda event, context: ...`
      if (
        handlerName.test(left.text) &&
        (right?.type === "call" ||
          right?.type === "identifier" ||
          right?.type === "lambda")
      )
        candidates.add(left.text);
    }
  }
  return [...candidates].filter((name) => !called.has(name));
}

function isHandler(name: string, definition: Node): boolean {
  const parameters = meaningful(
    definition.childForFieldName("parameters") ?? definition,
  ).filter(({ type }) => !/separator$/.test(type));
  const [first = "", second] = parameters.map(
    (each) =>
      (each.type === "identifier"
        ? each
        : each.descendantsOfType("identifier")[0]
      )?.text ?? "",
  );
  if (second === undefined)
    return handlerName.test(name) && eventName.test(first);
  return (
    handlerName.test(name) ||
    (eventName.test(first) && contextName.test(second))
  );
}

const calledNames = (definition: Node): readonly string[] =>
  definition
    .descendantsOfType("call")
    .map((call) => call.childForFieldName("function"))
    .filter((callee) => callee?.type === "identifier")
    .map((callee) => callee?.text ?? "");
