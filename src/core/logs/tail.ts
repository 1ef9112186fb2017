/**
 * Follows log groups until told to stop, as one stream in order. Invariant: every event from the start time on comes
 * out once, whatever its delay within the look-back and whatever interrupts the reading.
 */
import type { Clock } from "../ports/clock.ts";
import type { LiveTail } from "../ports/live-tail.ts";
import type { Logs } from "../ports/logs.ts";
import { followGroup, type FollowOptions } from "./follow-group.ts";
import { followLive, type LiveState } from "./follow-live.ts";
import { createHeldLines } from "./hold-lines.ts";
import type { TailLine } from "./merge.ts";
import type { Pace } from "./pace.ts";
import type { TailState } from "./page-reader.ts";
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

/** At the start, lines wait until every group was looked at, but no longer than this. */
const longestOpening = 10_000;
/** How often a group is looked at whose events Live Tail brings: for what it drops without saying so. */
const confirmEvery = 30_000;

/** Resolves when the signal aborts or every group was refused; rejects only with what is no `PortError`. */
export async function tailLogs(
  options: TailOptions,
  environment: TailEnvironment,
  sink: TailSink,
): Promise<void> {
  const { clock, live, pause = createPauseSwitch() } = environment;
  const stops = createStops(environment.signal);
  const covered = new Set<string>();
  /** Groups that cannot be read at present. */
  const stuck = new Set<string>();
  /** When the last finished pass over each group began. */
  const lookedAt = new Map(options.groups.map((group) => [group, -Infinity]));
  let open = (): void => undefined;
  const opened = Promise.race([
    new Promise<void>((resolve) => {
      open = resolve;
    }),
    clock.sleep(longestOpening, stops.next()),
  ]).then(() => undefined);
  const openWhenRead = (): void => {
    const isRead = ([group, began]: readonly [string, number]): boolean =>
      began > -Infinity || stuck.has(group);
    if ([...lookedAt].every(isRead)) open();
  };
  const held = createHeldLines(
    {
      clock,
      pause,
      signal: stops.next(),
      opened,
      othersLooked: (group, time) =>
        [...lookedAt].every(
          ([other, began]) =>
            other === group ||
            stuck.has(other) ||
            covered.has(other) ||
            began >= time,
        ),
    },
    sink.lines,
  );
  const followers = new Map(
    [...lookedAt.keys()].map((group) => {
      const { pollMs } = options;
      const follower = followGroup(
        group,
        {
          ...options,
          pollMs: () =>
            covered.has(group) ? Math.max(pollMs(), confirmEvery) : pollMs(),
        },
        {
          ...environment,
          pause,
          signal: stops.next(),
          offered: live !== undefined,
        },
        {
          state: (state) => {
            sink.state(group, state);
            if (state.kind === "tailing") liveTail?.join(group);
            if ("error" in state) stuck.add(group);
            else stuck.delete(group);
            openWhenRead();
          },
          events: (events) => {
            held.add(group, events);
          },
          looked: (began) => {
            lookedAt.set(group, began);
            openWhenRead();
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
          { ...environment, live, pause, signal: stops.next() },
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
  const liveDone = liveTail?.done.catch(() => undefined);
  try {
    await Promise.race([
      Promise.all([...followers.values()].map(({ done }) => done)),
      held.failed,
      ...(liveTail === undefined ? [] : [liveTail.done.then(forever)]),
    ]);
  } finally {
    stops.end();
    await liveDone;
    held.drain();
  }
}

/** Live Tail may be over long before the tail is. */
const forever = (): Promise<never> => new Promise(() => undefined);

interface Stops {
  /** A signal that aborts with all others. */
  readonly next: () => AbortSignal;
  readonly end: () => void;
}

/** A signal for each part of a tail: before Node.js 22, one that many listen to is taken for a leak. */
function createStops(outer: AbortSignal): Stops {
  const parts: AbortController[] = [];
  const end = (): void => {
    outer.removeEventListener("abort", end);
    for (const part of parts) part.abort();
  };
  outer.addEventListener("abort", end);
  return {
    next: () => {
      const part = new AbortController();
      parts.push(part);
      if (outer.aborted) part.abort();
      return part.signal;
    },
    end,
  };
}
