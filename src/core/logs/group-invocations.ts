/**
 * Lines to the invocations they belong to: by request id where a line names one, else by what its stream is running.
 * Incremental, for tails that never end. Invariant: every line comes out at once with its invocation, in whatever order
 * lines come in; what is remembered is bounded whatever the length of the run.
 */
import type { Invocation } from "./invocation.ts";
import {
  beginWith,
  failureOf,
  settle,
  take,
  type Live,
} from "./live-invocation.ts";
import { requestIdOf, type LogLine } from "./log-line.ts";
import type { TailLine } from "./merge.ts";
import { parseLine } from "./parse-line.ts";

/** A line, what it says, and the run it belongs to: undefined where nothing tells, as in logs of no function. */
export interface GroupedLine extends TailLine {
  readonly line: LogLine;
  readonly invocation: Invocation | undefined;
  /** The type of the error that ended the run, on the line that is the first to tell of it. */
  readonly failure: string | undefined;
}

export interface Grouping {
  readonly add: (line: TailLine) => GroupedLine;
}

/** Streams, and invocations of each, that a line without or with a late request id is still matched to. */
const rememberedStreams = 500;
const rememberedInvocations = 32;

interface Stream {
  readonly key: string;
  /** What the stream ran last, or runs. */
  current: Live | undefined;
  /** Oldest first. */
  readonly known: Live[];
}

export function createGrouping(): Grouping {
  const streams = new Map<string, Stream>();
  let serial = 0;

  const streamOf = (key: string): Stream => {
    const found = streams.get(key);
    if (found !== undefined) return found;
    const stream: Stream = { key, current: undefined, known: [] };
    keep(stream);
    return stream;
  };
  /** The streams that began nothing for the longest time are forgotten first. */
  const keep = (stream: Stream): void => {
    streams.delete(stream.key);
    streams.set(stream.key, stream);
    if (streams.size <= rememberedStreams) return;
    for (const oldest of streams.keys()) {
      streams.delete(oldest);
      break;
    }
  };
  const begin = (stream: Stream, tail: TailLine, line: LogLine): Live => {
    serial += 1;
    const live = beginWith(line, tail, serial);
    keep(stream);
    stream.known.push(live);
    if (stream.known.length > rememberedInvocations) stream.known.shift();
    return live;
  };

  /** The run that `line` belongs to; begins one where the line says that there is a new one. */
  const place = (
    stream: Stream,
    tail: TailLine,
    line: LogLine,
  ): Live | undefined => {
    const id = requestIdOf(line);
    if (id !== undefined) {
      const known = stream.known.findLast(({ requestId }) => requestId === id);
      if (known !== undefined) return known;
      const { current } = stream;
      // The environment was started for this request.
      if (current?.state === "running" && current.requestId === undefined) {
        current.requestId = id;
        return current;
      }
      return follow(stream, begin(stream, tail, line));
    }
    if (line.kind === "init-start" && isNews(stream, tail))
      return follow(stream, begin(stream, tail, line));
    return isNews(stream, tail)
      ? stream.current
      : (stream.known.findLast((live) => live.begin <= tail.event.timestamp) ??
          stream.current);
  };

  return {
    add: (tail) => {
      const line = parseLine(tail.event.message);
      const stream = streamOf(`${tail.group}\n${tail.event.stream}`);
      const live = place(stream, tail, line);
      const failure = failureOf(line);
      const isFirst = live?.errorType === undefined;
      if (live !== undefined) take(live, tail.event.timestamp, line, failure);
      return {
        group: tail.group,
        event: tail.event,
        late: tail.late,
        line,
        invocation: live,
        failure: isFirst ? failure : undefined,
      };
    },
  };
}

/** Whether the line is of what the stream runs now, and not of an earlier run whose line came late. */
function isNews({ current }: Stream, { event }: TailLine): boolean {
  return current === undefined || event.timestamp >= current.begin;
}

/** `next` is what the stream runs from here on, unless it is older than what it already runs. */
function follow(stream: Stream, next: Live): Live {
  const { current } = stream;
  if (current !== undefined && next.begin < current.begin) {
    settle(next, "unfinished");
    return next;
  }
  if (current !== undefined) settle(current, "unfinished");
  stream.current = next;
  return next;
}

/** An invocation with all its lines, in the order given. */
export interface InvocationLog {
  readonly invocation: Invocation;
  readonly lines: readonly GroupedLine[];
}

/** For what was read whole: every invocation with its lines, by the time it began; and the lines of none. */
export function groupInvocations(lines: Iterable<TailLine>): {
  readonly invocations: readonly InvocationLog[];
  readonly outside: readonly GroupedLine[];
} {
  const grouping = createGrouping();
  const logs = new Map<Invocation, GroupedLine[]>();
  const outside: GroupedLine[] = [];
  for (const each of lines) {
    const line = grouping.add(each);
    if (line.invocation === undefined) {
      outside.push(line);
      continue;
    }
    const log = logs.get(line.invocation);
    if (log === undefined) logs.set(line.invocation, [line]);
    else log.push(line);
  }
  return {
    invocations: [...logs]
      .map(([invocation, own]) => ({ invocation, lines: own }))
      .sort((a, b) => a.invocation.begin - b.invocation.begin),
    outside,
  };
}
