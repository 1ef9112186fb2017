/**
 * How others tail, as models: what each of them published asks for, remembers and does when it is refused, and nothing
 * else of them. All read the same pretended CloudWatch as we do, one program per log group.
 */
import type { Clock } from "../../../../src/core/ports/clock.ts";
import type {
  LogEvent,
  LogPage,
  Logs,
} from "../../../../src/core/ports/logs.ts";
import { PortError } from "../../../../src/core/ports/port-error.ts";
import { isAborted } from "../../../../src/core/logs/state-changes.ts";

export interface Tailing {
  readonly group: string;
  readonly startTime: number;
  readonly logs: Logs;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly print: (event: LogEvent) => void;
}

/** Resolves when the signal aborts; rejects where the program would end with an error. */
export type Tailer = (tailing: Tailing) => Promise<void>;

/**
 * Every 5 s from the newest time on; remembers the ids of the newest millisecond.
 * https://github.com/aws/aws-cli/blob/v2/awscli/customizations/logs/tail.py
 */
export const awsLogsTail: Tailer = async (tailing) => {
  const { clock, signal, print } = tailing;
  const ids = new Map<number, Set<string>>();
  let startTime = tailing.startTime;
  let next: string | undefined;
  while (!signal.aborted) {
    const page = await fetchPage(tailing, startTime, next, 5);
    for (const event of page.items) {
      const known = ids.get(event.timestamp) ?? new Set();
      if (!known.has(event.id)) print(event);
      ids.set(event.timestamp, known.add(event.id));
    }
    const newest = Math.max(...ids.keys());
    for (const time of [...ids.keys()]) if (time !== newest) ids.delete(time);
    next = page.next;
    if (next !== undefined) continue;
    if (ids.size > 0) startTime = newest;
    await clock.sleep(5_000, signal);
  }
};

/**
 * Every second from the newest time + 1 ms on; each throttling makes the pauses longer: 2, 4, 16, 256 s.
 * https://github.com/aws/aws-sam-cli/blob/develop/samcli/lib/observability/cw_logs/cw_log_puller.py
 */
export const samLogsTail: Tailer = async (tailing) => {
  const { clock, signal, print } = tailing;
  let newest = tailing.startTime;
  let pause = 1;
  while (!isAborted(signal)) {
    let found = false;
    try {
      const startTime = newest;
      let next: string | undefined;
      do {
        const page = await fetchPage(tailing, startTime, next, 5);
        for (const event of page.items) {
          found = true;
          newest = Math.max(newest, event.timestamp);
          print(event);
        }
        next = page.next;
      } while (next !== undefined && !isAborted(signal));
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      if (error.kind === "throttled") pause = pause === 1 ? 2 : pause ** 2;
      else if (error.kind !== "not-found") throw error;
    }
    if (found) newest += 1;
    await clock.sleep(pause * 1_000, signal);
  }
};

/**
 * Every second from the newest time on; forgets all ids whenever a newer time comes by.
 * https://github.com/TylerBrock/saw/blob/master/blade/blade.go
 */
export const sawWatch: Tailer = async (tailing) => {
  const { clock, signal, print } = tailing;
  let newest: number | undefined;
  let ids = new Set<string>();
  while (!isAborted(signal)) {
    const startTime = newest ?? tailing.startTime;
    let next: string | undefined;
    do {
      const page = await fetchPage(tailing, startTime, next, 3);
      for (const event of page.items) {
        if (newest === undefined || event.timestamp > newest) {
          newest = event.timestamp;
          ids = new Set();
        }
        if (ids.has(event.id)) continue;
        ids.add(event.id);
        print(event);
      }
      next = page.next;
    } while (next !== undefined && !isAborted(signal));
    await clock.sleep(1_000, signal);
  }
};

/** Each of them leaves retries to its SDK: so many tries, with growing pauses, where a retry may help. */
async function fetchPage(
  { group, logs, clock, signal }: Tailing,
  startTime: number,
  next: string | undefined,
  tries: number,
): Promise<LogPage> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await logs.fetchEvents(
        { group, startTime, ...(next === undefined ? {} : { next }) },
        signal,
      );
    } catch (error) {
      if (signal.aborted) return { items: [] };
      const mayHelp =
        error instanceof PortError &&
        (error.kind === "throttled" || error.kind === "unreachable");
      if (!mayHelp || tried === tries) throw error;
      await clock.sleep(2 ** tried * 250, signal);
    }
  }
}
