/**
 * The fixes of many findings as one list of edits. Invariant: a fix goes in as a whole or not at all, and the edits
 * never overlap; what had to stay out is found again, and fixed, in the text that they give.
 */
import type { TextEdit } from "../text/edit.ts";
import type { Finding, QuickFix } from "./finding.ts";

/** Edits of the preferred fix of each finding, where it has one; the first of two that touch the same text wins. */
export const collectFixes = (
  findings: readonly Pick<Finding, "fixes">[],
): readonly TextEdit[] => fixesTogether(findings).flatMap(({ edits }) => edits);

/** The fixes that `collectFixes` takes. */
export function fixesTogether(
  findings: readonly Pick<Finding, "fixes">[],
): readonly QuickFix[] {
  const taken: QuickFix[] = [];
  const edits: TextEdit[] = [];
  for (const { fixes } of findings) {
    const fix = fixes.find(({ preferred }) => preferred === true);
    if (fix === undefined) continue;
    if (fix.edits.some((edit) => edits.some((other) => touch(edit, other))))
      continue;
    taken.push(fix);
    edits.push(...fix.edits);
  }
  return taken;
}

/** Two insertions at one place touch as well: their order would be an accident. */
function touch({ range: a }: TextEdit, { range: b }: TextEdit): boolean {
  return (
    (a.start < b.end && b.start < a.end) ||
    (a.start === b.start && (a.start === a.end || b.start === b.end))
  );
}
