/** Calls that say what other code says without one: a comparison, an assignment. */
import { constant, field } from "../../ir/builder.ts";
import type { Argument, Expr } from "../../ir/ir.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { ofPart, type Context } from "./context.ts";

/** `/^CustomMessage_(?:SignUp|ResendCode)$/.test(event.triggerSource)` compares it with texts. */
export function sourceTested(context: Context, node: Node): Expr | undefined {
  const callee = node.childForFieldName("function");
  const pattern = callee?.childForFieldName("object");
  if (pattern?.type !== "regex") return undefined;
  const [source, ...others] =
    node.childForFieldName("arguments")?.namedChildren ?? [];
  if (
    source === undefined ||
    others.length > 0 ||
    !/(?:source|challengeName)$/iu.test(source.text) ||
    callee?.childForFieldName("property")?.text !== "test"
  )
    return undefined;
  const [, from, before = "", several, behind = "", to] =
    /^\/(\^)?(\w*)(?:\((?:\?:)?([\w|]+)\)(\w*))?(\$)?\/u?$/u.exec(
      pattern.text,
    ) ?? [];
  if (before + (several ?? "") === "") return undefined;
  const range = rangeOf(node);
  const texts = (several ?? "")
    .split("|")
    .map((each) => constant(before + each + behind, rangeOf(pattern)));
  const tested = context.parts.expression(ofPart(context), source);
  const ask = (object: Expr, method: string, given: Expr): Expr =>
    context.builder.call(
      field(object, constant(method, range), range),
      [{ value: given, spread: false }],
      range,
    );
  if (from && to) {
    const all = texts.map((value) => ({ value, spread: false }));
    return ask(context.builder.list(all, range), "includes", tested);
  }
  const [text, ...more] = texts;
  if (text === undefined || more.length > 0) return undefined;
  return ask(tested, from ? "startsWith" : to ? "endsWith" : "includes", text);
}

/** `Reflect.set(target, key, value)` writes as `target[key] = value` does. */
export function memberWritten(
  callee: Expr,
  args: readonly Argument[],
): readonly [object: Expr, key: Expr, value: Expr] | undefined {
  const [object, key, value, ...others] = args.map((each) => each.value);
  return callee.kind === "field" &&
    callee.object.kind === "global" &&
    callee.object.name === "Reflect" &&
    callee.key.kind === "const" &&
    callee.key.value === "set" &&
    object !== undefined &&
    key !== undefined &&
    value !== undefined &&
    others.length === 0 &&
    !args.some(({ spread }) => spread)
    ? [object, key, value]
    : undefined;
}
