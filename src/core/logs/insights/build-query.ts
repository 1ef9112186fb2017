/**
 * Queries in Logs Insights' language, made of the form. Invariant: whatever a user types is looked for letter by letter
 * and can neither end its expression nor add a command; no character of it that means something stands as it is.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import type { SearchForm, TimeRange } from "./search-form.ts";

const mostLines = 1_000;

/** How failures look in both log formats, of the runtimes of Node and Python and of the platform. */
const failure = [
  "\\t(?:ERROR|FATAL)\\t",
  "^\\[(?:ERROR|CRITICAL)\\]",
  '"(?:log_)?level":\\s*"(?:ERROR|FATAL|CRITICAL)"',
  '"status":\\s*"(?:error|failure|timeout)"',
  "Status: (?:error|timeout)",
  "Task timed out after",
  "^RequestId: \\S+ Error:",
].join("|");

export function buildQuery(form: SearchForm, range: TimeRange): string {
  switch (form.show) {
    case "own":
      return form.own;
    case "durations":
      return durationsQuery(binOf(range));
    case "lines":
      return [
        "fields @timestamp, @log, @logStream, @message",
        ...(form.user === "" ? [] : [contains(form.user)]),
        ...(form.text === "" ? [] : [contains(form.text)]),
        ...(form.errorsOnly ? [`filter @message like /${failure}/`] : []),
        "sort @timestamp asc",
        `limit ${String(mostLines)}`,
      ].join("\n| ");
  }
}

const contains = (text: string): string =>
  `filter @message like /${literal(text)}/`;

/** A regular expression that finds `text` and nothing else. */
export function literal(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{M} @_:,=-]/gu, (character) => {
    if (character === ".") return "\\.";
    const code = character.codePointAt(0) ?? 0;
    return code < 128 ? `\\x${code.toString(16).padStart(2, "0")}` : character;
  });
}

/** A cold start is part of what Cognito waits for. JSON logs have the numbers in the record of the platform's event. */
function durationsQuery(bin: string): string {
  return [
    "fields coalesce(@duration, record.metrics.durationMs) + coalesce(@initDuration, record.metrics.initDurationMs, 0) as waited",
    `parse @message /(?<failure>${failure})/`,
    `stats count(waited) as invocations, count(failure) as errors, pct(waited, 50) as p50, pct(waited, 95) as p95, max(waited) as longest by bin(${bin}), @log`,
    `limit ${String(10_000)}`,
  ].join("\n| ");
}

const minute = 60_000;
const bins: readonly (readonly [name: string, ms: number])[] = [
  ["10s", minute / 6],
  ["1m", minute],
  ["5m", 5 * minute],
  ["15m", 15 * minute],
  ["1h", 60 * minute],
  ["6h", 360 * minute],
  ["1d", 1_440 * minute],
];

/** So many points as a plot shows well. */
function binOf({ startTime, endTime }: TimeRange): string {
  const wanted = (endTime - startTime) / 120;
  return (bins.find(([, ms]) => ms >= wanted) ?? bins.at(-1) ?? ["1d", 0])[0];
}
