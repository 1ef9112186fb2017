/** CloudTrail's events of a stretch of time, page by page. What a page holds is little, and two calls a second are allowed. */
import type { Clock } from "../../core/ports/clock.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { Trail, TrailEvent } from "../../core/ports/trail.ts";
import type { Stretch } from "../../core/logs/sign-ins/read-sign-ins.ts";

/** Events around one attempt are few; more pages than this mean a pool so busy that times tell nothing. */
const mostPages = 20;
const spacing = 500;

/** Rejects with a `PortError`. */
export async function askTrail(
  trail: Trail,
  stretch: Stretch,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly TrailEvent[]> {
  const events: TrailEvent[] = [];
  let next: string | undefined;
  for (let page = 1; page <= mostPages; page++) {
    const found = await trail.lookUpEvents(
      { ...stretch, ...(next === undefined ? {} : { next }) },
      signal,
    );
    events.push(...found.items);
    next = found.next;
    if (next === undefined) return events;
    await clock.sleep(spacing, signal);
  }
  throw new PortError(
    "invalid-request",
    `CloudTrail has more than ${String(mostPages * 50)} events of Cognito around this attempt.`,
    "Look for it in CloudTrail itself, by the request id of the app's call.",
  );
}
