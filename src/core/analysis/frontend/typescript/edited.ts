/**
 * Lowers one function again after an edit in its body. Invariant: what comes out is what lowering the whole text would
 * give for it, because the braces of the body still stand around the edit, and nothing outside of them has changed.
 */
import type { Range } from "../../../text/position.ts";
import type { EditedFunction, EditedText, TextChange } from "../../ir/edit.ts";
import type { FunctionId } from "../../ir/ir.ts";
import type { SyntaxTree } from "../syntax-tree.ts";
import { commentsIn } from "./comments.ts";
import type { Context, FunctionBody } from "./context.ts";
import { lowerFunction } from "./functions.ts";

export function lowerEdited(
  { module, bodies }: Context,
  tree: SyntaxTree,
  edit: EditedText,
): EditedFunction | undefined {
  const [id, known] = bodyAround(bodies, edit) ?? [];
  if (id === undefined || known === undefined) return undefined;
  const moved = edit.newEnd - edit.end;
  const inNew = ({ start, end }: Range): Range => ({ start, end: end + moved });
  const node = tree.readNode(known.type, inNew(known.range), edit);
  const body = node?.childForFieldName("body");
  const { start, end } = inNew(known.body);
  if (
    node === undefined ||
    body?.type !== "statement_block" ||
    body.startIndex !== start + edit.offset ||
    body.endIndex !== end + edit.offset
  )
    return undefined;
  const context: Context = {
    ...known.context,
    text: edit.both,
    bodies: new Map(),
  };
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
