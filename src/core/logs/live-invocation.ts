/**
 * What its lines, one after the other, make known of a run. Invariant: the order in which lines come changes nothing but
 * who is first to tell of an error.
 */
import {
  ownTimeout,
  type Invocation,
  type InvocationState,
} from "./invocation.ts";
import { requestIdOf, type LogLine } from "./log-line.ts";
import type { TailLine } from "./merge.ts";

/** An invocation while its lines come in. */
export type Live = { -readonly [K in keyof Invocation]: Invocation[K] };

/** A run of which `line` is the first that is seen; it is still to be taken. */
export const beginWith = (
  line: LogLine,
  { group, event }: TailLine,
  serial: number,
): Live => ({
  serial,
  group,
  stream: event.stream,
  requestId: requestIdOf(line),
  version: undefined,
  state: "running",
  whole: line.kind === "start" || line.kind === "init-start",
  begin: event.timestamp,
  end: event.timestamp,
  lines: 0,
  errors: 0,
  coldStart: false,
  runtime: undefined,
  initMs: undefined,
  report: undefined,
  errorType: undefined,
});

/** Gives a run its last state, unless its END was seen. */
export function settle(live: Live, state: InvocationState): void {
  if (live.state === "running") live.state = state;
}

/** Adds what `line` says; `failure`: as `failureOf` tells of it. `time`: milliseconds since the epoch. */
export function take(
  live: Live,
  time: number,
  line: LogLine,
  failure: string | undefined,
): void {
  live.lines += 1;
  if (time < live.begin) live.begin = time;
  if (time > live.end) live.end = time;
  if (failure !== undefined || isError(line)) live.errors += 1;
  live.errorType ??= failure;
  switch (line.kind) {
    case "init-start":
      live.coldStart = true;
      live.runtime = line.runtime === "" ? undefined : line.runtime;
      break;
    case "init-report":
      live.initMs ??= line.durationMs;
      break;
    case "start":
      live.whole = true;
      live.version = line.version;
      break;
    case "end":
      live.state = "ended";
      break;
    case "report":
      live.state = "ended";
      live.report = line;
      if (line.initMs !== undefined || line.restoreMs !== undefined) {
        live.coldStart = true;
        live.initMs = line.initMs ?? line.restoreMs;
      }
      break;
    default:
      break;
  }
}

const isError = (line: LogLine): boolean =>
  line.kind === "application"
    ? line.level === "ERROR" || line.level === "FATAL"
    : line.kind === "platform" && line.failed;

/** The type of the error that ended the run, or the start of its environment, where the line tells of one. */
export function failureOf(line: LogLine): string | undefined {
  switch (line.kind) {
    case "application":
      return line.crash === true ? line.error?.type : undefined;
    case "timeout":
      return ownTimeout;
    case "exit":
      return "Runtime.ExitError";
    case "report":
    case "init-report":
      return line.status === undefined || line.status === "success"
        ? undefined
        : line.status === "timeout"
          ? ownTimeout
          : (line.errorType ?? "Error");
    default:
      return undefined;
  }
}
