/**
 * The tail over the wire: the real engine, the real SDK and the local stack, with each fault that there is, and the
 * events counted at the end. The engine's clock runs eight times as fast as the stack's, so that a test is short.
 */
import { expect, test } from "vitest";
import { systemClock } from "../../src/aws/clock.ts";
import { createLiveTail } from "../../src/aws/live-tail.ts";
import { createLogs } from "../../src/aws/logs.ts";
import { createPace } from "../../src/core/logs/pace.ts";
import { createPauseSwitch } from "../../src/core/logs/pause-switch.ts";
import { tailLogs } from "../../src/core/logs/tail.ts";
import type { Clock } from "../../src/core/ports/clock.ts";
import type { LiveTrouble } from "../stack/logs/live-tail.ts";
import { startStack, type Stack } from "../stack/stack.ts";

const group = "/aws/lambda/pre-sign-up";
const speed = 8;

const fastClock = (): Clock => {
  const began = Date.now();
  return {
    now: () => began + (Date.now() - began) * speed,
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  };
};

/** Gives up after half a minute: what is checked then fails. */
async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 1_500 && !condition(); n += 1)
    await systemClock.sleep(20);
}

interface Tail {
  readonly stack: Stack;
  readonly pause: ReturnType<typeof createPauseSwitch>;
  readonly printed: readonly string[];
  readonly states: ReadonlySet<string>;
  /** So many events, over so many milliseconds of the stack's time. */
  readonly write: (
    count: number,
    overMs: number,
    options?: { readonly delayMs?: number; readonly skewMs?: number },
  ) => Promise<void>;
  /** All that was written is there, once each. */
  readonly check: () => Promise<void>;
}

/** Runs `story` beside a tail and counts. */
async function tailing(
  story: (tail: Tail) => Promise<void>,
  options: { readonly live?: boolean; readonly empty?: boolean } = {},
): Promise<void> {
  const stack = await startStack({ workspace: false, populated: false });
  stack.logs.live.everyMs = 50;
  const connection = { region: stack.region, endpoint: stack.url };
  const limits = { connectMs: 5_000, requestMs: 5_000, attempts: 1 };
  const clock = fastClock();
  const pause = createPauseSwitch();
  const stop = new AbortController();
  const printed: string[] = [];
  const written: string[] = [];
  const states = new Set<string>();
  const append = (delayMs = 0, skewMs = 0): void => {
    const message = `event ${String(written.length)}`;
    written.push(message);
    const stream = `stream ${String(written.length % 20)}`;
    const timestamp = Date.now() + skewMs;
    stack.logs.append({ group, stream, message, delayMs, timestamp });
  };
  if (options.empty !== true) append();
  const done = tailLogs(
    { groups: [group], startTime: Date.now() - 60_000, pollMs: () => 2_000 },
    {
      logs: createLogs(connection, limits),
      clock,
      pace: createPace(clock, () => 0.5),
      pause,
      random: () => 0.5,
      signal: stop.signal,
      ...(options.live === true
        ? { live: createLiveTail(connection, limits) }
        : {}),
    },
    {
      lines: (lines) => {
        printed.push(...lines.map(({ event }) => event.message));
      },
      state: (_, { kind }) => states.add(kind),
      live: ({ kind }) => states.add(`live ${kind}`),
    },
  );
  try {
    await story({
      stack,
      pause,
      printed,
      states,
      write: async (count, overMs, { delayMs, skewMs } = {}) => {
        for (let n = 0; n < count; n += 1) {
          append(delayMs, skewMs);
          // Four to a millisecond, then a pause.
          if (n % 4 === 3) await systemClock.sleep((4 * overMs) / count);
        }
      },
      check: async () => {
        await until(() => new Set(printed).size === written.length);
        await systemClock.sleep(600); // Time for a doubled one to show itself.
        expect([...printed].sort()).toEqual([...written].sort());
      },
    });
  } finally {
    stop.abort();
    await done;
    await stack.stop();
  }
}

const patience = 60_000;

test.concurrent.each([
  ["throttling", "throttle", "throttled"],
  ["connections that are dropped", "drop", "paused"],
  ["a proxy's page in place of an answer", "html", "paused"],
  ["credentials that expire and are renewed", "expired-token", "paused"],
  ["a permission that is taken and given back", "access-denied", "paused"],
  ["answers that take their time", "slow", "tailing"],
] as const)(
  "%s: every event once",
  (_, kind, state) =>
    tailing(async ({ stack, write, check, states }) => {
      await write(40, 200);
      stack.faults.add({ target: "logs", kind, delayMs: 300 });
      await write(80, 500);
      await until(() => states.has(state));
      stack.faults.clear();
      await write(40, 200);
      await check();
    }),
  patience,
);

test.concurrent(
  "events that arrive late, of clocks that differ, over many pages: every event once",
  () =>
    tailing(async ({ write, check }) => {
      await Promise.all([
        write(160, 800),
        write(40, 800, { delayMs: 1_500 }),
        write(40, 800, { skewMs: 60_000 }),
        write(40, 800, { skewMs: -40_000 }),
      ]);
      await check();
    }),
  patience,
);

test.concurrent(
  "a group that appears after a while: every event once",
  () =>
    tailing(
      async ({ write, check, states }) => {
        await until(() => states.has("waiting"));
        await write(40, 300);
        await check();
      },
      { empty: true },
    ),
  patience,
);

test.concurrent(
  "a tail that is held: nothing meanwhile, every event once afterwards",
  () =>
    tailing(async ({ write, check, pause, printed }) => {
      await write(40, 300);
      pause.pause();
      await systemClock.sleep(300);
      const { length } = printed;
      await write(80, 600);
      expect(printed).toHaveLength(length);
      pause.resume();
      await check();
    }),
  patience,
);

test.concurrent.each<[string, LiveTrouble]>([
  ["ends after its three hours", "timeout"],
  ["fails inside", "error"],
  ["loses its connection", "drop"],
  ["goes silent", "silence"],
])(
  "a Live Tail session that %s: every event once",
  (_, trouble) =>
    tailing(
      async ({ stack, write, check, states }) => {
        await until(() => states.has("live live"));
        await write(40, 300);
        for (const session of stack.logs.live.sessions) session.suffer(trouble);
        await write(80, 800);
        await check();
      },
      { live: true },
    ),
  patience,
);

test.concurrent(
  "more than Live Tail gives: every event once",
  () =>
    tailing(
      async ({ stack, write, check, states }) => {
        stack.logs.live.most = 5;
        await until(() => states.has("live live"));
        await write(200, 500);
        await check();
        expect(states).toContain("live sampled");
      },
      { live: true },
    ),
  patience,
);
