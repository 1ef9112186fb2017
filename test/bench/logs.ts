/**
 * `npm run bench:logs`: what the log engine loses beside others (a simulation), how many events of twenty streams it
 * merges, parses, groups and formats in a second on one core and in how much memory, and how long a host is held up
 * while 5,000 events a second come in through the SDK.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Worker } from "node:worker_threads";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import { createLogs } from "../../src/aws/logs.ts";
import { formatLine } from "../../src/core/logs/format.ts";
import { createGrouping } from "../../src/core/logs/group-invocations.ts";
import { createMerge } from "../../src/core/logs/merge.ts";
import { createPace } from "../../src/core/logs/pace.ts";
import { parseLine } from "../../src/core/logs/parse-line.ts";
import { redact } from "../../src/core/logs/redact.ts";
import { tailLogs } from "../../src/core/logs/tail.ts";
import { createTranscript } from "../../src/core/logs/transcript.ts";
import { systemClock } from "../../src/aws/clock.ts";
import { printTable } from "../core/logs/simulation/simulate.ts";
import { generateEvents, streamCount } from "./log-events.ts";

const total = 1_000_000;
const batch = 2_500;
const group = "/aws/lambda/pre-sign-up";
const begin = Date.UTC(2026, 10, 21, 9);

console.log("Lost and repeated, of about 4,000 events each:\n");
console.log(await printTable());
console.log(
  `\n${total.toLocaleString("en")} events of ${String(streamCount)} streams:`,
);
measureThroughput();
console.log(
  "\n5,000 events a second, through the SDK into a transcript, for 20 s:",
);
await measureHolding();

/**
 * Only what is measured is timed, making the events is not; in time of the processor, the garbage collector's included,
 * so that what else the machine does matters little.
 */
function measureThroughput(): void {
  const source = generateEvents(begin, 5_000);
  const merge = createMerge(1_000);
  const grouping = createGrouping();
  const format = { cognitoWaits: true, redaction: "all" } as const;
  /** Milliseconds for each part of the run. */
  const spent: number[] = [];
  let lines = 0;
  let characters = 0;
  const heap: number[] = [];
  for (let done = 0; done < total; done += batch) {
    const events = Array.from({ length: batch }, () => source.next().value);
    const now = events.at(-1)?.ingestedAt ?? begin;
    const started = process.cpuUsage();
    for (const event of events) merge.add(group, event, now);
    for (const line of merge.release(done + batch < total ? now : Infinity)) {
      characters += formatLine(grouping.add(line), format)?.text.length ?? 0;
      lines += 1;
    }
    const { user, system } = process.cpuUsage(started);
    const part = Math.floor(done / 100_000);
    spent[part] = (spent[part] ?? 0) + (user + system) / 1_000;
    if (done % 100_000 === 0) heap.push(usedHeap());
  }
  const [, settled = 0, ...later] = heap;
  const perSecond = (ms: number): string =>
    Math.round((100_000 / ms) * 1_000).toLocaleString("en");
  const sorted = spent.toSorted((a, b) => a - b);
  console.table({
    "events out": lines.toLocaleString("en"),
    "events per second, in the middle": perSecond(
      sorted[sorted.length >> 1] ?? NaN,
    ),
    "events per second, at best": perSecond(sorted[0] ?? NaN),
    "characters shown": characters.toLocaleString("en"),
    "heap after 100,000 (MB)": settled.toFixed(1),
    "most heap after that (MB)": Math.max(...later).toFixed(1),
  });
  console.table(shares());
}

/** Where the time goes, in microseconds for each event. */
function shares(): Readonly<Record<string, string>> {
  const source = generateEvents(begin, 5_000);
  const events = Array.from({ length: 100_000 }, () => source.next().value);
  const each = (run: () => void): string => {
    run();
    const started = performance.now();
    run();
    return `${(((performance.now() - started) * 1_000) / events.length).toFixed(2)} µs`;
  };
  return {
    merge: each(() => {
      const merge = createMerge(1_000);
      for (const [n, event] of events.entries()) {
        merge.add(group, event, event.timestamp);
        if (n % batch === 0) merge.release(event.timestamp);
      }
      merge.release(Infinity);
    }),
    parse: each(() => {
      for (const { message } of events) parseLine(message);
    }),
    "parse and group": each(() => {
      const grouping = createGrouping();
      for (const event of events) grouping.add({ group, event, late: false });
    }),
    redact: each(() => {
      for (const { message } of events) redact(message, "all");
    }),
  };
}

/** What a reader of the editor would feel: how late timers fire while the tail works. */
async function measureHolding(): Promise<void> {
  const server = new Worker(new URL("log-server.ts", import.meta.url), {
    workerData: 5_000,
  });
  const port = await new Promise<number>((resolve) => {
    server.once("message", resolve);
  });
  const endpoint = `http://127.0.0.1:${String(port)}`;
  const stop = new AbortController();
  const transcript = createTranscript(
    {
      cognitoWaits: () => true,
      label: () => undefined,
      notes: () => [],
    },
    { filter: {}, redaction: "all" },
  );
  let lines = 0;
  let newest = 0;
  let characters = 0;
  const tail = tailLogs(
    { groups: [group], startTime: Date.now(), pollMs: () => 2_000 },
    {
      logs: createLogs({ region: "eu-central-1", endpoint }),
      clock: systemClock,
      pace: createPace(systemClock, Math.random),
      random: Math.random,
      signal: stop.signal,
    },
    {
      lines: (batch) => {
        lines += batch.length;
        newest = Math.max(newest, ...batch.map((line) => line.event.timestamp));
        characters += transcript.add(batch).text.length;
      },
      state: () => undefined,
    },
  );
  // What is loaded and compiled at first is not the tail's work.
  await systemClock.sleep(5_000);
  const before = lines;
  const stretches = watchStretches();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  await systemClock.sleep(20_000);
  delays.disable();
  const busy = stretches.stop();
  const shown = lines - before;
  const behind = Date.now() - newest;
  stop.abort();
  await tail;
  await server.terminate();
  const ms = (nanoseconds: number): string => (nanoseconds / 1e6).toFixed(1);
  console.table({
    "lines shown in a second": Math.round(shown / 20).toLocaleString("en"),
    "behind at the end (s)": (behind / 1_000).toFixed(1),
    "characters handed to the editor": characters.toLocaleString("en"),
    "at a stretch, 99.9 % (ms of this thread)": at(busy, 0.999),
    "at a stretch, longest (ms of this thread)": at(busy, 1),
    "timers late, 99.9 % (ms, with all else that runs)": ms(
      delays.percentile(99.9),
    ),
    "timers late, longest (ms, with all else that runs)": ms(delays.max),
  });
}

/**
 * How much this thread works between two turns of a timer, in milliseconds of the processor: what holds up whoever
 * shares the thread, however busy the rest of the machine is.
 */
function watchStretches(): { readonly stop: () => readonly number[] } {
  const stretches: number[] = [];
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    before = process.threadCpuUsage();
    stretches.push((user + system) / 1_000);
  }, 1);
  return {
    stop: () => {
      clearInterval(timer);
      return stretches.toSorted((a, b) => a - b);
    },
  };
}

function at(sorted: readonly number[], share: number): string {
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return (sorted[index] ?? NaN).toFixed(1);
}

function usedHeap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed / 1e6;
}
