/**
 * Keeps the lines of one printed traceback together that came as events of their own, though other streams wrote
 * between them. Invariant: nothing is lost, and within a stream the order stays.
 */
import type { TailLine } from "./merge.ts";

/** Milliseconds: printing a traceback takes less. */
const longestPrint = 100;
const head = /^Traceback \(most recent call last\):\s*$/;
const between =
  /^(?:During handling of the above exception|The above exception was the direct cause)/;

interface Traceback {
  readonly lines: TailLine[];
  readonly begin: number;
}

/** Of a batch in order, the same lines with those of a traceback behind its first. */
export function keepTogether(lines: readonly TailLine[]): readonly TailLine[] {
  if (!lines.some(({ event }) => head.test(event.message))) return lines;
  const chunks: TailLine[][] = [];
  const open = new Map<string, Traceback>();
  for (const line of lines) {
    const { group, event } = line;
    const key = `${group}\n${event.stream}`;
    const traceback = open.get(key);
    if (
      traceback !== undefined &&
      event.timestamp - traceback.begin <= longestPrint
    ) {
      traceback.lines.push(line);
      // The error itself stands last, unless another follows from it.
      if (!/^\s/.test(event.message) && !isInside(event.message))
        open.delete(key);
      continue;
    }
    const chunk = [line];
    chunks.push(chunk);
    if (head.test(event.message))
      open.set(key, { lines: chunk, begin: event.timestamp });
    else open.delete(key);
  }
  return chunks.flat();
}

const isInside = (message: string): boolean =>
  head.test(message) || between.test(message);
