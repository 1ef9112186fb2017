/**
 * Live Tail as a port, over a virtual clock: each second what was ingested in it, without ids, at most 500 events; and
 * whatever goes wrong.
 */
import type {
  LiveTail,
  LiveTailRequest,
  LiveUpdate,
} from "../../../src/core/ports/live-tail.ts";
import type { LogEvent } from "../../../src/core/ports/logs.ts";
import { PortError } from "../../../src/core/ports/port-error.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** "end": the service closes the session. "silence": nothing comes any more, and no error either. */
export type LiveTrouble = PortError | "end" | "silence" | undefined;

export interface PretendedLive extends LiveTail {
  readonly sessions: { readonly openedAt: number; closedAt?: number }[];
  /** Asked when a session is to be opened. */
  refuses: () => PortError | undefined;
  /** Asked every second. */
  trouble: () => LiveTrouble;
  /** Which events Live Tail forgets, without saying so. */
  forgets: (event: LogEvent) => boolean;
}

const most = 500;

export function createPretendedLive(
  clock: VirtualClock,
  groups: Readonly<Record<string, readonly LogEvent[]>>,
): PretendedLive {
  const live: PretendedLive = {
    sessions: [],
    refuses: () => undefined,
    trouble: () => undefined,
    forgets: () => false,
    async *watch(request, signal) {
      const session: { openedAt: number; closedAt?: number } = {
        openedAt: clock.serviceNow(),
      };
      live.sessions.push(session);
      try {
        yield* updates(request, signal);
      } finally {
        session.closedAt = clock.serviceNow();
      }
    },
  };

  async function* updates(
    request: LiveTailRequest,
    signal: AbortSignal,
  ): AsyncGenerator<LiveUpdate> {
    const refusal = live.refuses();
    if (refusal !== undefined) throw refusal;
    const existing = request.groups.filter((group) =>
      groups[group]?.some(({ ingestedAt }) => ingestedAt <= clock.serviceNow()),
    );
    if (existing.length === 0)
      throw new PortError("not-found", "No log group.", "Wait.");
    let from = clock.serviceNow();
    yield { kind: "started", groups: existing };
    for (;;) {
      await clock.sleep(1_000, signal);
      if (signal.aborted) return;
      const trouble = live.trouble();
      if (trouble === "end") return;
      if (trouble === "silence") {
        await clock.sleep(Infinity, signal);
        return;
      }
      if (trouble !== undefined) throw trouble;
      const to = clock.serviceNow();
      const events = existing.flatMap((group) =>
        (groups[group] ?? [])
          .filter(
            (event) =>
              event.ingestedAt > from &&
              event.ingestedAt <= to &&
              event.message.includes(request.pattern ?? "") &&
              !live.forgets(event),
          )
          .map(({ stream, timestamp, ingestedAt, message }) => ({
            group,
            stream,
            timestamp,
            ingestedAt,
            message,
          })),
      );
      from = to;
      yield {
        kind: "events",
        events: events.slice(0, most),
        sampled: events.length > most,
      };
    }
  }
  return live;
}
