/**
 * What a loop or a comprehension runs over, where the file says it item by item: a written list, tuple or dict, or a
 * name that stands for one and that nothing changes. Its body is then lowered once for each item, so that what belongs
 * together stays together. Invariant: undefined where an item might be missing.
 */
import type { Range } from "../../../text/position.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, variable } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";

/** Items and characters of the copies that are made. */
const itemBound = 8;
const lengthBound = 4000;

/** @param body what is lowered once for each item */
export function listedItems(
  context: Context,
  iterated: Node | null,
  body: Node | null,
): readonly Expr[] | undefined {
  if (iterated === null || body === null) return undefined;
  const items = itemsOf(context, iterated);
  if (items === undefined || items.length === 0) return undefined;
  const length = (body.endIndex - body.startIndex) * items.length;
  return items.length <= itemBound && length <= lengthBound && !defines(body)
    ? items.map((make) => make())
    : undefined;
}

/** Functions and classes are lowered once. Loops within are only bounded by their own length. */
const defines = (body: Node): boolean =>
  body.descendantsOfType("function_definition").length > 0 ||
  body.descendantsOfType("class_definition").length > 0 ||
  body.descendantsOfType("lambda").length > 0;

type Make = () => Expr;

function itemsOf(context: Context, node: Node): readonly Make[] | undefined {
  const { builder, parts } = context;
  const range = rangeOf(node);
  const [written, held] = writtenAs(context, node) ?? [];
  switch (written?.type) {
    case "list":
    case "tuple": {
      const items = meaningful(written);
      if (items.some(({ type }) => type === "list_splat")) return undefined;
      return items.map(
        (item, i) => () =>
          held === undefined
            ? builder.hold(parts.expression(context, item))
            : field(held, constant(i, range), range),
      );
    }
    case "dictionary":
      return keysOf(written)?.map((key) => () => constant(key, range));
  }
  if (node.type !== "call") return undefined;
  const callee = node.childForFieldName("function");
  const args = meaningful(node.childForFieldName("arguments") ?? node);
  const [only] = args;
  if (callee?.type === "identifier" && only !== undefined)
    return sameItems.test(callee.text) &&
      context.scope.find(callee.text) === undefined
      ? itemsOf(context, only)
      : undefined;
  const object = callee?.childForFieldName("object") ?? undefined;
  return callee?.type === "attribute" && object !== undefined && !only
    ? membersOf(
        context,
        object,
        callee.childForFieldName("attribute")?.text ?? "",
        range,
      )
    : undefined;
}

/** Builtins that give the items that they are given, in some order. */
const sameItems = /^(?:list|tuple|sorted|reversed)$/u;

/** `table.items()`, `table.keys()`, `table.values()` */
function membersOf(
  context: Context,
  object: Node,
  method: string,
  range: Range,
): readonly Make[] | undefined {
  const { builder, parts } = context;
  const [written, name] = writtenAs(context, object) ?? [];
  if (
    written?.type !== "dictionary" ||
    !/^(?:items|keys|values)$/u.test(method)
  )
    return undefined;
  const keys = keysOf(written);
  if (keys === undefined) return undefined;
  let held = name;
  const value = (key: string): Expr =>
    field(
      (held ??= builder.hold(parts.expression(context, written))),
      constant(key, range),
      range,
    );
  return keys.map((key) => () => {
    switch (method) {
      case "keys":
        return constant(key, range);
      case "values":
        return value(key);
      default:
        return builder.list(
          // Items of a list are told apart by their places.
          [constant(key, { ...range, end: range.start }), value(key)].map(
            (each) => ({ value: each, spread: false }),
          ),
          range,
        );
    }
  });
}

/** The names of a dict's members, where all of them are plain texts. */
function keysOf(dictionary: Node): readonly string[] | undefined {
  const keys = meaningful(dictionary).map((pair) => {
    const key = pair.childForFieldName("key");
    return key?.type === "string"
      ? /^(["'])([^"'\\]+)\1$/u.exec(key.text)?.[2]
      : undefined;
  });
  return keys.every((key) => key !== undefined) ? keys : undefined;
}

/** A list or dict as it is written, and the variable that holds it where a name stands for it. */
function writtenAs(
  context: Context,
  node: Node,
): readonly [Node, Expr | undefined] | undefined {
  if (isLiteral(node)) return [node, undefined];
  const found =
    node.type === "identifier" ? context.scope.find(node.text) : undefined;
  if (found === undefined) return undefined;
  const written = context.constants(node.text);
  return written && [written, variable(found, rangeOf(node))];
}

const isLiteral = ({ type }: Node): boolean =>
  type === "list" || type === "tuple" || type === "dictionary";

/** Finds what a name stands for, where the file binds it once, to a list or dict that it does not change. */
export function constantsOf(root: Node): (name: string) => Node | undefined {
  let names: ReadonlyMap<string, readonly Node[]> | undefined;
  return (name) => {
    if (names === undefined) {
      const found = new Map<string, Node[]>();
      for (const each of root.descendantsOfType("identifier")) {
        const { text } = each;
        const uses = found.get(text);
        if (uses === undefined) found.set(text, [each]);
        else uses.push(each);
      }
      names = found;
    }
    const uses = names.get(name) ?? [];
    const bound = uses.filter(
      ({ parent, field: role }) =>
        parent?.type === "assignment" && role === "left",
    );
    const written = bound[0]?.parent?.childForFieldName("right") ?? undefined;
    return bound.length === 1 &&
      written !== undefined &&
      isLiteral(written) &&
      uses.every((use) => use === bound[0] || onlyReads(use, written))
      ? written
      : undefined;
  };
}

/** The use of a name neither binds it anew nor lets others change what it stands for. */
function onlyReads(use: Node, { type }: Node): boolean {
  const { parent, field: role } = use;
  switch (parent?.type) {
    case "attribute":
      return (
        role === "object" &&
        reading.test(parent.childForFieldName("attribute")?.text ?? "")
      );
    case "subscript":
      return (
        role === "value" &&
        parent.field !== "left" &&
        parent.parent?.type !== "delete_statement"
      );
    case "for_statement":
    case "for_in_clause":
      return role === "right";
    case "comparison_operator":
    case "binary_operator":
    case "list_splat":
    case "dictionary_splat":
    case "if_statement":
    case "not_operator":
      return true;
    case "argument_list": {
      const callee = parent.parent?.childForFieldName("function");
      return (
        type === "tuple" ||
        (callee?.type === "identifier" && lookers.test(callee.text)) ||
        (callee?.type === "attribute" &&
          /^(?:join|startswith|endswith|fromkeys)$/u.test(
            callee.childForFieldName("attribute")?.text ?? "",
          ))
      );
    }
    default:
      return false;
  }
}

const reading = /^(?:items|keys|values|get|copy|index|count)$/u;
const lookers =
  /^(?:len|list|tuple|dict|set|frozenset|sorted|reversed|enumerate|zip|any|all|sum|min|max|isinstance|str|print)$/u;
