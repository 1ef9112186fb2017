/**
 * Gets one page of a log group, however long that takes: throttling slows it down, and what may pass by itself (expired
 * credentials, a lost network) is waited for. Invariant: the same page is asked for until it is there or never will be.
 */
import type { Clock } from "../ports/clock.ts";
import type { LogPage, LogQuery, Logs } from "../ports/logs.ts";
import { PortError } from "../ports/port-error.ts";
import { fullJitter, type Pace } from "./pace.ts";
import type { PauseSwitch } from "./pause-switch.ts";
import { isAborted, onChange } from "./state-changes.ts";

/** `waiting`: the group does not exist yet. `paused` resumes by itself; `refused` does not. */
export type TailState =
  | { readonly kind: "tailing" | "waiting" | "throttled" }
  | { readonly kind: "paused" | "refused"; readonly error: PortError };

export interface PageEnvironment {
  readonly logs: Logs;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly pace: Pace;
  readonly pause: PauseSwitch;
  readonly signal: AbortSignal;
}

/** Why there is no page. `stale`: its token is too old. */
export type NoPage = "missing" | "refused" | "stale" | "stopped";

const firstPause = 1_000;
const longestPause = 10_000;

/** `changed`: each change of the standing, once. The reader rejects only with what is no `PortError`. */
export function createPageReader(
  { logs, clock, random, pace, pause, signal }: PageEnvironment,
  changed: (state: TailState) => void,
): (query: LogQuery) => Promise<LogPage | NoPage> {
  const tell = onChange(changed);
  let failures = 0;
  return async (query) => {
    for (;;) {
      await pause.running(signal);
      await pace.turn(signal);
      if (signal.aborted) return "stopped";
      try {
        const page = await logs.fetchEvents(query, signal);
        failures = 0;
        pace.succeeded();
        tell({ kind: pace.isSlowed() ? "throttled" : "tailing" });
        return page;
      } catch (error) {
        if (!(error instanceof PortError)) throw error;
        if (isAborted(signal)) return "stopped";
        switch (error.kind) {
          case "throttled":
            pace.throttled();
            tell({ kind: "throttled" });
            break;
          case "not-found":
            tell({ kind: "waiting" });
            return "missing";
          case "invalid-request":
            // A page token goes stale while we wait. Without one, the group is at fault.
            if (query.next !== undefined) return "stale";
            tell({ kind: "refused", error });
            return "refused";
          default:
            failures += 1;
            tell({ kind: "paused", error });
            await clock.sleep(
              fullJitter(random, failures, firstPause, longestPause),
              signal,
            );
        }
      }
    }
  };
}
