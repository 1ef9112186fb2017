/** CloudTrail's history of the calls to Cognito. Implemented in `aws/`; rejects with a `PortError` and nothing else. */
import type { Page } from "./page.ts";

/** One recorded call or visit of an endpoint. Absent members were not recorded. Users appear by their `sub` alone. */
export interface TrailEvent {
  readonly id: string;
  /** InitiateAuth, RespondToAuthChallenge, SignUp, Token_POST ... */
  readonly name: string;
  /** Milliseconds since the epoch, in whole seconds: CloudTrail knows no better. */
  readonly time: number;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** The same as the request id that the caller's SDK has. */
  readonly requestId?: string;
  readonly sub?: string;
  readonly poolId?: string;
  readonly clientId?: string;
  readonly authFlow?: string;
  readonly challengeName?: string;
}

export interface TrailQuery {
  /** Milliseconds since the epoch, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
  /** The token of the page before. */
  readonly next?: string;
}

export interface Trail {
  /** Newest first; events arrive minutes after the call. Calls that only read are left out. */
  lookUpEvents(
    query: TrailQuery,
    signal?: AbortSignal,
  ): Promise<Page<TrailEvent>>;
}
