/**
 * How fast the groups of one tail may call CloudWatch Logs together. Throttling slows all of them down, by a random
 * share of a growing limit, so that several tails do not return in step; each success takes a step back.
 */
import type { Clock } from "../ports/clock.ts";

/** Milliseconds between two calls of one tail. */
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

/** `random`: uniform in [0, 1). */
export function createPace(clock: Clock, random: () => number): Pace {
  let steps = 0;
  let free = 0;
  return {
    turn: async (signal) => {
      // Others may be throttled while this one sleeps: its turn is looked at again.
      for (;;) {
        const now = clock.now();
        if (signal.aborted || free <= now) {
          free = now + spacing;
          return;
        }
        await clock.sleep(free - now, signal);
      }
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

/** A random share of a limit that doubles with each step, in milliseconds. `steps` counts from 1. */
export function fullJitter(
  random: () => number,
  steps: number,
  first: number,
  longest: number,
): number {
  return random() * Math.min(longest, first * 2 ** Math.min(steps - 1, 20));
}
