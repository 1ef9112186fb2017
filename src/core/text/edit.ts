/** A replacement in a text. Edits of one list never overlap and refer to the text before any of them. */
import type { Range } from "./position.ts";

export interface TextEdit {
  readonly range: Range;
  readonly newText: string;
}

/** Applies non-overlapping edits, whatever their order in the list. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { range, newText } of [...edits].sort(
    (a, b) => b.range.start - a.range.start || b.range.end - a.range.end,
  )) {
    result = result.slice(0, range.start) + newText + result.slice(range.end);
  }
  return result;
}

/** Where insertions, which are in order of place, stand once they have been made. */
export function insertedRanges(
  insertions: readonly TextEdit[],
): readonly Range[] {
  let shift = 0;
  return insertions.map(({ range: { start }, newText }) => {
    const inserted = {
      start: start + shift,
      end: start + shift + newText.length,
    };
    shift += newText.length;
    return inserted;
  });
}
