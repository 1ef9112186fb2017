/**
 * The program that runs a user's Node handler: loads it once, then takes invocations one by one (see `protocol.ts`).
 * Invariant: while a handler runs, nothing of ours keeps the event loop alive, so that an idle loop can be noticed.
 */
import { writeSync } from "node:fs";
import { format } from "node:util";
import { callHandler, checkHandler, mannerOf } from "./call-handler.ts";
import { loadHandler, type Handler } from "./load-handler.ts";
import { readLines } from "./read-lines.ts";
import type { FunctionError, HostMessage, InvokeRequest } from "./protocol.ts";

const replies = 3;
let requestId: string | undefined;

function send(message: HostMessage): void {
  let rest = Buffer.from(`${JSON.stringify(message)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(replies, rest));
}

function sendLog(level: string, ...values: unknown[]): void {
  send({
    kind: "log",
    level,
    text: format(...values),
    time: new Date().toISOString(),
    requestId,
  });
}

function catchOutput(): void {
  const levels = {
    log: "INFO",
    info: "INFO",
    debug: "DEBUG",
    warn: "WARN",
    error: "ERROR",
    trace: "TRACE",
  } as const;
  for (const [method, level] of Object.entries(levels))
    console[method as keyof typeof levels] = (...values: unknown[]) => {
      sendLog(level, ...values);
    };
  for (const stream of [process.stdout, process.stderr])
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
      send({
        kind: "output",
        text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString(),
      });
      const done = rest.findLast((value) => typeof value === "function");
      if (done !== undefined) queueMicrotask(done as () => void);
      return true;
    };
}

function describeError(error: unknown): FunctionError {
  if (!(error instanceof Error))
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? "").split("\n").filter((line) => line !== ""),
  };
}

/** Lambda logs a failure as the error's members with `stack` for `trace`. */
function logFailure(title: string, error: FunctionError): void {
  const { trace, ...named } = error;
  sendLog("ERROR", `${title} \t${JSON.stringify({ ...named, stack: trace })}`);
}

function memoryMb(): number {
  return Math.ceil(process.memoryUsage.rss() / 1_048_576);
}

function dieOn(
  event: "uncaughtException" | "unhandledRejection",
  title: string,
  status: number,
): void {
  process.on(event, (reason: unknown) => {
    const error =
      event === "uncaughtException"
        ? describeError(reason)
        : {
            errorType: "Runtime.UnhandledPromiseRejection",
            errorMessage: String(reason),
            trace: describeError(reason).trace ?? [],
          };
    logFailure(title, error);
    send({ kind: "crash", error, memoryMb: memoryMb() });
    process.exit(status);
  });
}

async function load(): Promise<Handler> {
  const handler = await loadHandler(
    process.env["LAMBDA_TASK_ROOT"] ?? ".",
    process.env["_HANDLER"] ?? "",
  );
  checkHandler(handler, manner);
  return handler;
}

async function invoke(handler: Handler, request: InvokeRequest): Promise<void> {
  requestId = request.id;
  try {
    const answer = await callHandler(handler, request, manner);
    send({
      kind: "result",
      id: request.id,
      json: toJson(answer),
      memoryMb: memoryMb(),
    });
  } catch (thrown) {
    const error = describeError(thrown);
    logFailure("Invoke Error", error);
    send({ kind: "error", id: request.id, error, memoryMb: memoryMb() });
  }
  requestId = undefined;
}

/** JSON text; what JSON does not know (undefined, a function) is `null`, as Lambda has it. */
function toJson(value: unknown): string {
  const text: unknown = JSON.stringify(value);
  return typeof text === "string" ? text : "null";
}

const manner = mannerOf(process.env["AWS_EXECUTION_ENV"] ?? "");
catchOutput();
dieOn("uncaughtException", "Uncaught Exception", 129);
dieOn("unhandledRejection", "Unhandled Promise Rejection", 128);
try {
  const handler = await load();
  readLines(process.stdin, (line) => {
    process.stdin.unref();
    void invoke(handler, JSON.parse(line) as InvokeRequest).finally(() => {
      process.stdin.ref();
    });
  });
  // Whoever started us is gone: a handler must not run on by itself.
  process.stdin.on("end", () => process.exit());
  send({ kind: "ready" });
} catch (thrown) {
  const error = describeError(thrown);
  logFailure("Uncaught Exception", error);
  send({ kind: "init-error", error });
  process.exitCode = 1;
}
