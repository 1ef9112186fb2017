/**
 * A text that lacks something is checked with it put in. Brings what was found back to the text as it is. Invariant:
 * every place lies in that text, and no fix touches what is not there.
 */
import { insertedRanges, type TextEdit } from "../text/edit.ts";
import type { Range } from "../text/position.ts";
import type { Report } from "./finding.ts";

/** @param insertions in order of place, with nothing taken out */
export function withoutInsertions(
  report: Report,
  insertions: readonly TextEdit[],
): Report {
  const inserted = insertedRanges(insertions);
  const back = (offset: number): number => {
    let before = 0;
    for (const { start, end } of inserted)
      before += Math.max(0, Math.min(end, offset) - start);
    return offset - before;
  };
  const place = ({ start, end }: Range): Range => ({
    start: back(start),
    end: back(end),
  });
  const isWhole = ({ range }: { readonly range: Range }): boolean =>
    inserted.every(({ start, end }) => range.end <= start || range.start > end);
  const isThere = ({ range: { start, end } }: { readonly range: Range }) =>
    start === end || back(start) < back(end);
  return {
    ...report,
    findings: report.findings.filter(isThere).map((finding) => ({
      ...finding,
      range: place(finding.range),
      related: finding.related
        .filter(isThere)
        .map((each) => ({ ...each, range: place(each.range) })),
      fixes: finding.fixes
        .filter(({ edits }) => edits.every(isWhole))
        .map((fix) => ({
          ...fix,
          edits: fix.edits.map((edit) => ({
            ...edit,
            range: place(edit.range),
          })),
        })),
    })),
    handlers: report.handlers.map(({ eventRange, ...handler }) => ({
      ...handler,
      helpers: handler.helpers.map((each) => ({
        ...each,
        range: place(each.range),
      })),
      range: place(handler.range),
      nameRange: place(handler.nameRange),
      ...(eventRange === undefined ? {} : { eventRange: place(eventRange) }),
    })),
  };
}
