/** How events stand in the output channel. */
import { expect, test } from "vitest";
import { formatLine, formatTime } from "../../../src/core/logs/format.ts";
import { createGrouping } from "../../../src/core/logs/group-invocations.ts";
import type { Redaction } from "../../../src/core/logs/redact.ts";
import { linesOf } from "../../support/log-lines.ts";

const at = new Date(2026, 10, 21, 9, 15, 0, 7).getTime();
const id = "8f5c2a1e-1111-2222-3333-444455556666";

const show = (
  message: string,
  options: {
    late?: boolean;
    waits?: boolean;
    label?: string;
    redaction?: Redaction;
    notes?: readonly string[];
  } = {},
): string | undefined => {
  const event = {
    id: "1",
    stream: "s",
    timestamp: at,
    ingestedAt: at + 42_000,
    message,
  };
  const { label, notes } = options;
  return formatLine(
    createGrouping().add({ group: "g", event, late: options.late ?? false }),
    {
      cognitoWaits: options.waits ?? true,
      redaction: options.redaction ?? "all",
      ...(label === undefined ? {} : { label }),
      ...(notes === undefined ? {} : { notes }),
    },
  )?.text;
};

test("local time with milliseconds, level, text", () => {
  expect(formatTime(at)).toBe("09:15:00.007");
  expect(show(`2026-11-21T09:15:00.007Z\t${id}\tWARN\thello`)).toBe(
    "09:15:00.007 WARN  [8f5c2a1e] hello",
  );
});

test("a late line says how late, a label whose it is", () => {
  expect(show("text", { late: true, label: "PreSignUp" })).toBe(
    "09:15:00.007 INFO  [PreSignUp] [late 42 s] text",
  );
});

test("a line that was overtaken though it was not slow is late, and no more", () => {
  const event = {
    id: "1",
    stream: "s",
    timestamp: at,
    ingestedAt: at + 300,
    message: "text",
  };
  expect(
    formatLine(createGrouping().add({ group: "g", event, late: true }), {
      cognitoWaits: true,
      redaction: "all",
    })?.text,
  ).toBe("09:15:00.007 INFO  [late] text");
});

test("START is short, END says nothing that REPORT does not", () => {
  expect(show(`START RequestId: ${id} Version: $LATEST`)).toBe(
    `09:15:00.007 INFO  [8f5c2a1e] START ${id}`,
  );
  expect(show(`END RequestId: ${id}`)).toBeUndefined();
});

const report = (ms: number, more = ""): string =>
  `REPORT RequestId: ${id}\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${String(ms)} ms\tMemory Size: 128 MB\tMax Memory Used: 65 MB\t${more}`;

test("REPORT becomes one summary against the time that Cognito waits", () => {
  expect(show(report(12, "Init Duration: 150.00 ms"))).toBe(
    `09:15:00.007 INFO  [8f5c2a1e] REPORT 12 ms of the 5 s Cognito waits, cold start 150 ms, billed 12 ms, memory 65 of 128 MB`,
  );
});

test.each([
  [report(3_900), "INFO  [8f5c2a1e] REPORT"],
  [report(3_900, "Init Duration: 200.00 ms"), "WARN  [8f5c2a1e] REPORT"],
  [report(3_900, "Init Duration: 1200.00 ms"), "ERROR [8f5c2a1e] REPORT"],
  [report(5_100), "TOO SLOW: 5100 ms, Cognito gives up after 5 s"],
  [report(3_000, "Status: timeout"), "ERROR [8f5c2a1e] REPORT TIMEOUT"],
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
  expect(text).toContain("INFO  [8f5c2a1e] REPORT");
  expect(text).not.toContain("Cognito");
});

test("an error stands with its frames on lines of their own", () => {
  expect(
    show(
      `2026-11-21T09:15:00.007Z\t${id}\tERROR\tInvoke Error \t${JSON.stringify({ errorType: "TypeError", errorMessage: "x is not a function", stack: ["TypeError: x is not a function", "    at handler (/var/task/index.js:3:9)"] })}`,
    ),
  ).toBe(
    "09:15:00.007 ERROR [8f5c2a1e] Invoke Error TypeError: x is not a function\n        at handler (/var/task/index.js:3:9)",
  );
});

test("a failure of the platform is explained below the line that first tells of it, and there only", () => {
  expect(show(report(3_000, "Status: timeout"))).toMatch(
    /\n {4}→ The run took longer than the function's own timeout\. Look for /,
  );
  expect(
    show(
      "[ERROR] Runtime.ImportModuleError: Unable to import module 'index': No module named 'x'",
    ),
  ).toMatch(
    /No module named 'x'\n {4}→ The runtime could not load the handler's module/,
  );
  const { add } = createGrouping();
  const died = `RequestId: ${id} Error: Runtime exited with error: exit status 129`;
  const exit = linesOf([died, died]).map((line) =>
    formatLine(add(line), { cognitoWaits: true, redaction: "all" }),
  );
  expect(exit[0]?.text).toContain("→ The process that runs the handler ended");
  expect(exit[0]?.text).toContain("an error that nothing caught");
  expect(exit[1]?.text).not.toContain("→");
});

test("notes stand below the line, without what must not be shown", () => {
  expect(show("text", { notes: ["password=x1y2 is wrong"] })).toBe(
    "09:15:00.007 INFO  text\n    → password=[redacted] is wrong",
  );
});

test("addresses and numbers are taken out unless they are wanted", () => {
  const text = "ana@example.com pays with password=x1";
  expect(show(text)).toContain("a***@example.com pays with password=[red");
  expect(show(text, { redaction: "credentials" })).toContain("ana@example.com");
  expect(show(text, { redaction: "none" })).toContain(text);
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
