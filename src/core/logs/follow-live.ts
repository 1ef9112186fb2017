/**
 * Keeps Live Tail sessions open over the groups of a tail. Invariant: whenever a group may have lost something (a
 * session begins, ends, or samples), whoever polls is told, so that the gap is filled from there.
 */
import type { Clock } from "../ports/clock.ts";
import {
  mostLiveGroups,
  type LiveEvent,
  type LiveTail,
} from "../ports/live-tail.ts";
import { PortError } from "../ports/port-error.ts";
import { fullJitter } from "./pace.ts";
import type { PauseSwitch } from "./pause-switch.ts";
import { isAborted, onChange } from "./state-changes.ts";

/** `sampled`: more came than the service gives. `interrupted` goes on by itself, `off` does not. */
export type LiveState =
  | { readonly kind: "connecting" | "live" | "sampled" }
  | { readonly kind: "interrupted" | "off"; readonly error: PortError };

export interface LiveEnvironment {
  readonly live: LiveTail;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly pause: PauseSwitch;
  readonly signal: AbortSignal;
}

export interface LiveSink {
  /** `session` tells the sessions apart. */
  readonly events: (
    group: string,
    events: readonly LiveEvent[],
    session: number,
  ) => void;
  /** Whether all of the group's new events come by Live Tail from now on. Each change once. */
  readonly covers: (group: string, isCovered: boolean) => void;
  /** Each change once. */
  readonly state: (state: LiveState) => void;
}

export interface LiveFollower {
  /** Resolves when the signal aborts or Live Tail is of no use; rejects only with what is no `PortError`. */
  readonly done: Promise<void>;
  /** The group exists: a session without it is opened anew. */
  readonly join: (group: string) => void;
}

/** The service ends a session after three hours. */
const longestSession = 3 * 3_600_000 - 10 * 60_000;
/** It sends something every second: silence means that the connection is dead, as after the machine slept. */
const longestSilence = 20_000;
/** A burst is one, though there is a calm second in it. */
const sampledFor = 10_000;
const firstPause = 1_000;
const longestPause = 30_000;
const worstFirst: readonly LiveState["kind"][] = [
  "off",
  "interrupted",
  "sampled",
  "connecting",
  "live",
];
/** No use in asking again. */
const hopeless: readonly PortError["kind"][] = [
  "access-denied",
  "invalid-request",
  "not-implemented",
];

export function followLive(
  groups: readonly string[],
  pattern: string | undefined,
  environment: LiveEnvironment,
  sink: LiveSink,
): LiveFollower {
  const sessions: ReturnType<typeof followSession>[] = [];
  const numbers = { next: 1 };
  const states: (LiveState | undefined)[] = [];
  const tell = onChange(sink.state);
  /** The worst of the sessions counts. */
  const told = (at: number, state: LiveState): void => {
    states[at] = state;
    const worst = worstFirst
      .map((kind) => states.find((each) => each?.kind === kind))
      .find((each) => each !== undefined);
    tell(worst ?? state);
  };
  for (let at = 0; at < groups.length; at += mostLiveGroups)
    sessions.push(
      followSession(
        groups.slice(at, at + mostLiveGroups),
        pattern,
        environment,
        {
          ...sink,
          state: (state) => {
            told(at, state);
          },
        },
        numbers,
      ),
    );
  return {
    done: Promise.all(sessions.map(({ done }) => done)).then(() => undefined),
    join: (group) => {
      for (const session of sessions) session.join(group);
    },
  };
}

function followSession(
  groups: readonly string[],
  pattern: string | undefined,
  { live, clock, random, pause, signal }: LiveEnvironment,
  sink: LiveSink,
  numbers: { next: number },
): LiveFollower {
  const covered = new Set<string>();
  /** The groups of the session under way; empty until it has begun. */
  let inSession: ReadonlySet<string> = new Set();
  let session = new AbortController();
  let sampledAt = -Infinity;

  const cover = (wanted: ReadonlySet<string>): void => {
    for (const group of groups) {
      if (wanted.has(group) === covered.has(group)) continue;
      if (wanted.has(group)) covered.add(group);
      else covered.delete(group);
      sink.covers(group, wanted.has(group));
    }
  };

  const watch = async (number: number): Promise<void> => {
    let heard = clock.now();
    const listen = async (): Promise<void> => {
      for await (const update of live.watch(
        { groups, ...(pattern === undefined ? {} : { pattern }) },
        session.signal,
      )) {
        heard = clock.now();
        if (update.kind === "started") {
          inSession = new Set(update.groups);
          cover(inSession);
          sink.state({ kind: "live" });
          continue;
        }
        for (const group of inSession) {
          const events = update.events.filter((event) => event.group === group);
          if (events.length > 0) sink.events(group, events, number);
        }
        if (update.sampled) sampledAt = heard;
        const isSampled = heard - sampledAt < sampledFor;
        cover(isSampled ? new Set() : inSession);
        sink.state({ kind: isSampled ? "sampled" : "live" });
      }
    };
    const guard = async (): Promise<void> => {
      const opened = clock.now();
      while (
        !session.signal.aborted &&
        clock.now() - opened < longestSession &&
        clock.now() - heard < longestSilence
      )
        await clock.sleep(longestSilence / 4, session.signal);
    };
    const listening = listen();
    try {
      await Promise.race([listening, guard(), pause.paused(session.signal)]);
    } finally {
      session.abort();
      await listening.catch(ignoreCancelled);
      inSession = new Set();
      cover(inSession);
    }
  };

  const run = async (): Promise<void> => {
    let failures = 0;
    sink.state({ kind: "connecting" });
    const stop = (): void => {
      session.abort();
    };
    signal.addEventListener("abort", stop);
    for (;;) {
      await pause.running(signal);
      if (signal.aborted) break;
      session = new AbortController();
      const number = numbers.next++;
      const opened = clock.now();
      try {
        await watch(number);
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        if (isAborted(signal)) break;
        if (hopeless.includes(error.kind)) {
          sink.state({ kind: "off", error });
          break;
        }
        // None of the groups exists yet: `join` ends the wait.
        if (error.kind !== "not-found")
          sink.state({ kind: "interrupted", error });
      }
      if (isAborted(signal)) break;
      failures = clock.now() - opened > longestSilence ? 0 : failures + 1;
      if (failures === 0) continue;
      session = new AbortController();
      await clock.sleep(
        fullJitter(random, failures, firstPause, longestPause),
        session.signal,
      );
    }
    signal.removeEventListener("abort", stop);
  };
  return {
    done: run(),
    join: (group) => {
      if (groups.includes(group) && !inSession.has(group)) session.abort();
    },
  };
}

function ignoreCancelled(error: unknown): void {
  if (!(error instanceof PortError)) throw error;
}
