/**
 * Lowers expressions. Calls, assignments and choices become instructions and blocks in evaluation order; what comes back
 * is pure. Anything that this file does not know comes back as `unknown`, with its parts, so that their effects are kept.
 */
import { constant, op, unknown, variable } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import { isAwaitedChain, isAwaitingYield } from "./awaits.ts";
import { callOrConversion } from "./calls.ts";
import { ofPart, type Context } from "./context.ts";
import { declared, declaredBy } from "./declared-types.ts";
import { typeNames } from "./type-names.ts";
import { readString } from "./literals.ts";
import { lowerName, lowerMember, nameOf } from "./names.ts";
import { lowerObject, lowerItems, lowerTemplate } from "./object-literals.ts";
import {
  lowerUnary,
  lowerBinary,
  lowerAugmented,
  choose,
} from "./operators.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { emitYield } from "../yields.ts";

export function lowerExpression(context: Context, node: Node | null): Expr {
  if (node === null) return unknown({ start: 0, end: 0 });
  const { builder, scope, parts } = context;
  const range = rangeOf(node);

  if (node.type === "yield_expression" && isAwaitingYield(context, node))
    return builder.await(
      parts.expression(context, node.firstNamedChild),
      range,
    );
  switch (node.type) {
    case "parenthesized_expression":
    case "non_null_expression":
    case "instantiation_expression":
      return parts.expression(context, node.firstNamedChild);
    case "as_expression":
    case "satisfies_expression": {
      const type = node.namedChildren[1] ?? null;
      const value = parts.expression(
        {
          ...context,
          about: {
            ...context.about,
            types: [...context.about.types, ...typeNames(context, type)],
          },
        },
        node.firstNamedChild,
      );
      return declared(context, declaredBy(type), value);
    }
    case "type_assertion":
      return declared(
        context,
        declaredBy(node.firstNamedChild?.firstNamedChild ?? null),
        parts.expression(context, node.lastNamedChild),
      );
    case "sequence_expression": {
      const values = node.namedChildren.map((child) =>
        parts.expression(context, child),
      );
      return values.at(-1) ?? unknown(range);
    }
    case "identifier":
    // The name of a class where it is declared.
    case "type_identifier":
    case "shorthand_property_identifier":
      return lowerName(context, node.text, range);
    case "this":
    case "super": {
      const self = scope.find(node.type);
      return self === undefined ? unknown(range) : variable(self, range);
    }
    case "undefined":
      return constant(undefined, range);
    case "null":
      return constant(null, range);
    case "true":
      return constant(true, range);
    case "false":
      return constant(false, range);
    case "number":
      return constant(Number(node.text.replaceAll("_", "")), range);
    case "string":
      return constant(readString(node.text), range);
    case "template_string":
      return lowerTemplate(context, node);
    case "object":
      return lowerObject(context, node);
    case "array":
      return builder.list(lowerItems(context, node), range);
    case "function_expression":
    case "arrow_function":
    case "generator_function":
      return parts.functionValue(context, node, context.about);
    case "class":
      return parts.classValue(context, node);
    case "await_expression":
      return builder.await(
        parts.expression(context, node.firstNamedChild),
        range,
      );
    case "member_expression":
    case "subscript_expression":
    case "call_expression": {
      if (context.iterables && node.text === "Symbol.iterator")
        return constant(node.text, range);
      const value =
        node.type === "call_expression"
          ? callOrConversion(context, node)
          : lowerMember(context, node);
      return isAwaitedChain(context, node)
        ? builder.await(value, range)
        : value;
    }
    case "new_expression":
      return callOrConversion(context, node);
    case "assignment_expression": {
      const left = node.childForFieldName("left");
      const value = parts.expression(
        { ...context, about: { name: nameOf(left), types: [] } },
        node.childForFieldName("right"),
      );
      // `a = b = value`: the value must not be evaluated twice when it allocates.
      const held = value.kind === "var" ? value : builder.hold(value);
      parts.assignTo(context, left, isPlain(value) ? value : held, range);
      return isPlain(value) ? value : held;
    }
    case "augmented_assignment_expression":
      return lowerAugmented(context, node);
    case "update_expression": {
      const target = node.childForFieldName("argument");
      parts.assignTo(
        context,
        target,
        op("arithmetic", [parts.expression(ofPart(context), target)], range),
        range,
      );
      return op("arithmetic", [], range);
    }
    case "unary_expression":
      return lowerUnary(context, node);
    case "binary_expression":
      return lowerBinary(context, node);
    case "ternary_expression":
      return choose(
        context,
        node,
        (whenTrue, whenFalse) => {
          parts.condition(
            context,
            node.childForFieldName("condition"),
            whenTrue,
            whenFalse,
          );
        },
        node.childForFieldName("consequence"),
        node.childForFieldName("alternative"),
      );
    case "yield_expression": {
      const given = parts.expression(context, node.firstNamedChild);
      if (context.yielded !== undefined)
        emitYield(
          builder,
          context.yielded,
          given,
          node.children.some(({ type }) => type === "*"),
          range,
        );
      return unknown(range, [given], context.yielded === undefined);
    }
    case "regex":
      return { kind: "global", name: "RegExp()", range };
    default:
      return unknown(
        range,
        node.namedChildren.map((child) =>
          parts.expression(ofPart(context), child),
        ),
        node.type !== "comment",
      );
  }
}

const isPlain = (value: Expr): boolean =>
  value.kind === "const" || value.kind === "function";
