/**
 * Lowers calls. The conversions and constructors that Python's builtins name as calls become operators, objects and
 * lists; what methods and libraries do is the interpreter's to know.
 */
import { throughItems } from "../iterables.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, op, unknown } from "../../ir/builder.ts";
import {
  spreadKeywords,
  type Argument,
  type Expr,
  type Operator,
} from "../../ir/ir.ts";
import { meaningful, type Context } from "./context.ts";
import { wrappedEvent } from "./data-classes.ts";
import {
  awaitedHere,
  copiedThroughJson,
  makePartial,
  makeRecord,
  moduleNamed,
  placeSetBy,
} from "./known-calls.ts";

const conversions: ReadonlyMap<string, Operator> = new Map([
  ["bool", "truthy"],
  ["str", "to-text"],
  ["int", "to-number"],
  ["float", "to-number"],
  ["isinstance", "contains"],
]);

export function lowerCall(context: Context, node: Node): Expr {
  const { builder, parts, scope } = context;
  const event = wrappedEvent(node);
  if (event !== undefined) return parts.expression(context, event);
  const callee = node.childForFieldName("function");
  const range = rangeOf(node);
  const copied = copiedThroughJson(callee, node);
  if (copied !== undefined)
    return builder.call(
      { kind: "global", name: "copy.deepcopy", range },
      [{ value: parts.expression(context, copied), spread: false }],
      range,
    );
  const lowered = parts.expression(context, callee);
  const args = lowerArguments(context, node);
  const module = moduleNamed(context, callee, args, range);
  if (module !== undefined) return module;
  const set = placeSetBy(lowered, args, range);
  if (set !== undefined) {
    builder.assign(set.place, set.value, range);
    return constant(null, range);
  }
  const builtin =
    callee?.type === "identifier" && scope.find(callee.text) === undefined
      ? lowerBuiltin(context, callee.text, args, node)
      : undefined;
  if (builtin !== undefined) return builtin;
  const made =
    lowered.kind === "var" ? context.classes.get(lowered.variable) : undefined;
  const [only, ...others] = args;
  if (made?.enumeration === true && only !== undefined && others.length === 0)
    return only.value;
  return (
    makeRecord(context, lowered, made, args, range) ??
    makePartial(context, callee, args, range) ??
    awaitedHere(context, callee, args, range) ??
    builder.call(lowered, args, range, { construct: made !== undefined })
  );
}

function lowerBuiltin(
  context: Context,
  name: string,
  args: readonly Argument[],
  node: Node,
): Expr | undefined {
  const { builder } = context;
  const range = rangeOf(node);
  const values = args.map(({ value }) => value);
  const conversion = conversions.get(name);
  if (conversion === "contains") return op(conversion, values, range);
  // `int(text, 16)`: what comes out does not depend on the first alone.
  if (conversion !== undefined)
    return op(
      conversion,
      values.length === 1 ? values : [unknown(range, values)],
      range,
    );
  switch (name) {
    case "dict":
      return builder.object(
        args.map(({ value, name: key, nameRange = value.range }) =>
          key === undefined || key === spreadKeywords
            ? { kind: "spread", value: throughItems(context, value) }
            : { kind: "entry", key: constant(key, nameRange), value },
        ),
        range,
      );
    case "list":
    case "tuple":
      return builder.list(
        values.map((value) => ({
          value: throughItems(context, value),
          spread: true,
        })),
        range,
      );
    default:
      return undefined;
  }
}

export function lowerArguments(
  context: Context,
  node: Node,
): readonly Argument[] {
  const list = node.childForFieldName("arguments");
  if (list === null) return [];
  // `any(x for x in y)` has no parentheses of its own.
  const nodes =
    list.type === "generator_expression" ? [list] : meaningful(list);
  return nodes.flatMap((child): Argument | readonly Argument[] => {
    const handedOn = handedOnBy(context, child);
    if (handedOn !== undefined)
      return handedOn.map((value) => ({ value, spread: false }));
    const value = (part: Node | null): Expr =>
      context.parts.expression(context, part);
    switch (child.type) {
      case "keyword_argument": {
        const name = child.childForFieldName("name");
        return {
          value: value(child.childForFieldName("value")),
          spread: false,
          name: name?.text ?? "",
          ...(name === null ? {} : { nameRange: rangeOf(name) }),
        };
      }
      case "list_splat":
        return { value: value(child.firstNamedChild), spread: true };
      case "dictionary_splat":
        return {
          value: value(child.firstNamedChild),
          spread: true,
          name: spreadKeywords,
        };
      default:
        return { value: value(child), spread: false };
    }
  });
}

/** What `*args` or `**kwargs` of the function around hands on; undefined for any other argument. */
function handedOnBy(
  context: Context,
  argument: Node,
): readonly Expr[] | undefined {
  if (!/^(list|dictionary)_splat$/.test(argument.type)) return undefined;
  const name = argument.firstNamedChild;
  const found =
    name?.type === "identifier" ? context.scope.find(name.text) : undefined;
  return found === undefined ? undefined : context.handedOn.get(found);
}
