/**
 * Follows log groups until told to stop, as one stream in order. Invariant: every event from the start time on comes
 * out once, whatever its delay within the look-back and whatever interrupts the reading.
 */
import type { Clock } from "../ports/clock.ts";
import type { Logs } from "../ports/logs.ts";
import {
  followGroup,
  type FollowOptions,
  type TailState,
} from "./follow-group.ts";
import { createMerge, type TailLine } from "./merge.ts";
import type { Pace } from "./pace.ts";

export interface TailOptions extends FollowOptions {
  readonly groups: readonly string[];
}

export interface TailEnvironment {
  readonly logs: Logs;
  readonly clock: Clock;
  /** Shared by all tails of a Region. */
  readonly pace: Pace;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** Ends the tail. */
  readonly signal: AbortSignal;
}

export interface TailSink {
  /** Each event once, in order; those that came too late for their place are marked. */
  readonly lines: (lines: readonly TailLine[]) => void;
  /** Each change once. */
  readonly state: (group: string, state: TailState) => void;
}

/** Milliseconds that a line waits for slower ones. */
const hold = 1_000;
/** At the start, lines wait until every group was looked at, but no longer than this. */
const longestOpening = 10_000;

/** Resolves when the signal aborts or every group was refused; rejects only with what is no `PortError`. */
export async function tailLogs(
  options: TailOptions,
  environment: TailEnvironment,
  sink: TailSink,
): Promise<void> {
  const { clock } = environment;
  const broken = new AbortController();
  const signal = AbortSignal.any([environment.signal, broken.signal]);
  const merge = createMerge(hold);
  const emit = (lines: readonly TailLine[]): void => {
    if (lines.length > 0) sink.lines(lines);
  };
  const unread = new Set(options.groups);
  let open = (): void => undefined;
  const opened = Promise.race([
    new Promise<void>((resolve) => {
      open = resolve;
    }),
    clock.sleep(longestOpening, signal),
  ]);

  const follow = (group: string): Promise<void> =>
    followGroup(
      group,
      options,
      { ...environment, signal },
      {
        state: (state) => {
          sink.state(group, state);
        },
        events: (events) => {
          const now = clock.now();
          for (const event of events) merge.add(group, event, now);
          void Promise.all([opened, clock.sleep(hold, signal)]).then(() => {
            // A timer may fire a little before the wall clock says so: what it waited for is due all the same.
            emit(merge.release(Math.max(clock.now(), now + hold)));
          });
        },
        looked: () => {
          unread.delete(group);
          if (unread.size === 0) open();
        },
      },
    );
  try {
    await Promise.all([...unread].map(follow));
  } finally {
    broken.abort();
    emit(merge.drain());
  }
}
