/**
 * Which names of a module Lambda may be told to call. Python exports everything; a handler takes an event and a context,
 * or has a handler's name, and no other function of the file calls it.
 */
import type { Node } from "../syntax-node.ts";
import { constant, field, variable } from "../../ir/builder.ts";
import { meaningful, type Context } from "./context.ts";

const handlerName = /^(lambda_)?(handler|handle|main|function)$|_handler$/i;
const eventName =
  /^_*(\w*event|evt|e|ev|payload|incoming|received|raw|trigger|input|data|message)$/i;
const contextName = /^_*(context|ctx|c|lambda_context)?$/i;

export function exportHandlers(context: Context, root: Node): void {
  const { builder, module, scope } = context;
  const range = { start: root.endIndex, end: root.endIndex };
  const callable = callableObjects(root);
  for (const name of handlerNames(root)) {
    const found = scope.find(name);
    if (found === undefined) continue;
    const value = variable(found, range);
    builder.assign(
      field(variable(module.exports, range), constant(name, range), range),
      // Calling an object runs its `__call__`.
      callable.has(name)
        ? field(value, constant("__call__", range), range)
        : value,
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
          right?.type === "attribute" ||
          right?.type === "lambda")
      )
        candidates.add(left.text);
    }
  }
  return [...candidates].filter((name) => !called.has(name));
}

/** Names that hold an object of a class with a `__call__`: `lambda_handler = Handler()`. */
function callableObjects(root: Node): ReadonlySet<string> {
  const classes = new Set(
    root
      .descendantsOfType("class_definition")
      .filter((each) =>
        each
          .childForFieldName("body")
          ?.descendantsOfType("function_definition")
          .some(
            (method) => method.childForFieldName("name")?.text === "__call__",
          ),
      )
      .map((each) => each.childForFieldName("name")?.text),
  );
  const objects = root.descendantsOfType("assignment").filter((each) => {
    const right = each.childForFieldName("right");
    return (
      right?.type === "call" &&
      classes.has(right.childForFieldName("function")?.text)
    );
  });
  return new Set(
    objects.map((each) => each.childForFieldName("left")?.text ?? ""),
  );
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
