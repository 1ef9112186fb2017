/**
 * Reading CloudWatch Logs. A call of FilterLogEvents looks at a limited number of events, so that it may find none and
 * still have a `nextToken`, as the service does on large groups.
 */
import type {
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse,
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse,
  FilterLogEventsRequest,
  FilterLogEventsResponse,
  GetLogEventsRequest,
  GetLogEventsResponse,
} from "@aws-sdk/client-cloudwatch-logs";
import { AwsError, invalidParameter, notFound } from "../aws-error.ts";
import { pageOf } from "../page.ts";
import type { Account, Operation, Operations } from "../state.ts";
import { compilePattern } from "./filter-pattern.ts";
import { startLiveTail } from "./live-tail.ts";
import { byTime, type StoredEvent, type StoredGroup } from "./store.ts";

/** How many events one call of FilterLogEvents looks at. */
const eventsPerScan = 100;

const describeLogGroups: Operation<
  DescribeLogGroupsRequest,
  DescribeLogGroupsResponse
> = (input, { account }) => {
  const groups = [...account.logs.groups.values()]
    .filter(
      ({ name }) =>
        name.startsWith(input.logGroupNamePrefix ?? "") &&
        name.includes(input.logGroupNamePattern ?? ""),
    )
    .sort((a, b) => a.name.localeCompare(b.name));
  const page = pageOf(groups, {
    limit: input.limit,
    maximum: 50,
    token: input.nextToken,
  });
  return {
    logGroups: page.items.map((group) => ({
      logGroupName: group.name,
      creationTime: group.created,
      arn: `${groupArn(account, group)}:*`,
      logGroupArn: groupArn(account, group),
      metricFilterCount: 0,
      storedBytes: 0,
      logGroupClass: group.logClass,
    })),
    nextToken: page.next,
  };
};

const describeLogStreams: Operation<
  DescribeLogStreamsRequest,
  DescribeLogStreamsResponse
> = (input, { account }) => {
  const group = groupOf(account, input.logGroupName, input.logGroupIdentifier);
  const readable = account.logs.readable(group);
  const streams = [...group.streams.values()]
    .filter(({ name }) => name.startsWith(input.logStreamNamePrefix ?? ""))
    .map((stream) => {
      const events = readable.filter((event) => event.stream === stream.name);
      return {
        logStreamName: stream.name,
        creationTime: stream.created,
        arn: `${groupArn(account, group)}:log-stream:${stream.name}`,
        firstEventTimestamp: events[0]?.timestamp,
        lastEventTimestamp: events.at(-1)?.timestamp,
        lastIngestionTime: events.at(-1)?.ingestionTime,
        uploadSequenceToken: undefined,
        storedBytes: 0,
      };
    })
    .sort((a, b) =>
      input.orderBy === "LastEventTime"
        ? (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0)
        : a.logStreamName.localeCompare(b.logStreamName),
    );
  const page = pageOf(input.descending === true ? streams.reverse() : streams, {
    limit: input.limit,
    maximum: 50,
    token: input.nextToken,
  });
  return { logStreams: [...page.items], nextToken: page.next };
};

const filterLogEvents: Operation<
  FilterLogEventsRequest,
  FilterLogEventsResponse
> = (input, { account }) => {
  const group = groupOf(account, input.logGroupName, input.logGroupIdentifier);
  requireStandard(group, "FilterLogEvents");
  const matches = compilePattern(input.filterPattern);
  const after = readCursor(input.nextToken);
  const candidates = account.logs
    .readable(group)
    .filter(
      (event) =>
        inTime(event, input.startTime, input.endTime, true) &&
        (input.logStreamNames?.includes(event.stream) ?? true) &&
        event.stream.startsWith(input.logStreamNamePrefix ?? "") &&
        (after === undefined || byTime(after, event) < 0),
    );
  const limit = input.limit ?? 10_000;
  const found: StoredEvent[] = [];
  let looked = 0;
  for (const event of candidates.slice(0, eventsPerScan)) {
    if (found.length === limit) break;
    looked += 1;
    if (matches(event.message)) found.push(event);
  }
  const last = candidates[looked - 1];
  return {
    events: found.map((event) => ({
      logStreamName: event.stream,
      timestamp: event.timestamp,
      message: event.message,
      ingestionTime: event.ingestionTime,
      eventId: event.id,
    })),
    searchedLogStreams: [],
    nextToken:
      last !== undefined && looked < candidates.length
        ? writeCursor(last)
        : undefined,
  };
};

const getLogEvents: Operation<GetLogEventsRequest, GetLogEventsResponse> = (
  input,
  { account },
) => {
  const group = groupOf(account, input.logGroupName, input.logGroupIdentifier);
  requireStandard(group, "GetLogEvents");
  const name = input.logStreamName ?? "";
  if (!group.streams.has(name))
    throw notFound("The specified log stream does not exist.");
  const events = account.logs
    .readable(group)
    .filter(
      (event) =>
        event.stream === name &&
        inTime(event, input.startTime, input.endTime, false),
    );
  const limit = input.limit ?? 10_000;
  const token = /^([fb])\/(\d+)$/.exec(input.nextToken ?? "");
  if (input.nextToken !== undefined && token === null)
    throw invalidParameter("The specified nextToken is invalid.");
  const position = Number(token?.[2] ?? 0);
  const forward = token === null ? input.startFromHead : token[1] === "f";
  const start =
    forward === true
      ? position
      : Math.max(0, (token === null ? events.length : position) - limit);
  const end =
    forward === true || token === null
      ? Math.min(events.length, start + limit)
      : position;
  return {
    events: events
      .slice(start, end)
      .map(({ timestamp, message, ingestionTime }) => ({
        timestamp,
        message,
        ingestionTime,
      })),
    nextForwardToken: `f/${String(end)}`,
    nextBackwardToken: `b/${String(start)}`,
  };
};

export const logsOperations: Operations = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  FilterLogEvents: filterLogEvents,
  GetLogEvents: getLogEvents,
  StartLiveTail: startLiveTail,
};

function requireStandard(group: StoredGroup, operation: string): void {
  if (group.logClass !== "STANDARD")
    throw new AwsError(
      "InvalidOperationException",
      `The log group ${group.name} is of log-group-class ${group.logClass}. ${operation} is not supported for this log class.`,
    );
}

function groupOf(
  account: Account,
  name: string | undefined,
  identifier: string | undefined,
): StoredGroup {
  const wanted = name ?? identifier?.replace(/^.*:log-group:/, "");
  if (wanted === undefined)
    throw invalidParameter("A log group name or identifier is required.");
  const group = account.logs.groups.get(wanted);
  if (group === undefined)
    throw notFound("The specified log group does not exist.");
  return group;
}

function groupArn(account: Account, group: StoredGroup): string {
  return `arn:aws:logs:${account.region}:${account.accountId}:log-group:${group.name}`;
}

function inTime(
  { timestamp }: StoredEvent,
  start: number | undefined,
  end: number | undefined,
  endIncluded: boolean,
): boolean {
  if (start !== undefined && timestamp < start) return false;
  if (end === undefined) return true;
  return endIncluded ? timestamp <= end : timestamp < end;
}

type Cursor = Pick<StoredEvent, "timestamp" | "sequence">;

function writeCursor({ timestamp, sequence }: Cursor): string {
  return Buffer.from(`${String(timestamp)}:${String(sequence)}`).toString(
    "base64url",
  );
}

function readCursor(token: string | undefined): Cursor | undefined {
  if (token === undefined) return undefined;
  const match = /^(\d+):(\d+)$/.exec(
    Buffer.from(token, "base64url").toString(),
  );
  if (match === null)
    throw invalidParameter("The specified nextToken is invalid.");
  return { timestamp: Number(match[1]), sequence: Number(match[2]) };
}
