/**
 * Every form of line that Lambda, its runtimes and their loggers are known to write, each as one fixture: the message as
 * CloudWatch has it, and what is read from it.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatLine } from "../../../src/core/logs/format.ts";
import { createGrouping } from "../../../src/core/logs/group-invocations.ts";
import type { LogLine } from "../../../src/core/logs/log-line.ts";
import { parseLine } from "../../../src/core/logs/parse-line.ts";
import { repository } from "../../host/paths.ts";
import { linesOf } from "../../support/log-lines.ts";

const formats = [
  "text-init-start",
  "text-start",
  "text-end",
  "text-report",
  "text-report-cold-start",
  "text-report-restore",
  "text-report-timeout",
  "text-report-error",
  "text-report-xray",
  "text-report-spaces",
  "text-timeout",
  "text-exit",
  "text-exit-signal",
  "text-exit-type",
  "text-init-report-timeout",
  "text-init-report-error",
  "text-restore-start",
  "text-restore-report",
  "node-text-trace",
  "node-text-debug",
  "node-text-info",
  "node-text-warn",
  "node-text-error",
  "node-text-fatal",
  "node-text-several-lines",
  "node-text-initialisation",
  "node-text-invoke-error",
  "node-text-uncaught-exception",
  "node-text-unhandled-rejection",
  "node-text-callback-deprecated",
  "python-text-log",
  "python-text-warning",
  "python-text-critical",
  "python-text-print",
  "python-text-error",
  "python-text-import-error",
  "python-text-runtime-warning",
  "json-init-start",
  "json-init-runtime-done",
  "json-init-report",
  "json-start",
  "json-runtime-done",
  "json-report",
  "json-report-failure",
  "json-report-managed-instances",
  "json-restore-start",
  "json-restore-runtime-done",
  "json-restore-report",
  "json-extension",
  "json-telemetry-subscription",
  "json-logs-dropped",
  "node-json-log",
  "node-json-object",
  "node-json-tenant",
  "node-json-error-alone",
  "node-json-error-among-others",
  "node-json-invoke-error",
  "python-json-log",
  "python-json-fields",
  "python-json-exception",
  "python-json-crash",
  "json-mode-print",
];

interface Fixture {
  readonly message: string;
  readonly line: LogLine;
}

const folder = join(repository, "test", "fixtures", "logs");
const read = (name: string): Fixture =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Fixture;

test("every format has a fixture, and every fixture is of a format", () => {
  const fixtures = readdirSync(folder).map((name) =>
    name.replace(/\.json$/, ""),
  );
  expect(formats.filter((name) => !fixtures.includes(name))).toEqual([]);
  expect(fixtures.filter((name) => !formats.includes(name))).toEqual([]);
});

test.each(formats)("%s is read", (name) => {
  const { message, line } = read(name);
  expect(parseLine(message)).toEqual(line);
});

/** What the summary tells. */
const untold = [
  "text-end",
  "json-init-runtime-done",
  "json-runtime-done",
  "json-restore-runtime-done",
];

test.each(formats)("%s is shown, unless the summary tells it", (name) => {
  const [shown] = linesOf([read(name).message]).map((line) =>
    formatLine(createGrouping().add(line), {
      cognitoWaits: true,
      redaction: "all",
    }),
  );
  if (untold.includes(name)) expect(shown).toBeUndefined();
  else expect(shown?.text).toMatch(/^[\d:.]{12} [A-Z]+ {1,2}\S[^]*\S$/);
});
