/**
 * Puts the events of many streams and groups into one order: by time, then by arrival at CloudWatch, then as
 * CloudWatch gave them. Lines are held for a bounded time so that slower ones can take their place. Invariant:
 * everything added comes out once; what comes after a later line was already let out is marked late, never dropped.
 */
import type { LogEvent } from "../ports/logs.ts";

/** An event and where it was read. */
export interface TailLine {
  readonly group: string;
  readonly event: LogEvent;
  /** A line of a later time was shown before this one. */
  readonly late: boolean;
}

export interface Merge {
  /** `now`: when the line came in, milliseconds since the epoch; never less than before. */
  readonly add: (group: string, event: LogEvent, now: number) => void;
  /**
   * The lines whose time of waiting is over at `now`, and those that stand before them. In order, and no more than
   * `most`: none means that there are none.
   */
  readonly release: (now: number, most?: number) => readonly TailLine[];
}

/** The line itself, with what is needed to let it out: there may be hundreds of thousands. */
interface Held extends TailLine {
  late: boolean;
  readonly due: number;
  readonly order: number;
  out: boolean;
}

export function createMerge(holdMs: number): Merge {
  const heap: Held[] = [];
  let arrivals: Held[] = [];
  /** Before this, all arrivals are out. */
  let head = 0;
  let order = 0;
  let shown = -Infinity;

  /** True while a line has to come out by `now`. */
  const isDue = (now: number): boolean => {
    for (;;) {
      const first = arrivals[head];
      if (first === undefined || !first.out)
        return first !== undefined && first.due <= now;
      head += 1;
      if (head >= 1_024 && head * 2 > arrivals.length) {
        arrivals = arrivals.slice(head);
        head = 0;
      }
    }
  };
  return {
    add: (group, event, now) => {
      const held = {
        group,
        event,
        late: false,
        due: now + holdMs,
        order,
        out: false,
      };
      order += 1;
      arrivals.push(held);
      push(heap, held);
    },
    release: (now, most = Infinity) => {
      const lines: TailLine[] = [];
      while (lines.length < most && isDue(now)) {
        const next = pop(heap);
        if (next === undefined) break;
        next.out = true;
        const { timestamp } = next.event;
        next.late = timestamp < shown;
        shown = Math.max(shown, timestamp);
        lines.push(next);
      }
      return lines;
    },
  };
}

function compare(a: Held, b: Held): number {
  return (
    a.event.timestamp - b.event.timestamp ||
    a.event.ingestedAt - b.event.ingestedAt ||
    a.order - b.order
  );
}

/** A binary heap in an array, the earliest event at its top. */
function push(heap: Held[], held: Held): void {
  let at = heap.push(held) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent];
    if (above === undefined || compare(above, held) <= 0) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = held;
}

function pop(heap: Held[]): Held | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    if (left === undefined) break;
    const isRight = right !== undefined && compare(right, left) < 0;
    const child = isRight ? right : left;
    if (compare(last, child) <= 0) break;
    heap[at] = child;
    at = 2 * at + (isRight ? 2 : 1);
  }
  heap[at] = last;
  return top;
}
