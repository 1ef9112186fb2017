/**
 * Lowers one function again after an edit in its body. Invariant: what comes out is what lowering the whole text would
 * give for it, because the braces of the body still stand around the edit, and nothing outside of them has changed.
 */
import type { EditedFunction, TextChange } from "../../ir/edit.ts";
import type { FunctionId } from "../../ir/ir.ts";
import type { SyntaxTree } from "../syntax-tree.ts";
import { commentsIn } from "./comments.ts";
import type { Context, FunctionBody } from "./context.ts";
import { lowerFunction } from "./functions.ts";

export function lowerEdited(
  { module, bodies }: Context,
  tree: SyntaxTree,
  text: string,
  edit: TextChange,
): EditedFunction | undefined {
  const [id, known] = bodyAround(bodies, edit) ?? [];
  if (id === undefined || known === undefined || tree.hasError)
    return undefined;
  const moved = edit.newEnd - edit.end;
  const node = tree.readNode(known.type, {
    start: known.range.start,
    end: known.range.end + moved,
  });
  const body = node?.childForFieldName("body");
  if (
    node === undefined ||
    body?.type !== "statement_block" ||
    body.startIndex !== known.body.start ||
    body.endIndex !== known.body.end + moved
  )
    return undefined;
  const context: Context = { ...known.context, text, bodies: new Map() };
  return {
    id,
    addition: module.lowerAgain(id, () => {
      lowerFunction(context, node, known.about);
    }),
    comments: commentsIn(node),
  };
}

/** The function whose braces stand around the edit and are not touched by it. */
function bodyAround(
  bodies: Context["bodies"],
  { start, end }: TextChange,
): readonly [FunctionId, FunctionBody] | undefined {
  for (const each of bodies) {
    const [, { body }] = each;
    if (body.start < start && end < body.end) return each;
  }
  return undefined;
}
