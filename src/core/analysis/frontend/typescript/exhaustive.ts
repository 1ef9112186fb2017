/**
 * Ends of functions that TypeScript itself rules out: a function that says what it gives cannot end behind a `switch` whose
 * cases all leave, because the compiler asks for the missing ones. Not so for the trigger source, whose type may be any text.
 */
import { withoutComments, type Node } from "../syntax-node.ts";

/** @param node a function with its body in braces */
export function endsInSwitch(node: Node, body: Node): boolean {
  const type = node.childForFieldName("return_type")?.text;
  if (
    type === undefined ||
    /\b(?:void|undefined|null|any|unknown)\b/u.test(type)
  )
    return false;
  const last = withoutComments(body).at(-1);
  if (
    last?.type !== "switch_statement" ||
    /source\)?$/iu.test(last.childForFieldName("value")?.text ?? "")
  )
    return false;
  const cases = (last.childForFieldName("body")?.namedChildren ?? []).filter(
    ({ type: each }) => each !== "comment",
  );
  return (
    cases.length > 1 &&
    cases.every(({ type: each }) => each === "switch_case") &&
    last.descendantsOfType("break_statement").length === 0 &&
    leaves(cases.at(-1))
  );
}

function leaves(node: Node | undefined): boolean {
  const last = node === undefined ? undefined : withoutComments(node).at(-1);
  switch (last?.type) {
    case "return_statement":
    case "throw_statement":
      return true;
    case "statement_block":
      return leaves(last);
    default:
      return false;
  }
}
