/** The time at which a tail begins, from what the user chose; it may have to be looked for. */
import { findLastInvocations } from "../../core/logs/last-invocations.ts";
import type { Pace } from "../../core/logs/pace.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Logs } from "../../core/ports/logs.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { StartPoint } from "./start-point.ts";

export interface StartEnvironment {
  readonly logs: Logs;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Tells the reader what is going on. */
  readonly say: (text: string) => void;
}

/** Milliseconds since the epoch. A search that fails is told, and the tail begins now. */
export async function findStart(
  start: StartPoint,
  groups: readonly string[],
  environment: StartEnvironment,
): Promise<number> {
  const now = environment.clock.now();
  switch (start.kind) {
    case "now":
      return now;
    case "ago":
      return now - start.ms;
    case "time":
      return start.time;
    case "invocations":
      return (await findInvocations(start.count, groups, environment)) ?? now;
  }
}

async function findInvocations(
  count: number,
  groups: readonly string[],
  environment: StartEnvironment,
): Promise<number | undefined> {
  const { say } = environment;
  say(`Looking for the last ${String(count)} invocations.`);
  try {
    const found = await findLastInvocations(groups, count, environment);
    if (found === undefined)
      say("There was no invocation in the last 30 days.");
    return found;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    say(
      `They could not be looked for: ${error.message} ${error.remedy} The tail begins now.`,
    );
    return undefined;
  }
}
