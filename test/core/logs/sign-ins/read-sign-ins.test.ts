/** Reading the logs of a pool for its sign-ins: all groups, some of which are missing, refused or endless. */
import { expect, test } from "vitest";
import { createPace } from "../../../../src/core/logs/pace.ts";
import { readSignIns } from "../../../../src/core/logs/sign-ins/read-sign-ins.ts";
import type { LogEvent, Logs } from "../../../../src/core/ports/logs.ts";
import { PortError } from "../../../../src/core/ports/port-error.ts";
import { contractsOfConfigKey } from "../../../../src/core/triggers/contracts.ts";
import { event, groupOf, linesOf, noon } from "./pretended-runs.ts";

const clock = { now: () => noon, sleep: () => Promise.resolve() };
const stretch = { startTime: noon - 1_000, endTime: noon + 60_000 };
const denied = new PortError("access-denied", "AWS refused it.", "Ask.");
const missing = new PortError("not-found", "It does not exist.", "Wait.");

/** Log groups of triggers: their events, page by page, or why they cannot be read. */
function logsOf(
  groups: Readonly<Record<string, readonly LogEvent[][] | PortError>>,
): Logs {
  return {
    fetchEvents: ({ group, next }) => {
      const found = groups[group.replace("/aws/lambda/", "")] ?? missing;
      if (found instanceof PortError) return Promise.reject(found);
      const page = Number(next ?? 0);
      return Promise.resolve({
        items: found[page] ?? [],
        ...(page + 1 < found.length ? { next: String(page + 1) } : {}),
      });
    },
  };
}

const read = (
  groups: Readonly<Record<string, readonly LogEvent[][] | PortError>>,
  progress: (lines: number) => void = () => undefined,
) => {
  let now = 0;
  // Time goes on with each look at it, so that nobody waits.
  const pace = createPace({ ...clock, now: () => (now += 60_000) }, () => 0);
  return readSignIns(
    Object.keys(groups).map((trigger) => ({
      group: groupOf(trigger),
      name: trigger,
      functionName: trigger,
      triggers: contractsOfConfigKey(trigger).map(({ id }) => id),
    })),
    stretch,
    { logs: logsOf(groups), pace, signal: new AbortController().signal },
    progress,
  );
};

const eventsOf = (trigger: string, at: number, source: string, index = at) =>
  linesOf({ trigger, at, says: event(source, "ana") }, index).map(
    (line) => line.event,
  );
const pre = eventsOf(
  "PreAuthentication",
  0,
  "PreAuthentication_Authentication",
);
const token = eventsOf(
  "PreTokenGeneration",
  100,
  "TokenGeneration_Authentication",
);

test("pages of several groups become one story, and progress is told", async () => {
  const told: number[] = [];
  const found = await read(
    {
      PreAuthentication: [pre.slice(0, 2), [], pre.slice(2)],
      PreTokenGeneration: [token],
    },
    (lines) => told.push(lines),
  );
  expect(
    found.attempts.map(({ runs }) => runs.map(({ run }) => run.trigger)),
  ).toEqual([["PreAuthentication", "PreTokenGeneration"]]);
  expect(found.lines).toBe(pre.length + token.length);
  expect(told.at(-1)).toBe(found.lines);
  expect(found.problems).toEqual([]);
});

test("a trigger that never ran is no problem, a group that is refused is told", async () => {
  const found = await read({
    PreAuthentication: [pre],
    PostAuthentication: missing,
    PreTokenGeneration: denied,
  });
  expect(found.attempts).toHaveLength(1);
  expect(found.problems).toEqual(["AWS refused it. Ask."]);
});

test("where nothing may be read at all it fails; where nothing ran there is nothing", async () => {
  await expect(
    read({ PreAuthentication: denied, PreTokenGeneration: denied }),
  ).rejects.toBe(denied);
  await expect(read({ PreAuthentication: missing })).resolves.toMatchObject({
    attempts: [],
    problems: [],
  });
});

test("what other functions write into the same group is left out", async () => {
  const stranger = token.map((each) => ({
    ...each,
    stream: each.stream.replace("[", "another-function["),
  }));
  const found = await read({ PreAuthentication: [[...pre, ...stranger]] });
  expect(found.lines).toBe(pre.length);
  expect(found.attempts).toMatchObject([{ runs: [{ certainty: "named" }] }]);
});

test("too much is cut, and said to be", async () => {
  const pages = Array.from({ length: 40 }, (_page, page) =>
    Array.from({ length: 200 }, (_run, index) =>
      eventsOf(
        "PreAuthentication",
        (page * 200 + index) * 100,
        "PreAuthentication_Authentication",
      ),
    ).flat(),
  );
  const found = await read({ PreAuthentication: pages });
  expect(found.lines).toBeLessThan(21_000);
  expect(found.problems.join()).toMatch(/more than 20000 lines/);
});
