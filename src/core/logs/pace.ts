/**
 * How fast all tails of a Region may call CloudWatch Logs together: its quota is the account's, not a tail's. Throttling
 * slows all of them down, by a random share of a growing limit, so that several programs do not return in step; each
 * success takes a step back. Invariant: calls go in the order in which they were asked for.
 */
import type { Clock } from "../ports/clock.ts";

/** Milliseconds between two calls. */
const spacing = 200;
const firstPause = 1_000;
const longestPause = 20_000;

export interface Pace {
  /** Resolves when the next call may be made, or when `signal` aborts. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
  readonly throttled: () => void;
  readonly succeeded: () => void;
  /** True from the first throttling until as many successes made up for it. */
  readonly isSlowed: () => boolean;
}

/** One pace for each place: whatever names an account's Region for the caller. `random`: uniform in [0, 1). */
export function createPaces(
  clock: Clock,
  random: () => number,
): (place: string) => Pace {
  const paces = new Map<string, Pace>();
  return (place) => {
    const pace = paces.get(place) ?? createPace(clock, random);
    paces.set(place, pace);
    return pace;
  };
}

/** `random`: uniform in [0, 1). */
export function createPace(clock: Clock, random: () => number): Pace {
  let steps = 0;
  let free = 0;
  let last: Promise<void> = Promise.resolve();

  const wait = async (signal: AbortSignal): Promise<void> => {
    // Others may be throttled while this one sleeps: its turn is looked at again.
    while (!signal.aborted) {
      const now = clock.now();
      // A clock that was set back must not hold the tail up for longer than any pause is.
      free = Math.min(free, now + longestPause);
      if (free <= now) {
        free = now + spacing;
        return;
      }
      await clock.sleep(free - now, signal);
    }
  };
  return {
    turn: (signal) => {
      if (signal.aborted) return Promise.resolve();
      const turn = last.then(() => wait(signal));
      last = turn;
      return Promise.race([turn, aborted(signal, turn)]);
    },
    throttled: () => {
      steps += 1;
      free = Math.max(
        free,
        clock.now() + fullJitter(random, steps, firstPause, longestPause),
      );
    },
    succeeded: () => {
      steps = Math.max(0, steps - 1);
    },
    isSlowed: () => steps > 0,
  };
}

/** Resolves when `signal` aborts; forgets it when `done` resolves. */
function aborted(signal: AbortSignal, done: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
    void done.then(() => {
      signal.removeEventListener("abort", stop);
    });
  });
}

/** A random share of a limit that doubles with each step, in milliseconds. `steps` counts from 1. */
export function fullJitter(
  random: () => number,
  steps: number,
  first: number,
  longest: number,
): number {
  return random() * Math.min(longest, first * 2 ** Math.min(steps - 1, 20));
}
