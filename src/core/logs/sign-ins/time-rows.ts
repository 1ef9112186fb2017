/** The time line as rows of text: what is drawn, in order, with what is known of each. */
import { formatTime } from "../format.ts";
import { cognitoWaitsMs } from "../invocation.ts";
import type { Attempt, AttemptRun } from "./attempt.ts";
import {
  durationText,
  faultOf,
  levelOf,
  type Level,
} from "./describe-attempt.ts";
import { pauseBetween } from "./flow-order.ts";
import type { TrailMatch } from "./match-trail.ts";
import { failed } from "./trigger-run.ts";

export interface Row {
  /** Absent: there are no lines to show. */
  readonly id?: string;
  readonly time: string;
  /** Since the attempt began. */
  readonly offset: string;
  readonly what: string;
  readonly level: Level | "pause";
  readonly detail: string;
  /** How it is known to belong here. */
  readonly evidence: string;
}

/** The id of a run's bar and row, and the run of an id. */
export const idOfRun = (index: number): string => `run-${String(index)}`;
export const runOfId = (
  { runs }: Attempt,
  id: string,
): AttemptRun | undefined => runs.find((_run, index) => idOfRun(index) === id);

export function detailOf({ run, retry }: AttemptRun): string {
  const { initMs, report } = run.log.invocation;
  const took = durationText(run.end - run.begin);
  const level = levelOf(run);
  return [
    report === undefined
      ? "no REPORT in the logs yet"
      : !run.synchronous
        ? `${took}, for which Cognito does not wait`
        : run.end - run.begin > cognitoWaitsMs
          ? `${took}: Cognito gives up after 5 s`
          : `${took} of the 5 s that Cognito waits${level === "slow" ? ": slow" : ""}`,
    ...(initMs === undefined
      ? []
      : [`cold start ${durationText(initMs)} of it`]),
    ...(retry ? ["called again by Cognito"] : []),
    ...(failed(run) ? [faultOf(run) ?? "failed"] : []),
  ].join(", ");
}

/** `clean` makes a text of the logs plain and takes out what is secret. */
export function drawRows(
  { runs }: Attempt,
  trail: readonly TrailMatch[],
  begin: number,
  clean: (text: string) => string,
): readonly Row[] {
  const at = (time: number): { time: string; offset: string } => ({
    time: formatTime(time),
    offset: time <= begin ? "0 ms" : `+${durationText(time - begin)}`,
  });
  const own = runs.flatMap((each, index): (readonly [number, Row])[] => {
    const { run } = each;
    const before = runs[index - 1]?.run;
    const waited = before === undefined ? 0 : run.begin - before.end;
    return [
      ...(before === undefined || waited < 1_000
        ? []
        : [
            [
              before.end,
              pauseRow(before.trigger, run.trigger, waited, at(before.end)),
            ] as const,
          ]),
      [
        run.begin,
        {
          id: idOfRun(index),
          ...at(run.begin),
          what: run.trigger,
          level: levelOf(run),
          detail: clean(detailOf(each)),
          evidence: evidenceOf(each),
        },
      ] as const,
    ];
  });
  const calls = trail.map(({ event, certainty }): readonly [number, Row] => [
    event.time,
    {
      ...at(event.time),
      what: clean(`CloudTrail: ${event.name}`),
      level: event.errorCode === undefined ? "good" : "bad",
      detail: clean(
        [
          event.authFlow ?? event.challengeName ?? "",
          event.errorCode ?? "",
          event.errorMessage ?? "",
          event.requestId === undefined ? "" : `request id ${event.requestId}`,
        ]
          .filter((part) => part !== "")
          .join(", "),
      ),
      evidence:
        certainty === "named"
          ? "The call was for this user."
          : certainty === "probably"
            ? "By its time, app client and pool."
            : "By its time; it fits another sign-in as well.",
    },
  ]);
  return [...own, ...calls].sort(([a], [b]) => a - b).map(([, row]) => row);
}

function pauseRow(
  before: string,
  next: string,
  waited: number,
  at: { time: string; offset: string },
): Row {
  const answer =
    next === "VerifyAuthChallengeResponse"
      ? "until the user answered"
      : (pauseBetween(before, next) ?? 0) > 60_000
        ? `until the user went on, before ${next}`
        : `before ${next}`;
  return {
    ...at,
    what: "Pause",
    level: "pause",
    detail: `${durationText(waited)} ${answer}`,
    evidence: "",
  };
}

function evidenceOf({ run, certainty }: AttemptRun): string {
  const named = run.userName !== undefined || run.sub !== undefined;
  switch (certainty) {
    case "named":
      return "Its log names this user.";
    case "probably":
      return named
        ? "Its log names this user, who had another sign-in open: this one is the latest."
        : "Its log names nobody; by its time and its place in the flow it probably belongs here.";
    case "maybe":
      return "Its log names nobody, and it fits another sign-in of that time as well.";
  }
}
