/** A pause that can be ended from outside. Invariant: whoever wakes a sleeper that is not asleep spares it the next pause. */
import type { Clock } from "../ports/clock.ts";

export interface Rest {
  /** Ends early when it is woken, at once when it was woken since the last one. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly wake: () => void;
}

export function createRest(clock: Clock, signal: AbortSignal): Rest {
  let isWoken = false;
  let sleeping: AbortController | undefined;
  const end = (): void => {
    sleeping?.abort();
  };
  return {
    sleep: async (ms) => {
      if (!isWoken && !signal.aborted) {
        sleeping = new AbortController();
        signal.addEventListener("abort", end);
        await clock.sleep(ms, sleeping.signal);
        signal.removeEventListener("abort", end);
        sleeping = undefined;
      }
      isWoken = false;
    },
    wake: () => {
      isWoken = true;
      end();
    },
  };
}
