/**
 * An execution environment of a function: one host process with one log stream, serving one invocation at a time.
 * Invariant: what the handler prints is in the log before the invocation that printed it is answered.
 */
import { fileURLToPath } from "node:url";
import {
  startHost,
  type HostProcess,
} from "../../../src/handler-host/host-process.ts";
import { newStreamName } from "../logs/store.ts";
import type { Account, LambdaFunction } from "../state.ts";
import { initStartLine, outputLines } from "./log-lines.ts";

export interface FunctionInstance {
  readonly host: HostProcess;
  readonly stream: string;
  /** Of the code that it loaded. */
  readonly version: string;
  busy: boolean;
}

const hostFolder = new URL("../../../src/handler-host/", import.meta.url);

export function logGroupOf(name: string): string {
  return `/aws/lambda/${name}`;
}

export function startInstance(
  account: Account,
  lambda: LambdaFunction,
  version: string,
): FunctionInstance {
  const group = logGroupOf(lambda.name);
  const stream = newStreamName(new Date());
  const log = (message: string): void => {
    account.logs.append({ group, stream, message });
  };
  log(initStartLine(account.region, lambda.runtime));
  const python = lambda.runtime.startsWith("python");
  const host = startHost({
    command: python ? "python3" : process.execPath,
    args: python
      ? [fileURLToPath(new URL("host.py", hostFolder))]
      : [
          // A TypeScript handler without a package.json is no reason for a line in its log.
          "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON",
          fileURLToPath(new URL("host.ts", hostFolder)),
        ],
    cwd: lambda.root,
    env: {
      ...lambda.environment,
      PATH: process.env["PATH"] ?? "",
      TZ: "UTC",
      LANG: "en_US.UTF-8",
      PYTHONDONTWRITEBYTECODE: "1",
      AWS_REGION: account.region,
      AWS_DEFAULT_REGION: account.region,
      AWS_EXECUTION_ENV: `AWS_Lambda_${lambda.runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: lambda.name,
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryMb),
      AWS_LAMBDA_LOG_GROUP_NAME: group,
      AWS_LAMBDA_LOG_STREAM_NAME: stream,
      LAMBDA_TASK_ROOT: lambda.root,
      _HANDLER: lambda.handler,
    },
    onOutput: (message) => {
      outputLines(message, lambda.runtime).forEach(log);
    },
  });
  return { host, stream, version, busy: true };
}
