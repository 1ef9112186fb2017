/**
 * Holds the lines of a tail for a bounded time, so that slower ones find their place: until the other groups were looked
 * at as well. Hands them out in order, a few at a time, so that who shares the thread is not kept waiting. Invariant:
 * one timer, however many groups bring lines.
 */
import type { Clock } from "../ports/clock.ts";
import type { LogEvent } from "../ports/logs.ts";
import { createMerge, type TailLine } from "./merge.ts";
import type { PauseSwitch } from "./pause-switch.ts";

export interface HeldLines {
  readonly add: (group: string, events: readonly LogEvent[]) => void;
  /** Hands out what is left, at once. */
  readonly drain: () => void;
  /** Rejects when whoever takes the lines failed. */
  readonly failed: Promise<never>;
}

export interface HoldEnvironment {
  readonly clock: Clock;
  readonly pause: PauseSwitch;
  readonly signal: AbortSignal;
  /** Nothing is handed out before it resolves. */
  readonly opened: Promise<void>;
  /** Whether the other groups were looked at since `time`, as far as that may be hoped for. */
  readonly othersLooked: (group: string, time: number) => boolean;
}

/** Milliseconds that a line waits for slower ones of its group, and that it waits for other groups at the most. */
const hold = 1_000;
const longestHold = 6_000;
const lookEvery = 200;
const mostLines = 200;

interface Batch {
  readonly number: number;
  readonly group: string;
  readonly addedAt: number;
}

export function createHeldLines(
  { clock, pause, signal, opened, othersLooked }: HoldEnvironment,
  take: (lines: readonly TailLine[]) => void,
): HeldLines {
  // By number of the batch: clocks may be set back.
  const merge = createMerge(0);
  const waiting: Batch[] = [];
  let batches = 0;
  let isRunning = false;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });

  const ripen = async ({ group, addedAt }: Batch): Promise<void> => {
    const left = Math.min(hold, addedAt + hold - clock.now());
    if (left > 0) await clock.sleep(left, signal);
    for (
      let waited = hold;
      waited < longestHold && !othersLooked(group, addedAt);
      waited += lookEvery
    ) {
      // Read late, it has waited already.
      if (clock.now() - addedAt >= longestHold) return;
      await clock.sleep(lookEvery, signal);
    }
  };
  const run = async (): Promise<void> => {
    await opened;
    for (;;) {
      const [next] = waiting;
      if (next === undefined) break;
      await ripen(next);
      waiting.shift();
      await handOut(next);
      if (signal.aborted) return;
    }
    isRunning = false;
  };
  const handOut = async ({ number }: Batch): Promise<void> => {
    for (;;) {
      await pause.running(signal);
      if (signal.aborted) return;
      const lines = merge.release(number, mostLines);
      if (lines.length === 0) return;
      take(lines);
      await clock.sleep(0, signal);
    }
  };
  return {
    failed,
    add: (group, events) => {
      batches += 1;
      for (const event of events) merge.add(group, event, batches);
      waiting.push({ number: batches, group, addedAt: clock.now() });
      if (isRunning) return;
      isRunning = true;
      run().catch(fail);
    },
    drain: () => {
      for (;;) {
        const lines = merge.release(Infinity, mostLines);
        if (lines.length === 0) return;
        take(lines);
      }
    },
  };
}
