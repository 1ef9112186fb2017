/** A clock that runs as fast as the test: time moves to the next sleeper once everything else has come to rest. */
import type { Clock } from "../../../src/core/ports/clock.ts";

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

export interface VirtualClock extends Clock {
  /** Lets time pass until `time`. */
  readonly runUntil: (time: number) => Promise<void>;
}

/** `early`: how much sooner than asked a sleep ends, as real timers do against the wall clock. */
export function createVirtualClock(start: number, early = 0): VirtualClock {
  let now = start;
  let order = 0;
  const sleepers = new Set<Sleeper>();
  const settle = (): Promise<void> =>
    new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const wake = (): void => {
          sleepers.delete(sleeper);
          signal?.removeEventListener("abort", wake);
          resolve();
        };
        const asked = Math.max(0, ms);
        const due = now + Math.max(Math.min(asked, 1), asked - early);
        const sleeper = { due, order: order++, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
      }),
    runUntil: async (time) => {
      await settle();
      for (;;) {
        const next = [...sleepers].sort(
          (a, b) => a.due - b.due || a.order - b.order,
        )[0];
        if (next === undefined || next.due > time) break;
        now = next.due;
        next.wake();
        await settle();
      }
      now = time;
    },
  };
}
