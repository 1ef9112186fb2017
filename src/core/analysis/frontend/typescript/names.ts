/** Lowers names and members: what is read, and the places that are assigned to. */
import { constant, field, variable } from "../../ir/builder.ts";
import type { Expr, Place } from "../../ir/ir.ts";
import type { Range } from "../../../text/position.ts";
import type { FunctionBuilder } from "../../ir/builder.ts";
import { ofPart, type Context } from "./context.ts";
import { readString } from "./literals.ts";
import { rangeOf, type Node } from "../syntax-node.ts";

export function lowerName(
  context: Context,
  name: string,
  range: { start: number; end: number },
): Expr {
  const found = context.scope.find(name);
  if (found !== undefined) return variable(found, range);
  if (name === "undefined") return constant(undefined, range);
  if (name === "exports") return variable(context.module.exports, range);
  if (name === "arguments" && context.argumentsOf !== undefined)
    return allArguments(context, context.argumentsOf, range);
  return { kind: "global", name, range };
}

/** `arguments`: what the parameters took, and what is left in one that nobody wrote. */
function allArguments(
  { builder }: Context,
  owner: FunctionBuilder,
  range: Range,
): Expr {
  if (!owner.parameters.some(({ rest }) => rest))
    owner.addParameter({
      variable: owner.addVariable("arguments"),
      name: "arguments",
      types: [],
      rest: true,
      optional: false,
      range,
    });
  return builder.list(
    owner.parameters.map((each) => ({
      value: variable(each.variable, range),
      spread: each.rest,
    })),
    range,
  );
}

/** A name or member expression as a place to assign to; undefined for patterns and anything else. */
export function lowerPlace(context: Context, node: Node): Place | undefined {
  const lowered =
    node.type === "identifier" ||
    node.type === "type_identifier" ||
    node.type === "member_expression" ||
    node.type === "subscript_expression" ||
    node.type === "non_null_expression" ||
    node.type === "parenthesized_expression" ||
    node.type === "as_expression"
      ? context.parts.expression(
          context.accessors.size === 0 && context.getters.size === 0
            ? context
            : { ...context, target: withoutTypes(node) },
          node,
        )
      : undefined;
  if (lowered?.kind === "var") return lowered;
  if (lowered?.kind === "field")
    return field(lowered.object, lowered.key, lowered.range);
  return undefined;
}

/** `place` of `(place as Type)!` */
function withoutTypes(node: Node): Node {
  const [inner] = /^(?:non_null|parenthesized|as)_expression$/u.test(node.type)
    ? node.namedChildren
    : [];
  return inner === undefined ? node : withoutTypes(inner);
}

/** `list[list.length - 1]`: the front end's -1 counts from the end, as Python's does. */
const isLastOf = (list: Node | null, index: Node): boolean =>
  list !== null &&
  index.text.replaceAll(/\s+/gu, "").replace("?.", ".") ===
    `${list.text}.length-1`;

/** The method that a getter or setter of a class is, under a name that is no name. */
export const accessorKey = (kind: string, name: string): string =>
  `${kind} ${name}`;

/** `this.name` or `instance.name`, where the class has such a setter. */
export function setterOf(context: Context, node: Node): Expr | undefined {
  if (context.accessors.size === 0 || node.type !== "member_expression")
    return undefined;
  const object = node.childForFieldName("object");
  const name = node.childForFieldName("property");
  if (object?.type !== "this" && object?.type !== "identifier")
    return undefined;
  const owner = context.scope.find(object.text);
  if (name === null || owner === undefined) return undefined;
  const key = accessorKey("set", name.text);
  if (context.accessors.get(owner)?.has(key) !== true) return undefined;
  if (node.childForFieldName("optional_chain") !== null) return undefined;
  const range = rangeOf(node);
  return field(
    lowerName(context, object.text, rangeOf(object)),
    constant(key, rangeOf(name)),
    range,
  );
}

/** What the accessors of a class are that another file has. */
const elsewhere: ReadonlySet<string> = new Set();

/** From here on a variable is known to hold an instance of the class of this name. */
export function noteInstance(
  { accessors, imported, scope }: Context,
  name: string,
  className: string,
  where: "here" | "anywhere" = "anywhere",
): void {
  if (accessors.size === 0 && imported.size === 0) return;
  const instance = scope.find(name);
  const of = scope.find(className);
  if (instance === undefined || of === undefined) return;
  const known =
    where === "anywhere" && imported.has(of) ? elsewhere : accessors.get(of);
  if (known !== undefined) accessors.set(instance, known);
}

/** The files of the workspace, also by the names that projects give their folders. */
export const ofWorkspace = /^(?:\.{1,2}|@|~|#\w*|src)\//u;

/** The variable of this name holds what a module exports. */
export function noteImport(
  { imported, scope }: Context,
  name: string,
  from: string,
): void {
  const found = scope.find(name);
  if (found !== undefined && ofWorkspace.test(from)) imported.add(found);
}

/** `instance.name` of a class of another file, which may have a getter of that name, or of one that a call has defined. */
function mayBeGetter(
  { accessors, getters, scope, target }: Context,
  node: Node,
): boolean {
  const object = node.childForFieldName("object");
  const property = node.childForFieldName("property");
  const { parent } = node;
  return (
    property !== null &&
    (getters.has(property.text) ||
      (object?.type === "identifier" &&
        accessors.get(scope.find(object.text) ?? -1) === elsewhere)) &&
    node !== target &&
    node.childForFieldName("optional_chain") === null &&
    !(
      parent?.type === "call_expression" &&
      parent.childForFieldName("function")?.startIndex === node.startIndex
    )
  );
}

/** The class in `new Class(…)` and `Class.of(…)`. */
export function classMade(value: Node | null): string {
  const made =
    value?.type === "new_expression"
      ? value.childForFieldName("constructor")
      : value?.type === "call_expression"
        ? value.childForFieldName("function")?.childForFieldName("object")
        : null;
  return made?.type === "identifier" ? made.text : "";
}

export function lowerMember(context: Context, node: Node): Expr {
  const range = rangeOf(node);
  const objectNode = node.childForFieldName("object");
  const property = node.childForFieldName("property");
  if (
    objectNode?.text === "module" &&
    property?.text === "exports" &&
    context.scope.find("module") === undefined
  )
    return variable(context.module.exports, range);
  const object = context.parts.expression(ofPart(context), objectNode);
  if (mayBeGetter(context, node))
    return context.builder.call(
      field(
        object,
        constant(property?.text ?? "", rangeOf(property ?? node)),
        range,
      ),
      [],
      range,
      { read: true },
    );
  const index = node.childForFieldName("index");
  const key =
    index === null
      ? constant(
          property?.text ?? "",
          property === null ? range : rangeOf(property),
        )
      : isLastOf(objectNode, index)
        ? constant(-1, rangeOf(index))
        : context.parts.expression(context, index);
  // The rest of `a?.b.c` is skipped with its start.
  const optional =
    node.childForFieldName("optional_chain") !== null ||
    (object.kind === "field" && object.optional === true);
  return {
    kind: "field",
    object,
    key,
    ...(optional ? { optional } : {}),
    range,
  };
}

/** The last name in what is assigned to: `handler` of `exports.handler`. */
export function nameOf(target: Node | null): string {
  if (target?.type === "member_expression")
    return target.childForFieldName("property")?.text ?? "";
  if (target?.type === "subscript_expression")
    return readString(target.childForFieldName("index")?.text ?? "");
  return target?.type === "identifier" ? target.text : "";
}
