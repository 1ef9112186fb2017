/**
 * Lowers one function again after an edit in it, behind its name. Invariant: what comes out is what lowering the whole
 * text would give for it, because its name and its last brace still stand around the edit, and nothing outside of them
 * has changed.
 */
import type { Range } from "../../../text/position.ts";
import type { EditedFunction, EditedText, TextChange } from "../../ir/edit.ts";
import type { FunctionId } from "../../ir/ir.ts";
import { hasIterables } from "../iterables.ts";
import type { SyntaxTree } from "../syntax-tree.ts";
import { choosesModule } from "../chosen-modules.ts";
import { commentsIn } from "./comments.ts";
import { declarator, type Context, type FunctionBody } from "./context.ts";
import { typeNames } from "./type-names.ts";
import { lowerFunction } from "./functions.ts";

export function lowerEdited(
  { module, bodies, ...around }: Context,
  tree: SyntaxTree,
  edit: EditedText,
): EditedFunction | undefined {
  // These have a meaning only by what else stands in the file.
  if (around.choosesModule || around.iterables || around.shortened.size > 0)
    return undefined;
  const [id, known] = functionAround(bodies, edit) ?? [];
  if (id === undefined || known === undefined) return undefined;
  const moved = edit.newEnd - edit.end;
  const inHead = edit.end <= known.body.start;
  if (inHead && !isNamedOnce(known)) return undefined;
  const inNew = ({ start, end }: Range): Range => ({ start, end: end + moved });
  const outer = tree.readNode(known.type, inNew(known.range), edit);
  const node =
    known.type === declarator ? outer?.childForFieldName("value") : outer;
  const body = node?.childForFieldName("body");
  if (
    outer === undefined ||
    node?.type !== known.functionType ||
    body?.type !== "statement_block" ||
    body.startIndex !== known.body.start + (inHead ? moved : 0) + edit.offset ||
    body.endIndex !== known.body.end + moved + edit.offset
  )
    return undefined;
  if (choosesModule(outer.text) || hasIterables(outer.text)) return undefined;
  const comments = commentsIn(node);
  if (inHead && commentsIn(outer).length !== comments.length) return undefined;
  const context: Context = {
    ...known.context,
    text: edit.both,
    bodies: new Map(),
  };
  const about =
    outer === node || !inHead
      ? known.about
      : {
          ...known.about,
          types: typeNames(context, outer.childForFieldName("type")),
        };
  return {
    id,
    addition: module.lowerAgain(id, () => {
      lowerFunction(context, node, about);
    }),
    comments,
    inHead,
  };
}

/** The function that the edit is in: in its head or in its body, whose braces are not touched. */
function functionAround(
  bodies: Context["bodies"],
  { start, end }: TextChange,
): readonly [FunctionId, FunctionBody] | undefined {
  for (const each of bodies) {
    const [, { nameEnd, body }] = each;
    if (nameEnd < start && end < body.end)
      return end <= body.start || body.start < start ? each : undefined;
  }
  return undefined;
}

/** What uses the function without running it could ask for its head; here nothing does. */
function isNamedOnce({ name, context: { text } }: FunctionBody): boolean {
  return (
    /^\w+$/u.test(name) &&
    text.match(new RegExp(`\\b${name}\\b`, "gu"))?.length === 1
  );
}
