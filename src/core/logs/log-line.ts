/**
 * What one CloudWatch event of a Lambda function says, as data. Invariant: every event has exactly one of these forms;
 * what is not recognised is `plain` and keeps its whole text.
 */

export type Level = "TRACE" | "DEBUG" | "INFO" | "WARN" | "ERROR" | "FATAL";

/** An error that the function's runtime or logger printed. `stack` holds frames, without the headline. */
export interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack: readonly string[];
}

/** Measures are milliseconds and megabytes, as Lambda prints them. */
export interface Report {
  readonly kind: "report";
  readonly requestId: string;
  readonly durationMs: number;
  readonly billedMs?: number;
  readonly memoryMb?: number;
  readonly maxMemoryMb?: number;
  /** Present on a cold start. */
  readonly initMs?: number;
  readonly restoreMs?: number;
  /** success, timeout, error, failure: absent where the runtime prints none. */
  readonly status?: string;
  readonly errorType?: string;
}

export type LogLine =
  | {
      readonly kind: "init-start";
      readonly runtime: string;
      readonly restored: boolean;
    }
  | {
      readonly kind: "init-report";
      readonly durationMs: number;
      readonly restored: boolean;
      readonly status?: string;
      readonly errorType?: string;
    }
  | {
      readonly kind: "start";
      readonly requestId: string;
      readonly version?: string;
    }
  | { readonly kind: "end"; readonly requestId: string }
  | Report
  | {
      readonly kind: "timeout";
      readonly requestId: string;
      readonly seconds: number;
    }
  | {
      readonly kind: "exit";
      readonly requestId: string;
      readonly reason: string;
    }
  | {
      readonly kind: "application";
      readonly level: Level;
      readonly requestId?: string;
      readonly text: string;
      readonly error?: LoggedError;
      /** The error was not the function's to print: the runtime did, because it ended the invocation or the start. */
      readonly crash?: true;
    }
  /** A platform event of JSON mode that has no form of its own above. */
  | {
      readonly kind: "platform";
      readonly type: string;
      readonly requestId?: string;
      readonly text: string;
      readonly failed: boolean;
    }
  | { readonly kind: "plain"; readonly text: string };

const levels: Readonly<Record<string, Level>> = {
  TRACE: "TRACE",
  DEBUG: "DEBUG",
  INFO: "INFO",
  WARN: "WARN",
  WARNING: "WARN",
  ERROR: "ERROR",
  CRITICAL: "FATAL",
  FATAL: "FATAL",
};

/** The level that `name` means, in any case, with Python's names; undefined for a word that is none. */
export function levelOf(name: string): Level | undefined {
  return Object.hasOwn(levels, name.toUpperCase())
    ? levels[name.toUpperCase()]
    : undefined;
}

/** The request that a line names; undefined where it names none. */
export const requestIdOf = (line: LogLine): string | undefined =>
  "requestId" in line ? line.requestId : undefined;
