/** Lowers what a call is given. */
import { throughItems } from "../iterables.ts";
import { withoutComments, type Node } from "../syntax-node.ts";
import type { Argument } from "../../ir/ir.ts";
import type { Context } from "./context.ts";

/** @param items of what is given, not the value itself */
export function lowerArguments(
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
