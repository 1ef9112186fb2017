/** What Python's type hints say of a value that nothing else is known about: `level: int = table.get(user)`. */
import type { Node } from "../syntax-node.ts";
import { op, some } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import {
  declaredTo,
  either,
  markedType,
  ofEvents,
  someList,
  someMember,
  someObject,
  typeCount,
  typeDepth,
} from "../types.ts";
import { decoratorsOf, type Context } from "./context.ts";

/** A value that is hinted to be of a type. */
export const declared = (
  context: Context,
  hint: Node | null,
  value: Expr,
): Expr =>
  hint === null ? value : declaredTo(value, () => valueOfHint(context, hint));

/** Some value of a type; undefined where that could be anything. */
export function valueOfHint(
  { builder, hinted }: Context,
  hint: Node,
): Expr | undefined {
  const { type: whole, range } = markedType(hint);
  let left = typeCount;

  const read = (type: Node | undefined, depth: number): Expr | undefined => {
    if (type === undefined || depth > typeDepth || left-- <= 0)
      return undefined;
    switch (type.type) {
      case "type":
        return read(type.firstNamedChild ?? undefined, depth);
      // `"Profile"`, `"list[str]"`
      case "string":
        return named(type.text.slice(1, -1).replace(/\[.*$/su, ""), depth);
      case "identifier":
        return named(type.text, depth);
      case "attribute":
        return named(type.text.replace(/^(?:typing|t)\./u, ""), depth);
      case "generic_type":
      case "subscript":
        return generic(type, depth);
      case "union_type":
      case "binary_operator":
        return union(type.namedChildren, depth);
      default:
        return undefined;
    }
  };

  const named = (name: string, depth: number): Expr | undefined => {
    const primitive = primitives.get(name);
    if (primitive !== undefined) return some(primitive, range);
    if (/^(?:list|List|tuple|Tuple)$/u.test(name)) return some("list", range);
    if (/^(?:dict|Dict)$/u.test(name)) return some("object", range);
    const found = hinted.get(name);
    return found && ofClass(found, depth);
  };

  const generic = (type: Node, depth: number): Expr | undefined => {
    const [name, ...rest] = type.namedChildren;
    const given = rest.flatMap((each) =>
      each.type === "type_parameter" ? each.namedChildren : [each],
    );
    const [first, second] = given;
    switch (name?.text.replace(/^(?:typing|t)\./u, "")) {
      case "Optional":
        return read(first, depth);
      case "Union":
        return union(given, depth);
      case "list":
      case "List":
      case "Sequence":
        return someList(builder, read(first, depth + 1), range);
      case "dict":
      case "Dict":
      case "Mapping": {
        const value = read(second, depth + 1);
        return value === undefined
          ? some("object", range)
          : someObject(builder, [someMember(undefined, value)], range);
      }
      case "Awaitable": {
        const value = read(first, depth);
        return value && op("promise", [value], range);
      }
      default:
        return undefined;
    }
  };

  const union = (types: readonly Node[], depth: number): Expr | undefined =>
    either(
      types
        .filter((each) => each.text !== "None")
        .map((each) => read(each, depth)),
      range,
    );

  const ofClass = (node: Node, depth: number): Expr | undefined => {
    const members = (node.childForFieldName("body")?.namedChildren ?? [])
      .map(({ firstNamedChild }) => firstNamedChild)
      .flatMap((each) => {
        const name = each?.childForFieldName("left")?.text;
        const type = each?.childForFieldName("type");
        const value = type == null ? undefined : read(type, depth + 1);
        return name === undefined || value === undefined
          ? []
          : [{ name, value }];
      });
    return members.length === 0 ||
      members.some(({ name }) => ofEvents.test(name))
      ? undefined
      : someObject(
          builder,
          members.map(({ name, value }) => someMember(name, value)),
          range,
        );
  };
  return read(whole, 0);
}

const primitives: ReadonlyMap<string, "text" | "number" | "boolean"> = new Map([
  ["str", "text"],
  ["int", "number"],
  ["float", "number"],
  ["bool", "boolean"],
]);

/** The classes of a file that only hold what their hints name. */
export const hintedClasses = (
  classes: readonly Node[],
): ReadonlyMap<string, Node> =>
  new Map(
    classes.flatMap((each) =>
      holdsHints.test(each.childForFieldName("superclasses")?.text ?? "") ||
      decoratorsOf(each).some(({ text }) => isDataClass.test(text))
        ? [[each.childForFieldName("name")?.text ?? "", each]]
        : [],
    ),
  );

const isDataClass = /@(?:dataclasses\.)?dataclass\b/u;
const holdsHints = /\b(?:TypedDict|NamedTuple|BaseModel)\b/u;
