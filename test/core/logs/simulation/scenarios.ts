/**
 * Twenty streams in four log groups and what may go wrong between them and a reader. Every random number comes from a
 * seed: each run is the same.
 */
import type { LogEvent } from "../../../../src/core/ports/logs.ts";
import {
  createPretendedLogs,
  createRandom,
  type PretendedLogs,
} from "../pretended-logs.ts";
import { fail, minute, second, start } from "../run-tail.ts";
import type { VirtualClock } from "../virtual-clock.ts";

export const groups = [
  "pre-sign-up",
  "define-challenge",
  "create-challenge",
  "verify-answer",
].map((name) => `/aws/lambda/${name}`);
const streamsOfGroup = 5;
export const writtenFor = 5 * minute;
/** Until everything that was written is there to be read, and was asked for once more. */
export const watchedFor = writtenFor + 4 * minute;

export interface Scenario {
  readonly name: string;
  /** Milliseconds from an event to the moment when it can be read; all at once when absent. */
  readonly delay?: (random: () => number) => number;
  /** How far the clock of a stream is off. */
  readonly skew?: (stream: number) => number;
  /** What a call suffers at a time after the start. */
  readonly fault?: (
    at: number,
    random: () => number,
  ) => ReturnType<PretendedLogs["fault"]>;
  /** The groups appear with their first event. */
  readonly late?: boolean;
}

const slow = (random: () => number): number =>
  random() < 0.7 ? random() * 3 * second : random() * 90 * second;

export const scenarios: readonly Scenario[] = [
  { name: "Bursts within one millisecond" },
  { name: "Events that arrive up to 90 s late", delay: slow },
  {
    name: "Clocks of functions that differ by minutes",
    skew: (stream) => (stream === 0 ? 3 : stream === 1 ? -2 : 0) * minute,
  },
  {
    name: "Throttling for a while",
    fault: (at, random) =>
      at > minute && at < 2 * minute && random() < 0.8
        ? fail("throttled")
        : undefined,
  },
  {
    name: "The network drops for half a minute",
    fault: (at) =>
      at > minute && at < 1.5 * minute ? fail("unreachable") : undefined,
  },
  {
    name: "Credentials expire and are renewed",
    fault: (at) =>
      at > minute && at < 2 * minute ? fail("expired-credentials") : undefined,
  },
  { name: "A function that has never run", late: true },
  {
    name: "All of it at once",
    late: true,
    delay: slow,
    skew: (stream) => (stream === 0 ? 3 : stream === 1 ? -2 : 0) * minute,
    fault: (at, random) => {
      if (at > 2 * minute && at < 2.5 * minute)
        return fail("expired-credentials");
      const dice = random();
      if (dice < 0.05) return fail("throttled");
      return dice < 0.1 ? fail("unreachable") : undefined;
    },
  },
];

export interface World {
  /** The texts of all events; no two are the same. */
  readonly messages: readonly string[];
  readonly byGroup: Readonly<Record<string, readonly LogEvent[]>>;
  readonly logs: PretendedLogs;
}

export function createWorld(scenario: Scenario, clock: VirtualClock): World {
  const random = createRandom(42);
  const byGroup: Record<string, LogEvent[]> = {};
  const messages: string[] = [];
  const write = (group: string, event: LogEvent): void => {
    (byGroup[group] ??= []).push(event);
    messages.push(event.message);
  };
  groups.forEach((group, index) => {
    if (scenario.late !== true)
      write(group, eventOf(messages.length, "opening", -second, 0, 0));
    for (let stream = 0; stream < streamsOfGroup; stream += 1) {
      const skew = scenario.skew?.(index * streamsOfGroup + stream) ?? 0;
      let at = (scenario.late === true ? 20 : 0) * second;
      for (
        at += random() * second;
        at < writtenFor;
        at += random() * 6 * second
      )
        for (let n = 0; n < 1 + Math.floor(random() * 4); n += 1)
          write(
            group,
            eventOf(
              messages.length,
              `stream ${String(stream)}`,
              Math.floor(at),
              // Lines of a burst need not be there together.
              Math.floor(scenario.delay?.(random) ?? random() * 200),
              skew,
            ),
          );
    }
  });
  const logs = createPretendedLogs(clock, byGroup);
  const { fault } = scenario;
  if (fault !== undefined) {
    const dice = createRandom(7);
    logs.fault = () => fault(clock.serviceNow() - start, dice);
  }
  return { messages, byGroup, logs };
}

function eventOf(
  number: number,
  stream: string,
  at: number,
  delay: number,
  skew: number,
): LogEvent {
  return {
    id: String(number).padStart(8, "0"),
    stream,
    timestamp: start + at + skew,
    ingestedAt: start + at + delay,
    message: `event ${String(number)}`,
  };
}
