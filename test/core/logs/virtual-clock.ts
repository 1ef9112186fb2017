/** A clock that runs as fast as the test: time moves to the next sleeper once everything else has come to rest. */
import type { Clock } from "../../../src/core/ports/clock.ts";

interface Sleeper {
  readonly due: number;
  readonly order: number;
  readonly wake: () => void;
}

export interface VirtualClock extends Clock {
  /** Lets time pass until `time`, as the services and the test have it. */
  readonly runUntil: (time: number) => Promise<void>;
  /** The machine sleeps for `ms`: time passes, and no timer runs or comes nearer. */
  readonly jump: (ms: number) => void;
  /** Somebody sets this machine's clock: `now` differs by `ms` from now on, and nothing else does. */
  readonly shift: (ms: number) => void;
  /** The time that a service has. */
  readonly serviceNow: () => number;
}

/** `early`: how much sooner than asked a sleep ends, as real timers do against the wall clock. */
export function createVirtualClock(start: number, early = 0): VirtualClock {
  /** Time without the machine's sleep: what timers count. */
  let awake = start;
  let asleep = 0;
  let shifted = 0;
  let order = 0;
  const sleepers = new Set<Sleeper>();
  const settle = (): Promise<void> =>
    new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => awake + asleep + shifted,
    serviceNow: () => awake + asleep,
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
        const due = awake + Math.max(Math.min(asked, 1), asked - early);
        const sleeper = { due, order: order++, wake };
        sleepers.add(sleeper);
        signal?.addEventListener("abort", wake);
      }),
    runUntil: async (time) => {
      await settle();
      for (;;) {
        let next: Sleeper | undefined;
        for (const one of sleepers)
          if (
            next === undefined ||
            one.due < next.due ||
            (one.due === next.due && one.order < next.order)
          )
            next = one;
        if (next === undefined || next.due + asleep > time) break;
        awake = next.due;
        next.wake();
        await settle();
      }
      awake = Math.max(awake, time - asleep);
    },
    jump: (ms) => {
      asleep += ms;
    },
    shift: (ms) => {
      shifted += ms;
    },
  };
}
