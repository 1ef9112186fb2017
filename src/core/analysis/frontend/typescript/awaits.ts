/**
 * Two forms of `await` that the tree does not show as such. The grammar takes `await (f)(x).y` for calls of something
 * that is named `await`; here such chains are told, so that what is awaited is the whole of them, as JavaScript has it.
 * And what the TypeScript compiler makes of an async function for older targets is a generator that yields its promises.
 */
import { withoutComments, type Node } from "../syntax-node.ts";
import type { Context } from "./context.ts";
import { takenApart } from "./state-machine.ts";

/** `await (…)`, read as a call. */
export const isAwaitCall = (context: Context, node: Node): boolean =>
  beginsSo(context, node) &&
  node.type === "call_expression" &&
  node.childForFieldName("function")?.text === "await" &&
  context.scope.find("await") === undefined;

/** Nearly every other call and member is ruled out without a look at the tree. */
const beginsSo = ({ text }: Context, { startIndex }: Node): boolean =>
  text.startsWith("await", startIndex);

/** The node is the whole chain of calls and members that begins with such an `await`. */
export function isAwaitedChain(context: Context, node: Node): boolean {
  if (!beginsSo(context, node)) return false;
  let link = node;
  while (link.parent?.type === "non_null_expression") link = link.parent;
  if (link.parent !== null && headOf(link.parent) === link) return false;
  let start: Node | null = node;
  while (start !== null && !isAwaitCall(context, start)) start = headOf(start);
  return start !== null;
}

/** What a call is made of, or a member is taken from. */
const headOf = (node: Node): Node | null =>
  node.type === "call_expression"
    ? node.childForFieldName("function")
    : node.type === "member_expression" || node.type === "subscript_expression"
      ? node.childForFieldName("object")
      : node.type === "non_null_expression"
        ? node.firstNamedChild
        : null;

/** `__awaiter(this, void 0, void 0, function* () { … })`, `__async(this, null, function* () { … })`: what is called there, and what says what it is called with. */
export function readAwaiter(
  { text }: Context,
  call: Node,
): { readonly body: Node; readonly passed: Node | undefined } | undefined {
  const callee = call.childForFieldName("function");
  const end = callee?.endIndex ?? 0;
  const [, name] =
    /__(awaiter|async)\)?$/u.exec(text.slice(Math.max(0, end - 10), end)) ?? [];
  if (name === undefined) return undefined;
  const given = withoutComments(call.childForFieldName("arguments"));
  const body = given.at(-1);
  if (
    given.length !== (name === "awaiter" ? 4 : 3) ||
    body === undefined ||
    !isSteps(body)
  )
    return undefined;
  return { body, passed: given[1] };
}

/** A generator, or a function that gives one which was taken apart: see `state-machine.ts`. */
const isSteps = (body: Node): boolean =>
  body.type === "generator_function" ||
  (body.type === "function_expression" && takenApart(body) !== undefined);

/** `_asyncToGenerator(function* (event) { … })`: the function that Babel makes async again. */
export function madeAsync({ text }: Context, call: Node): Node | undefined {
  const callee = call.childForFieldName("function");
  const end = callee?.endIndex ?? 0;
  if (
    !/_asyncToGenerator2?(?:\.default|\["default"\])?\)?$/u.test(
      text.slice(Math.max(0, end - 32), end),
    )
  )
    return undefined;
  const [body, ...more] = withoutComments(call.childForFieldName("arguments"));
  return body?.type === "generator_function" && more.length === 0
    ? body
    : undefined;
}

/** The function is what such a call runs: an async function in all but its words. */
export const isAwaiterBody = (context: Context, node: Node): boolean =>
  (node.type === "generator_function" || node.type === "function_expression") &&
  node.parent?.type === "arguments" &&
  node.parent.parent?.type === "call_expression" &&
  (readAwaiter(context, node.parent.parent) ??
    madeAsync(context, node.parent.parent)) !== undefined;

/** The `yield` stands where an `await` was. */
export function isAwaitingYield(context: Context, node: Node): boolean {
  let outer = node.parent;
  while (outer !== null && !/function|method_definition/u.test(outer.type))
    outer = outer.parent;
  return outer !== null && isAwaiterBody(context, outer);
}
