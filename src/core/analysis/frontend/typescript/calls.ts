/** Lowers calls. Conversions that the language names as calls, such as `Boolean(x)`, become operators here. */
import { throughItems } from "../iterables.ts";
import { boundFunction } from "../bound-function.ts";
import { chosenModule } from "../chosen-modules.ts";
import { rangeOf, withoutComments, type Node } from "../syntax-node.ts";
import { constant, field, op } from "../../ir/builder.ts";
import type { Range } from "../../../text/position.ts";
import type { Argument, Expr, Operator } from "../../ir/ir.ts";
import { isAwaitCall, madeAsync, readAwaiter } from "./awaits.ts";
import {
  definedMembers,
  firstPrivate,
  helperOf,
  passedOn,
} from "./compiler-helpers.ts";
import { ofPart, type Context } from "./context.ts";
import { declaredResult } from "./declared-types.ts";
import { memberWritten, sourceTested } from "./known-calls.ts";
import { readString } from "./literals.ts";
import { lowerMatch } from "./pattern-match.ts";
import { typeNames } from "./type-names.ts";

const conversions: ReadonlyMap<string, Operator> = new Map([
  ["Boolean", "truthy"],
  ["String", "to-text"],
  ["Number", "to-number"],
  ["parseInt", "to-number"],
  ["parseFloat", "to-number"],
]);

/** `JSON.parse(JSON.stringify(event))`; what else either is given may make another value of it. */
function copiedThroughJson(callee: Node | null, call: Node): Node | undefined {
  if (callee?.text !== "JSON.parse") return undefined;
  const [written, ...more] =
    call.childForFieldName("arguments")?.namedChildren ?? [];
  if (
    more.length > 0 ||
    written?.type !== "call_expression" ||
    written.childForFieldName("function")?.text !== "JSON.stringify"
  )
    return undefined;
  const [copied, ...others] =
    written.childForFieldName("arguments")?.namedChildren ?? [];
  return others.length === 0 && copied?.type !== "spread_element"
    ? copied
    : undefined;
}

/** `"Code ".concat(code, ".")`: what compilers make of a template. */
function joinedText(
  context: Context,
  callee: Node | null,
  call: Node,
): Expr | undefined {
  const head =
    callee?.childForFieldName("property")?.text === "concat"
      ? callee.childForFieldName("object")
      : null;
  const start =
    head?.type === "string"
      ? constant(readString(head.text), rangeOf(head))
      : head?.type === "call_expression"
        ? joinedText(context, head.childForFieldName("function"), head)
        : undefined;
  const given = call.childForFieldName("arguments");
  if (start === undefined || given === null || hasSpread(given))
    return undefined;
  return {
    kind: "concat",
    parts: [
      ...(start.kind === "concat" ? start.parts : [start]),
      ...lowerArguments(context, given).map(({ value }) => value),
    ],
    range: rangeOf(call),
  };
}

const hasSpread = (list: Node): boolean =>
  list.namedChildren.some(({ type }) => type === "spread_element");

export function callOrConversion(context: Context, node: Node): Expr {
  const { builder, parts, scope } = context;
  const range = rangeOf(node);
  const calleeNode = node.childForFieldName(
    node.type === "new_expression" ? "constructor" : "function",
  );
  if (isAwaitCall(context, node))
    return (
      lowerArguments(context, node.childForFieldName("arguments")).at(-1)
        ?.value ?? constant(undefined, range)
    );
  if (
    context.steps !== undefined &&
    calleeNode?.text === `${context.steps.state}.sent`
  )
    return context.steps.sent;
  const tested = sourceTested(context, node);
  if (tested !== undefined) return tested;
  const asyncAgain = madeAsync(context, node);
  if (asyncAgain !== undefined)
    return parts.functionValue(context, asyncAgain, context.about);
  const awaiter = readAwaiter(context, node);
  if (awaiter !== undefined)
    return builder.call(
      parts.functionValue(context, awaiter.body, context.about),
      awaiter.passed === undefined ? [] : passedOn(context, awaiter.passed),
      range,
    );
  const matched = lowerMatch(context, node);
  if (matched !== undefined) return matched;
  const copied = copiedThroughJson(calleeNode, node);
  if (copied !== undefined)
    return builder.call(
      { kind: "global", name: "structuredClone", range },
      [{ value: parts.expression(context, copied), spread: false }],
      range,
    );
  const defined = definedMembers(context, node);
  if (defined !== undefined) return defined;
  const text = joinedText(context, calleeNode, node);
  if (text !== undefined) return text;
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
    const module = isImport ? importedBy(context, first, range) : undefined;
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

/** The module that `require` or `import` gives for what it is called with; undefined where nothing names it. */
function importedBy(
  { builder, text }: Context,
  from: Argument | undefined,
  range: Range,
): Expr | undefined {
  if (from === undefined) return undefined;
  return from.value.kind === "const"
    ? { kind: "import", from: String(from.value.value), range }
    : from.value.kind === "concat"
      ? undefined
      : chosenModule(builder, "javascript", text, from.value, range);
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

/** @param items of what is given, not the value itself */
function lowerArguments(
  context: Context,
  node: Node | null,
  items = false,
): readonly Argument[] {
  if (node === null) return [];
  const inArgument = { ...context, about: { ...context.about, name: "" } };
  // A tagged template has text where a call has arguments.
  if (node.type === "template_string")
    return [
      { value: context.parts.expression(inArgument, node), spread: false },
    ];
  return withoutComments(node).map((child) => {
    const spread = child.type === "spread_element";
    const value = context.parts.expression(
      inArgument,
      spread ? child.firstNamedChild : child,
    );
    return {
      value: spread || items ? throughItems(context, value) : value,
      spread,
    };
  });
}
