/**
 * CloudWatch Logs as a port, over a virtual clock: events that become visible when they are ingested, pages, empty pages
 * that carry a token, and whatever faults a test asks for.
 */
import type {
  LogEvent,
  LogPage,
  LogQuery,
  Logs,
} from "../../../src/core/ports/logs.ts";
import { PortError } from "../../../src/core/ports/port-error.ts";
import type { VirtualClock } from "./virtual-clock.ts";

export type Fault = (query: LogQuery) => PortError | undefined;

export interface PretendedLogs extends Logs {
  readonly calls: LogQuery[];
  /** Asked before each answer. */
  fault: Fault;
}

export function createPretendedLogs(
  clock: VirtualClock,
  groups: Readonly<Record<string, readonly LogEvent[]>>,
  eventsPerPage = 50,
): PretendedLogs {
  const calls: LogQuery[] = [];
  const sorted = new Map(
    Object.entries(groups).map(([group, events]) => [
      group,
      [...events].sort(
        (a, b) => a.timestamp - b.timestamp || (a.id < b.id ? -1 : 1),
      ),
    ]),
  );
  const logs: PretendedLogs = {
    calls,
    fault: () => undefined,
    fetchEvents: async (query, signal) => {
      calls.push(query);
      await clock.sleep(20, signal);
      if (signal?.aborted === true)
        throw new PortError("cancelled", "Cancelled.", "Run it again.");
      const fault = logs.fault(query);
      if (fault !== undefined) throw fault;
      return pageOf(
        sorted.get(query.group),
        query,
        clock.serviceNow(),
        eventsPerPage,
      );
    },
  };
  return logs;
}

function pageOf(
  events: readonly LogEvent[] | undefined,
  { group, startTime, endTime = Infinity, pattern = "", next }: LogQuery,
  now: number,
  size: number,
): LogPage {
  const visible = events?.filter(({ ingestedAt }) => ingestedAt <= now);
  if (visible === undefined || visible.length === 0)
    throw new PortError(
      "not-found",
      `Log group ${group} does not exist.`,
      "Check the Region.",
    );
  // The first page is empty and carries a token, as CloudWatch's may.
  if (next === undefined) return { items: [], next: "start", answeredAt: now };
  const [time, id] = next === "start" ? [startTime, ""] : readToken(next);
  const left = visible.filter(
    (event) =>
      event.timestamp <= endTime &&
      (event.timestamp > time || (event.timestamp === time && event.id > id)),
  );
  // Like CloudWatch, it looks at so many events, and gives those of them that match.
  const looked = left.slice(0, size);
  const last = looked.at(-1);
  return {
    items: looked.filter(({ message }) => message.includes(pattern)),
    answeredAt: now,
    ...(last === undefined || left.length <= size
      ? {}
      : { next: `${String(last.timestamp)}/${last.id}` }),
  };
}

function readToken(token: string): readonly [number, string] {
  const [time = "", id = ""] = token.split("/");
  return [Number(time), id];
}

/** Uniform in [0, 1), the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
