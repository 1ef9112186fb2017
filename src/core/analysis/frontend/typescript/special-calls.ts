/**
 * Calls that stand for something else than a call of what they name: what compilers and libraries write for what the
 * language has words for. Each is asked for by the last name of what is called, and then looked at in whole.
 */
import { rangeOf, type Node } from "../syntax-node.ts";
import { constant } from "../../ir/builder.ts";
import type { Expr } from "../../ir/ir.ts";
import { isAwaitCall, madeAsync, readAwaiter } from "./awaits.ts";
import { lowerArguments } from "./call-arguments.ts";
import { definedMembers, longName, passedOn } from "./compiler-helpers.ts";
import { fromContainer } from "./containers.ts";
import type { Context } from "./context.ts";
import { sourceTested } from "./known-calls.ts";
import { readString } from "./literals.ts";
import { lowerMatch } from "./pattern-match.ts";

type Special = (context: Context, call: Node, callee: Node) => Expr | undefined;

const awaited: Special = (context, call) =>
  isAwaitCall(context, call)
    ? (lowerArguments(context, call.childForFieldName("arguments")).at(-1)
        ?.value ?? constant(undefined, rangeOf(call)))
    : undefined;

/** What the last step of a generator that was taken apart got. */
const sent: Special = ({ steps }, _call, callee) =>
  steps !== undefined && callee.text === `${steps.state}.sent`
    ? steps.sent
    : undefined;

const asyncAgain: Special = (context, call) => {
  const made = madeAsync(context, call);
  return made && context.parts.functionValue(context, made, context.about);
};

const awaiter: Special = (context, call) => {
  const read = readAwaiter(context, call);
  return (
    read &&
    context.builder.call(
      context.parts.functionValue(context, read.body, context.about),
      read.passed === undefined ? [] : passedOn(context, read.passed),
      rangeOf(call),
    )
  );
};

const copied: Special = (context, call, callee) => {
  const value = copiedThroughJson(callee, call);
  const range = rangeOf(call);
  return (
    value &&
    context.builder.call(
      { kind: "global", name: "structuredClone", range },
      [{ value: context.parts.expression(context, value), spread: false }],
      range,
    )
  );
};

const joined: Special = (context, call, callee) =>
  joinedText(context, callee, call);

const specials: ReadonlyMap<string, Special> = new Map<string, Special>([
  ["await", awaited],
  ["sent", sent],
  ["test", sourceTested],
  ["_asyncToGenerator", asyncAgain],
  ["_asyncToGenerator2", asyncAgain],
  ["__awaiter", awaiter],
  ["__async", awaiter],
  ["otherwise", lowerMatch],
  ["exhaustive", lowerMatch],
  ["run", lowerMatch],
  ["parse", copied],
  ["get", fromContainer],
  ["resolve", fromContainer],
  ["defineProperty", definedMembers],
  ["_createClass", definedMembers],
  ["_createClass2", definedMembers],
  ["_export", definedMembers],
  ["__export", definedMembers],
  ["concat", joined],
]);

/** Undefined where the call is what it says. */
export function lowerSpecial(
  context: Context,
  call: Node,
  callee: Node | null,
): Expr | undefined {
  if (callee === null || call.type !== "call_expression") return undefined;
  const long = longName(context, callee);
  if (long !== undefined) return specials.get(long)?.(context, call, callee);
  const end = callee.endIndex;
  const written = context.text.slice(
    Math.max(callee.startIndex, end - 45),
    end,
  );
  const [, name = ""] =
    /([\w$]+)(?:\.default|\["default"\])?\)?$/u.exec(written) ?? [];
  return specials.get(name)?.(context, call, callee);
}

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
