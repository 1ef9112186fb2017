/**
 * Reads one log group again and again. Invariant: a page that failed is asked for again with the same window, so an
 * outage of any length leaves no gap; a pass that could not be read to its end does not move the window.
 */
import type { Clock } from "../ports/clock.ts";
import type { LogEvent, Logs } from "../ports/logs.ts";
import type { Page } from "../ports/page.ts";
import { PortError } from "../ports/port-error.ts";
import { createLookBack } from "./look-back.ts";
import { fullJitter, type Pace } from "./pace.ts";
import { createSeenEvents } from "./seen-events.ts";

/** `waiting`: the group does not exist yet. `paused` resumes by itself; `refused` does not. */
export type TailState =
  | { readonly kind: "tailing" | "waiting" | "throttled" }
  | { readonly kind: "paused" | "refused"; readonly error: PortError };

export interface FollowOptions {
  /** Nothing older comes out. Milliseconds since the epoch. */
  readonly startTime: number;
  /** Milliseconds between two looks at a group; asked before each. */
  readonly pollMs: () => number;
}

export interface FollowEnvironment {
  readonly logs: Logs;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

export interface GroupSink {
  /** Each event once, in no particular order. */
  readonly events: (events: readonly LogEvent[]) => void;
  /** Each change once. */
  readonly state: (state: TailState) => void;
  /** Once: the group was looked at for the first time, with or without success. */
  readonly looked: () => void;
}

const firstPause = 1_000;
const longestPause = 10_000;
const rememberedEvents = 100_000;
/** Milliseconds by which the window moves on before old events are forgotten. */
const forgetEvery = 30_000;

/** Resolves when the signal aborts or CloudWatch refuses the group for good; rejects only with what is no `PortError`. */
export async function followGroup(
  group: string,
  { startTime, pollMs }: FollowOptions,
  { logs, clock, random, pace, signal }: FollowEnvironment,
  sink: GroupSink,
): Promise<void> {
  const lookBack = createLookBack(startTime);
  const seen = createSeenEvents(startTime, rememberedEvents);
  const tell = onChange(sink.state);
  const standing = { refused: false, failures: 0 };

  /** Undefined: this pass is over before its end. */
  const fetchPage = async (
    start: number,
    next: string | undefined,
  ): Promise<Page<LogEvent> | undefined> => {
    for (;;) {
      await pace.turn(signal);
      if (signal.aborted) return undefined;
      try {
        const page = await logs.fetchEvents(
          { group, startTime: start, ...(next === undefined ? {} : { next }) },
          signal,
        );
        standing.failures = 0;
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

  const readPass = async (): Promise<void> => {
    const start = Math.max(seen.floor(), lookBack.begin(clock.now()));
    const tokens = new Set<string>();
    let next: string | undefined;
    do {
      const page = await fetchPage(start, next);
      if (page === undefined) return;
      const fresh = page.items.filter(
        (event) => event.timestamp >= start && seen.add(event),
      );
      fresh.forEach(lookBack.learn);
      if (fresh.length > 0) sink.events(fresh);
      // An empty page may carry a token; one that comes back a second time leads nowhere new.
      next =
        page.next === undefined || tokens.has(page.next)
          ? undefined
          : page.next;
      if (next !== undefined) tokens.add(next);
    } while (next !== undefined);
    lookBack.complete();
    if (lookBack.horizon() - seen.floor() >= forgetEvery)
      seen.forgetBefore(lookBack.horizon());
  };

  while (!signal.aborted) {
    const began = clock.now();
    await readPass();
    sink.looked();
    if (standing.refused) return;
    await clock.sleep(Math.max(0, began + pollMs() - clock.now()), signal);
  }
}

/** Asked in a function: TypeScript would take the answer from before the `await` for granted. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Passes a state on when it differs from the one before. */
function onChange(
  sink: (state: TailState) => void,
): (state: TailState) => void {
  let last = "";
  return (state) => {
    const now =
      "error" in state ? `${state.kind} ${state.error.message}` : state.kind;
    if (now === last) return;
    last = now;
    sink(state);
  };
}
