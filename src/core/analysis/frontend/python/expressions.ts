/**
 * Lowers expressions. Calls, choices and assignments inside them become instructions and blocks in evaluation order;
 * what comes back is pure. Anything this file does not know comes back as `unknown` with its parts.
 */
import { throughItems } from "../iterables.ts";
import type { Range } from "../../../text/position.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import {
  constant,
  field,
  op,
  unknown,
  variable,
  type Test,
} from "../../ir/builder.ts";
import type { BlockId, Expr, ListItem, ObjectMember } from "../../ir/ir.ts";
import { lowerCall } from "./calls.ts";
import { lowerNamedTuple } from "./classes.ts";
import { lowerComprehension } from "./comprehensions.ts";
import { meaningful, tokensOf, type Context } from "./context.ts";
import {
  dataClassMember,
  lowerDataClassAttribute,
  nameOfCallee,
  wrappedEvent,
} from "./data-classes.ts";
import { declared } from "./declared-types.ts";
import { failLookup } from "./lookups.ts";
import { lowerString } from "./strings.ts";

export function lowerExpression(context: Context, node: Node | null): Expr {
  if (node === null) return unknown({ start: 0, end: 0 });
  const { builder, parts } = context;
  const range = rangeOf(node);
  switch (node.type) {
    case "parenthesized_expression":
      return parts.expression(context, meaningful(node)[0] ?? null);
    case "identifier":
      return lowerName(context, node);
    case "none":
      return constant(null, range);
    case "true":
      return constant(true, range);
    case "false":
      return constant(false, range);
    case "integer":
    case "float": {
      const value = Number(node.text.replaceAll("_", ""));
      return Number.isNaN(value) ? unknown(range) : constant(value, range);
    }
    case "string":
    case "concatenated_string":
      return lowerString(context, node);
    case "dictionary":
      return lowerDictionary(context, node);
    case "list":
    case "tuple":
    case "expression_list":
      return builder.list(lowerItems(context, node), range);
    case "set":
      return builder.call(
        { kind: "global", name: "set", range },
        [
          {
            value: builder.list(lowerItems(context, node), range),
            spread: false,
          },
        ],
        range,
      );
    case "subscript":
      return lowerSubscript(context, node);
    case "attribute":
      return lowerAttribute(context, node);
    case "call":
      return lowerCall(context, node);
    case "lambda":
      return parts.functionValue(context, node, {
        decorators: [],
        self: undefined,
      });
    case "await":
      return builder.await(
        parts.expression(context, node.firstNamedChild),
        range,
      );
    case "assignment":
      // Python's `a = b = value` nests; a declaration without a value has no right side.
      return lowerAssignment(context, node);
    case "named_expression": {
      const value = parts.expression(context, node.childForFieldName("value"));
      parts.assignTo(context, node.childForFieldName("name"), value, range);
      const held = context.scope.find(
        node.childForFieldName("name")?.text ?? "",
      );
      return held === undefined ? unknown(range) : variable(held, range);
    }
    case "not_operator":
      return op(
        "not",
        [parts.expression(context, node.childForFieldName("argument"))],
        range,
      );
    case "boolean_operator": {
      const operator = node.childForFieldName("operator")?.type;
      const left = builder.hold(
        parts.expression(context, node.childForFieldName("left")),
      );
      return choose(
        context,
        node,
        (whenTrue, whenFalse) => {
          const test = op("truthy", [left], left.range);
          builder.branch(test, whenTrue, whenFalse);
        },
        operator === "and"
          ? [node.childForFieldName("right"), left]
          : [left, node.childForFieldName("right")],
      );
    }
    case "conditional_expression": {
      const [whenTrue = null, condition = null, whenFalse = null] =
        meaningful(node);
      return choose(
        context,
        node,
        (onTrue, onFalse) => {
          parts.condition(context, condition, onTrue, onFalse);
        },
        [whenTrue, whenFalse],
      );
    }
    case "comparison_operator":
      return lowerComparison(context, node);
    case "binary_operator":
      return lowerBinary(
        node.childForFieldName("operator")?.type ?? "",
        parts.expression(context, node.childForFieldName("left")),
        parts.expression(context, node.childForFieldName("right")),
        context,
        node,
      );
    case "unary_operator": {
      const value = parts.expression(
        context,
        node.childForFieldName("argument"),
      );
      return value.kind === "const" && typeof value.value === "number"
        ? constant(
            node.childForFieldName("operator")?.type === "-"
              ? -value.value
              : value.value,
            range,
          )
        : unknown(range, [value]);
    }
    case "list_comprehension":
    case "dictionary_comprehension":
    case "generator_expression":
    case "set_comprehension":
      return lowerComprehension(context, node);
    case "yield":
      return unknown(
        range,
        meaningful(node).map((child) => parts.expression(context, child)),
      );
    default:
      return unknown(
        range,
        meaningful(node).map((child) => parts.expression(context, child)),
        true,
      );
  }
}

/** Both ways out of a condition, with `and`, `or` and `not` taken apart. */
export function lowerCondition(
  context: Context,
  node: Node | null,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder, parts } = context;
  switch (node?.type) {
    case "parenthesized_expression":
      parts.condition(
        context,
        meaningful(node)[0] ?? null,
        whenTrue,
        whenFalse,
      );
      return;
    case "not_operator":
      parts.condition(
        context,
        node.childForFieldName("argument"),
        whenFalse,
        whenTrue,
      );
      return;
    case "boolean_operator": {
      const test =
        (field: "left" | "right"): Test =>
        (yes, no) => {
          parts.condition(context, node.childForFieldName(field), yes, no);
        };
      builder.branchOnBoth(
        node.childForFieldName("operator")?.type === "and" ? "and" : "or",
        test("left"),
        test("right"),
        whenTrue,
        whenFalse,
      );
      return;
    }
    default:
      builder.branch(parts.expression(context, node), whenTrue, whenFalse);
  }
}

/** One of two values in a variable; a value that is already lowered is taken as it is. */
function choose(
  context: Context,
  node: Node,
  test: (whenTrue: BlockId, whenFalse: BlockId) => void,
  values: readonly [Node | Expr | null, Node | Expr | null],
): Expr {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const result = variable(builder.addVariable(""), range);
  const targets = [builder.newBlock(), builder.newBlock()] as const;
  const after = builder.newBlock();
  test(targets[0], targets[1]);
  values.forEach((value, index) => {
    builder.enter(targets[index === 0 ? 0 : 1]);
    const lowered =
      value !== null && "kind" in value
        ? value
        : parts.expression(context, value);
    builder.assign(result, lowered, lowered.range);
    builder.goto(after);
  });
  builder.enter(after);
  return result;
}

function lowerName(context: Context, node: Node): Expr {
  const found = context.scope.find(node.text);
  const range = rangeOf(node);
  if (found !== undefined) return variable(found, range);
  const { everything } = context;
  return everything === undefined || builtIn.test(node.text)
    ? { kind: "global", name: node.text, range }
    : { kind: "import", from: everything, name: node.text, range };
}

/** What every module has: errors, and the functions and types of the language. */
const builtIn =
  /(?:Error|Exception|Warning)$|^_|^(?:True|False|None|NotImplemented|abs|all|any|bool|bytes|bytearray|callable|chr|classmethod|dict|dir|divmod|enumerate|filter|float|format|frozenset|getattr|hasattr|hash|hex|id|input|int|isinstance|issubclass|iter|len|list|map|max|min|next|object|open|ord|pow|print|property|range|repr|reversed|round|set|setattr|slice|sorted|staticmethod|str|sum|super|tuple|type|vars|zip)$/u;

function lowerAssignment(context: Context, node: Node): Expr {
  const { builder, parts } = context;
  const right = node.childForFieldName("right");
  const range = rangeOf(node);
  if (right === null) return unknown(range);
  const value = declared(
    context,
    node.childForFieldName("type"),
    lowerNamedTuple(context, node.childForFieldName("left"), right) ??
      parts.expression(context, right),
  );
  // `a = b = value` must not evaluate a value twice.
  const held =
    right.type === "assignment" &&
    value.kind !== "const" &&
    value.kind !== "var"
      ? builder.hold(value)
      : value;
  const left = node.childForFieldName("left");
  parts.assignTo(context, left, held, range);
  const made =
    right.type === "parenthesized_expression" ? right.firstNamedChild : right;
  if (
    left?.type === "identifier" &&
    made?.type === "call" &&
    wrappedEvent(made) !== undefined
  ) {
    const name = parts.expression(context, left);
    if (name.kind === "var") {
      context.dataClasses.add(name.variable);
      context.wrappers.set(name.variable, nameOfCallee(made) ?? "");
    }
  }
  return node.parent?.type === "assignment" && held.kind !== "const"
    ? parts.expression(context, left)
    : held;
}

function lowerDictionary(context: Context, node: Node): Expr {
  const { builder, parts } = context;
  const members = meaningful(node).flatMap((child): ObjectMember[] => {
    if (child.type === "pair")
      return [
        {
          kind: "entry",
          key: parts.expression(context, child.childForFieldName("key")),
          value: parts.expression(context, child.childForFieldName("value")),
        },
      ];
    const value = parts.expression(
      context,
      child.type === "dictionary_splat" ? child.firstNamedChild : child,
    );
    return [{ kind: "spread", value }];
  });
  return builder.object(members, rangeOf(node));
}

function lowerItems(context: Context, node: Node): readonly ListItem[] {
  return meaningful(node).map((child) => {
    const spread = child.type === "list_splat";
    const value = context.parts.expression(
      context,
      spread ? child.firstNamedChild : child,
    );
    return { value: spread ? throughItems(context, value) : value, spread };
  });
}

function lowerSubscript(context: Context, node: Node): Expr {
  const { parts } = context;
  const range = rangeOf(node);
  const object = parts.expression(context, node.childForFieldName("value"));
  // `Box[dict](event)` makes a `Box`.
  if (
    object.kind === "var" &&
    context.classes.has(object.variable) &&
    node.parent?.type === "call" &&
    node.parent.childForFieldName("function")?.startIndex === node.startIndex
  )
    return object;
  const keys = node.childrenForFieldName("subscript");
  const [keyNode] = keys;
  if (keyNode === undefined || keys.length > 1) return unknown(range, [object]);
  if (keyNode.type === "slice")
    return lowerSlice(context, object, keyNode, range);
  failLookup(context, node, keyNode);
  return field(object, parts.expression(context, keyNode), range);
}

/** `list[1:]` is `list.slice(1)`, as long as no step is named. */
function lowerSlice(
  context: Context,
  object: Expr,
  node: Node,
  range: Range,
): Expr {
  const positions: (Node | undefined)[] = [undefined, undefined];
  let colons = 0;
  for (const child of node.children)
    if (child.type === ":") colons++;
    else if (child.isNamed) positions[colons] = child;
  const [start, end, step] = positions;
  const lowered = [start, end].map((each) =>
    each === undefined ? undefined : context.parts.expression(context, each),
  );
  const [from = constant(0, range), to] = lowered;
  if (step !== undefined)
    return unknown(range, [object, from, ...(to === undefined ? [] : [to])]);
  return context.builder.call(
    field(object, constant("slice", range), range),
    [from, ...(to === undefined ? [] : [to])].map((value) => ({
      value,
      spread: false,
    })),
    range,
  );
}

/** Special methods that a class of the file may have, and that code may call by their names. */
const specials = /^__(?:init|call|enter|exit|[gs]etitem|delitem|contains)__$/u;

function lowerAttribute(context: Context, node: Node): Expr {
  const owner = node.childForFieldName("object");
  const name = node.childForFieldName("attribute");
  const attribute = name?.text ?? "";
  if (context.base !== undefined && owner?.text === "super()")
    return field(
      context.base,
      constant(
        attribute === "__init__" ? "constructor" : attribute,
        rangeOf(name ?? node),
      ),
      rangeOf(node),
    );
  const object = context.parts.expression(context, owner);
  const known = lowerDataClassAttribute(context, node, object, attribute);
  if (known !== undefined) return known;
  // An object's members are its attributes; of what else every object has, nothing is known.
  if (attribute === "__dict__")
    return node.parent?.type === "attribute"
      ? object
      : context.builder.call(
          { kind: "global", name: "vars", range: rangeOf(node) },
          [{ value: object, spread: false }],
          rangeOf(node),
        );
  if (/^__\w+__$/u.test(attribute) && !specials.test(attribute))
    return unknown(rangeOf(node), [object]);
  const { parent } = node;
  const isCalled =
    parent?.type === "call" &&
    parent.childForFieldName("function")?.startIndex === node.startIndex;
  const member = isCalled ? attribute : dataClassMember(attribute, object);
  const read = {
    ...field(
      object,
      constant(attribute, name === null ? rangeOf(node) : rangeOf(name)),
      rangeOf(node),
    ),
    ...(member === attribute ? {} : { attribute: member }),
  };
  if (isCalled) return read;
  const isProperty = context.properties.has(attribute);
  if (node === context.target)
    // What a setter makes of a value is not known.
    return isProperty && context.setters.has(attribute)
      ? unknown(rangeOf(node), [object])
      : read;
  return isProperty ||
    (owner?.type === "identifier" && context.instances.has(owner.text))
    ? context.builder.call(read, [], rangeOf(node), { read: true })
    : read;
}

/** `a < b < c` is `a < b and b < c`, with `b` evaluated once; the parts are pure, so that all of them may be looked at. */
function lowerComparison(context: Context, node: Node): Expr {
  const range = rangeOf(node);
  const operands = meaningful(node).map((child) =>
    context.parts.expression(context, child),
  );
  const operators = tokensOf(node);
  const tests = operators.map((operator, index): Expr => {
    const pair = operands.slice(index, index + 2);
    switch (operator) {
      case "==":
      case "is":
        return op("equal", pair, range);
      case "!=":
      case "<>":
      case "is not":
        return op("not-equal", pair, range);
      case "in":
        return op("contains", pair, range);
      case "not in":
        return op("not", [op("contains", pair, range)], range);
      case "<":
        return op("less", pair, range);
      case "<=":
        return op("at-most", pair, range);
      case ">":
        return op("less", pair.reverse(), range);
      case ">=":
        return op("at-most", pair.reverse(), range);
      default:
        return op("compare", pair, range);
    }
  });
  const [only] = tests;
  return tests.length === 1 && only !== undefined
    ? only
    : op("all", tests, range);
}

/** Python's operators may be overloaded; a result is claimed only where an operand says what it is. */
export function lowerBinary(
  operator: string,
  left: Expr,
  right: Expr,
  context: Context,
  node: Node,
  inPlace = false,
): Expr {
  const range = rangeOf(node);
  // Nothing but a list is joined with one.
  if (operator === "+" && [left, right].some(({ kind }) => kind === "list")) {
    if (!inPlace)
      return context.builder.list(
        [left, right].flatMap((each) =>
          each.kind === "list" ? each.items : [{ value: each, spread: true }],
        ),
        range,
      );
    const extend = field(left, constant("extend", range), range);
    context.builder.call(extend, [{ value: right, spread: false }], range);
    return left;
  }
  if (operator === "+") return op("add", [left, right], range);
  if (operator === "%") return op("percent", [left, right], range);
  const isObject = left.kind === "object" || right.kind === "object";
  // In place, other names of the same dict see what is not known here.
  if (operator === "|" && (isObject || !inPlace)) {
    const both = context.builder.object(
      [
        { kind: "spread", value: left },
        { kind: "spread", value: right },
      ],
      range,
    );
    return isObject ? both : op("union", [left, right, both], range);
  }
  if (operator === "&" || operator === "^")
    return op("union", [left, right], range);
  if (operator === "-") return op("subtract", [left, right], range);
  if (["/", "//", "**"].includes(operator))
    return op("arithmetic", [left, right], range);
  if (operator === "*") return op("multiply", [left, right], range);
  return unknown(range, [left, right]);
}
