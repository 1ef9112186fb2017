/**
 * StartQuery, GetQueryResults, StopQuery. A query looks at the events that can be read when it starts; its results come
 * bit by bit, as fast as a test sets it.
 */
import type {
  GetQueryResultsRequest,
  GetQueryResultsResponse,
  StartQueryRequest,
  StartQueryResponse,
  StopQueryRequest,
  StopQueryResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { randomUUID } from "node:crypto";
import { invalidParameter, notFound } from "../aws-error.ts";
import type { StoredEvent } from "../logs/store.ts";
import type { Account, Operation, Operations } from "../state.ts";
import type { Value } from "./expression.ts";
import { compileQuery, insightsTime, type Row } from "./query.ts";

/** The queries of a pretended account. */
export interface Insights {
  readonly queries: Map<string, RunningQuery>;
  /** How long a query runs. */
  runMs: number;
}

export interface RunningQuery {
  readonly text: string;
  readonly results: GetQueryResultsResponse["results"];
  readonly statistics: NonNullable<GetQueryResultsResponse["statistics"]>;
  readonly started: number;
  readonly runMs: number;
  stopped: boolean;
}

export function createInsights(): Insights {
  return { queries: new Map(), runMs: 0 };
}

const startQuery: Operation<StartQueryRequest, StartQueryResponse> = (
  input,
  { account },
) => {
  const names = input.logGroupNames ?? [];
  if (names.length === 0 || names.length > 50)
    throw invalidParameter("A query needs 1 to 50 log groups.");
  const run = compileQuery(input.queryString ?? "");
  const from = (input.startTime ?? 0) * 1_000;
  const to = (input.endTime ?? 0) * 1_000;
  const rows = names.flatMap((name) => {
    const group = account.logs.groups.get(name);
    if (group === undefined)
      throw notFound(
        `Log group '${name}' does not exist for account ID '${account.accountId}'.`,
      );
    return account.logs
      .readable(group)
      .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
      .map((event) => rowOf(account, name, event));
  });
  const { shown, rows: found } = run({
    shown: ["@timestamp", "@message"],
    rows,
  });
  const id = randomUUID();
  account.insights.queries.set(id, {
    text: input.queryString ?? "",
    results: found.map(({ fields }) =>
      [...(fields.has("@ptr") ? [...shown, "@ptr"] : shown)].flatMap(
        (field) => {
          const value = fields.get(field);
          return value === undefined ? [] : [{ field, value: textOf(value) }];
        },
      ),
    ),
    statistics: {
      recordsMatched: found.length,
      recordsScanned: rows.length,
      bytesScanned: rows.reduce(
        (sum, { fields }) => sum + String(fields.get("@message")).length,
        0,
      ),
    },
    started: Date.now(),
    runMs: account.insights.runMs,
    stopped: false,
  });
  return { queryId: id };
};

const getQueryResults: Operation<
  GetQueryResultsRequest,
  GetQueryResultsResponse
> = (input, { account }) => {
  const query = queryOf(account, input.queryId);
  const { results = [], statistics } = query;
  const over = Date.now() - query.started >= query.runMs;
  return {
    status: query.stopped ? "Cancelled" : over ? "Complete" : "Running",
    results: over ? results : [],
    statistics: over
      ? statistics
      : { recordsMatched: 0, recordsScanned: 1, bytesScanned: 1_000 },
  };
};

const stopQuery: Operation<StopQueryRequest, StopQueryResponse> = (
  input,
  { account },
) => {
  const query = queryOf(account, input.queryId);
  if (query.stopped || Date.now() - query.started >= query.runMs)
    throw invalidParameter("Query is not in a state that can be stopped.");
  query.stopped = true;
  return { success: true };
};

export const insightsOperations: Operations = {
  StartQuery: startQuery,
  GetQueryResults: getQueryResults,
  StopQuery: stopQuery,
};

function queryOf(account: Account, id: string | undefined): RunningQuery {
  const query = account.insights.queries.get(id ?? "");
  if (query === undefined) throw notFound(`Query ${id ?? ""} does not exist.`);
  return query;
}

/** The fields that Insights discovers in what Lambda writes, and in any JSON. */
function rowOf(account: Account, group: string, event: StoredEvent): Row {
  const { message } = event;
  const measure = (name: string, pattern: RegExp, factor = 1) => {
    const found = pattern.exec(message)?.[1];
    return found === undefined ? [] : [[name, Number(found) * factor] as const];
  };
  const type = /^(START|END|REPORT) RequestId: (\S+)/.exec(message);
  const application = /^(?:\[\w+\]\t)?\d{4}-\S+Z\t([0-9a-f-]{36})\t/.exec(
    message,
  )?.[1];
  const id = type?.[2] ?? application;
  return {
    fields: new Map<string, Value>([
      ["@timestamp", insightsTime(event.timestamp)],
      ["@ingestionTime", insightsTime(event.ingestionTime)],
      ["@message", message],
      ["@logStream", event.stream],
      ["@log", `${account.accountId}:${group}`],
      ["@ptr", event.id],
      ...(type === null ? [] : [["@type", type[1]] as const]),
      ...(id === undefined ? [] : [["@requestId", id] as const]),
      ...(type?.[1] === "REPORT"
        ? [
            ...measure("@duration", /\tDuration: ([\d.]+) ms/),
            ...measure("@billedDuration", /Billed Duration: ([\d.]+) ms/),
            ...measure("@initDuration", /Init Duration: ([\d.]+) ms/),
            ...measure("@memorySize", /Memory Size: (\d+) MB/, 1e6),
            ...measure("@maxMemoryUsed", /Max Memory Used: (\d+) MB/, 1e6),
          ]
        : []),
      ...jsonFields(message),
    ]),
  };
}

function jsonFields(message: string): readonly (readonly [string, Value])[] {
  try {
    return flatten("", JSON.parse(message) as unknown);
  } catch {
    return [];
  }
}

function flatten(
  path: string,
  value: unknown,
): readonly (readonly [string, Value])[] {
  if (typeof value === "object" && value !== null)
    return Object.entries(value).flatMap(([key, each]) =>
      flatten(path === "" ? key : `${path}.${key}`, each),
    );
  return path !== "" && (typeof value === "string" || typeof value === "number")
    ? [[path, value]]
    : [];
}

const textOf = (value: NonNullable<Value>): string =>
  typeof value === "number"
    ? String(Math.round(value * 10_000) / 10_000)
    : String(value);
