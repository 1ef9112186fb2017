/** Lowers what is written out: objects, arrays, templates, and the names of members in them. */
import { throughItems } from "../iterables.ts";
import { constant, unknown, variable } from "../../ir/builder.ts";
import type { Expr, ListItem, ObjectMember } from "../../ir/ir.ts";
import { ofPart, type Context } from "./context.ts";
import { typeNames } from "./type-names.ts";
import { readString } from "./literals.ts";
import { lowerName } from "./names.ts";
import { createScope } from "./scope.ts";
import { rangeOf, withoutComments, type Node } from "../syntax-node.ts";

export function lowerObject(context: Context, node: Node): Expr {
  const { builder } = context;
  const range = rangeOf(node);
  if (!node.namedChildren.some(usesThis))
    return builder.object(membersOf(context, context, node), range);
  // In its methods `this` is the object itself.
  const scope = createScope(context.scope, builder);
  const self = variable(scope.declare("this"), range);
  const members = membersOf(context, { ...context, scope }, node);
  builder.assign(self, builder.object(members, range), range);
  return self;
}

const usesThis = (member: Node): boolean =>
  (member.type === "method_definition"
    ? !isAccessor(member)
    : member.childForFieldName("value")?.type === "function_expression") &&
  /\bthis\b/u.test(member.text);

/** @param inside for functions that have the object as their `this` */
function membersOf(
  context: Context,
  inside: Context,
  node: Node,
): readonly ObjectMember[] {
  const members: ObjectMember[] = [];
  for (const child of node.namedChildren) {
    switch (child.type) {
      case "pair": {
        const keyNode = child.childForFieldName("key");
        const value = child.childForFieldName("value");
        const about = { name: keyNode?.text ?? "", types: [] };
        members.push({
          kind: "entry",
          key: lowerKey(context, keyNode),
          value: usesThis(child)
            ? context.parts.expression(
                { ...inside, about: { ...about, member: true } },
                value,
              )
            : context.parts.expression({ ...context, about }, value),
        });
        break;
      }
      case "shorthand_property_identifier":
        members.push({
          kind: "entry",
          key: constant(child.text, rangeOf(child)),
          value: lowerName(context, child.text, rangeOf(child)),
        });
        break;
      case "spread_element":
        members.push({
          kind: "spread",
          value: context.parts.expression(context, child.firstNamedChild),
        });
        break;
      case "method_definition": {
        const name = child.childForFieldName("name");
        members.push({
          kind: "entry",
          key: lowerKey(context, name),
          value: isAccessor(child)
            ? accessorValue(context, child)
            : context.parts.functionValue(inside, child, {
                name: name?.text ?? "",
                types: [],
              }),
        });
        break;
      }
      default:
        if (child.type !== "comment")
          members.push({
            kind: "spread",
            value: unknown(rangeOf(child), [], true),
          });
    }
  }
  return members;
}

export const isAccessor = (method: Node): boolean =>
  method.children.some(({ type }) => type === "get" || type === "set");

/** What a getter gives at any time, as it gives what is written in it; anything else of one is unknown. */
export function accessorValue(context: Context, accessor: Node): Expr {
  const [only, ...others] = withoutComments(accessor.childForFieldName("body"));
  const given =
    others.length === 0 && only?.type === "return_statement"
      ? only.firstNamedChild
      : null;
  return given !== null && isStable(given)
    ? context.parts.expression(
        {
          ...context,
          about: {
            name: accessor.childForFieldName("name")?.text ?? "",
            types: typeNames(
              context,
              accessor.childForFieldName("return_type"),
            ),
          },
        },
        given,
      )
    : unknown(rangeOf(accessor));
}

/** It is written out, or what came with the event, or made of the environment alone. */
const isStable = (value: Node): boolean =>
  writtenValue.test(value.type) ||
  /^\w+\.(?:response|request(?:\.\w+)*)$/u.test(value.text) ||
  (/\bprocess\.env\b/u.test(value.text) &&
    !/\bthis\b|\bawait\b|=>|\bfunction\b/u.test(value.text));

const writtenValue =
  /^(?:arrow_function|string|number|true|false|null|undefined)$/u;

export function lowerKey(context: Context, node: Node | null): Expr {
  if (node === null) return unknown({ start: 0, end: 0 });
  const range = rangeOf(node);
  switch (node.type) {
    case "property_identifier":
    case "private_property_identifier":
    case "shorthand_property_identifier_pattern":
    case "number":
      return constant(node.text, range);
    case "computed_property_name":
      return context.parts.expression(context, node.firstNamedChild);
    default:
      return context.parts.expression(context, node);
  }
}

export function lowerItems(context: Context, node: Node): readonly ListItem[] {
  return withoutComments(node).map((child) => {
    const spread = child.type === "spread_element";
    const value = context.parts.expression(
      ofPart(context),
      spread ? child.firstNamedChild : child,
    );
    return { value: spread ? throughItems(context, value) : value, spread };
  });
}

export function lowerTemplate(context: Context, node: Node): Expr {
  const parts: Expr[] = [];
  let at = node.startIndex + 1;
  const addText = (end: number): void => {
    if (end > at)
      parts.push(
        constant(readString(`"${context.text.slice(at, end)}"`), {
          start: at,
          end,
        }),
      );
  };
  for (const child of node.namedChildren) {
    if (child.type !== "template_substitution") continue;
    addText(child.startIndex);
    parts.push(context.parts.expression(context, child.firstNamedChild));
    at = child.endIndex;
  }
  addText(node.endIndex - 1);
  return { kind: "concat", parts, range: rangeOf(node) };
}
