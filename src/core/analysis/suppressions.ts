/**
 * Comments that silence rules, `cognito-disable-next-line rule, rule` on the line above what they are about: what they
 * silence, and how one more is silenced.
 */
import { commentAbove } from "../text/comment-above.ts";
import { createLineIndex } from "../text/line-index.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/position.ts";
import type { Finding } from "./finding.ts";

/** The findings that no comment silences. A comment without a rule's name silences nothing. */
export function withoutSuppressed(
  findings: readonly Finding[],
  comments: readonly { readonly text: string; readonly range: Range }[],
  text: string,
): readonly Finding[] {
  if (findings.length === 0) return findings;
  const disabling = comments.flatMap(({ text: comment, range }) => {
    const list = /^\W*cognito-disable-next-line\s+(.+)$/u.exec(comment)?.[1];
    return list === undefined ? [] : [{ list, range }];
  });
  if (disabling.length === 0) return findings;
  const lines = createLineIndex(text);
  const silenced = new Set<string>();
  for (const { list, range } of disabling) {
    const line = lines.positionAt(range.end).line + 1;
    // After ` -- ` stands why.
    for (const rule of list
      .replace(/\s--\s.*$|\*\/\s*$/gu, "")
      .split(/[\s,]+/u))
      silenced.add(`${String(line)}:${rule}`);
  }
  return findings.filter(
    ({ rule, range }) =>
      !silenced.has(`${String(lines.positionAt(range.start).line)}:${rule}`),
  );
}

/**
 * Silences the rule of a finding for its line: in the comment above that silences another one, else in one of its own.
 *
 * @param mark how a comment begins in the file; undefined: it can hold none
 * @returns undefined where no comment can stand
 */
export function disableComment(
  text: string,
  { rule, range, comment }: Pick<Finding, "rule" | "range" | "comment">,
  mark: "//" | "#" | undefined,
): TextEdit | undefined {
  const begin = comment ?? mark ?? "";
  if (begin === "") return undefined;
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const above = text.slice(
    text.lastIndexOf("\n", lineStart - 2) + 1,
    lineStart,
  );
  // Before what says why, and before the end of the comment.
  const silenced =
    /(?:\/\/|#|\*)\s*cognito-disable-next-line\s+(?:(?!\s--\s|\s*\*\/)[^\r\n])*[^\s\r\n*]/u.exec(
      above,
    );
  if (silenced !== null) {
    const at = lineStart - above.length + silenced.index + silenced[0].length;
    return { range: { start: at, end: at }, newText: `, ${rule}` };
  }
  return commentAbove(
    text,
    range.start,
    `${begin} cognito-disable-next-line ${rule}`,
  );
}
