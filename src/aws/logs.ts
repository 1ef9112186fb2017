/**
 * Reading CloudWatch Logs. A tail asks every few seconds, so the client stays while it works; a failure throws it away,
 * and the next call reads the credentials from disk again.
 */
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  InvalidOperationException,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Connection } from "../core/ports/connection.ts";
import type { Logs } from "../core/ports/logs.ts";
import { PortError } from "../core/ports/port-error.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export function createLogs(connection: Connection, limits?: Limits): Logs {
  let client: CloudWatchLogsClient | undefined;
  return {
    fetchEvents: async ({ group, startTime, endTime, pattern, next }, signal) =>
      callAws(
        {
          connection,
          action: "logs:FilterLogEvents",
          resource: `Log group ${group}`,
        },
        async () => {
          client ??= new CloudWatchLogsClient(
            clientSettings(connection, limits),
          );
          try {
            const found = await client.send(
              new FilterLogEventsCommand({
                logGroupName: group,
                startTime,
                ...known({ endTime, filterPattern: pattern, nextToken: next }),
              }),
              known({ abortSignal: signal }),
            );
            return {
              items: (found.events ?? []).map((event) => {
                const timestamp = event.timestamp ?? startTime;
                return {
                  id: event.eventId ?? "",
                  stream: event.logStreamName ?? "",
                  timestamp,
                  ingestedAt: event.ingestionTime ?? timestamp,
                  message: event.message ?? "",
                };
              }),
              ...known({ next: found.nextToken }),
            };
          } catch (error) {
            client.destroy();
            client = undefined;
            throw error instanceof InvalidOperationException
              ? notSearchable(group, error)
              : error;
          }
        },
      ),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html */
function notSearchable(
  group: string,
  error: InvalidOperationException,
): PortError {
  return new PortError(
    "invalid-request",
    `CloudWatch does not let log group ${group} be read event by event.`,
    "Groups of the Infrequent Access class can be searched with Logs Insights only.",
    error.name,
  );
}
