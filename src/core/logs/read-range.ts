/**
 * Reads a bounded stretch of a log group once, page by page. Invariant: a throttled page is asked for again, and a page
 * token that comes back does not lead into a loop.
 */
import type { LogEvent, LogQuery, Logs } from "../ports/logs.ts";
import { PortError } from "../ports/port-error.ts";
import type { Pace } from "./pace.ts";
import { isAborted } from "./state-changes.ts";

export interface RangeEnvironment {
  readonly logs: Logs;
  readonly pace: Pace;
  readonly signal: AbortSignal;
}

/** Pages as they come, empty ones included. Throws a `PortError`; ends early when the signal aborts. */
export async function* readRange(
  query: Omit<LogQuery, "next">,
  { logs, pace, signal }: RangeEnvironment,
): AsyncGenerator<readonly LogEvent[]> {
  const tokens = new Set<string>();
  let next: string | undefined;
  do {
    await pace.turn(signal);
    if (isAborted(signal)) return;
    try {
      const page = await logs.fetchEvents(
        next === undefined ? query : { ...query, next },
        signal,
      );
      pace.succeeded();
      yield page.items;
      next =
        page.next === undefined || tokens.has(page.next)
          ? undefined
          : page.next;
      if (next === undefined) return;
      tokens.add(next);
    } catch (error) {
      if (isAborted(signal)) return;
      if (!(error instanceof PortError) || error.kind !== "throttled")
        throw error;
      pace.throttled();
    }
  } while (!isAborted(signal));
}
