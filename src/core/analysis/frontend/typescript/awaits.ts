/**
 * The grammar takes `await (f)(x).y` for calls of something that is named `await`. Tells such chains, so that what is
 * awaited is the whole of them, as JavaScript has it.
 */
import type { Node } from "../syntax-node.ts";
import type { Context } from "./context.ts";

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
