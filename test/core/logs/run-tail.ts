/** Runs a tail over a pretended CloudWatch and a virtual clock, and keeps what comes out. */
import { expect } from "vitest";
import type { FollowOptions } from "../../../src/core/logs/follow-group.ts";
import type { TailLine } from "../../../src/core/logs/merge.ts";
import { createPace } from "../../../src/core/logs/pace.ts";
import {
  createPauseSwitch,
  type PauseSwitch,
} from "../../../src/core/logs/pause-switch.ts";
import { tailLogs } from "../../../src/core/logs/tail.ts";
import type { LogEvent } from "../../../src/core/ports/logs.ts";
import {
  PortError,
  type PortErrorKind,
} from "../../../src/core/ports/port-error.ts";
import { createPretendedLive, type PretendedLive } from "./pretended-live.ts";
import {
  createPretendedLogs,
  createRandom,
  type PretendedLogs,
} from "./pretended-logs.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

export const start = Date.UTC(2026, 10, 21, 9, 15);
export const second = 1_000;
export const minute = 60 * second;

export const event = (
  at: number,
  delay: number,
  id: string,
  stream = "s0",
): LogEvent => ({
  id,
  stream,
  timestamp: start + at,
  ingestedAt: start + at + delay,
  message: id,
});

/** Streams that write in bursts, each burst within one millisecond, each event with a delay of its own. */
export function writeStreams(
  streams: number,
  forMs: number,
  longestDelay: number,
  random: () => number,
): LogEvent[] {
  const events: LogEvent[] = [];
  for (let stream = 0; stream < streams; stream += 1) {
    for (let at = random() * second; at < forMs; at += random() * 8 * second) {
      const burst = 1 + Math.floor(random() * 5);
      for (let n = 0; n < burst; n += 1)
        events.push(
          event(
            Math.floor(at),
            Math.floor(random() * longestDelay),
            String(events.length).padStart(8, "0"),
            `stream ${String(stream)}`,
          ),
        );
    }
  }
  return events;
}

export interface Run {
  readonly clock: VirtualClock;
  readonly logs: PretendedLogs;
  readonly live: PretendedLive;
  readonly pause: PauseSwitch;
  readonly done: Promise<void>;
  readonly lines: TailLine[];
  readonly states: string[];
  readonly until: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export function startTail(
  groups: Readonly<Record<string, readonly LogEvent[]>>,
  options: {
    readonly page?: number;
    readonly backfill?: number;
    readonly early?: number;
    /** With Live Tail. */
    readonly live?: boolean;
    readonly follow?: Partial<FollowOptions>;
  } = {},
): Run {
  const clock = createVirtualClock(start, options.early);
  const logs = createPretendedLogs(clock, groups, options.page);
  const lines: TailLine[] = [];
  const states: string[] = [];
  const stopping = new AbortController();
  const random = createRandom(7);
  const live = createPretendedLive(clock, groups);
  const pause = createPauseSwitch();
  const pace = createPace(clock, random);
  const done = tailLogs(
    {
      groups: Object.keys(groups),
      startTime: start - (options.backfill ?? 0),
      pollMs: () => 2 * second,
      ...options.follow,
    },
    {
      logs,
      clock,
      pace,
      random,
      pause,
      signal: stopping.signal,
      ...(options.live === true ? { live } : {}),
    },
    {
      lines: (batch) => {
        lines.push(...batch);
      },
      state: (group, { kind }) => {
        states.push(`${group} ${kind}`);
      },
      live: ({ kind }) => {
        states.push(`live: ${kind}`);
      },
    },
  );
  return {
    clock,
    logs,
    live,
    pause,
    done,
    lines,
    states,
    until: (ms) => clock.runUntil(start + ms),
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

export const fail = (kind: PortErrorKind, message = `${kind}.`): PortError =>
  new PortError(kind, message, "Do something.");

/** Nothing lost, nothing doubled. By their texts: live events have no ids. */
export function expectAll(run: Run, written: readonly LogEvent[]): void {
  expect(run.lines.map(({ event }) => event.message).sort()).toEqual(
    written.map(({ message }) => message).sort(),
  );
}
