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

/** CloudWatch would give 10,000, which hold up the editor for a moment that one notices. */
const eventsPerPage = 2_500;

export function createLogs(connection: Connection, limits?: Limits): Logs {
  let current:
    { readonly client: CloudWatchLogsClient; calls: number } | undefined;
  return {
    fetchEvents: async ({ group, startTime, endTime, pattern, next }, signal) =>
      callAws(
        {
          connection,
          action: "logs:FilterLogEvents",
          resource: `Log group ${group}`,
        },
        async () => {
          const used = (current ??= {
            client: new CloudWatchLogsClient(
              clientSettings(connection, limits),
            ),
            calls: 0,
          });
          used.calls += 1;
          try {
            const command = new FilterLogEventsCommand({
              logGroupName: group,
              startTime,
              limit: eventsPerPage,
              ...known({ endTime, filterPattern: pattern, nextToken: next }),
            });
            const answered = readServiceClock(command);
            const found = await used.client.send(
              command,
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
              ...known({ next: found.nextToken, answeredAt: answered() }),
            };
          } catch (error) {
            if (current === used) current = undefined;
            throw refusedClass(group, error);
          } finally {
            used.calls -= 1;
            // Others may still be under way with a client that was given up.
            if (used !== current && used.calls === 0) used.client.destroy();
          }
        },
      ),
  };
}

/** Keeps the time that the answer's headers bear, because this machine's clock may be wrong. */
function readServiceClock(
  command: FilterLogEventsCommand,
): () => number | undefined {
  let time = Number.NaN;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { headers } = result.response as {
        readonly headers?: Readonly<Record<string, string>>;
      };
      time = Date.parse(headers?.["date"] ?? "");
      return result;
    },
    { step: "deserialize", name: "readServiceClock" },
  );
  return () => (Number.isNaN(time) ? undefined : time);
}

/**
 * A sentence for what a group's class does not allow; any other error as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
 */
export function refusedClass(group: string, error: unknown): unknown {
  return error instanceof InvalidOperationException
    ? new PortError(
        "invalid-request",
        `CloudWatch does not let log group ${group} be read event by event.`,
        "Groups of the Infrequent Access class can be neither tailed nor watched with Live Tail; search them with Logs Insights.",
        error.name,
      )
    : error;
}
