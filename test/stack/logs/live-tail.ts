/**
 * StartLiveTail: an event stream that says once a second what was ingested in it, sampled where it is more than the
 * service gives. What a session may suffer (its end, an error in the stream, a dead connection, silence) is done to it
 * from outside.
 */
import { EventStreamCodec } from "@smithy/eventstream-codec";
import type {
  LiveTailSessionLogEvent,
  StartLiveTailRequest,
} from "@aws-sdk/client-cloudwatch-logs";
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { AwsError, invalidParameter, notFound } from "../aws-error.ts";
import type { Account } from "../state.ts";
import { compilePattern } from "./filter-pattern.ts";
import type { StoredGroup } from "./store.ts";

/** What ends a session: after three hours, by an error of the service, by the network; or it hangs. */
export type LiveTrouble = "timeout" | "error" | "drop" | "silence";

export interface LiveSession {
  readonly openedAt: number;
  readonly groups: readonly string[];
  readonly suffer: (trouble: LiveTrouble) => void;
}

/** The sessions of an account and how they are served. */
export interface LiveService {
  /** Milliseconds between two updates: a second, as the service has it. */
  everyMs: number;
  /** Events in one update; more are sampled. */
  most: number;
  readonly sessions: Set<LiveSession>;
}

export function createLiveService(): LiveService {
  return { everyMs: 1_000, most: 500, sessions: new Set() };
}

/** A stream to be written to the response. */
export interface LiveAnswer {
  readonly writeTo: (response: ServerResponse) => void;
}

export function startLiveTail(
  input: StartLiveTailRequest,
  { account }: { readonly account: Account },
): LiveAnswer {
  const identifiers = input.logGroupIdentifiers ?? [];
  if (identifiers.length === 0 || identifiers.length > 10)
    throw invalidParameter("Specify one to ten log groups.");
  const groups = identifiers.map((identifier) => groupAt(identifier, account));
  const matches = compilePattern(input.logEventFilterPattern);
  return {
    writeTo: (response) => {
      serve(response, identifiers, groups, matches, account);
    },
  };
}

function groupAt(identifier: string, account: Account): StoredGroup {
  const name = /^arn:aws:logs:[^:]+:\d{12}:log-group:([^:*]+)$/.exec(
    identifier,
  )?.[1];
  if (name === undefined)
    throw invalidParameter("Each log group must be specified by its ARN.");
  const group = account.logs.groups.get(name);
  if (group === undefined)
    throw notFound("The specified log group does not exist.");
  if (group.logClass !== "STANDARD")
    throw new AwsError(
      "InvalidOperationException",
      "The operation is not valid on the specified log class.",
    );
  return group;
}

function serve(
  response: ServerResponse,
  identifiers: readonly string[],
  groups: readonly StoredGroup[],
  matches: (message: string) => boolean,
  account: Account,
): void {
  const { live } = account.logs;
  response.writeHead(200, {
    "Content-Type": "application/vnd.amazon.eventstream",
  });
  response.write(encode("event", "initial-response", {}));
  response.write(
    encode("event", "sessionStart", {
      requestId: randomUUID(),
      sessionId: randomUUID(),
      logGroupIdentifiers: identifiers,
    }),
  );
  let from = Date.now();
  const timer = setInterval(() => {
    const to = Date.now();
    const events = groups.flatMap((group, index) =>
      account.logs
        .readable(group)
        .filter(
          ({ ingestionTime, message }) =>
            ingestionTime > from && ingestionTime <= to && matches(message),
        )
        .map((event): LiveTailSessionLogEvent => ({
          logStreamName: event.stream,
          logGroupIdentifier: identifiers[index],
          message: event.message,
          timestamp: event.timestamp,
          ingestionTime: event.ingestionTime,
        })),
    );
    from = to;
    response.write(
      encode("event", "sessionUpdate", {
        sessionMetadata: { sampled: events.length > live.most },
        sessionResults: events.slice(0, live.most),
      }),
    );
  }, live.everyMs);
  const session: LiveSession = {
    openedAt: Date.now(),
    groups: groups.map(({ name }) => name),
    suffer: (trouble) => {
      clearInterval(timer);
      if (trouble === "drop") response.destroy();
      else if (trouble !== "silence")
        response.end(
          encode(
            "exception",
            trouble === "timeout"
              ? "SessionTimeoutException"
              : "SessionStreamingException",
            { message: "The session ended." },
          ),
        );
    },
  };
  live.sessions.add(session);
  response.on("close", () => {
    clearInterval(timer);
    live.sessions.delete(session);
  });
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes as Uint8Array).toString(),
  (text) => Buffer.from(text),
);

function encode(
  kind: "event" | "exception",
  type: string,
  payload: unknown,
): Uint8Array {
  return codec.encode({
    headers: {
      ":message-type": { type: "string", value: kind },
      [`:${kind}-type`]: { type: "string", value: type },
      ":content-type": { type: "string", value: "application/x-amz-json-1.1" },
    },
    body: Buffer.from(JSON.stringify(payload)),
  });
}
