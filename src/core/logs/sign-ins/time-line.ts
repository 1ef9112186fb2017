/**
 * An attempt as the page draws and reads it: a lane per trigger, one for CloudTrail, and the same as rows of text. Plain
 * data. Invariant: every text is plain and redacted; nothing that is drawn is missing in the rows.
 */
import { cognitoWaitsMs } from "../invocation.ts";
import { toPlainText } from "../plain-text.ts";
import { redact, type Redaction } from "../redact.ts";
import type { Attempt, AttemptRun } from "./attempt.ts";
import {
  durationText,
  kindOf,
  levelOf,
  standingOf,
  type Level,
  type Standing,
} from "./describe-attempt.ts";
import type { TrailMatch } from "./match-trail.ts";
import { detailOf, drawRows, idOfRun, type Row } from "./time-rows.ts";
import { createTimeScale, type Span, type TimeScale } from "./time-scale.ts";

export interface Bar {
  /** What to ask the extension for when it is chosen. */
  readonly id: string;
  /** Parts of the whole width, 0 to 1. */
  readonly left: number;
  readonly right: number;
  /** How far the start of the environment reaches; absent: it was warm. */
  readonly warmFrom?: number;
  /** Where Cognito's five seconds end; only where that is in reach. */
  readonly limit?: number;
  readonly level: Level;
  /** False: a guess. */
  readonly sure: boolean;
  readonly label: string;
  /** For those who do not see it. */
  readonly spoken: string;
}

export interface Lane {
  readonly name: string;
  readonly bars: readonly Bar[];
}

export interface PauseMark {
  readonly left: number;
  readonly right: number;
  readonly text: string;
}

export interface TimeLine {
  readonly title: string;
  readonly standing: Standing;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly lanes: readonly Lane[];
  readonly trail: Lane | undefined;
  readonly pauses: readonly PauseMark[];
  readonly rows: readonly Row[];
}

export interface TimeLineOptions {
  readonly redaction: Redaction;
  /** Undefined: CloudTrail was not asked. */
  readonly trail?: readonly TrailMatch[];
}

/** Bars shorter than this have their limit far away. */
const nearLimit = 1_500;

export function drawTimeLine(
  attempt: Attempt,
  { redaction, trail }: TimeLineOptions,
): TimeLine {
  const clean = (text: string): string => redact(toPlainText(text), redaction);
  const { runs } = attempt;
  const begin = runs[0]?.run.begin ?? 0;
  const scale = createTimeScale([
    ...runs.map(({ run }) => ({
      begin: run.begin,
      end: limitOf(run) ?? run.end,
    })),
    ...runs.map(({ run }) => run),
  ]);
  const names = [...attempt.names];
  const standing = standingOf(attempt);
  return {
    title: `${kindOf(attempt)} of ${names.length === 0 ? "a user whom no log names" : clean(names[0] ?? "")}`,
    standing: { ...standing, text: clean(standing.text) },
    facts: [
      ["Began", new Date(begin).toISOString()],
      ...(attempt.clientId === undefined
        ? []
        : [["App client", attempt.clientId] as const]),
      ...(attempt.poolId === undefined
        ? []
        : [["User pool", attempt.poolId] as const]),
      ...names.slice(1).map((name) => ["Also known as", clean(name)] as const),
    ],
    lanes: [...new Set(runs.map(({ run }) => run.trigger))].map((name) => ({
      name,
      bars: runs.flatMap((each, index) =>
        each.run.trigger === name ? [barOf(each, index, scale, clean)] : [],
      ),
    })),
    trail:
      trail === undefined
        ? undefined
        : {
            name: "CloudTrail",
            bars: trail.map((match, index) =>
              trailBar(match, index, scale, clean),
            ),
          },
    pauses: scale.pauses.map(({ left, right, end }) => {
      const ends = runs.map(({ run }) => run.end).filter((each) => each <= end);
      return { left, right, text: durationText(end - Math.max(...ends)) };
    }),
    rows: drawRows(attempt, trail ?? [], begin, clean),
  };
}

function limitOf({ begin, end, synchronous }: AttemptRun["run"]) {
  return synchronous && end - begin >= nearLimit
    ? Math.max(end, begin + cognitoWaitsMs)
    : undefined;
}

function barOf(
  each: AttemptRun,
  index: number,
  scale: TimeScale,
  clean: (text: string) => string,
): Bar {
  const { run, certainty } = each;
  const { initMs } = run.log.invocation;
  return {
    id: idOfRun(index),
    ...drawn(run, scale),
    ...(initMs === undefined
      ? {}
      : { warmFrom: scale.place(run.begin + initMs) }),
    ...(limitOf(run) === undefined
      ? {}
      : { limit: scale.place(run.begin + cognitoWaitsMs) }),
    level: levelOf(run),
    sure: certainty === "named",
    label: durationText(run.end - run.begin),
    spoken: clean(`${run.trigger}, ${detailOf(each)}`),
  };
}

function trailBar(
  { event, certainty }: TrailMatch,
  index: number,
  scale: TimeScale,
  clean: (text: string) => string,
): Bar {
  return {
    id: `trail-${String(index)}`,
    // A whole second: it knows no better.
    ...drawn({ begin: event.time, end: event.time + 1_000 }, scale),
    level: event.errorCode === undefined ? "good" : "bad",
    sure: certainty === "named",
    label: clean(event.name),
    spoken: clean(
      `CloudTrail: ${event.name}${event.errorCode === undefined ? "" : `, ${event.errorCode}`}`,
    ),
  };
}

const drawn = (
  { begin, end }: Span,
  scale: TimeScale,
): { left: number; right: number } => ({
  left: scale.place(begin),
  right: scale.place(end),
});
