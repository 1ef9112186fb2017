/** Every line that Lambda and its runtimes write, in both log formats. */
import { describe, expect, test } from "vitest";
import { parseLine } from "../../../src/core/logs/parse-line.ts";

const id = "8f5c2a1e-1111-2222-3333-444455556666";
const time = "2026-11-21T09:15:00.123Z";

describe("text format: the platform", () => {
  test.each([
    [
      "INIT_START Runtime Version: nodejs:22.v31\tRuntime Version ARN: arn:aws:lambda:eu-central-1::runtime:0a1b\n",
      { kind: "init-start", runtime: "nodejs:22.v31", restored: false },
    ],
    [
      "RESTORE_START Runtime Version: python:3.13.v2\tRuntime Version ARN: arn:x",
      { kind: "init-start", runtime: "python:3.13.v2", restored: true },
    ],
    [
      `START RequestId: ${id} Version: $LATEST\n`,
      { kind: "start", requestId: id, version: "$LATEST" },
    ],
    [`END RequestId: ${id}\n`, { kind: "end", requestId: id }],
    [
      `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 163 ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\tInit Duration: 150.00 ms\t\n`,
      {
        kind: "report",
        requestId: id,
        durationMs: 12.34,
        billedMs: 163,
        memoryMb: 128,
        maxMemoryMb: 65,
        initMs: 150,
      },
    ],
    [
      `REPORT RequestId: ${id} Duration: 3000.00 ms Billed Duration: 3000 ms Memory Size: 128 MB Max Memory Used: 128 MB Status: timeout`,
      {
        kind: "report",
        requestId: id,
        durationMs: 3000,
        billedMs: 3000,
        memoryMb: 128,
        maxMemoryMb: 128,
        status: "timeout",
      },
    ],
    [
      `REPORT RequestId: ${id}\tDuration: 8.00 ms\tBilled Duration: 9 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB\tRestore Duration: 400.50 ms\tStatus: error\tError Type: Runtime.ExitError`,
      {
        kind: "report",
        requestId: id,
        durationMs: 8,
        billedMs: 9,
        memoryMb: 128,
        maxMemoryMb: 64,
        restoreMs: 400.5,
        status: "error",
        errorType: "Runtime.ExitError",
      },
    ],
    [
      "INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Extension.Crash",
      {
        kind: "init-report",
        durationMs: 1236.04,
        restored: false,
        status: "error",
        errorType: "Extension.Crash",
      },
    ],
    [
      "RESTORE_REPORT Restore Duration: 10000.10 ms\tStatus: timeout",
      {
        kind: "init-report",
        durationMs: 10000.1,
        restored: true,
        status: "timeout",
      },
    ],
    [
      `${time} ${id} Task timed out after 3.00 seconds\n\n`,
      { kind: "timeout", requestId: id, seconds: 3 },
    ],
    [
      `RequestId: ${id} Error: Runtime exited with error: exit status 129`,
      {
        kind: "exit",
        requestId: id,
        reason: "Runtime exited with error: exit status 129",
      },
    ],
    ["Runtime.ExitError", { kind: "plain", text: "Runtime.ExitError" }],
  ])("%s", (message, line) => {
    expect(parseLine(message)).toEqual(line);
  });
});

describe("text format: Node", () => {
  test("a logged text, its line ends as line ends again", () => {
    expect(parseLine(`${time}\t${id}\tWARN\t{\r  a: 1\r}\n`)).toEqual({
      kind: "application",
      level: "WARN",
      requestId: id,
      text: "{\n  a: 1\n}",
    });
  });

  test("a line written before the first invocation has no request", () => {
    expect(parseLine(`${time}\tundefined\tINFO\tloading`)).toEqual({
      kind: "application",
      level: "INFO",
      text: "loading",
    });
  });

  test.each([
    "Invoke Error",
    "Uncaught Exception",
    "Unhandled Promise Rejection",
  ])("%s", (headline) => {
    const error = {
      errorType: "TypeError",
      errorMessage: "Cannot read properties of undefined",
      stack: [
        "TypeError: Cannot read properties of undefined",
        "    at handler (/var/task/index.js:3:9)",
      ],
    };
    expect(
      parseLine(
        `${time}\t${id}\tERROR\t${headline} \t${JSON.stringify(error)}`,
      ),
    ).toEqual({
      kind: "application",
      level: "ERROR",
      requestId: id,
      text: headline,
      error: {
        type: "TypeError",
        message: "Cannot read properties of undefined",
        stack: ["    at handler (/var/task/index.js:3:9)"],
      },
      crash: true,
    });
  });

  test("an error cut short keeps its text", () => {
    expect(
      parseLine(`${time}\t${id}\tERROR\tInvoke Error \t{"errorTy`),
    ).toEqual({
      kind: "application",
      level: "ERROR",
      requestId: id,
      text: 'Invoke Error \t{"errorTy',
    });
  });
});

describe("text format: Python", () => {
  test("a logged text", () => {
    expect(parseLine(`[INFO]\t${time}\t${id}\tsigned up\n`)).toEqual({
      kind: "application",
      level: "INFO",
      requestId: id,
      text: "signed up",
    });
  });

  test("a warning of the runtime without a request", () => {
    expect(
      parseLine(`[WARNING]\t${time}\t\tLAMBDA_WARNING: Unhandled exception.`),
    ).toEqual({
      kind: "application",
      level: "WARN",
      text: "LAMBDA_WARNING: Unhandled exception.",
    });
  });

  test("a traceback is one event whose lines are joined by carriage returns and indented by no-break spaces", () => {
    expect(
      parseLine(
        "[ERROR] KeyError: 'email'\rTraceback (most recent call last):\r\u00a0\u00a0File \"/var/task/index.py\", line 4, in handler\r\u00a0\u00a0\u00a0\u00a0event['email']\n",
      ),
    ).toEqual({
      kind: "application",
      level: "ERROR",
      text: "",
      error: {
        type: "KeyError",
        message: "'email'",
        stack: [
          '  File "/var/task/index.py", line 4, in handler',
          "    event['email']",
        ],
      },
      crash: true,
    });
  });

  test("an error without a traceback", () => {
    expect(
      parseLine(
        "[ERROR] Runtime.ImportModuleError: Unable to import module 'index': No module named 'x'",
      ),
    ).toMatchObject({
      error: {
        type: "Runtime.ImportModuleError",
        message: "Unable to import module 'index': No module named 'x'",
        stack: [],
      },
    });
  });

  test("what print() writes is plain", () => {
    expect(parseLine("{'triggerSource': 'PreSignUp_SignUp'}\n")).toEqual({
      kind: "plain",
      text: "{'triggerSource': 'PreSignUp_SignUp'}",
    });
  });
});

describe("JSON format", () => {
  const platform = (type: string, record: object): string =>
    JSON.stringify({ time, type: `platform.${type}`, record });

  test.each([
    [
      platform("initStart", { runtimeVersion: "nodejs:22.v31" }),
      { kind: "init-start", runtime: "nodejs:22.v31", restored: false },
    ],
    [
      platform("start", { requestId: id, version: "7" }),
      { kind: "start", requestId: id, version: "7" },
    ],
    [
      platform("report", {
        requestId: id,
        status: "timeout",
        metrics: {
          durationMs: 3000,
          billedDurationMs: 3000,
          memorySizeMB: 128,
          maxMemoryUsedMB: 70,
          initDurationMs: 120.5,
        },
      }),
      {
        kind: "report",
        requestId: id,
        durationMs: 3000,
        billedMs: 3000,
        memoryMb: 128,
        maxMemoryMb: 70,
        initMs: 120.5,
        status: "timeout",
      },
    ],
    [
      platform("initReport", {
        status: "error",
        errorType: "Runtime.ExitError",
        metrics: { durationMs: 20 },
      }),
      {
        kind: "init-report",
        durationMs: 20,
        restored: false,
        status: "error",
        errorType: "Runtime.ExitError",
      },
    ],
    [
      platform("runtimeDone", { requestId: id, status: "failure" }),
      {
        kind: "platform",
        type: "runtimeDone",
        requestId: id,
        text: `{"requestId":"${id}","status":"failure"}`,
        failed: true,
      },
    ],
    [
      JSON.stringify({
        timestamp: time,
        level: "INFO",
        requestId: id,
        message: "hello",
      }),
      { kind: "application", level: "INFO", requestId: id, text: "hello" },
    ],
    [
      JSON.stringify({
        timestamp: time,
        level: "ERROR",
        requestId: id,
        message: {
          errorType: "Error",
          errorMessage: "no",
          stackTrace: [
            "Error: no",
            "    at handler (file:///var/task/a.mjs:1:7)",
          ],
        },
      }),
      {
        kind: "application",
        level: "ERROR",
        requestId: id,
        text: "",
        error: {
          type: "Error",
          message: "no",
          stack: ["    at handler (file:///var/task/a.mjs:1:7)"],
        },
      },
    ],
    [
      JSON.stringify({
        timestamp: time,
        log_level: "ERROR",
        errorMessage: "'email'",
        errorType: "KeyError",
        requestId: id,
        stackTrace: ['  File "/var/task/a.py", line 4, in handler\n'],
      }),
      {
        kind: "application",
        level: "ERROR",
        requestId: id,
        text: "",
        error: {
          type: "KeyError",
          message: "'email'",
          stack: ['  File "/var/task/a.py", line 4, in handler'],
        },
        crash: true,
      },
    ],
    [
      JSON.stringify({
        timestamp: time,
        level: "ERROR",
        requestId: id,
        message:
          "Invoke Error TypeError: no\n    at handler (/var/task/a.js:1:7)",
        errorType: "TypeError",
        errorMessage: "no",
        stackTrace: ["TypeError: no", "    at handler (/var/task/a.js:1:7)"],
      }),
      {
        kind: "application",
        level: "ERROR",
        requestId: id,
        text: "Invoke Error",
        error: {
          type: "TypeError",
          message: "no",
          stack: ["    at handler (/var/task/a.js:1:7)"],
        },
        crash: true,
      },
    ],
    [
      JSON.stringify({
        timestamp: time,
        level: "ERROR",
        requestId: id,
        message:
          "could not Error: no\n    at f (/var/task/a.js:1:7) {\n  code: 1\n}",
        errorType: "Error",
        errorMessage: "no",
        stackTrace: ["Error: no", "    at f (/var/task/a.js:1:7)"],
      }),
      {
        kind: "application",
        level: "ERROR",
        requestId: id,
        text: "could not  {\n  code: 1\n}",
        error: {
          type: "Error",
          message: "no",
          stack: ["    at f (/var/task/a.js:1:7)"],
        },
      },
    ],
    [
      JSON.stringify({
        timestamp: time,
        level: "warning",
        message: { a: 1 },
        cold_start: true,
      }),
      {
        kind: "application",
        level: "WARN",
        text: '{"a":1} {"cold_start":true}',
      },
    ],
  ])("%s", (message, line) => {
    expect(parseLine(message)).toEqual(line);
  });

  test.each([
    '{"triggerSource":"PreSignUp_SignUp","response":{}}',
    '{"level":"constructor","timestamp":1}',
    '{"type":"platform.report","record":null}',
    "{}",
    "{broken}",
    "",
  ])(
    "JSON that the function prints by itself stays as it is: %s",
    (message) => {
      expect(parseLine(message)).toEqual({ kind: "plain", text: message });
    },
  );
});
