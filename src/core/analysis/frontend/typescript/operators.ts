/** Lowers operators and conditions. What is only evaluated on one way becomes a block of its own. */
import { constant, op, variable, type Test } from "../../ir/builder.ts";
import type { Expr, Operator } from "../../ir/ir.ts";
import { isIndexOf, lowerIncludes } from "./calls.ts";
import { constructedSelf } from "./compiler-helpers.ts";
import type { Context } from "./context.ts";
import { shownBy } from "./type-guards.ts";
import { rangeOf, type Node } from "../syntax-node.ts";

export function operatorOf(node: Node): string {
  return node.childForFieldName("operator")?.text ?? "";
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
    const test =
      (field: "left" | "right"): Test =>
      (yes, no) => {
        parts.condition(context, node.childForFieldName(field), yes, no);
      };
    builder.branchOnBoth(
      operator === "&&" ? "and" : "or",
      test("left"),
      test("right"),
      whenTrue,
      whenFalse,
    );
    return;
  }
  const test = parts.expression(context, node);
  const show = shownBy(context, node, "is");
  if (show === undefined) {
    builder.branch(test, whenTrue, whenFalse);
    return;
  }
  const shown = builder.newBlock();
  builder.branch(test, shown, whenFalse);
  builder.enter(shown);
  show();
  builder.goto(whenTrue);
}

export function lowerUnary(context: Context, node: Node): Expr {
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
  "<": "less",
  "<=": "at-most",
  ">": "less",
  ">=": "at-most",
  in: "contains",
  instanceof: "contains",
  "+": "add",
  "-": "subtract",
  "*": "multiply",
};

export function lowerBinary(context: Context, node: Node): Expr {
  const operator = operatorOf(node);
  const left = node.childForFieldName("left");
  const right = node.childForFieldName("right");
  const self = operator === "||" ? constructedSelf(context, node) : undefined;
  if (self !== undefined) return self;
  if (operator === "&&" || operator === "||" || operator === "??")
    return lowerShortCircuit(context, node, operator, left, right);
  const found =
    left?.type === "call_expression" && isIndexOf(left)
      ? indexTest(operator, right)
      : undefined;
  if (left !== null && found !== undefined) {
    const range = rangeOf(node);
    const includes = lowerIncludes(context, left, range);
    return found ? includes : op("not", [includes], range);
  }
  const operands = [
    assignedName(context, left, context.parts.expression(context, left)),
    context.parts.expression(context, right),
  ];
  return op(
    binaryOperators[operator] ?? "arithmetic",
    operator.startsWith(">") ? operands.reverse() : operands,
    rangeOf(node),
  );
}

/** `(found = ask()) !== null`: what the test shows, it shows of the variable. */
function assignedName(context: Context, node: Node | null, value: Expr): Expr {
  const inner =
    node?.type === "parenthesized_expression" ? node.firstNamedChild : null;
  const name =
    inner?.type === "assignment_expression"
      ? inner.childForFieldName("left")
      : null;
  if (name?.type !== "identifier") return value;
  const found = context.scope.find(name.text);
  return found === undefined ? value : variable(found, value.range);
}

/** Whether `x.indexOf(y)` that is compared so says that it is there: `!== -1`, `>= 0`; or that it is not. */
function indexTest(operator: string, bound: Node | null): boolean | undefined {
  switch (bound?.text) {
    case "-1":
      return /^(?:!==?|>)$/u.test(operator)
        ? true
        : /^(?:===?|<=)$/u.test(operator)
          ? false
          : undefined;
    case "0":
      return operator === ">=" ? true : operator === "<" ? false : undefined;
    default:
      return undefined;
  }
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

export function lowerAugmented(context: Context, node: Node): Expr {
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

export function choose(
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
