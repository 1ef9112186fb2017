/**
 * Lowers expressions. Calls, assignments and choices become instructions and blocks in evaluation order; what comes back
 * is pure. Anything that this file does not know comes back as `unknown`, with its parts, so that their effects are kept.
 */
import type { Node } from "web-tree-sitter";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type {
  Expr,
  ListItem,
  ObjectMember,
  Operator,
  Place,
} from "../../ir/ir.ts";
import { callOrConversion } from "./calls.ts";
import { nobody, rangeOf, typeNames, type Context } from "./context.ts";
import { readString } from "./literals.ts";

export function lowerExpression(context: Context, node: Node | null): Expr {
  if (node === null) return unknown({ start: 0, end: 0 });
  const { builder, scope, parts } = context;
  const range = rangeOf(node);
  const inner = (name: string): Expr =>
    parts.expression(
      { ...context, about: nobody },
      node.childForFieldName(name),
    );

  switch (node.type) {
    case "parenthesized_expression":
    case "non_null_expression":
    case "instantiation_expression":
      return parts.expression(context, node.firstNamedChild);
    case "as_expression":
    case "satisfies_expression":
      return parts.expression(
        {
          ...context,
          about: {
            ...context.about,
            types: [...context.about.types, ...typeNames(node.namedChild(1))],
          },
        },
        node.firstNamedChild,
      );
    case "type_assertion":
      return parts.expression(context, node.lastNamedChild);
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
      return lowerMember(context, node);
    case "call_expression":
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
        op("arithmetic", [inner("argument")], range),
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
    case "regex":
      return { kind: "global", name: "RegExp()", range };
    default:
      return unknown(
        range,
        node.namedChildren.map((child) =>
          parts.expression({ ...context, about: nobody }, child),
        ),
        node.type !== "comment",
      );
  }
}

/** `true` and `false` both ways out of `expression`, with `&&`, `||` and `!` taken apart. */
export function lowerCondition(
  context: Context,
  node: Node | null,
  whenTrue: number,
  whenFalse: number,
): void {
  const { builder, parts } = context;
  if (node?.type === "parenthesized_expression") {
    parts.condition(context, node.firstNamedChild, whenTrue, whenFalse);
    return;
  }
  if (node?.type === "unary_expression" && operatorOf(node) === "!") {
    parts.condition(
      context,
      node.childForFieldName("argument"),
      whenFalse,
      whenTrue,
    );
    return;
  }
  const operator = node?.type === "binary_expression" ? operatorOf(node) : "";
  if (node !== null && (operator === "&&" || operator === "||")) {
    const rest = builder.newBlock();
    parts.condition(
      context,
      node.childForFieldName("left"),
      operator === "&&" ? rest : whenTrue,
      operator === "&&" ? whenFalse : rest,
    );
    builder.enter(rest);
    parts.condition(
      context,
      node.childForFieldName("right"),
      whenTrue,
      whenFalse,
    );
    return;
  }
  builder.branch(parts.expression(context, node), whenTrue, whenFalse);
}

export function lowerName(
  context: Context,
  name: string,
  range: { start: number; end: number },
): Expr {
  const found = context.scope.find(name);
  if (found !== undefined) return variable(found, range);
  if (name === "undefined") return constant(undefined, range);
  if (name === "exports") return variable(context.module.exports, range);
  return { kind: "global", name, range };
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
      ? context.parts.expression(context, node)
      : undefined;
  if (lowered?.kind === "var") return lowered;
  if (lowered?.kind === "field")
    return field(lowered.object, lowered.key, lowered.range);
  return undefined;
}

function lowerMember(context: Context, node: Node): Expr {
  const range = rangeOf(node);
  const objectNode = node.childForFieldName("object");
  const property = node.childForFieldName("property");
  if (
    objectNode?.text === "module" &&
    property?.text === "exports" &&
    context.scope.find("module") === undefined
  )
    return variable(context.module.exports, range);
  const object = context.parts.expression(
    { ...context, about: nobody },
    objectNode,
  );
  const index = node.childForFieldName("index");
  const key =
    index === null
      ? constant(
          property?.text ?? "",
          property === null ? range : rangeOf(property),
        )
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

function lowerObject(context: Context, node: Node): Expr {
  const members: ObjectMember[] = [];
  for (const child of node.namedChildren) {
    switch (child.type) {
      case "pair": {
        const keyNode = child.childForFieldName("key");
        members.push({
          kind: "entry",
          key: lowerKey(context, keyNode),
          value: context.parts.expression(
            { ...context, about: { name: keyNode?.text ?? "", types: [] } },
            child.childForFieldName("value"),
          ),
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
          value: child.children.some(
            ({ type }) => type === "get" || type === "set",
          )
            ? unknown(rangeOf(child))
            : context.parts.functionValue(context, child, {
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
  return context.builder.object(members, rangeOf(node));
}

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

function lowerItems(context: Context, node: Node): readonly ListItem[] {
  return node.namedChildren
    .filter(({ type }) => type !== "comment")
    .map((child) => ({
      value: context.parts.expression(
        { ...context, about: nobody },
        child.type === "spread_element" ? child.firstNamedChild : child,
      ),
      spread: child.type === "spread_element",
    }));
}

function lowerTemplate(context: Context, node: Node): Expr {
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

function lowerUnary(context: Context, node: Node): Expr {
  const range = rangeOf(node);
  const argument = node.childForFieldName("argument");
  const operator = operatorOf(node);
  const operand = context.parts.expression(context, argument);
  switch (operator) {
    case "!":
      return op("not", [operand], range);
    case "typeof":
      return op("type-name", [operand], range);
    case "void":
      return constant(undefined, range);
    case "-":
      return operand.kind === "const" && typeof operand.value === "number"
        ? constant(-operand.value, range)
        : op("arithmetic", [operand], range);
    case "delete":
      if (operand.kind === "field")
        context.builder.remove(operand.object, operand.key, range);
      return constant(true, range);
    default:
      return op("arithmetic", [operand], range);
  }
}

const binaryOperators: Readonly<Record<string, Operator>> = {
  "===": "equal",
  "==": "equal",
  "!==": "not-equal",
  "!=": "not-equal",
  "<": "compare",
  "<=": "compare",
  ">": "compare",
  ">=": "compare",
  in: "contains",
  instanceof: "contains",
  "+": "add",
};

function lowerBinary(context: Context, node: Node): Expr {
  const operator = operatorOf(node);
  const left = node.childForFieldName("left");
  const right = node.childForFieldName("right");
  if (operator === "&&" || operator === "||" || operator === "??")
    return lowerShortCircuit(context, node, operator, left, right);
  const range = rangeOf(node);
  return op(
    binaryOperators[operator] ?? "arithmetic",
    [
      context.parts.expression(context, left),
      context.parts.expression(context, right),
    ],
    range,
  );
}

function lowerShortCircuit(
  context: Context,
  node: Node,
  operator: string,
  left: Node | null,
  right: Node | null,
): Expr {
  const { builder, parts } = context;
  const range = rangeOf(node);
  // The range stays the one of the part that gave the value; the variable is shared by both.
  const result = builder.hold(parts.expression(context, left));
  const other = builder.newBlock();
  const after = builder.newBlock();
  if (operator === "??")
    builder.branch(
      op("equal", [result, constant(null, range)], range),
      other,
      after,
    );
  else if (operator === "&&") builder.branch(result, other, after);
  else builder.branch(result, after, other);
  builder.enter(other);
  builder.assign(result, parts.expression(context, right), range);
  builder.goto(after);
  builder.enter(after);
  return { ...result, range };
}

function lowerAugmented(context: Context, node: Node): Expr {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const left = node.childForFieldName("left");
  const right = node.childForFieldName("right");
  const operator = operatorOf(node);
  const logical = /^(&&|\|\||\?\?)=$/u.exec(operator)?.[1];
  const value =
    logical === undefined
      ? op(
          operator === "+=" ? "add" : "arithmetic",
          [parts.expression(context, left), parts.expression(context, right)],
          range,
        )
      : lowerShortCircuit(context, node, logical, left, right);
  const held = builder.hold(value);
  parts.assignTo(context, left, held, range);
  return held;
}

function choose(
  context: Context,
  node: Node,
  test: (whenTrue: number, whenFalse: number) => void,
  first: Node | null,
  second: Node | null,
): Expr {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const whenTrue = builder.newBlock();
  const whenFalse = builder.newBlock();
  const after = builder.newBlock();
  const result = variable(builder.addVariable(""), range);
  test(whenTrue, whenFalse);
  for (const [block, branch] of [
    [whenTrue, first],
    [whenFalse, second],
  ] as const) {
    builder.enter(block);
    builder.assign(result, parts.expression(context, branch), range);
    builder.goto(after);
  }
  builder.enter(after);
  return result;
}

export function operatorOf(node: Node): string {
  return node.childForFieldName("operator")?.text ?? "";
}

const isPlain = (value: Expr): boolean =>
  value.kind === "const" || value.kind === "function";

/** The last name in what is assigned to: `handler` of `exports.handler`. */
function nameOf(target: Node | null): string {
  if (target?.type === "member_expression")
    return target.childForFieldName("property")?.text ?? "";
  if (target?.type === "subscript_expression")
    return readString(target.childForFieldName("index")?.text ?? "");
  return target?.type === "identifier" ? target.text : "";
}
