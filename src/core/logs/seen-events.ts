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

/** Remembers about `limit` events: beyond that the floor rises. More only when so many share one millisecond. */
export function createSeenEvents(start: number, limit: number): SeenEvents {
  const times = new Map<string, number>();
  let floor = start;
  let full = limit;

  const forgetBefore = (time: number): void => {
    if (time <= floor) return;
    floor = time;
    for (const [key, at] of times) if (at < floor) times.delete(key);
  };
  return {
    floor: () => floor,
    add: (event) => {
      if (event.timestamp < floor) return false;
      // Emulators are known to give one id to several events.
      const key = `${String(event.timestamp)} ${event.id} ${event.stream}`;
      if (times.has(key)) return false;
      times.set(key, event.timestamp);
      if (times.size > full) {
        const sorted = [...times.values()].sort((a, b) => a - b);
        forgetBefore(sorted.at(-Math.ceil(limit * 0.75)) ?? floor);
        full = times.size < limit ? limit : times.size * 2;
      }
      return true;
    },
    forgetBefore,
  };
}
