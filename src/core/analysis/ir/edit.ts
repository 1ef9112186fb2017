/**
 * A module in which one function has changed. Nothing else is lowered again or moved: the module gets both texts, one
 * behind the other, the changed function stands in the second and all others stay where they are in the first. Invariant:
 * whatever is written around a place can be read there, in either text; `toNew` tells where it is in the new text alone.
 */
import type { Range } from "../../text/position.ts";
import type { Addition } from "./builder.ts";
import type { Comment, FunctionId, Module } from "./ir.ts";

/** The characters from `start` up to `end` have become those up to `newEnd`. */
export interface TextChange {
  readonly start: number;
  readonly end: number;
  readonly newEnd: number;
}

/** A change, and the texts before and after it, one behind the other. */
export interface EditedText extends TextChange {
  readonly both: string;
  /** Where the second text begins. */
  readonly offset: number;
}

/** A line's end between the texts keeps their lines apart. */
export const editedText = (
  before: string,
  after: string,
  change: TextChange,
): EditedText => ({
  ...change,
  both: `${before}\n${after}`,
  offset: before.length + 1,
});

export interface EditedFunction {
  readonly id: FunctionId;
  /** With places in the second text, as the comments in it. */
  readonly addition: Addition;
  readonly comments: readonly Comment[];
  /** The edit is outside of its body: in its parameters or its types. */
  readonly inHead: boolean;
}

export interface EditedModule {
  /** With the comments of the first text. */
  readonly module: Module;
  /** The same with the comments of the second: for what stands there. */
  readonly second: Module;
  /** The new text, and the comments in it. */
  readonly text: string;
  readonly comments: readonly Comment[];
  /** The function that has changed, and those that were in it before. */
  readonly changed: ReadonlySet<FunctionId>;
  readonly edit: EditedText;
  readonly inHead: boolean;
  /** Whether the comments in the function say something else than before. */
  readonly commented: boolean;
  readonly toNew: (range: Range) => Range;
}

export function editModule(
  before: Module,
  text: string,
  edit: EditedText,
  { id, addition, comments: inside, inHead }: EditedFunction,
): EditedModule | undefined {
  const target = before.functions[id];
  const { offset } = edit;
  if (target === undefined || addition.target === undefined) return undefined;
  const changed = functionsWithin(before, id);
  const module: Module = {
    ...before,
    text: edit.both,
    editedAt: offset,
    functions: [
      ...before.functions.map((each) => {
        if (each.id === id && addition.target !== undefined)
          return addition.target;
        return changed.has(each.id) ? { ...each, blocks: [] } : each;
      }),
      ...addition.functions,
    ],
    variables: [...before.variables, ...addition.variables],
  };
  const moved = edit.newEnd - edit.end;
  // Places in other files lie behind both texts, and stay behind this one.
  const position = (at: number): number =>
    at >= offset ? at - offset : at < edit.end ? at : at + moved;
  const toNew = ({ start, end }: Range): Range => ({
    start: position(start),
    end: position(end),
  });
  const isInside = ({ range }: Comment): boolean =>
    range.start >= target.range.start && range.end <= target.range.end;
  const around = before.comments.filter((each) => !isInside(each));
  const inSecond = (range: Range): Range => {
    const { start, end } = toNew(range);
    return { start: start + offset, end: end + offset };
  };
  const comments = [
    ...around.map((each) => ({ ...each, range: inSecond(each.range) })),
    ...inside,
  ].sort((a, b) => a.range.start - b.range.start);
  const textsOf = (all: readonly Comment[]): string =>
    all.map((each) => each.text).join("\n");
  return {
    module,
    second: { ...module, comments },
    text,
    comments: comments.map((each) => ({ ...each, range: toNew(each.range) })),
    changed,
    edit,
    inHead,
    commented: textsOf(before.comments.filter(isInside)) !== textsOf(inside),
    toNew,
  };
}

function functionsWithin(
  { functions }: Module,
  id: FunctionId,
): ReadonlySet<FunctionId> {
  const within = new Set([id]);
  // A function stands behind the one that holds it.
  for (const each of functions)
    if (each.parent !== undefined && within.has(each.parent))
      within.add(each.id);
  return within;
}
