/**
 * What the check of a handler rests on besides its own code: functions of the file that it ran, and what was asked of the
 * file's text as a whole. While none of that changes, the check need not be done again.
 */
import type { Comment, FunctionId, Module } from "../ir/ir.ts";

export interface Rests {
  readonly entered: Set<FunctionId>;
  /** By what was asked, as text. */
  readonly asked: Map<string, Asked>;
}

interface Asked {
  readonly pattern: RegExp;
  readonly found: boolean;
}

export const newRests = (): Rests => ({ entered: new Set(), asked: new Map() });

/**
 * Whether something is in the code of a file, found out once for all who ask. Patterns are without the flag `g`.
 * @param key the pattern as text
 */
export type Mentions = (pattern: RegExp, key: string) => boolean;

/** What a compiler puts into a file that it makes: `var __awaiter = (this && this.__awaiter) || function …;`. */
const compilersOwn =
  /^var (__\w+) = \(this && this\.\1\)(?:[^\n]*;$|[^]*?^\}[^\n]*;$)/gmu;

/** A comment that speaks of something does not do it, and what a compiler writes is nobody's decision. */
export function mentionsIn({
  text,
  comments,
}: Pick<Module, "text" | "comments">): Mentions {
  const known = new Map<string, boolean>();
  let code: string | undefined;
  return (pattern, key) => {
    let found = known.get(key);
    if (found === undefined) {
      code ??= withoutComments(text, comments).replace(compilersOwn, "");
      known.set(key, (found = pattern.test(code)));
    }
    return found;
  };
}

function withoutComments(text: string, comments: readonly Comment[]): string {
  let code = "";
  let from = 0;
  for (const { range } of comments) {
    code += text.slice(from, range.start);
    from = range.end;
  }
  return code + text.slice(from);
}

/** Asks, and remembers that this was asked. */
export function ask(
  rests: Rests,
  mentions: Mentions,
  pattern: RegExp,
): boolean {
  // Nothing else tells patterns apart, and less is put together for each question than by `String`.
  const key = pattern.ignoreCase ? `i${pattern.source}` : pattern.source;
  const found = mentions(pattern, key);
  rests.asked.set(key, { pattern, found });
  return found;
}

/** Whether another text would give the same answers. */
export function stillHolds({ asked }: Rests, mentions: Mentions): boolean {
  for (const [key, { pattern, found }] of asked)
    if (mentions(pattern, key) !== found) return false;
  return true;
}
