/**
 * The lines that Lambda writes around an invocation and the form in which it stores what a handler prints, in text mode.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
 */
import { createHash } from "node:crypto";
import type { HostMessage } from "../../../src/handler-host/protocol.ts";

export function initStartLine(region: string, runtime: string): string {
  const [, family = runtime, version = ""] =
    /^([a-z]+)([\d.]*?)(?:\.x)?$/.exec(runtime) ?? [];
  const arn = `arn:aws:lambda:${region}::runtime:${createHash("sha256").update(runtime).digest("hex")}`;
  return `INIT_START Runtime Version: ${family}:${version}.v1\tRuntime Version ARN: ${arn}\n`;
}

/** Only a load that took too long has a line of its own. */
export function initReportLine(durationMs: number): string {
  return `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: init\tStatus: timeout\n`;
}

export function startLine(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST\n`;
}

export function endLine(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

export interface ReportNumbers {
  readonly requestId: string;
  readonly durationMs: number;
  readonly initMs: number | undefined;
  readonly memorySizeMb: number;
  readonly memoryUsedMb: number;
  readonly failure:
    | { readonly status: "timeout" | "error"; readonly errorType?: string }
    | undefined;
}

export function reportLine(report: ReportNumbers): string {
  const billed = Math.ceil(report.durationMs + (report.initMs ?? 0));
  const parts = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${report.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${String(billed)} ms`,
    `Memory Size: ${String(report.memorySizeMb)} MB`,
    `Max Memory Used: ${String(report.memoryUsedMb)} MB`,
  ];
  if (report.initMs !== undefined)
    parts.push(`Init Duration: ${report.initMs.toFixed(2)} ms`);
  if (report.failure !== undefined) {
    parts.push(`Status: ${report.failure.status}`);
    if (report.failure.errorType !== undefined)
      parts.push(`Error Type: ${report.failure.errorType}`);
  }
  return `${parts.join("\t")}\t\n`;
}

/** The events that a handler's message becomes: one for a log record, one for each line of plain output. */
export function outputLines(
  message: Extract<HostMessage, { kind: "log" | "output" }>,
  runtime: string,
): readonly string[] {
  if (message.kind === "output")
    return message.text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => `${line}\n`);
  const { time, requestId, level } = message;
  // One record is one event: Lambda's Node runtime turns the line breaks inside it into carriage returns.
  return runtime.startsWith("python")
    ? [`[${level}]\t${time}\t${requestId ?? ""}\t${message.text}\n`]
    : [
        `${time}\t${requestId ?? "undefined"}\t${level}\t${message.text.replaceAll("\n", "\r")}\n`,
      ];
}
