/**
 * Lowers calls. Builtins and methods whose meaning the language fixes become operators, reads and writes, so that
 * nothing after this file knows Python's library: `d.get(k)`, `d.update({...})`, `bool(x)`, `", ".join(x)`.
 */
import type { Node } from "web-tree-sitter";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { Argument, Expr, Operator } from "../../ir/ir.ts";
import { meaningful, rangeOf, type Context } from "./context.ts";
import { wrappedEvent } from "./data-classes.ts";

const conversions: Readonly<Record<string, Operator>> = {
  bool: "truthy",
  str: "to-text",
  int: "to-number",
  float: "to-number",
  len: "to-number",
  isinstance: "contains",
  issubclass: "contains",
  callable: "contains",
  hasattr: "contains",
  any: "contains",
  all: "contains",
};

/** Methods that give text on whatever has them in Python's library. */
const textMethods = new Set(
  "lower upper strip lstrip rstrip title capitalize casefold swapcase zfill format hexdigest isoformat strftime".split(
    " ",
  ),
);
const testMethods = new Set(
  "startswith endswith isdigit isalpha isalnum isnumeric islower isupper isspace".split(
    " ",
  ),
);

export function lowerCall(context: Context, node: Node): Expr {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const callee = node.childForFieldName("function");
  const event = wrappedEvent(node);
  if (event !== undefined) return parts.expression(context, event);
  if (
    callee?.type === "identifier" &&
    context.scope.find(callee.text) === undefined
  ) {
    const builtin = lowerBuiltin(context, node, callee.text);
    if (builtin !== undefined) return builtin;
  }
  if (callee?.type === "attribute") {
    const method = lowerMethod(context, node, callee);
    if (method !== undefined) return method;
  }
  const lowered = parts.expression(context, callee);
  return builder.call(lowered, lowerArguments(context, node), range);
}

function lowerBuiltin(
  context: Context,
  node: Node,
  name: string,
): Expr | undefined {
  const { builder } = context;
  const range = rangeOf(node);
  const conversion = conversions[name];
  if (conversion !== undefined) {
    const args = lowerArguments(context, node).map(({ value }) => value);
    return op(
      conversion,
      conversion === "contains" || args.length === 1
        ? args
        : [unknown(range, args)],
      range,
    );
  }
  switch (name) {
    case "dict": {
      const args = lowerArguments(context, node);
      // dict([(key, value), ...]) is rare: its members are not known.
      if (
        args.some(
          ({ value, name: key }) => key === undefined && value.kind === "list",
        )
      )
        return undefined;
      return builder.object(
        args.map(({ value, name: key }) =>
          key === undefined || key === "**"
            ? { kind: "spread", value }
            : { kind: "entry", key: constant(key, value.range), value },
        ),
        range,
      );
    }
    case "list":
    case "tuple":
    case "sorted":
    case "reversed": {
      const [first] = lowerArguments(context, node);
      return builder.list(
        first === undefined ? [] : [{ value: first.value, spread: true }],
        range,
      );
    }
    case "repr":
    case "format":
    case "hex":
    case "chr":
    case "input":
      return text(
        range,
        lowerArguments(context, node).map(({ value }) => value),
      );
    default:
      return undefined;
  }
}

function lowerMethod(
  context: Context,
  node: Node,
  callee: Node,
): Expr | undefined {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const name = callee.childForFieldName("attribute")?.text ?? "";
  const receiverNode = callee.childForFieldName("object");
  const argumentNodes = argumentsOf(node);
  const plain = argumentNodes.every(
    ({ type }) =>
      type !== "keyword_argument" &&
      type !== "list_splat" &&
      type !== "dictionary_splat",
  );
  const receiver = (): Expr => parts.expression(context, receiverNode);
  const values = (): Expr[] =>
    lowerArguments(context, node).map(({ value }) => value);

  if (textMethods.has(name)) return text(range, [receiver(), ...values()]);
  if (testMethods.has(name))
    return op("contains", [receiver(), ...values()], range);
  const isText =
    receiverNode?.type === "string" ||
    receiverNode?.type === "concatenated_string";
  if (isText && ["join", "replace"].includes(name))
    return text(range, [receiver(), ...values()]);

  const [keyNode, otherNode] = argumentNodes;
  // Other classes have a `get` as well; one with a text for a key reads a member.
  const isKeyed = plain && keyNode?.type === "string";
  switch (name) {
    case "get":
    case "setdefault":
    case "pop": {
      if (!isKeyed || argumentNodes.length > 2) return undefined;
      const object = builder.hold(receiver());
      const key = parts.expression(context, keyNode);
      const member = field(object, key, range);
      const found = builder.hold(member);
      const result = variable(builder.addVariable(""), range);
      builder.assign(result, found, range);
      if (name === "pop") builder.remove(object, key, range);
      const missing = builder.newBlock();
      const after = builder.newBlock();
      builder.branch(
        op("equal", [found, constant(undefined, range)], range),
        missing,
        after,
      );
      builder.enter(missing);
      const fallback =
        otherNode === undefined
          ? constant(null, range)
          : builder.hold(parts.expression(context, otherNode));
      if (name === "setdefault") builder.assign(member, fallback, range);
      builder.assign(result, fallback, range);
      builder.goto(after);
      builder.enter(after);
      return result;
    }
    case "update":
      return lowerUpdate(context, node, receiver);
    case "copy":
      // `copy.copy(x)`, and `x.copy()` of a dict.
      if (receiverNode?.text === "copy" && keyNode !== undefined && plain)
        return builder.object(
          [{ kind: "spread", value: parts.expression(context, keyNode) }],
          range,
        );
      return argumentNodes.length === 0
        ? builder.object([{ kind: "spread", value: receiver() }], range)
        : undefined;
    case "deepcopy":
      if (keyNode === undefined || !plain) return undefined;
      return builder.call(
        { kind: "global", name: "structuredClone", range },
        [{ value: parts.expression(context, keyNode), spread: false }],
        range,
      );
    case "append":
    case "extend":
      if (!plain || argumentNodes.length !== 1) return undefined;
      return builder.call(
        field(receiver(), constant("push", range), range),
        [
          {
            value: parts.expression(context, keyNode ?? null),
            spread: name === "extend",
          },
        ],
        range,
      );
    default:
      return undefined;
  }
}

/** `d.update({...})` and `d.update(a=1)` write members one by one; any other update may write any member. */
function lowerUpdate(
  context: Context,
  node: Node,
  receiver: () => Expr,
): Expr | undefined {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const argumentNodes = argumentsOf(node);
  if (
    argumentNodes.length === 0 ||
    argumentNodes.some(({ type }) => type === "list_splat") ||
    // hash.update(b"...") and the like: no dict.
    argumentNodes.some(({ type }) => type === "string")
  )
    return undefined;
  const object = builder.hold(receiver());
  for (const argument of argumentNodes) {
    switch (argument.type) {
      case "keyword_argument": {
        const name = argument.childForFieldName("name");
        if (name === null) break;
        builder.assign(
          field(object, constant(name.text, rangeOf(name)), rangeOf(argument)),
          parts.expression(context, argument.childForFieldName("value")),
          rangeOf(argument),
        );
        break;
      }
      default:
        updateFrom(
          context,
          object,
          argument.type === "dictionary_splat"
            ? argument.firstNamedChild
            : argument,
        );
    }
  }
  return constant(null, range);
}

/** Writes the members of what `source` is into `object`, in place. */
export function updateFrom(
  context: Context,
  object: Expr,
  source: Node | null,
): void {
  const { builder, parts } = context;
  if (source === null) return;
  const range = rangeOf(source);
  const isLiteral =
    source.type === "dictionary" &&
    meaningful(source).every(({ type }) => type === "pair");
  if (!isLiteral) {
    builder.call(
      field(
        { kind: "global", name: "Object", range },
        constant("assign", range),
        range,
      ),
      [
        { value: object, spread: false },
        { value: parts.expression(context, source), spread: false },
      ],
      range,
    );
    return;
  }
  for (const pair of meaningful(source)) {
    const key = parts.expression(context, pair.childForFieldName("key"));
    builder.assign(
      field(object, key, rangeOf(pair)),
      parts.expression(context, pair.childForFieldName("value")),
      rangeOf(pair),
    );
  }
}

const argumentsOf = (node: Node): readonly Node[] => {
  const list = node.childForFieldName("arguments");
  return list === null
    ? []
    : list.type === "generator_expression"
      ? [list]
      : meaningful(list);
};

function lowerArguments(context: Context, node: Node): readonly Argument[] {
  const { parts } = context;
  return argumentsOf(node).map((child): Argument => {
    switch (child.type) {
      case "keyword_argument":
        return {
          value: parts.expression(context, child.childForFieldName("value")),
          spread: false,
          name: child.childForFieldName("name")?.text ?? "",
        };
      case "list_splat":
        return {
          value: parts.expression(context, child.firstNamedChild),
          spread: true,
        };
      case "dictionary_splat":
        return {
          value: parts.expression(context, child.firstNamedChild),
          spread: true,
          name: "**",
        };
      default:
        return { value: parts.expression(context, child), spread: false };
    }
  });
}

/** Text of unknown content. */
const text = (
  range: { readonly start: number; readonly end: number },
  uses: readonly Expr[],
): Expr => ({ kind: "concat", parts: [unknown(range, uses)], range });
