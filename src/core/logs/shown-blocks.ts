/**
 * The text of a tail read back: which lines are of one event, and which events of one invocation. Invariant: linear in
 * the text; knows the form that `format.ts` writes and nothing of how it came about, so it serves exports as well.
 */

/** Line numbers from 0, both included. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

const head = /^\d\d:\d\d:\d\d\.\d{3} [A-Z-]+ *(?:\[([^\]\n]*)\] )?/;
const run = /(?:^| )([0-9a-f]{8})$/;

const isContinued = (line: string | undefined): boolean =>
  line?.startsWith("    ") === true;

/** What can be folded: consecutive lines of one invocation, and events of several lines that belong to none. */
export function foldsOf(lines: readonly string[]): readonly LineRange[] {
  const folds: LineRange[] = [];
  let open: { readonly first: number; readonly tag: string } | undefined;
  const close = (last: number): void => {
    if (open !== undefined && last > open.first)
      folds.push({ first: open.first, last });
    open = undefined;
  };
  lines.forEach((line, at) => {
    if (isContinued(line)) return;
    const tag = head.exec(line)?.[1] ?? "";
    if (open !== undefined && tag === open.tag && run.test(tag)) return;
    close(at - 1);
    if (head.test(line)) open = { first: at, tag };
  });
  // The text ends with a line end, behind which stands nothing.
  close(lines.at(-1) === "" ? lines.length - 2 : lines.length - 1);
  return folds;
}

/** The lines of the event that the line at `at` is of. */
export function eventAt(
  lineAt: (at: number) => string | undefined,
  at: number,
): LineRange {
  let first = at;
  while (first > 0 && isContinued(lineAt(first))) first -= 1;
  let last = at;
  while (isContinued(lineAt(last + 1))) last += 1;
  return { first, last };
}

/** The name that stands in front of the event's line, without its mark; undefined where the tail has one source. */
export function sourceNameIn(line: string): string | undefined {
  const tag = head.exec(line)?.[1]?.replace(run, "") ?? "";
  const [, name] = /^\S (.+)$/.exec(tag) ?? [];
  return name;
}
