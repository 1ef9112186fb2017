/** The host programs, run for real: what a handler's way of answering is worth under each runtime. */
import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import {
  startHost,
  type HostProcess,
  type Outcome,
} from "../../src/handler-host/host-process.ts";
import type { HostMessage } from "../../src/handler-host/protocol.ts";

const hostFolder = fileURLToPath(
  new URL("../../src/handler-host/", import.meta.url),
);
const cleanUps: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Output = Extract<HostMessage, { kind: "log" | "output" }>;

async function host(
  files: Record<string, string>,
  runtime: string,
  handler = "index.handler",
): Promise<{ process: HostProcess; output: Output[] }> {
  const root = await mkdtemp(path.join(tmpdir(), "handler-host-"));
  cleanUps.push(() => rm(root, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  const output: Output[] = [];
  const python = runtime.startsWith("python");
  const hostProcess = startHost({
    command: python ? "python3" : process.execPath,
    args: [path.join(hostFolder, python ? "host.py" : "host.ts")],
    cwd: root,
    env: {
      PATH: process.env["PATH"] ?? "",
      LAMBDA_TASK_ROOT: root,
      _HANDLER: handler,
      AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
      AWS_LAMBDA_FUNCTION_NAME: "sample",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    },
    onOutput: (message) => output.push(message),
  });
  cleanUps.push(() => {
    hostProcess.kill();
  });
  return { process: hostProcess, output };
}

let nextId = 0;
function invoke(hostProcess: HostProcess, event: unknown): Promise<Outcome> {
  return hostProcess.invoke({
    id: `request-${String(++nextId)}`,
    event: JSON.stringify(event),
    functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:sample",
    deadline: Date.now() + 3000,
  });
}

async function answerOf(
  text: string,
  runtime: string,
  file = "index.js",
): Promise<unknown> {
  const { process } = await host({ [file]: text }, runtime);
  const outcome = await invoke(process, { name: "event" });
  switch (outcome.kind) {
    case "result":
      return JSON.parse(outcome.json);
    case "exit":
      return outcome.how;
    default:
      return `${outcome.error.errorType}: ${outcome.error.errorMessage}`;
  }
}

const event = { name: "event" };
const refused =
  /^Runtime\.CallbackHandlerDeprecated: ERROR: AWS Lambda has removed support for callback-based/;

describe("what a handler's answer is worth", () => {
  test.each<[string, string, unknown, unknown]>([
    ["async, returns the event", "async (event) => event", event, event],
    ["async, returns nothing", "async () => {}", null, null],
    ["sync, returns the event", "(event) => event", null, event],
    [
      "sync, never calls its callback",
      "(event, context, callback) => {}",
      null,
      refused,
    ],
    [
      "callback at once",
      "(event, context, callback) => { callback(null, event); }",
      event,
      refused,
    ],
    [
      "callback later",
      "(event, context, callback) => { setTimeout(() => callback(null, event), 20); }",
      event,
      refused,
    ],
    [
      "async, callback at once",
      "async (event, context, callback) => { callback(null, event); }",
      event,
      refused,
    ],
    [
      "async, callback later and not awaited",
      "async (event, context, callback) => { setTimeout(() => callback(null, event), 20); }",
      null,
      refused,
    ],
    [
      "a promise that nobody waits for",
      "(event) => { Promise.resolve(event); }",
      null,
      null,
    ],
    [
      "context.done",
      "(event, context) => { context.done(null, event); }",
      event,
      "TypeError: context.done is not a function",
    ],
    [
      "context.succeed while a timer runs",
      "(event, context) => { setInterval(() => {}, 1000); context.succeed(event); }",
      event,
      "TypeError: context.succeed is not a function",
    ],
    [
      "context.fail",
      "(event, context) => { context.fail(new RangeError('no')); }",
      "RangeError: no",
      "TypeError: context.fail is not a function",
    ],
    [
      "callback with a text as error",
      "(event, context, callback) => { callback('denied'); }",
      "string: denied",
      refused,
    ],
    [
      "async, third parameter with a default",
      "async (event, context, callback = () => {}) => event",
      event,
      event,
    ],
    [
      "throws",
      "() => { throw new TypeError('boom'); }",
      "TypeError: boom",
      "TypeError: boom",
    ],
    [
      "ends the process",
      "() => process.exit(3)",
      "exit status 3",
      "exit status 3",
    ],
  ])("%s", async (_name, handler, onNode22, onNode24) => {
    const text = `exports.handler = ${handler};`;
    for (const [runtime, expected] of [
      ["nodejs22.x", onNode22],
      ["nodejs24.x", onNode24],
    ] as const) {
      const answer = await answerOf(text, runtime);
      if (expected instanceof RegExp) expect(answer).toMatch(expected);
      else expect(answer).toEqual(expected);
    }
  });
});

describe("finding the handler", () => {
  test.each<[string, Record<string, string>, string, string]>([
    [
      "a named export of an ES module",
      { "index.mjs": "export const handler = async () => 'found';" },
      "index.handler",
      '"found"',
    ],
    [
      "a .js file under type module",
      {
        "package.json": '{"type":"module"}',
        "index.js": "export const handler = async () => 'found';",
      },
      "index.handler",
      '"found"',
    ],
    [
      "a file in a folder, with dots in the path of the export",
      { "src/pre.js": "exports.a = { handler: async () => 'found' };" },
      "src/pre.a",
      "Runtime.HandlerNotFound: src/pre.a is not a function",
    ],
    [
      "TypeScript",
      {
        "index.ts":
          "export const handler = async (event: unknown): Promise<string> => 'found';",
      },
      "index.handler",
      '"found"',
    ],
    [
      "an export that is not there",
      { "index.js": "exports.other = 1;" },
      "index.handler",
      "Runtime.HandlerNotFound: index.handler is undefined or not exported",
    ],
    [
      "a file that is not there",
      {},
      "index.handler",
      "Runtime.ImportModuleError: Error: Cannot find module 'index'",
    ],
    [
      "a name without a dot",
      {},
      "handler",
      "Runtime.MalformedHandlerName: Bad handler",
    ],
    [
      "code that does not parse",
      { "index.js": "exports.handler = (;" },
      "index.handler",
      "Runtime.UserCodeSyntaxError: SyntaxError: Unexpected token ';'",
    ],
  ])("%s", async (_name, files, handler, expected) => {
    const { process } = await host(files, "nodejs22.x", handler);
    const outcome = await invoke(process, {});
    if (outcome.kind === "result") expect(outcome.json).toBe(expected);
    else if (outcome.kind !== "exit")
      expect(`${outcome.error.errorType}: ${outcome.error.errorMessage}`).toBe(
        expected,
      );
    else expect.fail(`the host ended: ${outcome.how}`);
  });
});

test("what a handler prints cannot be taken for a reply, and arrives before the reply", async () => {
  const { process: node, output } = await host(
    {
      "index.js": `exports.handler = async () => {
        console.log("first", { a: 1 });
        process.stdout.write('{"kind":"result","id":"x","json":"false"}\\n');
        console.error("third\\nline\\u2028end");
        return "true answer";
      };`,
    },
    "nodejs22.x",
  );
  expect(await invoke(node, {})).toMatchObject({ json: '"true answer"' });
  expect(output.map((message) => message.text)).toEqual([
    "first { a: 1 }",
    '{"kind":"result","id":"x","json":"false"}\n',
    "third\nline\u2028end",
  ]);
  expect(output[2]).toMatchObject({
    level: "ERROR",
    requestId: `request-${String(nextId)}`,
  });
});

test("a handler that writes over the replies is ended, and its invocation settles", async () => {
  const { process: node } = await host(
    {
      "index.js":
        "exports.handler = async () => { require('node:fs').writeSync(3, 'garbage\\n'); return new Promise((r) => setTimeout(r, 5000)); };",
    },
    "nodejs22.x",
  );
  expect(await invoke(node, {})).toEqual({
    kind: "exit",
    how: "it wrote to file descriptor 3",
  });
  expect(node.ended).toBe(true);
});

test("a second invocation reuses the loaded module", async () => {
  const { process: node } = await host(
    { "index.js": "let n = 0; exports.handler = async () => ++n;" },
    "nodejs22.x",
  );
  expect(await invoke(node, {})).toMatchObject({ json: "1" });
  expect(await invoke(node, {})).toMatchObject({ json: "2" });
});

test("a rejected promise that nobody waits for ends the process after it is reported", async () => {
  const { process: node, output } = await host(
    {
      "index.js":
        "exports.handler = () => new Promise(() => { Promise.reject(new Error('lost')); });",
    },
    "nodejs22.x",
  );
  expect(await invoke(node, {})).toMatchObject({
    kind: "error",
    error: {
      errorType: "Runtime.UnhandledPromiseRejection",
      errorMessage: "Error: lost",
    },
  });
  expect(output[0]?.text).toMatch(/^Unhandled Promise Rejection \t\{/);
  expect(node.ended).toBe(true);
});

describe("Python", () => {
  test("print, logging and the answer", async () => {
    const { process: python, output } = await host(
      {
        "app.py": `import logging
logger = logging.getLogger()
logger.setLevel("INFO")
def handler(event, context):
    print("hello")
    logger.info("for %s", event["name"])
    return {**event, "left": context.get_remaining_time_in_millis() > 0}
`,
      },
      "python3.13",
      "app.handler",
    );
    const outcome = await invoke(python, { name: "ana" });
    expect(outcome).toMatchObject({ json: '{"name": "ana", "left": true}' });
    expect(output).toMatchObject([
      { kind: "output", text: "hello\n" },
      {
        kind: "log",
        level: "INFO",
        text: "for ana",
        requestId: `request-${String(nextId)}`,
      },
    ]);
  });

  test.each([
    ["nothing returned", "def handler(event, context):\n    pass", "null"],
    [
      "a KeyError",
      "def handler(event, context):\n    return event['missing']",
      "KeyError: 'missing'",
    ],
    [
      "a value that is not JSON",
      "def handler(event, context):\n    return {1, 2}",
      "Runtime.MarshalError: Unable to marshal response: Object of type set is not JSON serializable",
    ],
    [
      "no such function",
      "def other(event, context):\n    pass",
      "Runtime.HandlerNotFound: Handler 'handler' missing on module 'app'",
    ],
    [
      "a missing package",
      "import no_such_package",
      "Runtime.ImportModuleError: Unable to import module 'app': No module named 'no_such_package'",
    ],
  ])("%s", async (_name, text, expected) => {
    const { process: python } = await host(
      { "app.py": text },
      "python3.13",
      "app.handler",
    );
    const outcome = await invoke(python, {});
    if (outcome.kind === "result") expect(outcome.json).toBe(expected);
    else if (outcome.kind === "exit") expect.fail(outcome.how);
    else
      expect(`${outcome.error.errorType}: ${outcome.error.errorMessage}`).toBe(
        expected,
      );
  });
});
