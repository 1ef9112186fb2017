/**
 * Log groups, streams and events of the pretended CloudWatch Logs. An event becomes visible when it is ingested, which
 * may be later than it was written: the delay can be set per group or stream. Invariant: event ids are unique and never
 * change; within a stream, events are kept in the order in which they came.
 */
import { randomUUID } from "node:crypto";
import { createLiveService, type LiveService } from "./live-tail.ts";

export interface StoredEvent {
  /** Order of arrival, unique in the store. */
  readonly sequence: number;
  readonly id: string;
  readonly stream: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
}

export interface StoredStream {
  readonly name: string;
  readonly created: number;
  readonly events: StoredEvent[];
}

export interface StoredGroup {
  readonly name: string;
  readonly created: number;
  readonly logClass: LogClass;
  readonly streams: Map<string, StoredStream>;
}

export type LogClass = "STANDARD" | "INFREQUENT_ACCESS";

export interface NewEvent {
  readonly group: string;
  readonly stream: string;
  readonly message: string;
  /** Milliseconds since the epoch; now when absent. */
  readonly timestamp?: number;
  /** Milliseconds until it can be read; else the delay set for the stream. */
  readonly delayMs?: number;
}

export interface LogStore {
  readonly groups: ReadonlyMap<string, StoredGroup>;
  /** Live Tail sessions over these groups. */
  readonly live: LiveService;
  /** An empty group; nothing happens to one that exists. */
  createGroup(name: string, logClass?: LogClass): StoredGroup;
  /** Creates the group and the stream that it names. */
  append(event: NewEvent): StoredEvent;
  /** For a whole group when `stream` is absent. */
  setDelay(group: string, stream: string | undefined, delayMs: number): void;
  /** Events that can be read by now, oldest first. */
  readable(group: StoredGroup): StoredEvent[];
}

export function createLogStore(): LogStore {
  const groups = new Map<string, StoredGroup>();
  const delays = new Map<string, number>();
  let sequence = 0;
  const delayKey = (group: string, stream = ""): string =>
    JSON.stringify([group, stream]);

  const createGroup = (
    name: string,
    logClass: LogClass = "STANDARD",
  ): StoredGroup => {
    const group = groups.get(name) ?? {
      name,
      created: Date.now(),
      logClass,
      streams: new Map(),
    };
    groups.set(name, group);
    return group;
  };
  return {
    groups,
    live: createLiveService(),
    createGroup,
    append({ group: groupName, stream: streamName, ...event }) {
      const now = Date.now();
      const group = createGroup(groupName);
      let stream = group.streams.get(streamName);
      if (stream === undefined) {
        stream = { name: streamName, created: now, events: [] };
        group.streams.set(streamName, stream);
      }
      const delay =
        event.delayMs ??
        delays.get(delayKey(groupName, streamName)) ??
        delays.get(delayKey(groupName)) ??
        0;
      const timestamp = event.timestamp ?? now;
      sequence += 1;
      const stored: StoredEvent = {
        sequence,
        id: eventId(timestamp, sequence),
        stream: streamName,
        timestamp,
        ingestionTime: now + delay,
        message: event.message,
      };
      stream.events.push(stored);
      return stored;
    },
    setDelay(group, stream, delayMs) {
      delays.set(delayKey(group, stream), delayMs);
    },
    readable(group) {
      const now = Date.now();
      return [...group.streams.values()]
        .flatMap(({ events }) => events)
        .filter(({ ingestionTime }) => ingestionTime <= now)
        .sort(byTime);
    },
  };
}

/** The order in which events are read: by their time, then as they came. */
export function byTime(
  a: Pick<StoredEvent, "timestamp" | "sequence">,
  b: Pick<StoredEvent, "timestamp" | "sequence">,
): number {
  return a.timestamp - b.timestamp || a.sequence - b.sequence;
}

/** A stream's name as Lambda makes it: day, version, 32 hex digits. */
export function newStreamName(now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll("-", "/");
  return `${day}/[$LATEST]${randomUUID().replaceAll("-", "")}`;
}

/** 56 digits, as CloudWatch Logs has them; larger for later events. */
function eventId(timestamp: number, sequence: number): string {
  return `3${String(timestamp).padStart(15, "0")}${String(sequence).padStart(40, "0")}`;
}
