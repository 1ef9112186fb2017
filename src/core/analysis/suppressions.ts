/** Comments that silence rules: `cognito-disable-next-line rule, rule` on the line above what they are about. */
import { createLineIndex } from "../text/line-index.ts";
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
    for (const rule of list.replace(/\s--\s.*$/u, "").split(/[\s,]+/u))
      silenced.add(`${String(line)}:${rule}`);
  }
  return findings.filter(
    ({ rule, range }) =>
      !silenced.has(`${String(lines.positionAt(range.start).line)}:${rule}`),
  );
}
