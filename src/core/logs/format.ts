/**
 * One event as it stands in the output channel: local time, level, text. Lambda's REPORT becomes one summary that holds
 * the duration against the time Cognito waits. Invariant: what comes out is plain text without credentials.
 */
import {
  explainExit,
  explainPlatformError,
} from "../errors/platform-errors.ts";
import type { GroupedLine } from "./group-invocations.ts";
import { cognitoWaitsMs, paceOf, waitedMs } from "./invocation.ts";
import type { Level, LoggedError, LogLine, Report } from "./log-line.ts";
import { toPlainText } from "./plain-text.ts";
import { redact, type Redaction } from "./redact.ts";

/** Longer lines are cut in the display, and say so. */
const longestText = 20_000;

export interface FormatOptions {
  /** False for triggers whose answer Cognito does not wait for: their duration is not measured against the limit. */
  readonly cognitoWaits: boolean;
  /** Whose line it is, where several functions share a channel. */
  readonly label?: string;
  readonly redaction: Redaction;
  /** Sentences that stand below the line. */
  readonly notes?: readonly string[];
}

export interface FormattedLine {
  readonly level: Level;
  /** Without a line end; further lines are indented. */
  readonly text: string;
}

/** Undefined for END and its kin, which say nothing that REPORT does not. */
export function formatLine(
  grouped: GroupedLine,
  options: FormatOptions,
): FormattedLine | undefined {
  const { event, late, line, invocation } = grouped;
  const shown = describe(line, options);
  if (shown === undefined) return undefined;
  const [level, text] = shown;
  const clean = redact(toPlainText(text), options.redaction);
  const cut =
    clean.length <= longestText
      ? clean
      : `${clean.slice(0, longestText)}… (${String(clean.length - longestText)} more characters)`;
  const notes = [...explained(grouped), ...(options.notes ?? [])]
    .map((note) => `\n→ ${redact(toPlainText(note), options.redaction)}`)
    .join("");
  const label = options.label ?? "";
  const id = shortId(invocation?.requestId);
  const tag = label === "" || id === "" ? `${label}${id}` : `${label} ${id}`;
  const lateness = late ? lateMark(event.ingestedAt - event.timestamp) : "";
  return {
    level,
    text:
      `${formatTime(event.timestamp)} ${level.padEnd(5)} ` +
      `${tag === "" ? "" : `[${tag}] `}${lateness}` +
      `${cut}${notes}`.replaceAll("\n", "\n    "),
  };
}

/** What a failure of the platform means, below the line that is the first to tell of it. */
function explained({ line, failure }: GroupedLine): readonly string[] {
  if (failure === undefined) return [];
  const known =
    line.kind === "exit"
      ? explainExit(line.reason)
      : explainPlatformError(failure);
  return known === undefined ? [] : [`${known.meaning} ${known.check}`];
}

/** Enough of a request id to tell apart what runs at the same time; START has it whole. */
const shortId = (requestId: string | undefined): string =>
  requestId?.slice(0, 8) ?? "";

/** Local time of day with milliseconds. `time`: milliseconds since the epoch. */
export function formatTime(time: number): string {
  const date = new Date(time);
  const two = (value: number): string =>
    value < 10 ? `0${String(value)}` : String(value);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, "0")}`;
}

/** Of the JSON format: what START, REPORT and the report of the start tell already. */
const told = new Set(["initRuntimeDone", "runtimeDone", "restoreRuntimeDone"]);

function describe(
  line: LogLine,
  options: FormatOptions,
): readonly [Level, string] | undefined {
  switch (line.kind) {
    case "end":
      return undefined;
    case "start":
      return [
        "INFO",
        `START ${line.requestId}${line.version === undefined || line.version === "$LATEST" ? "" : ` version ${line.version}`}`,
      ];
    case "report":
      return summary(line, options);
    case "init-start":
      return [
        "INFO",
        `${line.restored ? "Restore from snapshot" : "Cold start"}${line.runtime === "" ? "" : ` on ${line.runtime}`}`,
      ];
    case "init-report":
      return [
        line.status === undefined || line.status === "success"
          ? "INFO"
          : "ERROR",
        `${line.restored ? "Restore" : "Initialisation"} took ${duration(line.durationMs)}${outcome(line)}`,
      ];
    case "timeout":
      return [
        "ERROR",
        `Task timed out after ${String(line.seconds)} seconds: the function's own timeout`,
      ];
    case "exit":
      return ["ERROR", `The runtime ended: ${line.reason}`];
    case "application":
      return [line.level, applicationText(line.text, line.error)];
    case "platform":
      return !line.failed && told.has(line.type)
        ? undefined
        : [
            line.failed
              ? "ERROR"
              : line.type === "logsDropped"
                ? "WARN"
                : "INFO",
            `${line.type} ${line.text}`,
          ];
    case "plain":
      return ["INFO", line.text];
  }
}

function applicationText(text: string, error: LoggedError | undefined): string {
  if (error === undefined) return text;
  const headline = [text, `${error.type}: ${error.message}`]
    .filter((part) => part !== "")
    .join(" ");
  return [headline, ...error.stack].join("\n");
}

function summary(
  report: Report,
  options: FormatOptions,
): readonly [Level, string] {
  const failed = report.status !== undefined && report.status !== "success";
  const memoryFull =
    report.memoryMb !== undefined && report.maxMemoryMb === report.memoryMb;
  const pace = options.cognitoWaits ? paceOf(report) : "fast";
  const limit = `${String(cognitoWaitsMs / 1_000)} s`;
  const parts = [
    `${duration(report.durationMs)}${options.cognitoWaits ? ` of the ${limit} Cognito waits` : ""}`,
    ...(report.initMs === undefined
      ? []
      : [`cold start ${duration(report.initMs)}`]),
    ...(report.restoreMs === undefined
      ? []
      : [`restore ${duration(report.restoreMs)}`]),
    ...(report.billedMs === undefined
      ? []
      : [`billed ${duration(report.billedMs)}`]),
    ...(report.memoryMb === undefined || report.maxMemoryMb === undefined
      ? []
      : [
          `memory ${String(report.maxMemoryMb)} of ${String(report.memoryMb)} MB${memoryFull ? ", all of it used" : ""}`,
        ]),
    ...(pace === "too-slow"
      ? [
          `TOO SLOW: ${duration(waitedMs(report))}, Cognito gives up after ${limit}`,
        ]
      : pace === "slow"
        ? [`SLOW: ${duration(waitedMs(report))}, close to the ${limit}`]
        : []),
  ];
  return [
    failed || pace === "too-slow"
      ? "ERROR"
      : pace === "slow" || memoryFull
        ? "WARN"
        : "INFO",
    `REPORT${outcome(report)} ${parts.join(", ")}`,
  ];
}

function outcome(of: {
  readonly status?: string;
  readonly errorType?: string;
}): string {
  if (of.status === undefined || of.status === "success") return "";
  return ` ${of.status.toUpperCase()}${of.errorType === undefined ? "" : ` (${of.errorType})`}`;
}

function duration(ms: number): string {
  return `${String(Math.round(ms * 100) / 100)} ms`;
}

/** A line that another group's later line overtook came late though it was not slow. */
function lateMark(ms: number): string {
  return ms < 1_000 ? "[late] " : `[late ${String(Math.round(ms / 1_000))} s] `;
}
