/** CloudWatch Logs: the lines that invocations leave, and reading them with all that makes a tail hard. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  type FilterLogEventsCommandInput,
  type FilteredLogEvent,
} from "@aws-sdk/client-cloudwatch-logs";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { afterEach, describe, expect, test } from "vitest";
import { startStack, type Stack } from "./stack.ts";
import { startWith, type CleanUp } from "./support/workspace.ts";

const cleanUps: Parameters<CleanUp>[0][] = [];
afterEach(async () => {
  for (const action of cleanUps.splice(0).reverse()) await action();
});
const cleanUp: CleanUp = (action) => cleanUps.push(action);

async function emptyStack(): Promise<Stack> {
  const stack = await startStack({ workspace: false, populated: false });
  cleanUp(() => stack.stop());
  return stack;
}

async function read(
  stack: Stack,
  input: FilterLogEventsCommandInput,
): Promise<{ events: FilteredLogEvent[]; pageSizes: number[] }> {
  const logs = new CloudWatchLogsClient(stack.sdkConfig);
  const events: FilteredLogEvent[] = [];
  const pageSizes: number[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ ...input, nextToken }),
    );
    events.push(...(page.events ?? []));
    pageSizes.push(page.events?.length ?? 0);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return { events, pageSizes };
}

const messagesOf = (events: readonly FilteredLogEvent[]): string[] =>
  events.map(({ message = "" }) => message);

const id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const lines = (...patterns: string[]): unknown[] =>
  patterns.map((pattern): unknown =>
    expect.stringMatching(new RegExp(`^${pattern}\n$`)),
  );

const initStart = String.raw`INIT_START Runtime Version: \w+:[\d.]+\.v\d+\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:[0-9a-f]{64}`;
const start = String.raw`START RequestId: ${id} Version: \$LATEST`;
const end = `END RequestId: ${id}`;
const report = (init: boolean, status = ""): string =>
  String.raw`REPORT RequestId: ${id}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB${
    init ? String.raw`\tInit Duration: [\d.]+ ms` : ""
  }${status}\t`;

describe("the lines of an invocation", () => {
  const run = async (
    stack: Stack,
    name: string,
    times = 1,
  ): Promise<string[]> => {
    const lambda = new LambdaClient(stack.sdkConfig);
    for (let n = 0; n < times; n += 1)
      await lambda.send(new InvokeCommand({ FunctionName: name }));
    const { events } = await read(stack, {
      logGroupName: `/aws/lambda/${name}`,
    });
    return messagesOf(events);
  };

  test("Node, cold and warm", async () => {
    const stack = await startWith(
      {
        talk: {
          code: `console.log("loading");
            export const handler = async () => { console.warn("two\\nlines", { a: 1 }); return 1; };`,
        },
      },
      cleanUp,
    );
    expect(await run(stack, "talk", 2)).toEqual(
      lines(
        initStart,
        String.raw`${time}\tundefined\tINFO\tloading`,
        start,
        String.raw`${time}\t${id}\tWARN\ttwo\rlines \{ a: 1 \}`,
        end,
        report(true),
        start,
        String.raw`${time}\t${id}\tWARN\ttwo\rlines \{ a: 1 \}`,
        end,
        report(false),
      ),
    );
  });

  test("Node, an error", async () => {
    const stack = await startWith(
      {
        fail: {
          code: "export const handler = async () => { throw new Error('no'); };",
        },
      },
      cleanUp,
    );
    expect(await run(stack, "fail")).toEqual(
      lines(
        initStart,
        start,
        String.raw`${time}\t${id}\tERROR\tInvoke Error \t\{"errorType":"Error","errorMessage":"no","stack":\["Error: no",.*\]\}`,
        end,
        report(true),
      ),
    );
  });

  test("Python, with an error", async () => {
    const stack = await startWith(
      {
        fail: {
          runtime: "python3.13",
          code: "import logging\ndef handler(event, context):\n    print('plain')\n    logging.getLogger().warning('careful')\n    raise ValueError('no')\n",
        },
      },
      cleanUp,
    );
    expect(await run(stack, "fail")).toEqual(
      lines(
        initStart,
        start,
        "plain",
        String.raw`\[WARNING\]\t${time}\t${id}\tcareful`,
        String.raw`\[ERROR\] ValueError: no\rTraceback \(most recent call last\):\r\u00a0\u00a0File ".*app\.py", line 5, in handler\r\u00a0\u00a0\u00a0\u00a0raise ValueError\('no'\)`,
        end,
        report(true),
      ),
    );
  });

  test("a timeout and a crash", async () => {
    const stack = await startWith(
      {
        slow: {
          code: "export const handler = () => new Promise((r) => setTimeout(r, 5000));",
          timeoutSeconds: 1,
        },
        exit: { code: "export const handler = async () => process.exit(1);" },
      },
      cleanUp,
    );
    expect(await run(stack, "slow")).toEqual(
      lines(initStart, start, end, report(true, String.raw`\tStatus: timeout`)),
    );
    expect(await run(stack, "exit")).toEqual(
      lines(
        initStart,
        start,
        end,
        report(
          true,
          String.raw`\tStatus: error\tError Type: Runtime\.ExitError`,
        ),
      ),
    );
  });
});

test("a group appears with the first invocation and not before", async () => {
  const stack = await startWith(
    { quiet: { code: "export const handler = async () => 1;" } },
    cleanUp,
  );
  const logs = new CloudWatchLogsClient(stack.sdkConfig);
  const groups = async () =>
    (await logs.send(new DescribeLogGroupsCommand({}))).logGroups?.map(
      ({ logGroupName }) => logGroupName,
    );
  expect(await groups()).toEqual([]);
  await expect(
    read(stack, { logGroupName: "/aws/lambda/quiet" }),
  ).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
  await new LambdaClient(stack.sdkConfig).send(
    new InvokeCommand({ FunctionName: "quiet" }),
  );
  expect(await groups()).toEqual(["/aws/lambda/quiet"]);
  const { logStreams } = await logs.send(
    new DescribeLogStreamsCommand({
      logGroupName: "/aws/lambda/quiet",
      orderBy: "LastEventTime",
      descending: true,
    }),
  );
  expect(logStreams?.[0]?.logStreamName).toMatch(
    /^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/,
  );
});

describe("FilterLogEvents", () => {
  const fill = (
    stack: Stack,
    count: number,
    message = (n: number) => `line ${String(n)}`,
  ) => {
    for (let n = 0; n < count; n += 1)
      stack.logs.append({
        group: "g",
        stream: n % 2 === 0 ? "even" : "odd",
        timestamp: 1000 + n,
        message: message(n),
      });
  };

  test("gives every event once, page by page", async () => {
    const stack = await emptyStack();
    fill(stack, 250);
    const { events, pageSizes } = await read(stack, {
      logGroupName: "g",
      limit: 40,
    });
    expect(messagesOf(events)).toEqual(
      Array.from({ length: 250 }, (_, n) => `line ${String(n)}`),
    );
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(250);
    expect(pageSizes.length).toBeGreaterThan(6);
  });

  test("gives empty pages that still carry a token", async () => {
    const stack = await emptyStack();
    fill(stack, 350, (n) => (n === 320 ? "needle" : "hay"));
    const { events, pageSizes } = await read(stack, {
      logGroupName: "g",
      filterPattern: "needle",
    });
    expect(pageSizes).toEqual([0, 0, 0, 1]);
    expect(messagesOf(events)).toEqual(["needle"]);
  });

  test("keeps to the times, both ends included, and to the streams", async () => {
    const stack = await emptyStack();
    fill(stack, 10);
    const range = await read(stack, {
      logGroupName: "g",
      startTime: 1002,
      endTime: 1004,
    });
    expect(messagesOf(range.events)).toEqual(["line 2", "line 3", "line 4"]);
    const odd = await read(stack, {
      logGroupName: "g",
      logStreamNames: ["odd"],
      startTime: 1006,
    });
    expect(messagesOf(odd.events)).toEqual(["line 7", "line 9"]);
  });

  test("shows an event only when it was ingested, with both times", async () => {
    const stack = await emptyStack();
    stack.logs.setDelay("g", "late", 250);
    const before = Date.now();
    stack.logs.append({ group: "g", stream: "late", message: "late" });
    stack.logs.append({ group: "g", stream: "prompt", message: "prompt" });
    expect(
      messagesOf((await read(stack, { logGroupName: "g" })).events),
    ).toEqual(["prompt"]);
    await expect
      .poll(async () =>
        messagesOf((await read(stack, { logGroupName: "g" })).events),
      )
      .toEqual(["late", "prompt"]);
    const [late] = (await read(stack, { logGroupName: "g" })).events;
    expect(late?.timestamp).toBeGreaterThanOrEqual(before);
    expect(late?.ingestionTime).toBe((late?.timestamp ?? 0) + 250);
  });

  test.each([
    ["ERROR", ["ERROR red", "ERROR blue"]],
    ["ERROR red", ["ERROR red"]],
    ['"green light"', ["WARN green light"]],
    ["?red ?blue", ["ERROR red", "ERROR blue"]],
    ["ERROR -red", ["ERROR blue"]],
    ["-ERROR", ["WARN green light"]],
    ["%gr..n|blue%", ["ERROR blue", "WARN green light"]],
    ["?%^WARN% ?red", ["ERROR red", "WARN green light"]],
    ["error", []],
    ["", ["ERROR red", "ERROR blue", "WARN green light"]],
  ])("pattern %s", async (filterPattern, expected) => {
    const stack = await emptyStack();
    for (const message of ["ERROR red", "ERROR blue", "WARN green light"])
      stack.logs.append({ group: "g", stream: "s", message });
    const { events } = await read(stack, { logGroupName: "g", filterPattern });
    expect(messagesOf(events)).toEqual(expected);
  });

  const slow = '{"level":"INFO","record":{"ms":4200,"slow":true}}';
  const broken = '{"level":"ERROR","user":"ada","codes":[7,9]}';
  test.each([
    ['{ $.level = "ERROR" }', [broken]],
    ['{ $.level != "ERROR" }', [slow]],
    ['{ $.level = "E*R" }', [broken]],
    ["{ $.user = %^a.a$% }", [broken]],
    ["{ $.record.ms >= 4000 && $.record.slow IS TRUE }", [slow]],
    ['{ ($.user = "ada") || ($.record.ms > 4200) }', [broken]],
    ["{ $.codes[1] = 9 }", [broken]],
    ["{ $.user NOT EXISTS }", [slow]],
  ])("JSON pattern %s", async (filterPattern, expected) => {
    const stack = await emptyStack();
    for (const message of ["ERROR as text", slow, broken])
      stack.logs.append({ group: "g", stream: "s", message });
    const { events } = await read(stack, { logGroupName: "g", filterPattern });
    expect(messagesOf(events)).toEqual(expected);
  });

  test.each([
    [{ filterPattern: "{ $.level = }" }, /^Invalid filter pattern/],
    [{ filterPattern: "{ level = 1 }" }, /^Invalid filter pattern/],
    [{ filterPattern: "[a, b]" }, /^Invalid filter pattern/],
    [{ filterPattern: "%(%" }, /^Invalid filter pattern/],
    [{ filterPattern: '"open' }, /^Invalid filter pattern/],
    [{ nextToken: "mine" }, /nextToken is invalid/],
  ])("refuses %o", async (input, message) => {
    const stack = await emptyStack();
    fill(stack, 1);
    const logs = new CloudWatchLogsClient(stack.sdkConfig);
    await expect(
      logs.send(new FilterLogEventsCommand({ logGroupName: "g", ...input })),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringMatching(message) as string,
    });
  });
});

test("GetLogEvents goes back and forth in one stream; at the end the token stays", async () => {
  const stack = await emptyStack();
  for (let n = 0; n < 5; n += 1)
    stack.logs.append({
      group: "g",
      stream: "s",
      timestamp: n,
      message: String(n),
    });
  const logs = new CloudWatchLogsClient(stack.sdkConfig);
  const page = async (nextToken?: string, startFromHead?: boolean) => {
    const answer = await logs.send(
      new GetLogEventsCommand({
        logGroupName: "g",
        logStreamName: "s",
        limit: 2,
        nextToken,
        startFromHead,
      }),
    );
    return {
      text: answer.events?.map(({ message }) => message).join(""),
      next: answer.nextForwardToken,
      previous: answer.nextBackwardToken,
    };
  };
  const head = await page(undefined, true);
  expect(head.text).toBe("01");
  const second = await page(head.next);
  expect(second.text).toBe("23");
  const last = await page(second.next);
  expect(last.text).toBe("4");
  const beyond = await page(last.next);
  expect(beyond).toMatchObject({ text: "", next: last.next });
  const tail = await page();
  expect(tail.text).toBe("34");
  expect((await page(tail.previous)).text).toBe("12");
});
