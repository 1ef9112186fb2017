/** CloudWatch Logs Insights: queries that run at AWS. Implemented in `aws/`; rejects with a `PortError` and nothing else. */
export interface LogQueryRequest {
  /** At least one, at most fifty. */
  readonly groups: readonly string[];
  /** Milliseconds since the epoch; Insights looks at whole seconds. */
  readonly startTime: number;
  readonly endTime: number;
  /** In Logs Insights' own language. */
  readonly query: string;
}

/** Field names to values, all text. */
export type QueryRow = Readonly<Record<string, string>>;

export interface QueryStatistics {
  readonly recordsMatched: number;
  readonly recordsScanned: number;
  readonly bytesScanned: number;
}

export interface QueryProgress {
  /** `failed` also where Insights ran out of time, or somebody else stopped it. */
  readonly state: "running" | "complete" | "failed";
  /** The service's own word for the state. */
  readonly status: string;
  /** What there is so far. */
  readonly rows: readonly QueryRow[];
  readonly statistics: QueryStatistics;
}

export interface LogQueries {
  /** The id of the query, which runs from now on. */
  startQuery(request: LogQueryRequest, signal?: AbortSignal): Promise<string>;
  readQuery(id: string, signal?: AbortSignal): Promise<QueryProgress>;
  /** What runs goes on costing until it is stopped. */
  stopQuery(id: string): Promise<void>;
}
