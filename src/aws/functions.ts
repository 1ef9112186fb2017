/** What a trigger's Lambda function is, from Lambda itself. Its environment variables stay in the adapter. */
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import type { Connection } from "../core/ports/connection.ts";
import type { Functions } from "../core/ports/functions.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";

export function createFunctions(
  connection: Connection,
  limits?: Limits,
): Functions {
  const client = new LambdaClient(clientSettings(connection, limits));
  return {
    describeFunction: async (nameOrArn, signal) => {
      const found = await callAws(
        {
          connection,
          action: "lambda:GetFunctionConfiguration",
          resource: `Function ${nameOrArn}`,
        },
        () =>
          client.send(
            new GetFunctionConfigurationCommand({ FunctionName: nameOrArn }),
            known({ abortSignal: signal }),
          ),
      );
      const name = found.FunctionName ?? nameOrArn;
      return {
        name,
        arn: found.FunctionArn ?? nameOrArn,
        ...known({
          runtime: found.Runtime,
          handler: found.Handler,
          timeoutSeconds: found.Timeout,
          memoryMb: found.MemorySize,
          modifiedAt: readTime(found.LastModified),
        }),
        logGroup: found.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
        logFormat: found.LoggingConfig?.LogFormat === "JSON" ? "JSON" : "Text",
      };
    },
  };
}

/** Lambda writes `2026-03-02T09:15:00.000+0000`; JavaScript's own form has a colon in the offset. */
function readTime(text = ""): Date | undefined {
  const time = new Date(text.replace(/(?<=[+-]\d\d)(?=\d\d$)/, ":"));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
