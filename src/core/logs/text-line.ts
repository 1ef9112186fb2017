/**
 * The line forms of Lambda's text log format: the platform's START, END, REPORT and their kin, and what the Node and
 * Python runtimes put before a logger's text. AWS is moving from an old to a new style for failures; both are read.
 * Platform lines: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
 * Failures: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import {
  levelOf,
  type Level,
  type LoggedError,
  type LogLine,
} from "./log-line.ts";

const isoTime = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z`;
const uuid = "[0-9a-fA-F-]{36}";
const timedOut = new RegExp(
  `^${isoTime} (${uuid}) Task timed out after ([\\d.]+) seconds`,
);
const exited = new RegExp(`^RequestId: (${uuid}) Error: (.+)`);
const nodeLine = new RegExp(
  `^${isoTime}\\t(${uuid}|undefined)\\t([A-Z]+)\\t([^]*)$`,
);
const pythonLine = new RegExp(
  `^\\[([A-Z]+)\\]\\t${isoTime}\\t(${uuid})?\\t([^]*)$`,
);
const nodeCrash =
  /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s+(?=\{)/;
/** What an `[ERROR]` line holds that Python's runtime wrote, and hardly one that a function printed. */
const pythonCrashSign = /^\[ERROR\] Runtime\.|\nTraceback \(most recent call/;
const pythonCrash =
  /^\[ERROR\] ([\w.]+)(?:: ([^\n]*))?(?:\nTraceback \(most recent call last\):)?(?:\n|$)/;

/** Reads one line of the text format; undefined where it has none of its forms. */
export function parseTextLine(text: string): LogLine | undefined {
  return platformLine(text) ?? failureLine(text) ?? applicationLine(text);
}

function platformLine(text: string): LogLine | undefined {
  const [first = "", second = "", requestId = ""] = text.split(/\s+/, 3);
  switch (first) {
    case "INIT_START":
    case "RESTORE_START":
      return {
        kind: "init-start",
        runtime: /Runtime Version: (\S+)/.exec(text)?.[1] ?? "",
        restored: first === "RESTORE_START",
      };
    case "INIT_REPORT":
    case "RESTORE_REPORT":
      return {
        kind: "init-report",
        durationMs:
          measure(text, /(?:Init|Restore) Duration: ([\d.]+) ms/) ?? 0,
        restored: first === "RESTORE_REPORT",
        ...outcome(text),
      };
  }
  if (second !== "RequestId:" || requestId === "") return undefined;
  switch (first) {
    case "START": {
      const version = /Version: (\S+)/.exec(text)?.[1];
      return {
        kind: "start",
        requestId,
        ...(version === undefined ? {} : { version }),
      };
    }
    case "END":
      return { kind: "end", requestId };
    case "REPORT":
      return report(requestId, text);
    default:
      return undefined;
  }
}

function report(requestId: string, text: string): LogLine | undefined {
  const durationMs = measure(text, /\sDuration: ([\d.]+) ms/);
  if (durationMs === undefined) return undefined;
  return {
    kind: "report",
    requestId,
    durationMs,
    ...present("billedMs", measure(text, /Billed Duration: ([\d.]+) ms/)),
    ...present("memoryMb", measure(text, /Memory Size: (\d+) MB/)),
    ...present("maxMemoryMb", measure(text, /Max Memory Used: (\d+) MB/)),
    ...present("initMs", measure(text, /\bInit Duration: ([\d.]+) ms/)),
    ...present("restoreMs", measure(text, /\bRestore Duration: ([\d.]+) ms/)),
    ...outcome(text),
  };
}

function measure(text: string, pattern: RegExp): number | undefined {
  const value = Number(pattern.exec(text)?.[1] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

function present<K extends string>(
  key: K,
  value: number | undefined,
): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function outcome(text: string): { status?: string; errorType?: string } {
  const found = /\bStatus: (\w+)(?:\s+Error Type: (\S+))?/.exec(text);
  const [, status, errorType] = found ?? [];
  return {
    ...(status === undefined ? {} : { status }),
    ...(errorType === undefined ? {} : { errorType }),
  };
}

function failureLine(text: string): LogLine | undefined {
  const [, slowId, seconds] = timedOut.exec(text) ?? [];
  if (slowId !== undefined)
    return { kind: "timeout", requestId: slowId, seconds: Number(seconds) };
  const [, exitId, reason] = exited.exec(text) ?? [];
  return exitId === undefined
    ? undefined
    : { kind: "exit", requestId: exitId, reason: reason ?? "" };
}

function applicationLine(text: string): LogLine | undefined {
  const crash = pythonCrash.exec(text);
  if (crash !== null)
    return {
      kind: "application",
      level: "ERROR",
      text: "",
      error: {
        type: crash[1] ?? "Error",
        message: crash[2] ?? "",
        stack: linesOf(text.slice(crash[0].length)),
      },
      ...(pythonCrashSign.test(text) ? { crash: true } : {}),
    };
  const node = nodeLine.exec(text);
  const nodeLevel = levelOf(node?.[2] ?? "");
  if (node !== null && nodeLevel !== undefined)
    return logged(nodeLevel, node[1], node[3] ?? "");
  const python = pythonLine.exec(text);
  const pythonLevel = levelOf(python?.[1] ?? "");
  if (python !== null && pythonLevel !== undefined)
    return logged(pythonLevel, python[2], python[3] ?? "");
  return undefined;
}

function linesOf(text: string): readonly string[] {
  return text === "" ? [] : text.split("\n");
}

function logged(
  level: Level,
  requestId: string | undefined,
  text: string,
): LogLine {
  const error = nodeError(text);
  return {
    kind: "application",
    level,
    // Node's runtime writes the word where there is no request yet, during initialisation.
    ...(requestId === undefined || requestId === "undefined"
      ? {}
      : { requestId }),
    ...(error === undefined
      ? { text }
      : {
          text: nodeCrash.exec(text)?.[0].trim() ?? "",
          error,
          crash: true,
        }),
  };
}

/** The error that Node's runtime prints after its headline, as one JSON object. */
function nodeError(text: string): LoggedError | undefined {
  const head = nodeCrash.exec(text);
  if (head === null) return undefined;
  try {
    const value = JSON.parse(text.slice(head[0].length)) as {
      readonly errorType?: unknown;
      readonly errorMessage?: unknown;
      readonly stack?: unknown;
    };
    return {
      type: typeof value.errorType === "string" ? value.errorType : "Error",
      message: typeof value.errorMessage === "string" ? value.errorMessage : "",
      stack: framesOf(value.stack),
    };
  } catch {
    return undefined; // Cut short, or a logger of the user's that begins alike: the text stays as it is.
  }
}

/** The frames of a stack given as lines: what stands before the first `at` repeats type and message. */
export function framesOf(stack: unknown): readonly string[] {
  if (!Array.isArray(stack)) return [];
  const lines = stack
    .filter((line) => typeof line === "string")
    .map((line) => line.trimEnd());
  const first = lines.findIndex((line) => /^\s*(at |File ")/.test(line));
  return first === -1 ? [] : lines.slice(first);
}
