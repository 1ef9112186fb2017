/** Lowers `def` and `lambda`, and tells where a `return` could be added at its end. */
import { rangeOf, type Node } from "../syntax-node.ts";
import { onlyYields, startYields } from "../yields.ts";
import {
  constant,
  functionExpr,
  unknown,
  variable,
  type FunctionHead,
} from "../../ir/builder.ts";
import type { Expr, OpenEnd, VariableId } from "../../ir/ir.ts";
import {
  meaningful,
  namesIn,
  type Context,
  type FunctionAbout,
} from "./context.ts";
import { dataClassesIn, isDataClassName } from "./data-classes.ts";
import { lowerParameters } from "./parameters.ts";
import { boundNames, createScope } from "./scope.ts";

export function lowerFunction(
  outer: Context,
  node: Node,
  about: FunctionAbout,
): Expr {
  const range = rangeOf(node);
  const body = node.childForFieldName("body");
  const types = [
    ...about.decorators.flatMap(namesIn),
    ...namesIn(node.childForFieldName("return_type")),
    ...(body === null ? [] : dataClassesIn(body)),
  ];
  const head: FunctionHead & { yields?: VariableId } = {
    name: node.childForFieldName("name")?.text ?? "",
    async: node.children[0]?.type === "async",
    generator: body !== null && yields(body),
    types,
    ...(about.self === undefined ? {} : { self: about.self.variable }),
    range,
  };
  const builder = outer.module.startFunction(outer.builder.id, head);
  const yielded =
    head.generator && about.decorators.length === 0 && body && onlyYields(body)
      ? startYields(builder, range)
      : undefined;
  if (yielded !== undefined) head.yields = yielded.variable;
  const scope = createScope(outer.scope, (name) => builder.addVariable(name));
  const context: Context = {
    ...outer,
    builder,
    scope,
    yielded,
    lookupsFail: false,
    result: head.generator
      ? undefined
      : (node.childForFieldName("return_type") ?? undefined),
  };
  const parameters = node.childForFieldName("parameters");
  if (parameters !== null)
    lowerParameters(context, parameters, {
      self: about.self,
      // `@event_source(data_class=PreSignUpTriggerEvent)`
      eventClass: about.decorators.flatMap(namesIn).find(isDataClassName),
    });

  logEvent(context, about.decorators, parameters);

  if (node.type === "lambda") {
    const value = context.parts.expression(context, body);
    return functionExpr(builder.finish(value, value.range), range);
  }
  if (body !== null) {
    for (const name of boundNames(body)) scope.declare(name);
    context.parts.statements(context, body.namedChildren);
  }
  const last = { start: Math.max(range.start, range.end - 1), end: range.end };
  // Where the text is half typed, it is not known what was to stand at the end.
  const isWhole = body !== null && !body.hasError;
  return functionExpr(
    builder.finish(
      isWhole ? constant(null, last) : unknown(last, [], true),
      last,
      isWhole ? openEndOf(context, body) : undefined,
    ),
    range,
  );
}

/** `@logger.inject_lambda_context(log_event=True)` writes the event to the log before anything else. */
function logEvent(
  { builder, scope }: Context,
  decorators: readonly Node[],
  parameters: Node | null,
): void {
  const event = parameters?.descendantsOfType("identifier")[0]?.text ?? "";
  const found = scope.find(event);
  for (const decorator of decorators) {
    const call = decorator.namedChildren.find(({ type }) => type === "call");
    const callee = call?.childForFieldName("function");
    const logs = call
      ?.childForFieldName("arguments")
      ?.namedChildren.find(({ text }) => /^log_event\s*=\s*True$/u.test(text));
    if (
      logs !== undefined &&
      found !== undefined &&
      callee != null &&
      /\binject_lambda_context$/u.test(callee.text)
    )
      builder.call(
        { kind: "global", name: "logging.info", range: rangeOf(callee) },
        [{ value: variable(found, rangeOf(logs)), spread: false }],
        rangeOf(logs),
      );
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
  if (first === undefined || last === undefined) return undefined;
  const { text } = context;
  const lineStart = text.lastIndexOf("\n", first.startIndex - 1) + 1;
  const indentation = text.slice(lineStart, first.startIndex);
  // `def handler(event, context): pass`
  if (indentation.trim() !== "")
    return { offset: last.endIndex, before: "; ", after: "" };
  // Some statements end behind the first of the two characters that end a line.
  const end = last.endIndex - (text[last.endIndex - 1] === "\r" ? 1 : 0);
  const lineEnd = /\r?\n|$/.exec(text.slice(end));
  const offset = end + (lineEnd?.index ?? 0);
  return { offset, before: `\n${indentation}`, after: "" };
}
