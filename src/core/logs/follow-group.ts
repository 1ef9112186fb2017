/**
 * Reads one log group again and again. Invariant: a page that failed is asked for again with the same window, so an
 * outage of any length leaves no gap; a pass that could not be read to its end does not move the window.
 */
import type { Clock } from "../ports/clock.ts";
import type { LogEvent, LogPage, Logs } from "../ports/logs.ts";
import { PortError } from "../ports/port-error.ts";
import { createLookBack } from "./look-back.ts";
import { fullJitter, type Pace } from "./pace.ts";
import type { PauseSwitch } from "./pause-switch.ts";
import { createSeenEvents } from "./seen-events.ts";
import { isAborted, onChange } from "./state-changes.ts";
import { createTwinEvents, type SourcedEvent } from "./twin-events.ts";

/** `waiting`: the group does not exist yet. `paused` resumes by itself; `refused` does not. */
export type TailState =
  | { readonly kind: "tailing" | "waiting" | "throttled" }
  | { readonly kind: "paused" | "refused"; readonly error: PortError };

export interface FollowOptions {
  /** Nothing older comes out. Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds between two looks at a group; asked before each. */
  readonly pollMs: () => number;
  /** CloudWatch filter pattern. */
  readonly pattern?: string;
  /** False: each group is read once, to its end. True when absent. */
  readonly follow?: boolean;
}

export interface FollowEnvironment {
  readonly logs: Logs;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly pace: Pace;
  readonly pause: PauseSwitch;
  readonly signal: AbortSignal;
  /** True where `offer` will be used. */
  readonly offered: boolean;
}

export interface GroupSink {
  /** Each event once, in no particular order. */
  readonly events: (events: readonly LogEvent[]) => void;
  /** Each change once. */
  readonly state: (state: TailState) => void;
  /** After each look at the group, with or without success. */
  readonly looked: () => void;
}

export interface GroupFollower {
  /** Resolves when the signal aborts or CloudWatch refuses the group for good; rejects only with what is no `PortError`. */
  readonly done: Promise<void>;
  /** Events that another source brought first. `session` as in `TwinEvents`. */
  readonly offer: (events: readonly SourcedEvent[], session: number) => void;
  /** Looks at the group now instead of when it is due. */
  readonly lookNow: () => void;
}

const firstPause = 1_000;
const longestPause = 10_000;
const rememberedEvents = 100_000;
/** Milliseconds by which the window moves on before old events are forgotten. */
const forgetEvery = 30_000;

export function followGroup(
  group: string,
  { startTime, pollMs, pattern, follow = true }: FollowOptions,
  environment: FollowEnvironment,
  sink: GroupSink,
): GroupFollower {
  const { logs, clock, random, pace, pause, signal } = environment;
  const lookBack = createLookBack(startTime);
  const seen = createSeenEvents(startTime, rememberedEvents);
  const twins = environment.offered ? createTwinEvents() : undefined;
  const tell = onChange(sink.state);
  const standing = { refused: false, missing: false, failures: 0, offered: 0 };
  const rest = createRest(clock, signal);

  /** Undefined: this pass is over before its end. */
  const fetchPage = async (
    start: number,
    next: string | undefined,
  ): Promise<LogPage | undefined> => {
    for (;;) {
      await pause.running(signal);
      await pace.turn(signal);
      if (signal.aborted) return undefined;
      try {
        const page = await logs.fetchEvents(
          {
            group,
            startTime: start,
            ...(pattern === undefined ? {} : { pattern }),
            ...(next === undefined ? {} : { next }),
          },
          signal,
        );
        standing.failures = 0;
        standing.missing = false;
        pace.succeeded();
        tell({ kind: pace.isSlowed() ? "throttled" : "tailing" });
        return page;
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        if (isAborted(signal)) return undefined;
        if (error.kind === "throttled") {
          pace.throttled();
          tell({ kind: "throttled" });
        } else if (error.kind === "not-found") {
          standing.missing = true;
          tell({ kind: "waiting" });
          return undefined;
        } else if (error.kind === "invalid-request") {
          // A page token that went stale while we waited: the next pass begins anew. Without one, the group is at fault.
          standing.refused = next === undefined;
          if (standing.refused) tell({ kind: "refused", error });
          return undefined;
        } else {
          standing.failures += 1;
          tell({ kind: "paused", error });
          sink.looked();
          await clock.sleep(
            fullJitter(random, standing.failures, firstPause, longestPause),
            signal,
          );
        }
      }
    }
  };

  /** False: a pass that broke off. */
  const readPass = async (): Promise<boolean> => {
    const start = Math.max(seen.floor(), lookBack.begin(clock.now()));
    const tokens = new Set<string>();
    let next: string | undefined;
    let answeredAt: number | undefined;
    do {
      const page = await fetchPage(start, next);
      if (page === undefined) return standing.missing;
      answeredAt ??= page.answeredAt;
      const fresh = page.items.filter(
        (event) => event.timestamp >= start && seen.add(event),
      );
      fresh.forEach(lookBack.learn);
      const untold =
        twins === undefined ? fresh : fresh.filter(twins.addPolled);
      if (untold.length > 0) sink.events(untold);
      // An empty page may carry a token; one that comes back a second time leads nowhere new.
      next =
        page.next === undefined || tokens.has(page.next)
          ? undefined
          : page.next;
      if (next !== undefined) tokens.add(next);
    } while (next !== undefined);
    lookBack.complete(pattern === undefined ? undefined : answeredAt);
    if (lookBack.horizon() - seen.floor() >= forgetEvery) {
      seen.forgetBefore(lookBack.horizon());
      twins?.forgetBefore(lookBack.horizon());
    }
    return true;
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const began = clock.now();
      const isRead = await readPass();
      sink.looked();
      if (standing.refused || (isRead && !follow)) return;
      // Read now, and no later than one interval on, though the clock was set back.
      const left = Math.min(pollMs(), began + pollMs() - clock.now());
      await rest.sleep(Math.max(0, left));
    }
  };
  return {
    done: run(),
    offer: (events, session) => {
      const untold = events.filter(
        (event) =>
          event.timestamp >= startTime && twins?.addLive(event, session),
      );
      if (untold.length === 0) return;
      sink.events(
        untold.map((event) => ({
          ...event,
          id: `live ${String((standing.offered += 1))}`,
        })),
      );
    },
    lookNow: rest.wake,
  };
}

interface Rest {
  /** Ends early when it is woken, at once when it was woken since the last one. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly wake: () => void;
}

function createRest(clock: Clock, signal: AbortSignal): Rest {
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
