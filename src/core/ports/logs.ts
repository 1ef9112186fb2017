/** Reading CloudWatch Logs. Implemented in `aws/`; rejects with a `PortError` and nothing else. */
import type { Page } from "./page.ts";

export interface LogEvent {
  readonly id: string;
  readonly stream: string;
  /** Milliseconds since the epoch, as the function's clock had it. */
  readonly timestamp: number;
  /** Milliseconds since the epoch, when CloudWatch had it. */
  readonly ingestedAt: number;
  readonly message: string;
}

export interface LogQuery {
  readonly group: string;
  /** Milliseconds since the epoch, inclusive. */
  readonly startTime: number;
  readonly endTime?: number;
  /** CloudWatch filter pattern. */
  readonly pattern?: string;
  /** The token of the page before; an empty page may carry one. */
  readonly next?: string;
}

export interface LogPage extends Page<LogEvent> {
  /** When CloudWatch answered, by its own clock, in milliseconds since the epoch. Absent where it did not say. */
  readonly answeredAt?: number;
}

export interface Logs {
  fetchEvents(query: LogQuery, signal?: AbortSignal): Promise<LogPage>;
}
