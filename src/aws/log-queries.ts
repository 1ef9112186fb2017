/** Logs Insights: starts queries, looks how far they are, stops them. */
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
  type ResultField,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Connection } from "../core/ports/connection.ts";
import type {
  LogQueries,
  QueryProgress,
  QueryRow,
} from "../core/ports/log-queries.ts";
import { PortError } from "../core/ports/port-error.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export function createLogQueries(
  connection: Connection,
  limits?: Limits,
): LogQueries {
  const client = new CloudWatchLogsClient(clientSettings(connection, limits));
  return {
    startQuery: ({ groups, startTime, endTime, query }, signal) =>
      callAws(
        {
          connection,
          action: "logs:StartQuery",
          resource: `One of the log groups ${groups.join(", ")}`,
        },
        async () => {
          try {
            const { queryId } = await client.send(
              new StartQueryCommand({
                logGroupNames: [...groups],
                startTime: Math.floor(startTime / 1_000),
                endTime: Math.ceil(endTime / 1_000),
                queryString: query,
              }),
              known({ abortSignal: signal }),
            );
            return queryId ?? "";
          } catch (error) {
            throw malformed(error) ?? error;
          }
        },
      ),
    readQuery: (id, signal) =>
      callAws(
        { connection, action: "logs:GetQueryResults", resource: "The query" },
        async (): Promise<QueryProgress> => {
          const found = await client.send(
            new GetQueryResultsCommand({ queryId: id }),
            known({ abortSignal: signal }),
          );
          const status = found.status ?? "Unknown";
          return {
            state: stateOf(status),
            status,
            rows: (found.results ?? []).map(rowOf),
            statistics: {
              recordsMatched: found.statistics?.recordsMatched ?? 0,
              recordsScanned: found.statistics?.recordsScanned ?? 0,
              bytesScanned: found.statistics?.bytesScanned ?? 0,
            },
          };
        },
      ),
    stopQuery: async (id) => {
      await callAws({ connection, action: "logs:StopQuery" }, () =>
        client.send(new StopQueryCommand({ queryId: id })),
      );
    },
  };
}

function stateOf(status: string): QueryProgress["state"] {
  switch (status) {
    case "Complete":
      return "complete";
    case "Scheduled":
    case "Running":
      return "running";
    default:
      return "failed";
  }
}

const rowOf = (fields: readonly ResultField[]): QueryRow =>
  Object.fromEntries(
    fields.map(({ field = "", value = "" }) => [field, value]),
  );

/** The service's own text says where in the query the fault is. */
function malformed(error: unknown): PortError | undefined {
  if (!(error instanceof Error) || error.name !== "MalformedQueryException")
    return undefined;
  const said = error.message.replace(/[\p{C}\s]+/gu, " ").trim();
  return new PortError(
    "invalid-request",
    `Logs Insights does not understand the query: ${said.slice(0, 300)}`,
    "Correct the query, then search again.",
    error.name,
  );
}
