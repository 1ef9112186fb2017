/**
 * CloudTrail's event history, as far as it is about Cognito. What a record says is taken member by member: its form is
 * documented by examples only, so that anything may be missing.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-info-in-cloudtrail.html
 */
import {
  CloudTrailClient,
  LookupEventsCommand,
  type Event,
} from "@aws-sdk/client-cloudtrail";
import type { Connection } from "../core/ports/connection.ts";
import type { Trail, TrailEvent } from "../core/ports/trail.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export function createTrail(connection: Connection, limits?: Limits): Trail {
  const client = new CloudTrailClient(clientSettings(connection, limits));
  return {
    lookUpEvents: async ({ startTime, endTime, next }, signal) => {
      const found = await callAws(
        { connection, action: "cloudtrail:LookupEvents" },
        () =>
          client.send(
            new LookupEventsCommand({
              LookupAttributes: [
                {
                  AttributeKey: "EventSource",
                  AttributeValue: "cognito-idp.amazonaws.com",
                },
              ],
              StartTime: new Date(startTime),
              EndTime: new Date(endTime),
              ...known({ NextToken: next }),
            }),
            known({ abortSignal: signal }),
          ),
      );
      return {
        items: (found.Events ?? [])
          .filter(({ ReadOnly }) => ReadOnly !== "true")
          .map(readEvent),
        ...known({ next: found.NextToken }),
      };
    },
  };
}

type Members = Readonly<Record<string, unknown>>;

function readEvent(event: Event): TrailEvent {
  const record = readRecord(event.CloudTrailEvent);
  const asked = membersOf(record["requestParameters"]);
  const more = membersOf(record["additionalEventData"]);
  // The endpoints of managed login have their parameters inside the additional data.
  const visited = membersOf(more["requestParameters"]);
  return {
    id: event.EventId ?? "",
    name: event.EventName ?? "",
    time: event.EventTime?.getTime() ?? 0,
    ...known({
      errorCode: text(record["errorCode"]),
      errorMessage: text(record["errorMessage"]),
      requestId: text(record["requestID"]),
      sub: text(more["sub"]),
      poolId: text(more["userPoolId"]) ?? text(asked["userPoolId"]),
      clientId: text(asked["clientId"]) ?? text(visited["client_id"]),
      authFlow: text(asked["authFlow"]),
      challengeName: text(asked["challengeName"]),
    }),
  };
}

function readRecord(json: string | undefined): Members {
  try {
    return membersOf(JSON.parse(json ?? "{}"));
  } catch {
    return {}; // A record that was cut short still has its name and time.
  }
}

function membersOf(value: unknown): Members {
  return typeof value === "object" && value !== null ? (value as Members) : {};
}

function text(value: unknown): string | undefined {
  // What CloudTrail hides it hides by a word of its own.
  return typeof value === "string" && !value.startsWith("HIDDEN_DUE_TO")
    ? value
    : undefined;
}
