/** The colours of a tail's output: the grammar knows the lines that the tail writes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formatLine } from "../../../src/core/logs/format.ts";
import { createGrouping } from "../../../src/core/logs/group-invocations.ts";
import { markOf } from "../../../src/core/logs/tail-request.ts";
import { repository } from "../../host/paths.ts";

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly patterns?: readonly Pattern[];
}
const grammar = JSON.parse(
  readFileSync(
    join(repository, "media", "cognito-log.tmLanguage.json"),
    "utf8",
  ),
) as {
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, Pattern>>;
};
/** As JavaScript reads it, a line at a time; `\\G` is where the pattern before ended. */
const matches = (pattern: string | undefined, text: string): boolean =>
  pattern !== undefined &&
  new RegExp(pattern.replace("\\G", "^"), "m").test(text);
const found = (name: string, text: string): boolean =>
  (grammar.repository["text"]?.patterns ?? []).some(
    (pattern) =>
      (pattern.name ?? "").startsWith(name) && matches(pattern.match, text),
  );

const show = (message: string, label?: string): string =>
  formatLine(
    createGrouping().add({
      group: "g",
      late: true,
      event: { id: "1", stream: "s", timestamp: 0, ingestedAt: 9_000, message },
    }),
    {
      cognitoWaits: true,
      redaction: "all",
      ...(label === undefined ? {} : { label }),
    },
  )?.text ?? "";

test.each(["INFO", "WARN", "ERROR", "DEBUG", "TRACE", "FATAL"])(
  "a line of level %s",
  (level) => {
    const line = show(
      `2026-11-21T09:15:00.007Z\t8f5c2a1e-1111-2222-3333-444455556666\t${level}\tx`,
    );
    expect(
      grammar.patterns.filter(({ begin }) => matches(begin, line)),
    ).toHaveLength(1);
  },
);

test("every mark has a colour of its own", () => {
  const tags = grammar.repository["tag"]?.patterns ?? [];
  for (let at = 0; at < 8; at += 1) {
    const tag = `[${markOf(at)} PreSignUp 8f5c2a1e] text`;
    expect(tags.filter(({ match }) => matches(match, tag))).toHaveLength(1);
  }
  expect(tags.some(({ match }) => matches(match, "[8f5c2a1e] text"))).toBe(
    true,
  );
});

test("what is to be seen is found", () => {
  const slow = show(
    "REPORT RequestId: 8f5c2a1e-1111-2222-3333-444455556666\tDuration: 6000.00 ms\tStatus: error\tError Type: Runtime.ExitError",
  );
  expect(found("token.error-token.slow", slow)).toBe(true);
  expect(found("token.error-token.type", slow)).toBe(true);
  expect(found("token.warn-token.late", slow)).toBe(true);
  expect(found("comment.redacted", show("code=123456"))).toBe(true);
  expect(found("token.error-token.slow", show("START"))).toBe(false);
});
