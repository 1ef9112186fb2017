/**
 * What is known of one run of a function, gathered from its lines: START, END, REPORT and their kin become one summary.
 * Invariant: it says what the lines say; where a line is missing the summary says less, never something else.
 */
import type { Report } from "./log-line.ts";

/** `unfinished`: its END and REPORT were not seen although the stream went on with another run. */
export type InvocationState = "running" | "ended" | "unfinished";

/** Grows while lines come in: the same object from the first line to the last. */
export interface Invocation {
  /** Counts from 1, in the order of first sight: unique in one grouping. */
  readonly serial: number;
  readonly group: string;
  readonly stream: string;
  /** Undefined while only lines of the start of the environment were seen. */
  readonly requestId: string | undefined;
  readonly version: string | undefined;
  readonly state: InvocationState;
  /** False where the first lines are older than what was read. */
  readonly whole: boolean;
  /** Earliest and latest line, milliseconds since the epoch. */
  readonly begin: number;
  readonly end: number;
  /** How many lines belong to it, and how many of them are errors. */
  readonly lines: number;
  readonly errors: number;
  /** The environment was started, or restored from a snapshot, for this run. */
  readonly coldStart: boolean;
  readonly runtime: string | undefined;
  /** Milliseconds, from INIT_REPORT where REPORT has none. */
  readonly initMs: number | undefined;
  readonly report: Report | undefined;
  /** The error that ended it, as the runtime or the platform names it, e.g. TypeError or Runtime.ExitError. */
  readonly errorType: string | undefined;
}

/**
 * How long Cognito waits for a trigger's answer.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const cognitoWaitsMs = 5_000;
const slowMs = 4_000;

/** `running` also where it ended out of sight. */
export type Outcome = "running" | "success" | "error" | "timeout";

export function outcomeOf({ state, errorType }: Invocation): Outcome {
  if (errorType !== undefined)
    return errorType === ownTimeout ? "timeout" : "error";
  return state === "ended" ? "success" : "running";
}

/** The error type of a run that the function's own timeout ended. */
export const ownTimeout = "Sandbox.Timedout";

/** Milliseconds that the caller waited: the run and what it took to start the environment. */
export const waitedMs = (report: Report): number =>
  report.durationMs + (report.initMs ?? 0) + (report.restoreMs ?? 0);

/** Against the time that Cognito waits. */
export type Pace = "fast" | "slow" | "too-slow";

export function paceOf(report: Report): Pace {
  const waited = waitedMs(report);
  return waited > cognitoWaitsMs
    ? "too-slow"
    : waited > slowMs
      ? "slow"
      : "fast";
}
