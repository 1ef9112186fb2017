/** Assignment targets, and the patterns of `match`. */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Range } from "../../../text/position.ts";
import { constant, field, op, unknown, variable } from "../../ir/builder.ts";
import type { BlockId, Expr, Place, Var } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { holdsDataClass } from "./data-classes.ts";

/** The place a name, an attribute or a subscript means; undefined for anything else. */
export function lowerPlace(context: Context, node: Node): Place | undefined {
  if (node.type === "identifier") {
    const found = context.scope.find(node.text);
    return found === undefined ? undefined : variable(found, rangeOf(node));
  }
  if (node.type !== "attribute" && node.type !== "subscript") return undefined;
  const lowered = context.parts.expression(
    context.instances.size === 0 && context.properties.size === 0
      ? context
      : { ...context, target: node },
    node,
  );
  if (lowered.kind !== "field") return undefined;
  const { object, key, range, attribute } = lowered;
  const place = field(object, key, range);
  return attribute === undefined ? place : { ...place, attribute };
}

export function assignTo(
  context: Context,
  target: Node | null,
  value: Expr,
  range: Range,
): void {
  if (target === null) return;
  const { builder, parts } = context;
  switch (target.type) {
    case "identifier":
    case "attribute":
    case "subscript": {
      const place = lowerPlace(context, target);
      if (place === undefined) {
        // Something is written that we cannot name: `a[i:j] = value`.
        if (target.type === "subscript")
          builder.hold(
            unknown(range, [parts.expression(context, target), value], true),
          );
        return;
      }
      if (place.kind === "var") {
        context.wrappers.delete(place.variable);
        if (holdsDataClass(context, value))
          context.dataClasses.add(place.variable);
      }
      builder.assign(place, value, range);
      return;
    }
    case "pattern_list":
    case "tuple_pattern":
    case "list_pattern":
    case "tuple":
    case "list":
    case "expression_list": {
      const held = builder.hold(value);
      const parts = meaningful(target);
      const star = parts.findIndex(({ type }) => type === "list_splat_pattern");
      parts.forEach((each, index) => {
        // What stands behind the star is counted from the end.
        const position =
          star === -1 || index < star ? index : index - parts.length;
        const part = field(held, constant(position, range), range);
        if (each.type === "list_splat_pattern") {
          const behind = parts.length - 1 - index;
          const bounds = behind === 0 ? [index] : [index, -behind];
          const rest = builder.call(
            field(held, constant("slice", range), range),
            bounds.map((at) => ({ value: constant(at, range), spread: false })),
            range,
          );
          assignTo(context, each.firstNamedChild, rest, range);
        } else assignTo(context, each, part, range);
      });
      return;
    }
    case "parenthesized_expression":
      assignTo(context, target.firstNamedChild, value, range);
      return;
    default:
      for (const each of meaningful(target))
        assignTo(context, each, unknown(range, [value]), range);
  }
}

/** Goes on where a case fits all subjects; several subjects are one tuple, as several patterns are. */
export function matchCase(
  context: Context,
  patterns: readonly Node[],
  subjects: readonly Expr[],
  range: Range,
  whenFalse: BlockId,
): void {
  const [only] = patterns;
  const inner = patterns.length === 1 ? only?.firstNamedChild : undefined;
  const fitting =
    subjects.length > 1 && inner != null && isSequence(inner)
      ? meaningful(inner)
      : patterns;
  matchEach(
    context,
    fitting.map((each, i) => [
      each,
      (fitting.length === subjects.length ? subjects[i] : undefined) ??
        unknown(range, subjects),
    ]),
    whenFalse,
  );
}

const isSequence = ({ type }: Node): boolean =>
  type === "tuple_pattern" || type === "list_pattern";

/** Jumps to `whenTrue` if `subject` matches; binds what the pattern captures before. */
function matchPattern(
  context: Context,
  pattern: Node,
  subject: Var,
  whenTrue: BlockId,
  whenFalse: BlockId,
): void {
  const { builder, parts } = context;
  const range = rangeOf(pattern);
  const children = meaningful(pattern);
  const [inner] = children;
  switch (pattern.type) {
    case "case_pattern":
      if (inner === undefined) {
        // `_`
        builder.goto(whenTrue);
      } else if (children.length === 1 && !pattern.text.startsWith("-")) {
        matchPattern(context, inner, subject, whenTrue, whenFalse);
      } else {
        bindCaptures(context, pattern);
        builder.branch(unknown(range, [subject]), whenTrue, whenFalse);
      }
      return;
    case "union_pattern":
      for (const each of children) {
        const next = builder.newBlock();
        matchPattern(context, each, subject, whenTrue, next);
        builder.enter(next);
      }
      builder.goto(whenFalse);
      return;
    case "as_pattern": {
      const [whole = null, name = null] = children;
      const matched = builder.newBlock();
      if (whole === null) builder.goto(matched);
      else matchPattern(context, whole, subject, matched, whenFalse);
      builder.enter(matched);
      assignTo(context, name, subject, range);
      builder.goto(whenTrue);
      return;
    }
    case "list_pattern":
    case "tuple_pattern":
      matchItems(context, children, subject, range, whenFalse);
      builder.goto(whenTrue);
      return;
    case "dict_pattern":
      matchMembers(context, children, subject, whenFalse);
      builder.goto(whenTrue);
      return;
    case "class_pattern":
      matchInstance(context, children, subject, range, whenFalse);
      builder.goto(whenTrue);
      return;
    case "string":
    case "concatenated_string":
    case "integer":
    case "float":
    case "true":
    case "false":
    case "none":
      builder.branch(
        op("equal", [subject, parts.expression(context, pattern)], range),
        whenTrue,
        whenFalse,
      );
      return;
    case "dotted_name":
      // A plain name captures anything; a dotted one is a value to compare with.
      if (children.length === 1) {
        assignTo(context, inner ?? null, subject, range);
        builder.goto(whenTrue);
        return;
      }
      builder.branch(
        op("equal", [subject, lowerDottedName(context, pattern)], range),
        whenTrue,
        whenFalse,
      );
      return;
    default:
      bindCaptures(context, pattern);
      builder.branch(unknown(range, [subject]), whenTrue, whenFalse);
  }
}

/** Goes on where all of them match. */
function matchEach(
  context: Context,
  pairs: readonly (readonly [pattern: Node, value: Expr])[],
  whenFalse: BlockId,
): void {
  const { builder } = context;
  for (const [pattern, value] of pairs) {
    const next = builder.newBlock();
    matchPattern(context, pattern, builder.hold(value), next, whenFalse);
    builder.enter(next);
  }
}

const isSplat = (node: Node): boolean =>
  node.type === "splat_pattern" ||
  node.firstNamedChild?.type === "splat_pattern";

/** Items of a pattern that are compared; of those behind them only what they capture counts. */
const itemBound = 50;

/** `[first, *_, last]`: whether there are as many is not known, but for none. */
function matchItems(
  context: Context,
  items: readonly Node[],
  subject: Var,
  range: Range,
  whenFalse: BlockId,
): void {
  const { builder } = context;
  const there = builder.newBlock();
  const matched = builder.newBlock();
  builder.branch(
    op("equal", [subject, constant(null, range)], range),
    whenFalse,
    there,
  );
  builder.enter(there);
  if (items.length === 0)
    builder.branch(op("truthy", [subject], range), whenFalse, matched);
  else builder.branch(unknown(range, [subject]), matched, whenFalse);
  builder.enter(matched);
  const star = items.findIndex(isSplat);
  items.forEach((each, index) => {
    if (isSplat(each) || index >= itemBound) {
      bindCaptures(context, each);
      return;
    }
    const position = star === -1 || index < star ? index : index - items.length;
    const item = field(subject, constant(position, range), range);
    matchEach(context, [[each, item]], whenFalse);
  });
}

/** `{"name": pattern, **rest}` */
function matchMembers(
  context: Context,
  parts: readonly Node[],
  subject: Var,
  whenFalse: BlockId,
): void {
  const { builder } = context;
  for (let i = 0; i < parts.length; i += 2) {
    const [name, value] = parts.slice(i, i + 2);
    if (name === undefined || value === undefined || isSplat(name)) {
      if (name !== undefined) bindCaptures(context, name);
      continue;
    }
    const range = rangeOf(name);
    const key =
      name.type === "dotted_name"
        ? lowerDottedName(context, name)
        : context.parts.expression(context, name);
    const there = builder.newBlock();
    builder.branch(op("contains", [key, subject], range), there, whenFalse);
    builder.enter(there);
    matchEach(context, [[value, field(subject, key, range)]], whenFalse);
  }
}

/** `Point(x=0)`, `str()` */
function matchInstance(
  context: Context,
  [name, ...members]: readonly Node[],
  subject: Var,
  range: Range,
  whenFalse: BlockId,
): void {
  if (name === undefined) return;
  const { builder } = context;
  const matched = builder.newBlock();
  const type = lowerDottedName(context, name);
  builder.branch(op("contains", [subject, type], range), matched, whenFalse);
  builder.enter(matched);
  for (const each of members) {
    const keyword =
      each.firstNamedChild?.type === "keyword_pattern"
        ? each.firstNamedChild
        : each;
    const [attribute, pattern] = meaningful(keyword);
    matchEach(
      context,
      keyword.type !== "keyword_pattern" || attribute === undefined
        ? [[each, unknown(rangeOf(each), [subject])]]
        : pattern === undefined
          ? []
          : [[pattern, field(subject, constant(attribute.text, range), range)]],
      whenFalse,
    );
  }
}

/** `Colour.RED` */
function lowerDottedName(context: Context, node: Node): Expr {
  const [first = null, ...others] = meaningful(node);
  return others.reduce<Expr>(
    (object, { text }) =>
      field(object, constant(text, rangeOf(node)), rangeOf(node)),
    context.parts.expression(context, first),
  );
}

function bindCaptures(context: Context, pattern: Node): void {
  for (const name of pattern.descendantsOfType("identifier"))
    assignTo(context, name, unknown(rangeOf(name)), rangeOf(name));
}
