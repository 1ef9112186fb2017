/**
 * Invokes a function as Lambda does: a warm instance when there is one with today's code, else a cold start; the
 * function's own timeout; a failure as a function error in the payload. The log has the lines of the platform around it.
 */
import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Outcome } from "../../../src/handler-host/host-process.ts";
import type { FunctionError } from "../../../src/handler-host/protocol.ts";
import type { Account, LambdaFunction } from "../state.ts";
import {
  logGroupOf,
  startInstance,
  type FunctionInstance,
} from "./instance.ts";
import { endLine, initReportLine, reportLine, startLine } from "./log-lines.ts";
import { sourceVersion } from "./source-version.ts";
import { within } from "../within.ts";

export interface InvokeResult {
  readonly requestId: string;
  /** JSON text: the handler's answer, or a function error. */
  readonly payload: string;
  readonly failed: boolean;
}

/** Lambda gives a function ten seconds to load. */
const initLimitMs = 10_000;

type Failure = {
  readonly status: "timeout" | "error";
  readonly errorType?: string;
};

export async function invokeFunction(
  account: Account,
  lambda: LambdaFunction,
  event: string,
): Promise<InvokeResult> {
  const requestId = randomUUID();
  const initStart = performance.now();
  const { instance, cold } = acquire(account, lambda);
  const started = await within(initLimitMs, instance.host.started);
  const initMs = cold ? performance.now() - initStart : undefined;

  const log = (message: string): void => {
    account.logs.append({
      group: logGroupOf(lambda.name),
      stream: instance.stream,
      message,
    });
  };
  if (started === "timeout") {
    log(initReportLine(performance.now() - initStart));
    instance.host.kill();
  }
  log(startLine(requestId));
  const start = performance.now();
  const timeoutMs = lambda.timeoutSeconds * 1000;
  const outcome = await within(
    timeoutMs,
    instance.host.invoke({
      id: requestId,
      event,
      functionArn: lambda.arn,
      deadline: Date.now() + timeoutMs,
    }),
  );
  if (outcome === "timeout") instance.host.kill();
  instance.busy = false;
  const { result, failure } = judge(lambda, requestId, outcome);
  log(endLine(requestId));
  log(
    reportLine({
      requestId,
      durationMs: performance.now() - start,
      initMs,
      memorySizeMb: lambda.memoryMb,
      memoryUsedMb:
        outcome !== "timeout" && "memoryMb" in outcome ? outcome.memoryMb : 0,
      failure,
    }),
  );
  return result;
}

/** Ends every instance; the function can be invoked again and starts cold. */
export function stopInstances(lambda: LambdaFunction): void {
  for (const instance of lambda.instances.splice(0)) instance.host.kill();
}

function acquire(
  account: Account,
  lambda: LambdaFunction,
): { instance: FunctionInstance; cold: boolean } {
  const version = sourceVersion(lambda.root);
  const { instances } = lambda;
  for (const old of instances.filter(
    (each) => !each.busy && (each.version !== version || each.host.ended),
  )) {
    old.host.kill();
    instances.splice(instances.indexOf(old), 1);
  }
  const warm = instances.find((each) => !each.busy);
  if (warm !== undefined) {
    warm.busy = true;
    return { instance: warm, cold: false };
  }
  const instance = startInstance(account, lambda, version);
  instances.push(instance);
  return { instance, cold: true };
}

function judge(
  lambda: LambdaFunction,
  requestId: string,
  outcome: Outcome | "timeout",
): { result: InvokeResult; failure: Failure | undefined } {
  const failed = (
    error: FunctionError,
    failure?: Failure,
  ): { result: InvokeResult; failure: Failure | undefined } => ({
    result: { requestId, payload: JSON.stringify(error), failed: true },
    failure,
  });
  if (outcome === "timeout")
    return failed(
      {
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${lambda.timeoutSeconds.toFixed(2)} seconds`,
      },
      { status: "timeout" },
    );
  switch (outcome.kind) {
    case "result":
      return {
        result: { requestId, payload: outcome.json, failed: false },
        failure: undefined,
      };
    case "exit":
      return failed(
        {
          errorType: "Runtime.ExitError",
          errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: ${outcome.how}`,
        },
        { status: "error", errorType: "Runtime.ExitError" },
      );
    case "init-error":
      return failed(outcome.error, {
        status: "error",
        errorType: outcome.error.errorType,
      });
    case "error":
      return failed(outcome.error);
  }
}
