/**
 * Holds the lines of a tail for a bounded time, so that slower ones find their place, and hands them out in order, a few
 * at a time, so that who shares the thread is not kept waiting. Invariant: one timer, however many groups bring lines.
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
}

/** Milliseconds that a line waits for slower ones. */
const hold = 1_000;
const mostLines = 200;

export function createHeldLines(
  { clock, pause, signal, opened }: HoldEnvironment,
  take: (lines: readonly TailLine[]) => void,
): HeldLines {
  const merge = createMerge(hold);
  /** When what was added is due, oldest first. */
  const waiting: number[] = [];
  let isRunning = false;
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });

  const run = async (): Promise<void> => {
    await opened;
    for (;;) {
      const [next] = waiting;
      if (next === undefined) break;
      // No longer than it takes, though the clock was set back; and a timer may fire a little before the clock says so.
      const left = Math.min(hold, next - clock.now());
      if (left > 0) await clock.sleep(left, signal);
      waiting.shift();
      await handOut(next);
      if (signal.aborted) return;
    }
    isRunning = false;
  };
  const handOut = async (due: number): Promise<void> => {
    for (;;) {
      await pause.running(signal);
      if (signal.aborted) return;
      const lines = merge.release(Math.max(clock.now(), due), mostLines);
      if (lines.length === 0) return;
      take(lines);
      await clock.sleep(0, signal);
    }
  };
  return {
    failed,
    add: (group, events) => {
      const now = clock.now();
      for (const event of events) merge.add(group, event, now);
      waiting.push(now + hold);
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
