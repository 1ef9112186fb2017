/**
 * Follows log groups until told to stop, as one stream in order. Invariant: every event from the start time on comes
 * out once, whatever its delay within the look-back and whatever interrupts the reading.
 */
import type { Clock } from "../ports/clock.ts";
import type { LiveTail } from "../ports/live-tail.ts";
import type { LogEvent, Logs } from "../ports/logs.ts";
import {
  followGroup,
  type FollowOptions,
  type TailState,
} from "./follow-group.ts";
import { followLive, type LiveState } from "./follow-live.ts";
import { createMerge, type TailLine } from "./merge.ts";
import type { Pace } from "./pace.ts";
import { createPauseSwitch, type PauseSwitch } from "./pause-switch.ts";

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
  /** Holds the tail: what comes meanwhile is read afterwards. */
  readonly pause?: PauseSwitch;
  /** Brings events sooner than polling does, and is billed. Polling goes on below it, more slowly. */
  readonly live?: LiveTail;
}

export interface TailSink {
  /** Each event once, in order; those that came too late for their place are marked. A few hundred at a time. */
  readonly lines: (lines: readonly TailLine[]) => void;
  /** Each change once. */
  readonly state: (group: string, state: TailState) => void;
  /** Each change once, with Live Tail only. */
  readonly live?: (state: LiveState) => void;
}

/** Milliseconds that a line waits for slower ones. */
const hold = 1_000;
/** At the start, lines wait until every group was looked at, but no longer than this. */
const longestOpening = 10_000;
/** Lines handed out at a time, so that who shares the thread is not kept waiting. */
const mostLines = 200;
/** How often a group is looked at whose events Live Tail brings: for what it drops without saying so. */
const confirmEvery = 30_000;

/** Resolves when the signal aborts or every group was refused; rejects only with what is no `PortError`. */
export async function tailLogs(
  options: TailOptions,
  environment: TailEnvironment,
  sink: TailSink,
): Promise<void> {
  const { clock, live, pause = createPauseSwitch() } = environment;
  const ending = new AbortController();
  const end = (): void => {
    ending.abort();
  };
  const { signal } = ending;
  environment.signal.addEventListener("abort", end);
  if (environment.signal.aborted) end();
  const merge = createMerge(hold);
  const unread = new Set(options.groups);
  let open = (): void => undefined;
  const opened = Promise.race([
    new Promise<void>((resolve) => {
      open = resolve;
    }),
    clock.sleep(longestOpening, signal),
  ]);

  /** Lines that came in by `due - hold` have waited long enough, even where the timer fired a little early. */
  const released = { due: -Infinity, busy: false };
  const release = async (): Promise<void> => {
    if (released.busy) return;
    released.busy = true;
    for (;;) {
      await pause.running(signal);
      if (signal.aborted) break;
      const lines = merge.release(
        Math.max(clock.now(), released.due),
        mostLines,
      );
      if (lines.length === 0) break;
      sink.lines(lines);
      await clock.sleep(0, signal);
    }
    released.busy = false;
  };
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const take = (group: string, events: readonly LogEvent[]): void => {
    const now = clock.now();
    for (const event of events) merge.add(group, event, now);
    void Promise.all([opened, clock.sleep(hold, signal)])
      .then(() => {
        released.due = Math.max(released.due, now + hold);
        return release();
      })
      .catch(fail);
  };

  const covered = new Set<string>();
  const followers = new Map(
    [...unread].map((group) => {
      const { pollMs } = options;
      const follower = followGroup(
        group,
        {
          ...options,
          pollMs: () =>
            covered.has(group) ? Math.max(pollMs(), confirmEvery) : pollMs(),
        },
        { ...environment, pause, signal, offered: live !== undefined },
        {
          state: (state) => {
            sink.state(group, state);
            if (state.kind === "tailing") liveTail?.join(group);
          },
          events: (events) => {
            take(group, events);
          },
          looked: () => {
            unread.delete(group);
            if (unread.size === 0) open();
          },
        },
      );
      return [group, follower] as const;
    }),
  );
  const liveTail =
    live === undefined
      ? undefined
      : followLive(
          [...followers.keys()],
          options.pattern,
          { ...environment, live, pause, signal },
          {
            events: (group, events, session) => {
              followers.get(group)?.offer(events, session);
            },
            covers: (group, isCovered) => {
              if (isCovered) covered.add(group);
              else covered.delete(group);
              followers.get(group)?.lookNow();
            },
            state: (state) => sink.live?.(state),
          },
        );
  const liveDone = liveTail?.done.catch(fail);
  try {
    await Promise.race([
      Promise.all([...followers.values()].map(({ done }) => done)),
      failed,
    ]);
  } finally {
    environment.signal.removeEventListener("abort", end);
    end();
    await liveDone;
    for (;;) {
      const rest = merge.release(Infinity, mostLines);
      if (rest.length === 0) break;
      sink.lines(rest);
    }
  }
}
