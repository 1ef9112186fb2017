/**
 * The line forms of Lambda's JSON log format: platform events, and the records that the Node and Python runtimes and
 * loggers of the same shape write. Invariant: a member that has no place of its own stays readable in `text`.
 * Platform events: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
import { levelOf, type LoggedError, type LogLine } from "./log-line.ts";
import { framesOf } from "./text-line.ts";

type Members = Readonly<Record<string, unknown>>;

/** Reads one JSON record; undefined where the line is none, or is JSON that the function printed by itself. */
export function parseJsonLine(text: string): LogLine | undefined {
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isMembers(value)) return undefined;
  return typeof value["type"] === "string" &&
    value["type"].startsWith("platform.") &&
    isMembers(value["record"])
    ? platformEvent(value["type"].slice("platform.".length), value["record"])
    : applicationRecord(value);
}

function platformEvent(type: string, record: Members): LogLine {
  const requestId = text(record["requestId"]);
  const metrics = isMembers(record["metrics"]) ? record["metrics"] : {};
  const durationMs = number(metrics["durationMs"]);
  const outcome = {
    ...optional("status", text(record["status"])),
    ...optional("errorType", text(record["errorType"])),
  };
  if (type === "initStart" || type === "restoreStart")
    return {
      kind: "init-start",
      runtime: text(record["runtimeVersion"]) ?? "",
      restored: type === "restoreStart",
    };
  if (
    (type === "initReport" || type === "restoreReport") &&
    durationMs !== undefined
  )
    return {
      kind: "init-report",
      durationMs,
      restored: type === "restoreReport",
      ...outcome,
    };
  if (type === "start" && requestId !== undefined)
    return {
      kind: "start",
      requestId,
      ...optional("version", text(record["version"])),
    };
  if (type === "report" && requestId !== undefined && durationMs !== undefined)
    return {
      kind: "report",
      requestId,
      durationMs,
      ...optional("billedMs", number(metrics["billedDurationMs"])),
      ...optional("memoryMb", number(metrics["memorySizeMB"])),
      ...optional("maxMemoryMb", number(metrics["maxMemoryUsedMB"])),
      ...optional("initMs", number(metrics["initDurationMs"])),
      ...optional("restoreMs", number(metrics["restoreDurationMs"])),
      ...outcome,
    };
  return {
    kind: "platform",
    type,
    ...optional("requestId", requestId),
    text: JSON.stringify(record),
    failed: outcome.status !== undefined && outcome.status !== "success",
  };
}

const nodeHeadline =
  /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\b/;

/** Members of a record that have a place of their own in a `LogLine`. */
const placed = new Set([
  "timestamp",
  "level",
  "log_level",
  "requestId",
  "message",
  "errorType",
  "errorMessage",
  "stackTrace",
]);

function applicationRecord(record: Members): LogLine | undefined {
  // A crash of a Python handler names the level differently from everything else.
  const level = levelOf(
    text(record["level"]) ?? text(record["log_level"]) ?? "",
  );
  if (level === undefined || record["timestamp"] === undefined)
    return undefined;
  const { message } = record;
  // An Error logged alone is the message itself.
  const alone = errorOf(message);
  const error = alone ?? errorOf(record);
  // Node's runtime says so before the error; Python's names the level as nothing else does.
  const crash =
    error !== undefined &&
    ((typeof message === "string" && nodeHeadline.test(message)) ||
      record["log_level"] !== undefined);
  const rest = Object.entries(record).filter(([name]) => !placed.has(name));
  return {
    kind: "application",
    level,
    ...optional("requestId", text(record["requestId"])),
    text: [
      alone === undefined ? withoutError(shown(message), error) : "",
      rest.length === 0 ? "" : JSON.stringify(Object.fromEntries(rest)),
    ]
      .filter((part) => part !== "")
      .join(" "),
    ...optional("error", error),
    ...(crash ? { crash: true } : {}),
  };
}

/** Node writes an error that it logs into the message as well: there it is left out, and nothing else. */
function withoutError(message: string, error: LoggedError | undefined): string {
  if (error === undefined) return message;
  const headline = `${error.type}: ${error.message}`;
  const start = message.indexOf(headline);
  if (start === -1) return message;
  const stack = ["", ...error.stack].join("\n");
  const end = start + headline.length;
  const after = message.startsWith(stack, end) ? end + stack.length : end;
  return `${message.slice(0, start)}${message.slice(after)}`.trim();
}

function errorOf(value: unknown): LoggedError | undefined {
  if (!isMembers(value)) return undefined;
  const type = text(value["errorType"]);
  const message = text(value["errorMessage"]);
  if (type === undefined && message === undefined) return undefined;
  return {
    type: type ?? "Error",
    message: message ?? "",
    stack: framesOf(value["stackTrace"]),
  };
}

function shown(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isMembers(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value)
    ? value
    : undefined;
}

function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}
