/** How events stand in the output channel. */
import { expect, test } from "vitest";
import { formatLine, formatTime } from "../../../src/core/logs/format.ts";

const at = new Date(2026, 10, 21, 9, 15, 0, 7).getTime();
const id = "8f5c2a1e-1111-2222-3333-444455556666";

const show = (
  message: string,
  options: { late?: boolean; waits?: boolean; label?: string } = {},
): string | undefined =>
  formatLine(
    {
      group: "g",
      event: {
        id: "1",
        stream: "s",
        timestamp: at,
        ingestedAt: at + 42_000,
        message,
      },
      late: options.late ?? false,
    },
    {
      cognitoWaits: options.waits ?? true,
      ...(options.label === undefined ? {} : { label: options.label }),
    },
  );

test("local time with milliseconds, level, text", () => {
  expect(formatTime(at)).toBe("09:15:00.007");
  expect(show(`2026-11-21T09:15:00.007Z\t${id}\tWARN\thello`)).toBe(
    "09:15:00.007 WARN  hello",
  );
});

test("a late line says how late, a label whose it is", () => {
  expect(show("text", { late: true, label: "PreSignUp" })).toBe(
    "09:15:00.007 INFO  [PreSignUp] [late 42 s] text",
  );
});

test("START is short, END says nothing that REPORT does not", () => {
  expect(show(`START RequestId: ${id} Version: $LATEST`)).toBe(
    `09:15:00.007 INFO  START ${id}`,
  );
  expect(show(`END RequestId: ${id}`)).toBeUndefined();
});

const report = (ms: number, more = ""): string =>
  `REPORT RequestId: ${id}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${String(ms)} ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\t${more}`;

test("REPORT becomes one summary against the time that Cognito waits", () => {
  expect(show(report(12, "Init Duration: 150.00 ms"))).toBe(
    `09:15:00.007 INFO  REPORT ${id} 12 ms of the 5 s Cognito waits, cold start 150 ms, billed 12 ms, memory 65 of 128 MB`,
  );
});

test.each([
  [report(3_900), "INFO  REPORT"],
  [report(3_900, "Init Duration: 200.00 ms"), "WARN  REPORT"],
  [report(3_900, "Init Duration: 1200.00 ms"), "ERROR REPORT"],
  [report(5_100), "TOO SLOW: 5100 ms, Cognito gives up after 5 s"],
  [report(3_000, "Status: timeout"), `ERROR REPORT ${id} TIMEOUT`],
  [
    report(3, "Status: error\tError Type: Runtime.ExitError"),
    "ERROR (Runtime.ExitError)",
  ],
  [
    report(3).replace("65 MB", "128 MB"),
    "memory 128 of 128 MB, all of it used",
  ],
])("%s", (message, part) => {
  expect(show(message)).toContain(part);
});

test("a trigger that Cognito does not wait for is not measured against its limit", () => {
  const text = show(report(9_000), { waits: false });
  expect(text).toContain("INFO  REPORT");
  expect(text).not.toContain("Cognito");
});

test("an error stands with its frames on lines of their own", () => {
  expect(
    show(
      `2026-11-21T09:15:00.007Z\t${id}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: "TypeError", errorMessage: "x is not a function", stack: ["TypeError: x is not a function", "    at handler (/var/task/index.js:3:9)"] })}`,
    ),
  ).toBe(
    "09:15:00.007 ERROR Invoke Error TypeError: x is not a function\n        at handler (/var/task/index.js:3:9)",
  );
});

test("terminal escapes, control and direction characters do not reach the channel", () => {
  expect(
    show(
      "\u001b[31mred\u001b[0m\u0007 a\tb \u202Ecba\u2028next\u001b]0;title\u0007",
    ),
  ).toBe("09:15:00.007 INFO  red a b cba\n    next");
});

test("a token is taken out even where escapes or JSON hide it", () => {
  const token = `eyJ${"a".repeat(40)}.${"b".repeat(40)}.c`;
  const hidden = `ey\u001b[1mJ${token.slice(3)}`;
  expect(show(hidden)).toBe("09:15:00.007 INFO  [redacted token]");
  expect(
    show(
      `{"timestamp":"t","level":"INFO","message":"\\u0065yJ${token.slice(3)}"}`,
    ),
  ).toBe("09:15:00.007 INFO  [redacted token]");
});

test("a line of 200 000 characters is cut and says so", () => {
  expect(show("x".repeat(200_000))).toMatch(/… \(180000 more characters\)$/);
});
