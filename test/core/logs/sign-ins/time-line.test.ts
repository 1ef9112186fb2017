/** The time line of an attempt: to scale where something ran, short where a person was waited for, and all of it as text. */
import { describe, expect, test } from "vitest";
import type { TrailEvent } from "../../../../src/core/ports/trail.ts";
import { correlate } from "../../../../src/core/logs/sign-ins/correlate.ts";
import { matchTrail } from "../../../../src/core/logs/sign-ins/match-trail.ts";
import {
  drawTimeLine,
  type TimeLine,
} from "../../../../src/core/logs/sign-ins/time-line.ts";
import { createTimeScale } from "../../../../src/core/logs/sign-ins/time-scale.ts";
import {
  event,
  logsOf,
  noon,
  triggersOf,
  type PretendedRun,
} from "./pretended-runs.ts";

const sub = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
const client = "3n4b5c6d7e8f9g0h1i2j3k4l5m";
const says = (source: string, name = "ana@example.com"): string =>
  event(source, name, { userAttributes: { sub }, session: [] });

const slowSignIn: readonly PretendedRun[] = [
  {
    trigger: "DefineAuthChallenge",
    at: 0,
    initMs: 180,
    says: says("DefineAuthChallenge_Authentication"),
  },
  {
    trigger: "CreateAuthChallenge",
    at: 260,
    ms: 4_400,
    says: says("CreateAuthChallenge_Authentication"),
  },
  { trigger: "VerifyAuthChallengeResponse", at: 48_000 },
];

const attemptsOf = (runs: readonly PretendedRun[]) =>
  correlate(logsOf(runs), triggersOf).attempts;
function draw(
  runs: readonly PretendedRun[],
  events?: readonly TrailEvent[],
): TimeLine {
  const attempts = attemptsOf(runs);
  const [attempt] = attempts;
  if (attempt === undefined) throw new Error("No attempt was found.");
  return drawTimeLine(attempt, {
    redaction: "all",
    ...(events === undefined
      ? {}
      : { trail: matchTrail(attempts, events).get(attempt) ?? [] }),
  });
}

describe("a custom sign-in with a slow trigger", () => {
  test("is titled by its user, without the address", () => {
    expect(draw(slowSignIn).title).toBe("Custom sign-in of a***@example.com");
    expect(JSON.stringify(draw(slowSignIn))).not.toContain("ana@");
  });

  test("has a lane per trigger, in the order of the flow", () => {
    const { lanes } = draw(slowSignIn);
    expect(
      lanes.map(({ name, bars }) => [
        name,
        bars.map(({ label, level, sure }) => [label, level, sure]),
      ]),
    ).toEqual([
      ["DefineAuthChallenge", [["200 ms", "good", true]]],
      ["CreateAuthChallenge", [["4.4 s", "slow", true]]],
      ["VerifyAuthChallengeResponse", [["20 ms", "good", false]]],
    ]);
  });

  test("draws where the five seconds end for the slow one alone, and the cold start of the first", () => {
    const bars = draw(slowSignIn).lanes.flatMap((lane) => lane.bars);
    expect(bars.map(({ limit }) => limit !== undefined)).toEqual([
      false,
      true,
      false,
    ]);
    const [define, create] = bars;
    expect(create?.limit).toBeGreaterThan(create?.right ?? 1);
    expect(define?.warmFrom).toBeGreaterThan(define?.left ?? 1);
    expect(define?.warmFrom).toBeLessThan(define?.right ?? 0);
  });

  test("draws the wait for the answer short, and says how long it was", () => {
    const { pauses } = draw(slowSignIn);
    expect(pauses.map(({ text }) => text)).toEqual(["43.3 s"]);
    const [pause] = pauses;
    expect((pause?.right ?? 1) - (pause?.left ?? 0)).toBeLessThan(0.3);
  });

  test("says in rows what it draws", () => {
    const rows = draw(slowSignIn).rows.map(
      ({ offset, what, detail, evidence }) =>
        `${offset} ${what}: ${detail}${evidence === "" ? "" : ` (${evidence})`}`,
    );
    expect(rows).toEqual([
      "0 ms DefineAuthChallenge: 200 ms of the 5 s that Cognito waits, cold start 180 ms of it (Its log names this user.)",
      "+260 ms CreateAuthChallenge: 4.4 s of the 5 s that Cognito waits: slow (Its log names this user.)",
      "+4.7 s Pause: 43.3 s until the user answered",
      "+48 s VerifyAuthChallengeResponse: 20 ms of the 5 s that Cognito waits (Its log names nobody; by its time and its place in the flow it probably belongs here.)",
    ]);
  });
});

describe("how it stands", () => {
  const through: readonly PretendedRun[] = [
    {
      trigger: "PreAuthentication",
      at: 0,
      says: says("PreAuthentication_Authentication"),
    },
    {
      trigger: "PreTokenGeneration",
      at: 100,
      says: says("TokenGeneration_Authentication"),
    },
  ];
  const [pre, token] = through as [PretendedRun, PretendedRun];
  test.each<[string, readonly PretendedRun[], string, RegExp]>([
    ["it came through", through, "good", /came as far as PreTokenGeneration/],
    [
      "a trigger failed",
      [{ ...pre, status: "error" }],
      "bad",
      /^PreAuthentication failed( with Error)?\.$/,
    ],
    [
      "the function's own timeout",
      [pre, { ...token, ms: 3_000, status: "timeout" }],
      "bad",
      /ended by the function's own timeout after 3 s/,
    ],
    [
      "Cognito gave up",
      [{ ...pre, ms: 5_600 }],
      "bad",
      /took 5\.6 s: Cognito gives up after 5 s/,
    ],
    [
      "slow, but through",
      [
        { ...pre, ms: 4_200 },
        { ...token, at: 4_300 },
      ],
      "slow",
      /PreTokenGeneration.*took 4\.2 s, close to/,
    ],
    [
      "no answer yet",
      slowSignIn
        .slice(0, 1)
        .concat({ ...slowSignIn[1], ms: 30 } as PretendedRun),
      "open",
      /challenge was not answered/,
    ],
  ])("%s", (_what, runs, level, text) => {
    const { standing } = draw(runs);
    expect(standing.level).toBe(level);
    expect(standing.text).toMatch(text);
  });
});

describe("CloudTrail", () => {
  const call = (more: Partial<TrailEvent>): TrailEvent => ({
    id: "1",
    name: "InitiateAuth",
    time: noon,
    clientId: client,
    ...more,
  });
  const lane = (events: readonly TrailEvent[]) =>
    draw(slowSignIn, events).trail?.bars.map(({ label, sure }) => [
      label,
      sure,
    ]);

  test("was not asked: there is no lane", () => {
    expect(draw(slowSignIn).trail).toBeUndefined();
  });
  test("a call with the user's sub is the user's", () => {
    expect(lane([call({ sub })])).toEqual([["InitiateAuth", true]]);
  });
  test("a call without one is so probably", () => {
    expect(lane([call({})])).toEqual([["InitiateAuth", false]]);
  });
  test.each<[string, Partial<TrailEvent>]>([
    ["of another user", { sub: sub.replace("0b", "ff") }],
    ["of another app client", { clientId: "another" }],
    ["a minute earlier", { time: noon - 60_000 }],
    ["that is no part of a sign-in", { name: "UpdateUserPool" }],
  ])("a call %s is not shown", (_which, more) => {
    expect(lane([call(more)])).toEqual([]);
  });
  test("what the record says is text, without secrets and control characters", () => {
    const { rows } = draw(slowSignIn, [
      call({
        sub,
        errorCode: "NotAuthorizedException",
        errorMessage: 'password="hunter2" \u001b[31m for ana@example.com',
      }),
    ]);
    const said = rows.find(({ what }) => what.startsWith("CloudTrail"))?.detail;
    expect(said).toContain("NotAuthorizedException");
    expect(said).not.toMatch(/hunter2|\u001b|ana@/);
  });
});

test("later is never further left, and every moment is on the line", () => {
  const scale = createTimeScale([
    { begin: 100, end: 120 },
    { begin: 110, end: 5_110 },
    { begin: 600_000, end: 600_000 },
    { begin: 600_500, end: 601_000 },
  ]);
  const times = [0, 100, 115, 120, 5_110, 300_000, 600_000, 600_700, 601_000];
  const places = [...times, 700_000].map(scale.place);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBe(0);
  expect(places.at(-1)).toBe(1);
});
