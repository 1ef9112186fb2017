/** Functions as Lambda runs them: cold and warm, in parallel, timed out, crashed, redeployed; and what it says of them. */
import {
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Stack } from "./stack.ts";
import { startWith, type CleanUp } from "./support/workspace.ts";

const cleanUps: Parameters<CleanUp>[0][] = [];
afterEach(async () => {
  for (const action of cleanUps.splice(0).reverse()) await action();
});
const cleanUp: CleanUp = (action) => cleanUps.push(action);

async function invoke(
  stack: Stack,
  name: string,
  event: unknown = {},
): Promise<{ payload: unknown; error: string | undefined }> {
  const answer = await new LambdaClient(stack.sdkConfig).send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  return {
    payload: JSON.parse(answer.Payload?.transformToString() ?? ""),
    error: answer.FunctionError,
  };
}

const counter = `let n = 0;
export const handler = async (event) => {
  await new Promise((resolve) => setTimeout(resolve, event.ms ?? 0));
  return [process.pid, ++n];
};`;

test("a function is loaded once and reused while it is warm", async () => {
  const stack = await startWith({ count: { code: counter } }, cleanUp);
  const first = (await invoke(stack, "count")).payload as [number, number];
  const second = (await invoke(stack, "count")).payload as [number, number];
  expect(second).toEqual([first[0], 2]);
});

test("two invocations at once run in two instances", async () => {
  const stack = await startWith({ count: { code: counter } }, cleanUp);
  const answers = await Promise.all([
    invoke(stack, "count", { ms: 300 }),
    invoke(stack, "count", { ms: 300 }),
  ]);
  const pids = answers.map(({ payload }) => (payload as [number, number])[0]);
  expect(new Set(pids).size).toBe(2);
  expect(stack.logs.groups.get("/aws/lambda/count")?.streams.size).toBe(2);
});

test("changed code is used by the next invocation, as after a deployment", async () => {
  const stack = await startWith(
    { word: { code: "export const handler = async () => 'old';" } },
    cleanUp,
  );
  expect((await invoke(stack, "word")).payload).toBe("old");
  await writeFile(
    path.join(stack.workspace, "word", "index.mjs"),
    "export const handler = async () => 'new';",
  );
  expect((await invoke(stack, "word")).payload).toBe("new");
});

test("a Python function is reused too, and leaves nothing in the workspace", async () => {
  const stack = await startWith(
    {
      count: {
        runtime: "python3.13",
        code: "import os\nn = 0\ndef handler(event, context):\n    global n\n    n += 1\n    return [os.getpid(), n]\n",
      },
    },
    cleanUp,
  );
  const first = (await invoke(stack, "count")).payload as [number, number];
  expect((await invoke(stack, "count")).payload).toEqual([first[0], 2]);
  expect(await readdir(path.join(stack.workspace, "count"))).toEqual([
    "app.py",
  ]);
});

describe("function errors", () => {
  test("what the handler throws", async () => {
    const stack = await startWith(
      {
        fail: {
          code: "export const handler = async () => { throw new RangeError('no'); };",
        },
      },
      cleanUp,
    );
    expect(await invoke(stack, "fail")).toEqual({
      error: "Unhandled",
      payload: {
        errorType: "RangeError",
        errorMessage: "no",
        trace: expect.arrayContaining(["RangeError: no"]) as string[],
      },
    });
  });

  test("a timeout, and a fresh start after it", async () => {
    const stack = await startWith(
      {
        slow: {
          code: `export const handler = async ({ ms }, context) => {
            await new Promise((resolve) => setTimeout(resolve, ms));
            return context.getRemainingTimeInMillis() > 0;
          };`,
          timeoutSeconds: 1,
        },
      },
      cleanUp,
    );
    expect(await invoke(stack, "slow", { ms: 3000 })).toMatchObject({
      error: "Unhandled",
      payload: {
        errorType: "Sandbox.Timedout",
        errorMessage: expect.stringMatching(
          /^RequestId: [\w-]{36} Error: Task timed out after 1\.00 seconds$/,
        ) as string,
      },
    });
    expect(await invoke(stack, "slow", { ms: 1 })).toEqual({
      error: undefined,
      payload: true,
    });
  });

  test("a process that ends, and a fresh start after it", async () => {
    const stack = await startWith(
      {
        exit: {
          code: "export const handler = async ({ code }) => code === undefined ? 'fine' : process.exit(code);",
        },
      },
      cleanUp,
    );
    expect(await invoke(stack, "exit", { code: 7 })).toMatchObject({
      error: "Unhandled",
      payload: { errorType: "Runtime.ExitError" },
    });
    expect((await invoke(stack, "exit")).payload).toBe("fine");
  });
});

test("the child has the function's own variables and nothing of ours", async () => {
  process.env["STACK_TEST_SECRET"] = "ours";
  cleanUp(() => {
    delete process.env["STACK_TEST_SECRET"];
  });
  const stack = await startWith(
    {
      env: {
        code: "export const handler = async () => [process.env.TABLE, process.env.STACK_TEST_SECRET ?? null, process.env.AWS_REGION];",
        environment: { TABLE: "customers" },
      },
    },
    cleanUp,
  );
  expect((await invoke(stack, "env")).payload).toEqual([
    "customers",
    null,
    "eu-central-1",
  ]);
});

test("a module that never finishes loading is given up", async () => {
  const stack = await startWith(
    {
      stuck: {
        code: "setInterval(() => {}, 1000); await new Promise(() => {}); export const handler = 1;",
      },
    },
    cleanUp,
  );
  expect(await invoke(stack, "stuck")).toMatchObject({
    error: "Unhandled",
    payload: { errorType: "Runtime.ExitError" },
  });
  const [stream] =
    stack.logs.groups.get("/aws/lambda/stuck")?.streams.values() ?? [];
  expect(stream?.events.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^INIT_REPORT .*\tStatus: timeout\n$/),
  );
}, 15_000);

test("after a crash the next invocation starts afresh", async () => {
  const stack = await startWith(
    {
      lost: {
        code: `export const handler = async ({ lose }) => {
          if (!lose) return "fine";
          Promise.reject(new Error("lost"));
          return new Promise(() => {});
        };`,
      },
    },
    cleanUp,
  );
  for (let n = 0; n < 3; n += 1) {
    expect(await invoke(stack, "lost", { lose: true })).toMatchObject({
      error: "Unhandled",
      payload: { errorType: "Runtime.UnhandledPromiseRejection" },
    });
    expect((await invoke(stack, "lost")).payload).toBe("fine");
  }
});

test("a function is described, by name and by ARN, with its permission", async () => {
  const stack = await startWith(
    {
      open: { code: "", trigger: "PreSignUp", timeoutSeconds: 7 },
      closed: { code: "", permitted: false },
    },
    cleanUp,
  );
  const lambda = new LambdaClient(stack.sdkConfig);
  const arn = "arn:aws:lambda:eu-central-1:123456789012:function:open";
  for (const FunctionName of ["open", arn, `${arn}:live`])
    expect(
      await lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
    ).toMatchObject({
      FunctionName: "open",
      FunctionArn: arn,
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Timeout: 7,
      MemorySize: 128,
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/open" },
    });
  const { Configuration } = await lambda.send(
    new GetFunctionCommand({ FunctionName: "open" }),
  );
  expect(Configuration?.FunctionArn).toBe(arn);
  const { Policy = "" } = await lambda.send(
    new GetPolicyCommand({ FunctionName: "open" }),
  );
  expect(JSON.parse(Policy)).toMatchObject({
    Statement: [
      {
        Principal: { Service: "cognito-idp.amazonaws.com" },
        Condition: {
          ArnLike: {
            "AWS:SourceArn": expect.stringContaining(stack.poolId) as string,
          },
        },
      },
    ],
  });
  await expect(
    lambda.send(new GetPolicyCommand({ FunctionName: "closed" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "none" })),
  ).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message:
      "Function not found: arn:aws:lambda:eu-central-1:123456789012:function:none",
  });
});

test("nothing runs on after the stack was stopped", async () => {
  const stack = await startWith({ count: { code: counter } }, cleanUp);
  const [pid] = (await invoke(stack, "count")).payload as [number, number];
  expect(process.kill(pid, 0)).toBe(true);
  await stack.stop();
  cleanUps.pop();
  await expect
    .poll(() => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    })
    .toBe(false);
});
