/** Writes the fixes that need no choice into a file. What touches each other waits for the next round. */
import { readFileSync, writeFileSync } from "node:fs";
import { fixesTogether } from "../core/analysis/collect-fixes.ts";
import { applyEdits } from "../core/text/edit.ts";
import type { CheckedPlace } from "./check-files.ts";
import { reasonOf } from "./find-files.ts";

/** @returns how many fixes were written, or a sentence that says why none could be */
export function fixFile({
  file,
  place,
  text,
  marked,
  findings,
}: CheckedPlace): number | string {
  const fixes = fixesTogether(findings);
  const mended = applyEdits(
    text,
    fixes.flatMap(({ edits }) => edits),
  );
  if (mended === text) return 0;
  const bytesOf = (written: string): Buffer =>
    Buffer.from(marked ? `\uFEFF${written}` : written);
  try {
    // Bytes that are no text would come back as other ones.
    if (!readFileSync(place).equals(bytesOf(text)))
      return `${file} was not mended: it is not UTF-8, or was changed meanwhile.`;
    writeFileSync(place, bytesOf(mended));
    return fixes.length;
  } catch (error) {
    return `${file} could not be written (${reasonOf(error)}).`;
  }
}
