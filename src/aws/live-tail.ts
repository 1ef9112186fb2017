/**
 * CloudWatch's Live Tail. The service wants ARNs and refuses a session as a whole when one group is missing, so the
 * groups are looked up first. A session has a client of its own, and with it credentials read at its start.
 */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  SessionTimeoutException,
  StartLiveTailCommand,
  type StartLiveTailResponseStream,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Connection } from "../core/ports/connection.ts";
import type {
  LiveTail,
  LiveTailRequest,
  LiveUpdate,
} from "../core/ports/live-tail.ts";
import { PortError } from "../core/ports/port-error.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { toPortError } from "./errors.ts";
import { known } from "./known.ts";
import { refusedClass } from "./logs.ts";

export function createLiveTail(
  connection: Connection,
  limits?: Limits,
): LiveTail {
  return {
    async *watch(request, signal) {
      const client = new CloudWatchLogsClient(
        clientSettings(connection, limits),
      );
      keepAddress(client);
      let action = "logs:DescribeLogGroups";
      try {
        const groupOf = await findGroups(client, request, signal);
        action = "logs:StartLiveTail";
        yield* updates(client, request, groupOf, signal);
      } catch (error) {
        // Closing the session is how it ends; what the open stream says to that is no failure.
        if (signal.aborted) return;
        // Every session ends so after three hours.
        if (error instanceof SessionTimeoutException) return;
        throw toPortError(refusedClass(request.groups.join(", "), error), {
          connection,
          action,
          resource: `Log group ${request.groups.join(", ")}`,
        });
      } finally {
        client.destroy();
      }
    },
  };
}

/**
 * The SDK puts `stream-` before the host, also of an address that a profile or the environment gives: only AWS's own
 * has such a neighbour.
 */
function keepAddress(client: CloudWatchLogsClient): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { hostname: string };
      const [, own] = /^stream-(?!logs\.)(.+)$/.exec(request.hostname) ?? [];
      if (own !== undefined) request.hostname = own;
      return next(args);
    },
    { step: "build", name: "keepAddress" },
  );
}

/** ARN to name, of those groups that exist. */
async function findGroups(
  client: CloudWatchLogsClient,
  { groups }: LiveTailRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of groups) {
    const { logGroups = [] } = await client.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: name }),
      { abortSignal: signal },
    );
    // The name itself is the first of those that begin with it.
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (group?.logGroupArn !== undefined) found.set(group.logGroupArn, name);
  }
  if (found.size > 0) return found;
  throw new PortError(
    "not-found",
    `No log group ${groups.join(", ")} exists yet.`,
    "It appears once the function has run and was allowed to write its log.",
  );
}

async function* updates(
  client: CloudWatchLogsClient,
  { pattern }: LiveTailRequest,
  groupOf: ReadonlyMap<string, string>,
  signal: AbortSignal,
): AsyncGenerator<LiveUpdate> {
  const { responseStream } = await client.send(
    new StartLiveTailCommand({
      logGroupIdentifiers: [...groupOf.keys()],
      ...known({ logEventFilterPattern: pattern }),
    }),
    { abortSignal: signal },
  );
  const stream = responseStream?.[Symbol.asyncIterator]();
  if (stream === undefined) return;
  const closed = closing(signal);
  try {
    for (;;) {
      const next = await Promise.race([stream.next(), closed.promise]);
      if (next === undefined || next.done === true) return;
      const update = readUpdate(next.value, groupOf);
      if (update !== undefined) yield update;
    }
  } finally {
    closed.forget();
  }
}

function readUpdate(
  message: StartLiveTailResponseStream,
  groupOf: ReadonlyMap<string, string>,
): LiveUpdate | undefined {
  if (message.sessionStart !== undefined)
    return { kind: "started", groups: [...groupOf.values()] };
  const update = message.sessionUpdate;
  if (update === undefined) return undefined;
  return {
    kind: "events",
    sampled: update.sessionMetadata?.sampled ?? false,
    events: (update.sessionResults ?? []).flatMap((event) => {
      const group = nameOf(event.logGroupIdentifier ?? "", groupOf);
      const { timestamp, ingestionTime } = event;
      if (group === undefined || timestamp === undefined) return [];
      return [
        {
          group,
          stream: event.logStreamName ?? "",
          timestamp,
          ingestedAt: ingestionTime ?? timestamp,
          message: event.message ?? "",
        },
      ];
    }),
  };
}

/** Documented as "name or ARN"; an account id and a name are seen too. */
function nameOf(
  identifier: string,
  groupOf: ReadonlyMap<string, string>,
): string | undefined {
  return (
    groupOf.get(identifier) ??
    [...groupOf.values()].find(
      (name) => identifier === name || identifier.endsWith(`:${name}`),
    )
  );
}

/** Resolves when `signal` aborts: an open event stream does not end by that on its own. */
function closing(signal: AbortSignal): {
  readonly promise: Promise<undefined>;
  readonly forget: () => void;
} {
  let close = (): void => undefined;
  const promise = new Promise<undefined>((resolve) => {
    close = () => {
      resolve(undefined);
    };
    if (signal.aborted) close();
    signal.addEventListener("abort", close, { once: true });
  });
  return {
    promise,
    forget: () => {
      signal.removeEventListener("abort", close);
    },
  };
}
