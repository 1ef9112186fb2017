/**
 * Tells the events of Live Tail and those of polling apart where both bring the same one. Live events carry no id, and
 * two equal lines may well be two events: they are counted, and a source is believed where it has brought one more than
 * was let through. Invariant: with either source complete, each event is let through exactly as often as it happened.
 */
import type { LogEvent } from "../ports/logs.ts";

export type SourcedEvent = Omit<LogEvent, "id">;

export interface TwinEvents {
  /** True when this event, new to the poller, is new to the reader too. */
  readonly addPolled: (event: SourcedEvent) => boolean;
  /** The same for an event of the live session with this number: no session repeats what it brought. */
  readonly addLive: (event: SourcedEvent, session: number) => boolean;
  readonly forgetBefore: (time: number) => void;
}

interface Count {
  readonly timestamp: number;
  passed: number;
  polled: number;
  live: number;
  session: number;
}

export function createTwinEvents(): TwinEvents {
  const counts = new Map<string, Count>();
  const countOf = (event: SourcedEvent): Count => {
    const { timestamp, stream, message } = event;
    const key = `${String(timestamp)} ${stream} ${digest(message)}`;
    const count = counts.get(key) ?? {
      timestamp,
      passed: 0,
      polled: 0,
      live: 0,
      session: 0,
    };
    counts.set(key, count);
    return count;
  };
  const pass = (count: Count, brought: number): boolean => {
    if (brought <= count.passed) return false;
    count.passed = brought;
    return true;
  };
  return {
    addPolled: (event) => {
      const count = countOf(event);
      count.polled += 1;
      return pass(count, count.polled);
    },
    addLive: (event, session) => {
      const count = countOf(event);
      count.live = count.session === session ? count.live + 1 : 1;
      count.session = session;
      return pass(count, count.live);
    },
    forgetBefore: (time) => {
      for (const [key, { timestamp }] of counts)
        if (timestamp < time) counts.delete(key);
    },
  };
}

/** Two independent 32-bit hashes of the text and its length, in place of a text that may have a quarter of a megabyte. */
function digest(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x2545f491;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 15);
  }
  return `${String(a)} ${String(b)} ${String(text.length)}`;
}
