/** What functions of the file show of what they are given: `value is Account`, `asserts value is Account`. */
import { rangeOf, type Node } from "../syntax-node.ts";
import type { Context } from "./context.ts";
import { declared } from "./declared-types.ts";
import { isGuard } from "./type-declarations.ts";

const predicate = "type_predicate";

/**
 * Behind a call that came back, or came back with true: what it was given is of the type.
 * @returns nothing for any other call; otherwise what puts the type behind the variable
 */
export function shownBy(
  context: Context,
  call: Node | null,
  how: "is" | "asserts",
): (() => void) | undefined {
  if (call?.type !== "call_expression") return undefined;
  const guard = context.types.get(
    `${call.childForFieldName("function")?.text ?? ""}()`,
  );
  if (guard === undefined || !isGuard(guard)) return undefined;
  const result = guard.childForFieldName("return_type");
  if (result?.type.startsWith("asserts") !== (how === "asserts"))
    return undefined;
  const [says] = result.descendantsOfType(predicate);
  const name = says?.childForFieldName("name")?.text;
  const type = says?.childForFieldName("type");
  const position =
    guard
      .childForFieldName("parameters")
      ?.namedChildren.filter((each) => each.type !== "comment")
      .findIndex((each) => each.childForFieldName("pattern")?.text === name) ??
    -1;
  const given = call.childForFieldName("arguments")?.namedChildren[position];
  if (type === undefined || type === null || given?.type !== "identifier")
    return undefined;
  return () => {
    const place = context.parts.expression(context, given);
    if (place.kind !== "var") return;
    const value = declared(context, { type, range: rangeOf(given) }, place);
    // A type that says nothing leaves the variable as it is.
    if (value !== place) context.builder.assign(place, value, rangeOf(given));
  };
}
