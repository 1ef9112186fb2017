/** One search: the groups that are there, the query, how far it is, what it found. */
import { buildQuery } from "../../core/logs/insights/build-query.ts";
import { existingGroups } from "../../core/logs/insights/existing-groups.ts";
import { runQuery } from "../../core/logs/insights/run-query.ts";
import type {
  SearchForm,
  TimeRange,
} from "../../core/logs/insights/search-form.ts";
import type {
  QueryProgress,
  QueryStatistics,
} from "../../core/ports/log-queries.ts";
import { PortError } from "../../core/ports/port-error.ts";
import type { Services } from "../services.ts";

/** Rejects with a `PortError`. `range` is what the form means now. */
export async function search(
  form: SearchForm,
  range: TimeRange,
  services: Services,
  signal: AbortSignal,
  progress: (soFar: QueryStatistics) => void,
): Promise<QueryProgress> {
  const queries = await services.logQueries();
  const query = buildQuery(form, range);
  const run = (groups: readonly string[]): Promise<QueryProgress> =>
    runQuery(
      queries,
      { groups, ...range, query },
      { clock: services.clock, signal },
      ({ statistics }) => {
        progress(statistics);
      },
    );
  try {
    return await run(form.groups);
  } catch (error) {
    if (!(error instanceof PortError) || error.kind !== "not-found")
      throw error;
    // A trigger that never ran has no group, and one of those is enough to be refused.
    const there = await existingGroups(
      await services.logs(),
      form.groups,
      services.clock.now(),
      signal,
    );
    if (there.length > 0 && there.length < form.groups.length)
      return run(there);
    throw there.length > 0
      ? error
      : new PortError(
          "not-found",
          "None of the chosen triggers has logged anything yet.",
          "A log group appears once the function has run and was allowed to write its log.",
        );
  }
}

/** `12.3 MB scanned, 4,200 events, 12 of them found`. */
export function scannedText({
  bytesScanned,
  recordsScanned,
  recordsMatched,
}: QueryStatistics): string {
  return `${bytesText(bytesScanned)} scanned, ${recordsScanned.toLocaleString("en")} events, ${recordsMatched.toLocaleString("en")} of them matched`;
}

function bytesText(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? String(value) : value.toFixed(1)} ${units[unit] ?? ""}`;
}
