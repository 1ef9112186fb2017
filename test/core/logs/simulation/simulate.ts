/** Runs a scenario with each reader in turn and counts what each lost and repeated. */
import { createPace } from "../../../../src/core/logs/pace.ts";
import { tailLogs } from "../../../../src/core/logs/tail.ts";
import { createPretendedLive } from "../pretended-live.ts";
import { createRandom } from "../pretended-logs.ts";
import { minute, second, start } from "../run-tail.ts";
import { createVirtualClock, type VirtualClock } from "../virtual-clock.ts";
import {
  createWorld,
  groups,
  scenarios,
  watchedFor,
  type Scenario,
  type World,
} from "./scenarios.ts";
import { awsLogsTail, samLogsTail, sawWatch, type Tailer } from "./tailers.ts";

export interface Count {
  readonly written: number;
  readonly lost: number;
  readonly repeated: number;
  /** True when it ended with an error. */
  readonly stopped: boolean;
}

interface Reading {
  readonly world: World;
  readonly clock: VirtualClock;
  readonly startTime: number;
  readonly signal: AbortSignal;
  readonly print: (message: string) => void;
}

type Reader = (reading: Reading) => Promise<void>;

/** Four minutes back, for the functions whose clocks run late. */
const backfill = 4 * minute;

const ours =
  (live: boolean): Reader =>
  ({ world, clock, startTime, signal, print }) => {
    const random = createRandom(3);
    return tailLogs(
      { groups, startTime, pollMs: () => 2 * second },
      {
        logs: world.logs,
        clock,
        pace: createPace(clock, random),
        random,
        signal,
        ...(live ? { live: createPretendedLive(clock, world.byGroup) } : {}),
      },
      {
        lines: (lines) => {
          for (const { event } of lines) print(event.message);
        },
        state: () => undefined,
      },
    );
  };

const theirs =
  (tailer: Tailer): Reader =>
  async ({ world, clock, startTime, signal, print }) => {
    await Promise.all(
      groups.map((group) =>
        tailer({
          group,
          startTime,
          logs: world.logs,
          clock,
          signal,
          print: ({ message }) => {
            print(message);
          },
        }),
      ),
    );
  };

export const readers = {
  "Cognito Debugger": ours(false),
  "with Live Tail": ours(true),
  "`aws logs tail`": theirs(awsLogsTail),
  "`sam logs`": theirs(samLogsTail),
  "`saw watch`": theirs(sawWatch),
} as const satisfies Readonly<Record<string, Reader>>;

export type ReaderName = keyof typeof readers;

export async function simulate(
  scenario: Scenario,
  name: ReaderName,
): Promise<Count> {
  const clock = createVirtualClock(start);
  const world = createWorld(scenario, clock);
  const printed = new Map<string, number>();
  const stopping = new AbortController();
  let stopped = false;
  const reading = readers[name]({
    world,
    clock,
    startTime: start - backfill,
    signal: stopping.signal,
    print: (message) => {
      printed.set(message, (printed.get(message) ?? 0) + 1);
    },
  }).catch(() => {
    stopped = true;
  });
  await clock.runUntil(start + watchedFor);
  stopping.abort();
  await reading;
  const { messages } = world;
  return {
    written: messages.length,
    lost: messages.filter((message) => !printed.has(message)).length,
    repeated: messages
      .map((message) => Math.max(0, (printed.get(message) ?? 0) - 1))
      .reduce((sum, times) => sum + times, 0),
    stopped,
  };
}

/** The table of the README: in each cell, what was lost and what came twice. */
export async function printTable(): Promise<string> {
  const names = Object.keys(readers) as ReaderName[];
  const rows = [
    ["", ...names],
    ["---", ...names.map(() => "---")],
  ];
  for (const scenario of scenarios) {
    const cells = [];
    for (const name of names) cells.push(cell(await simulate(scenario, name)));
    rows.push([scenario.name, ...cells]);
  }
  return rows.map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function cell({ lost, repeated, stopped }: Count): string {
  const counts = [
    `${lost.toLocaleString("en")} lost`,
    ...(repeated > 0 ? [`${repeated.toLocaleString("en")} twice`] : []),
    ...(stopped ? ["stopped"] : []),
  ];
  return lost === 0 && repeated === 0 && !stopped ? "0" : counts.join(", ");
}
