/**
 * Reads one log group again and again. Invariant: a page that failed is asked for again with the same window, so an
 * outage of any length leaves no gap; a pass that could not be read to its end does not move the window.
 */
import type { LogEvent } from "../ports/logs.ts";
import { createLookBack } from "./look-back.ts";
import {
  createPageReader,
  type NoPage,
  type PageEnvironment,
  type TailState,
} from "./page-reader.ts";
import { createRest } from "./rest.ts";
import { createSeenEvents } from "./seen-events.ts";
import { createTwinEvents, type SourcedEvent } from "./twin-events.ts";

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

export interface FollowEnvironment extends PageEnvironment {
  /** True where `offer` will be used. */
  readonly offered: boolean;
}

export interface GroupSink {
  /** Each event once, in no particular order. */
  readonly events: (events: readonly LogEvent[]) => void;
  /** Each change once. */
  readonly state: (state: TailState) => void;
  /** After each pass, whatever came of it. `began`: when it was begun. */
  readonly looked: (began: number) => void;
}

export interface GroupFollower {
  /** Resolves when the signal aborts or CloudWatch refuses the group for good; rejects only with what is no `PortError`. */
  readonly done: Promise<void>;
  /** Events that another source brought first. `session` as in `TwinEvents`. */
  readonly offer: (events: readonly SourcedEvent[], session: number) => void;
  /** Looks at the group now instead of when it is due. */
  readonly lookNow: () => void;
}

const rememberedEvents = 100_000;
/** Milliseconds by which the window moves on before old events are forgotten. */
const forgetEvery = 30_000;

export function followGroup(
  group: string,
  { startTime, pollMs, pattern, follow = true }: FollowOptions,
  environment: FollowEnvironment,
  sink: GroupSink,
): GroupFollower {
  const { clock, signal } = environment;
  const lookBack = createLookBack(startTime);
  const seen = createSeenEvents(startTime, rememberedEvents);
  const twins = environment.offered ? createTwinEvents() : undefined;
  const rest = createRest(clock, signal);
  const readPage = createPageReader(environment, sink.state);
  let offered = 0;

  const readPass = async (): Promise<"read" | NoPage> => {
    const start = Math.max(seen.floor(), lookBack.begin(clock.now()));
    const range = {
      group,
      startTime: start,
      ...(pattern === undefined ? {} : { pattern }),
    };
    const tokens = new Set<string>();
    let next: string | undefined;
    let answeredAt: number | undefined;
    do {
      const page = await readPage(
        next === undefined ? range : { ...range, next },
      );
      if (typeof page === "string") return page;
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
    return "read";
  };

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const began = clock.now();
      const pass = await readPass();
      sink.looked(began);
      if (pass === "refused") return;
      if (!follow && (pass === "read" || pass === "missing")) return;
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
          id: `live ${String((offered += 1))}`,
        })),
      );
    },
    lookNow: rest.wake,
  };
}
