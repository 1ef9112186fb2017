/**
 * When the last invocations began, so that a tail may start there. Looks back in growing steps, because a trigger may
 * have run a minute or a month ago. Invariant: asks CloudWatch for the lines that begin an invocation, and no others.
 */
import type { Clock } from "../ports/clock.ts";
import type { LogEvent } from "../ports/logs.ts";
import { PortError } from "../ports/port-error.ts";
import { readRange, type RangeEnvironment } from "./read-range.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const steps = [15 * minute, 3 * 60 * minute, day, 7 * day, 30 * day];

/**
 * The lines of both log formats, a cold start's first.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
 */
const pattern =
  '?INIT_START ?"START RequestId" ?"platform.initStart" ?"platform.start"';
const coldStart = /^INIT_START |"type":\s?"platform\.initStart"/;
const beginning = /^START RequestId|"type":\s?"platform\.start"/;

/**
 * Start time of the `count`-th last invocation over all `groups`, or of the first of fewer, in milliseconds since the
 * epoch; undefined where there was none in a month. Groups that do not exist have none. Rejects with a `PortError`.
 */
export async function findLastInvocations(
  groups: readonly string[],
  count: number,
  environment: RangeEnvironment & { readonly clock: Clock },
): Promise<number | undefined> {
  const now = environment.clock.now();
  let starts: readonly number[] = [];
  let endTime: number | undefined;
  for (const step of steps) {
    const startTime = now - step;
    const range =
      endTime === undefined ? { startTime } : { startTime, endTime };
    for (const group of groups) {
      const found = await startsOf({ group, ...range }, count, environment);
      starts = latest([...starts, ...found], count);
    }
    if (starts.length >= count || environment.signal.aborted) break;
    endTime = startTime - 1;
  }
  return starts[0];
}

async function startsOf(
  range: {
    readonly group: string;
    readonly startTime: number;
    readonly endTime?: number;
  },
  count: number,
  environment: RangeEnvironment,
): Promise<readonly number[]> {
  let starts: readonly number[] = [];
  const initialised = new Map<string, number>();
  try {
    for await (const events of readRange({ ...range, pattern }, environment)) {
      const found = [...events].sort((a, b) => a.timestamp - b.timestamp);
      starts = latest(
        [...starts, ...found.flatMap((event) => startOf(event, initialised))],
        count,
      );
    }
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== "not-found")
      throw error;
  }
  return starts;
}

/** None where the event begins no invocation. A cold start belongs to the invocation that follows it in its stream. */
function startOf(
  { message, stream, timestamp }: LogEvent,
  initialised: Map<string, number>,
): readonly number[] {
  if (coldStart.test(message)) initialised.set(stream, timestamp);
  if (!beginning.test(message)) return [];
  const start = initialised.get(stream) ?? timestamp;
  initialised.delete(stream);
  return [start];
}

function latest(times: readonly number[], count: number): readonly number[] {
  return [...times].sort((a, b) => a - b).slice(-count);
}
