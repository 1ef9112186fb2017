/**
 * Calls a handler in the manner of one Node runtime and settles with what Lambda would take as its answer. The two
 * manners differ (callbacks, `context.done`, what a plain return value is worth): Node.js 22 and older look at
 * callbacks and promises only, Node.js 24 awaits whatever comes back and knows no callbacks.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
import { LoadError, type Handler } from "./load-handler.ts";
import type { InvokeRequest } from "./protocol.ts";

export type Manner = "callbacks" | "promises-only";

/** `nodejs24.x` and later have no callbacks; an unknown runtime is taken for a new one. */
export function mannerOf(runtime: string): Manner {
  const major = /nodejs(\d+)/.exec(runtime)?.[1];
  return major !== undefined && Number(major) < 24
    ? "callbacks"
    : "promises-only";
}

/** What Lambda refuses before it calls anything. */
export function checkHandler(handler: Handler, manner: Manner): void {
  if (manner === "promises-only" && handler.length >= 3)
    throw new LoadError(
      "Runtime.CallbackHandlerDeprecated",
      "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. " +
        "You need to modify this function to use a supported handler signature.",
    );
}

export async function callHandler(
  handler: Handler,
  request: InvokeRequest,
  manner: Manner,
): Promise<unknown> {
  const event: unknown = JSON.parse(request.event);
  const context = contextOf(request);
  return manner === "promises-only"
    ? await handler(event, context)
    : await callWithCallbacks(handler, event, context);
}

function callWithCallbacks(
  handler: Handler,
  event: unknown,
  base: object,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let answered = false;
    let waits = true;
    const settle = (error: unknown, value: unknown): void => {
      process.removeListener("beforeExit", whenIdle);
      if (error === undefined || error === null) resolve(value);
      else reject(asError(error));
    };
    let pending: { error: unknown; value: unknown } | undefined;
    // The event loop ran dry: what the callback left behind, or nothing at all.
    const whenIdle = (): void => {
      settle(pending?.error, pending?.value);
    };
    process.once("beforeExit", whenIdle);
    const answer = (error: unknown, value?: unknown): void => {
      if (answered) return;
      answered = true;
      pending = { error, value };
      if (!waits) settle(error, value);
    };
    const finish = (error: unknown, value?: unknown): void => {
      waits = false;
      answer(error, value);
    };
    const context = {
      ...base,
      get callbackWaitsForEmptyEventLoop(): boolean {
        return waits;
      },
      set callbackWaitsForEmptyEventLoop(value: boolean) {
        waits = value;
      },
      done: finish,
      succeed: (value: unknown) => {
        finish(null, value);
      },
      fail: (error: unknown) => {
        finish(error ?? "handled");
      },
    };
    const refuse = (error: unknown): void => {
      waits = false;
      answer(error ?? "handled");
    };
    try {
      const returned = handler(event, context, answer);
      if (isThenable(returned))
        returned.then((value) => {
          waits = false;
          answer(null, value);
        }, refuse);
    } catch (error) {
      refuse(error);
    }
  });
}

function contextOf(request: InvokeRequest): object {
  const { env } = process;
  return {
    awsRequestId: request.id,
    invokedFunctionArn: request.functionArn,
    functionName: env["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: env["AWS_LAMBDA_FUNCTION_VERSION"],
    memoryLimitInMB: env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    logGroupName: env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: env["AWS_LAMBDA_LOG_STREAM_NAME"],
    getRemainingTimeInMillis: () => Math.max(0, request.deadline - Date.now()),
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ThrownValue(error);
}

/** Something that is no `Error` was thrown or given to the callback; Lambda reports it by its type. */
class ThrownValue extends Error {
  override readonly name: string;

  constructor(value: unknown) {
    super(typeof value === "string" ? value : JSON.stringify(value));
    this.name = typeof value;
    this.stack = "";
  }
}

function isThenable(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as { then?: unknown }).then === "function"
  );
}
