/**
 * CloudWatch's Live Tail: events pushed as they are ingested. It is billed by the minute, so a session is opened only
 * when the user asked for one. Implemented in `aws/`; rejects with a `PortError` and nothing else.
 */
import type { LogEvent } from "./logs.ts";

export interface LiveTailRequest {
  /** Names of log groups, at most `mostLiveGroups`. */
  readonly groups: readonly string[];
  /** CloudWatch filter pattern. */
  readonly pattern?: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html */
export const mostLiveGroups = 10;

/** The service gives live events no id. */
export interface LiveEvent extends Omit<LogEvent, "id"> {
  readonly group: string;
}

export type LiveUpdate =
  /** Those of the groups that exist, and so are in the session. */
  | { readonly kind: "started"; readonly groups: readonly string[] }
  /** About one a second, with or without events. `sampled`: there were more than the service gives. */
  | {
      readonly kind: "events";
      readonly events: readonly LiveEvent[];
      readonly sampled: boolean;
    };

export interface LiveTail {
  /** One session. It ends when the service closes it, and when `signal` aborts or the reader stops. */
  watch(
    request: LiveTailRequest,
    signal: AbortSignal,
  ): AsyncIterable<LiveUpdate>;
}
