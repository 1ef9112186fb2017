/**
 * Pausing a tail at the user's wish. Invariant: while it is paused nothing is read, so however long that takes it costs
 * no memory; what was written meanwhile is read when it runs again.
 */
export interface PauseSwitch {
  readonly pause: () => void;
  readonly resume: () => void;
  readonly isPaused: () => boolean;
  /** Resolves at once while it runs, else when it runs again or `signal` aborts. */
  readonly running: (signal: AbortSignal) => Promise<void>;
  /** Resolves at once while it is paused, else when it is or `signal` aborts. */
  readonly paused: (signal: AbortSignal) => Promise<void>;
}

export function createPauseSwitch(): PauseSwitch {
  const waiting = new Set<() => void>();
  let isPaused = false;

  const set = (wanted: boolean): void => {
    if (isPaused === wanted) return;
    isPaused = wanted;
    for (const resolve of [...waiting]) resolve();
  };
  const change = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        waiting.delete(done);
        signal.removeEventListener("abort", done);
        resolve();
      };
      waiting.add(done);
      signal.addEventListener("abort", done);
    });
  const until =
    (wanted: boolean) =>
    async (signal: AbortSignal): Promise<void> => {
      while (isPaused !== wanted && !signal.aborted) await change(signal);
    };
  return {
    pause: () => {
      set(true);
    },
    resume: () => {
      set(false);
    },
    isPaused: () => isPaused,
    running: until(false),
    paused: until(true),
  };
}
