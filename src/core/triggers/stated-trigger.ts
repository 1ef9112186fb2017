/**
 * The comment in which a file states the trigger of a handler, `cognito-trigger: PreSignUp`: where it stands, and the
 * edit that puts, changes or removes it.
 */
import { commentAbove } from "../text/comment-above.ts";
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/position.ts";
import type { TriggerId } from "./contract.ts";

// Only at the head of a comment: prose may speak of it.
const statement =
  /(?<=(?:\/\/|[#*])[ \t]*)cognito-trigger:[ \t]*(?<stated>[^\r\n*]*[^\s*])/giu;

export interface StatedHandler {
  readonly range: Range;
  /** Where the code begins that no statement about this handler can stand before: the end of the one above, or 0. */
  readonly after: number;
}

/**
 * Edits that make the text state `trigger` for the handler; undefined takes the statement away. Empty where nothing
 * has to change.
 */
export function stateTrigger(
  text: string,
  { range, after }: StatedHandler,
  trigger: TriggerId | undefined,
  mark: "//" | "#",
): readonly TextEdit[] {
  const stated = findStatement(text, { start: after, end: range.end });
  if (stated !== undefined)
    return [
      trigger === undefined
        ? { range: wholeComment(text, stated), newText: "" }
        : { range: stated, newText: trigger },
    ];
  if (trigger === undefined) return [];
  return [
    commentAbove(text, range.start, `${mark} cognito-trigger: ${trigger}`),
  ];
}

/** What is stated last within `range`, if anything is. */
function findStatement(text: string, { start, end }: Range): Range | undefined {
  let last: Range | undefined;
  for (const found of text.slice(start, end).matchAll(statement)) {
    const at = start + found.index;
    const lineStart = text.lastIndexOf("\n", at) + 1;
    const stated = found.groups?.["stated"] ?? "";
    const to = at + found[0].length;
    if (/\/\/|#|\*/u.test(text.slice(lineStart, at)))
      last = { start: to - stated.length, end: to };
  }
  return last;
}

/** The comment around a statement, with its line if nothing else stands there. */
function wholeComment(text: string, { start, end }: Range): Range {
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const lineEnd = text.indexOf("\n", end);
  const line = text.slice(lineStart, lineEnd === -1 ? text.length : lineEnd);
  if (/^\s*(?:\/\/|#|\/\*.*\*\/\s*$)/u.test(line))
    return {
      start: lineStart,
      end: lineEnd === -1 ? text.length : lineEnd + 1,
    };
  return { start, end };
}
