/**
 * The rows of the durations query as series over time, one set for each trigger. Plain data. Invariant: every series has
 * as many values as there are times; where nothing ran there is no value, and no zero.
 */
import type { QueryRow } from "../../ports/log-queries.ts";
import { toPlainText } from "../plain-text.ts";
import type { TimeRange } from "./search-form.ts";

export interface TriggerSeries {
  readonly name: string;
  /** Milliseconds that Cognito waited, cold starts included. */
  readonly p50: readonly (number | null)[];
  readonly p95: readonly (number | null)[];
  readonly longest: readonly (number | null)[];
  readonly invocations: readonly number[];
  readonly errors: readonly number[];
}

export interface Plot {
  /** What was searched, and the times of the values, ascending. Seconds since the epoch. */
  readonly begin: number;
  readonly end: number;
  readonly times: readonly number[];
  readonly triggers: readonly TriggerSeries[];
}

/** `nameOf`: what a log group is called. */
export function plotOf(
  rows: readonly QueryRow[],
  { startTime, endTime }: TimeRange,
  nameOf: (group: string) => string,
): Plot {
  const points = rows.flatMap((row) => {
    const time = timeOf(row);
    return time === undefined ? [] : [{ time, row, group: groupOf(row) }];
  });
  const times = withGaps(
    [...new Set(points.map(({ time }) => time))].sort((a, b) => a - b),
  );
  const groups = [...new Set(points.map(({ group }) => group))];
  return {
    begin: Math.min(startTime / 1_000, ...times),
    end: Math.max(endTime / 1_000, ...times),
    times,
    triggers: groups
      .map((group): TriggerSeries => {
        const at = new Map(
          points
            .filter((point) => point.group === group)
            .map(({ time, row }) => [time, row]),
        );
        const series = (field: string): readonly (number | null)[] =>
          times.map((time) => numberOf(at.get(time)?.[field]));
        const counts = (field: string): readonly number[] =>
          series(field).map((value) => value ?? 0);
        return {
          name: toPlainText(nameOf(group)),
          p50: series("p50"),
          p95: series("p95"),
          longest: series("longest"),
          invocations: counts("invocations"),
          errors: counts("errors"),
        };
      })
      .sort((a, b) => a.name.localeCompare(b.name)),
  };
}

/** One more time wherever nothing ran at all, so that no line is drawn across. */
function withGaps(times: readonly number[]): readonly number[] {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const width = Math.min(...steps);
  return times.flatMap((time, index) =>
    (steps[index] ?? 0) > width ? [time, time + width] : [time],
  );
}

/** The group in `@log`, which stands after the account's id. */
export const groupOf = (row: QueryRow): string =>
  (row["@log"] ?? "").replace(/^\d+:/, "");

/** Seconds since the epoch, of the row's bin. */
function timeOf(row: QueryRow): number | undefined {
  const bin = Object.entries(row).find(([field]) => field.startsWith("bin("));
  const time = bin === undefined ? undefined : readInsightsTime(bin[1]);
  return time === undefined ? undefined : time / 1_000;
}

/** Milliseconds since the epoch of `2026-03-02 12:00:00.000`, which is of Greenwich. */
export function readInsightsTime(text: string): number | undefined {
  const time = Date.parse(`${text.trim().replace(" ", "T")}Z`);
  return Number.isNaN(time) ? undefined : time;
}

function numberOf(text: string | undefined): number | null {
  const value = Number(text === undefined || text === "" ? Number.NaN : text);
  return Number.isFinite(value) ? value : null;
}
