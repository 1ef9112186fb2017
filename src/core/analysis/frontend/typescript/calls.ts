/** Lowers calls. Conversions that the language names as calls, such as `Boolean(x)`, become operators here. */
import { boundFunction } from "../bound-function.ts";
import { moduleFrom } from "../chosen-modules.ts";
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant, field, op } from "../../ir/builder.ts";
import type { Range } from "../../../text/position.ts";
import type { Argument, Expr, Operator } from "../../ir/ir.ts";
import { lowerArguments } from "./call-arguments.ts";
import { firstPrivate, helperOf } from "./compiler-helpers.ts";
import { ofPart, type Context } from "./context.ts";
import { declaredResult } from "./declared-types.ts";
import { memberWritten } from "./known-calls.ts";
import { lowerSpecial } from "./special-calls.ts";
import { typeNames } from "./type-names.ts";

const conversions: ReadonlyMap<string, Operator> = new Map([
  ["Boolean", "truthy"],
  ["String", "to-text"],
  ["Number", "to-number"],
  ["parseInt", "to-number"],
  ["parseFloat", "to-number"],
]);

export function callOrConversion(context: Context, node: Node): Expr {
  const { builder, parts, scope } = context;
  const range = rangeOf(node);
  const calleeNode = node.childForFieldName(
    node.type === "new_expression" ? "constructor" : "function",
  );
  const special = lowerSpecial(context, node, calleeNode);
  if (special !== undefined) return special;
  const construct =
    node.type === "new_expression" || calleeNode?.type === "super";
  const name = calleeNode?.type === "identifier" ? calleeNode.text : "";
  const isImport = calleeNode?.type === "import" || name === "require";
  const callee = parts.expression(ofPart(context), calleeNode);
  // `middy<PreSignUpTriggerEvent>(async (event) => …)`
  const types = typeNames(context, node.childForFieldName("type_arguments"));
  const args = lowerArguments(
    types.length === 0
      ? context
      : {
          ...context,
          about: {
            ...context.about,
            types: [...context.about.types, ...types],
          },
        },
    node.childForFieldName("arguments"),
    context.iterables && takesItems.test(calleeNode?.text ?? ""),
  );
  const helper =
    construct || calleeNode === null
      ? undefined
      : (helperOf(context, calleeNode)?.(context, args, range) ??
        firstPrivate(context, callee, args, node));
  if (helper !== undefined) return helper;
  const [first] = args;
  const bound = bindArguments(context, callee, args, range);
  if (bound !== undefined) return bound;
  const written = memberWritten(callee, args);
  if (written !== undefined) {
    const [object, key, value] = written;
    builder.assign(field(object, key, range), value, range);
    return object;
  }

  if (scope.find(name) === undefined && first?.spread !== true) {
    const module =
      isImport && first !== undefined
        ? moduleFrom(context, "javascript", first.value, range)
        : undefined;
    if (module !== undefined)
      return name === "require" ? module : op("promise", [module], range);
    const conversion = construct ? undefined : conversions.get(name);
    if (conversion !== undefined)
      return op(
        conversion,
        [first?.value ?? constant(undefined, range)],
        range,
      );
  }
  // `Array.isArray(x)` asks what `x instanceof Array` asks.
  if (
    callee.kind === "field" &&
    callee.object.kind === "global" &&
    callee.object.name === "Array" &&
    callee.key.kind === "const" &&
    callee.key.value === "isArray" &&
    first?.spread === false
  )
    return op("contains", [first.value, callee.object], range);
  // The rest of `a?.b()` is skipped with its start.
  const optional =
    node.childForFieldName("optional_chain") !== null ||
    (callee.kind === "field" && callee.optional === true);
  return declaredResult(
    context,
    node,
    builder.call(callee, args, range, { construct, optional }),
  );
}

/** `list.indexOf(item)`, of something that is there. */
export function isIndexOf(node: Node): boolean {
  const callee = node.childForFieldName("function");
  return (
    callee?.childForFieldName("property")?.text === "indexOf" &&
    callee.childForFieldName("optional_chain") === null &&
    node.childForFieldName("arguments")?.namedChildren.length === 1
  );
}

/**
 * The same as `list.includes(item)`.
 * @param range of the comparison
 */
export function lowerIncludes(
  context: Context,
  node: Node,
  range: Range,
): Expr {
  const callee = node.childForFieldName("function");
  const called = rangeOf(callee ?? node);
  const object = context.parts.expression(
    ofPart(context),
    callee?.childForFieldName("object") ?? null,
  );
  return context.builder.call(
    field(object, constant("includes", called), called),
    lowerArguments(context, node.childForFieldName("arguments")),
    range,
  );
}

/** `handle.bind(null, table)`, of the module itself: a function that hands on an event and a context. */
function bindArguments(
  context: Context,
  callee: Expr,
  [self, ...given]: readonly Argument[],
  range: Range,
): Expr | undefined {
  if (
    context.builder.id !== context.module.main.id ||
    callee.kind !== "field" ||
    callee.key.kind !== "const" ||
    callee.key.value !== "bind" ||
    self === undefined ||
    given.length === 0 ||
    [self, ...given].some(({ spread }) => spread)
  )
    return undefined;
  return boundFunction(context, callee.object, given, {
    call: range,
    callee: callee.range,
  });
}

/** They go through the items of what they are given. */
const takesItems =
  /^(?:Array\.from|Object\.fromEntries|Promise\.all|Set|Map)$/u;
