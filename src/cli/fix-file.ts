/** Applies the fixes that need no choice. Edits that touch each other wait for the next round. */
import { writeFileSync } from "node:fs";
import type { Finding } from "../core/analysis/finding.ts";
import { applyEdits, type TextEdit } from "../core/text/edit.ts";
import type { CheckedPlace } from "./check-files.ts";

/** @returns how many fixes were written; throws what the file system throws */
export function fixFile({
  place,
  text,
  marked,
  findings,
}: CheckedPlace): number {
  const { edits, fixes } = editsOf(findings);
  const mended = applyEdits(text, edits);
  if (mended === text) return 0;
  writeFileSync(place, marked ? `\uFEFF${mended}` : mended);
  return fixes;
}

function editsOf(findings: readonly Finding[]): {
  readonly edits: readonly TextEdit[];
  readonly fixes: number;
} {
  const edits: TextEdit[] = [];
  let fixes = 0;
  for (const finding of findings) {
    const fix = finding.fixes.find(({ preferred }) => preferred === true);
    if (fix === undefined || fix.edits.some((edit) => touches(edit, edits)))
      continue;
    edits.push(...fix.edits);
    fixes++;
  }
  return { edits, fixes };
}

const touches = ({ range }: TextEdit, others: readonly TextEdit[]): boolean =>
  others.some(
    (other) => range.start <= other.range.end && other.range.start <= range.end,
  );
