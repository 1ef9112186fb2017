/**
 * Which events of a log group were already taken, within bounded memory. Invariant: every event taken at or after
 * `floor` is remembered, so a reader that never asks below `floor` repeats nothing.
 */
import type { LogEvent } from "../ports/logs.ts";

export interface SeenEvents {
  /** Milliseconds since the epoch. It only grows. */
  readonly floor: () => number;
  /** True the first time an event comes by. */
  readonly add: (event: LogEvent) => boolean;
  /** Raises the floor. */
  readonly forgetBefore: (time: number) => void;
}

/** Events of so many milliseconds are forgotten together: looking at each of them would hold up the thread. */
const span = 10;

/** Remembers about `limit` events: beyond that the floor rises. More only when so many share a few milliseconds. */
export function createSeenEvents(start: number, limit: number): SeenEvents {
  const spans = new Map<number, Set<string>>();
  let floor = start;
  let size = 0;
  let full = limit;

  const forgetBefore = (time: number): void => {
    if (time <= floor) return;
    floor = time;
    for (const [at, keys] of spans) {
      if ((at + 1) * span > floor) continue;
      size -= keys.size;
      spans.delete(at);
    }
  };
  /** Forgets the oldest quarter. */
  const shrink = (): void => {
    let kept = 0;
    for (const at of [...spans.keys()].sort((a, b) => b - a)) {
      kept += spans.get(at)?.size ?? 0;
      if (kept < limit * 0.75) continue;
      forgetBefore(at * span);
      break;
    }
    full = size < limit ? limit : size * 2;
  };
  return {
    floor: () => floor,
    add: (event) => {
      if (event.timestamp < floor) return false;
      const at = Math.floor(event.timestamp / span);
      const keys = spans.get(at) ?? new Set();
      spans.set(at, keys);
      const before = keys.size;
      // Emulators are known to give one id to several events.
      keys.add(`${String(event.timestamp)} ${event.id} ${event.stream}`);
      if (keys.size === before) return false;
      size += 1;
      if (size > full) shrink();
      return true;
    },
    forgetBefore,
  };
}
