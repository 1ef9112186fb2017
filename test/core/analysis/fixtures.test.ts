/**
 * Realistic handlers. In a flagged one, a comment `//! rule` (Python: `#! rule`) stands on each line where a finding
 * starts; a clean one has none.
 */
import { readdir, readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { LanguageId, Report } from "../../../src/core/analysis/finding.ts";
import { rules } from "../../../src/core/analysis/rules/registry.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createLineIndex } from "../../../src/core/text/line-index.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

/** Advice that many a good handler gets: it is looked at in the rule's own fixtures only. */
const aside = new Set(
  rules.filter(({ severity }) => severity === "info").map(({ id }) => id),
);
const fixtures = new URL("../../fixtures/handlers/", import.meta.url);
const languages: Readonly<Record<string, LanguageId>> = {
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  ts: "typescript",
  py: "python",
};
const files = (await readdir(fixtures, { recursive: true }))
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.(?:[mc]?js|ts|py)$/u.test(name))
  .sort();

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

test.each(files)("%s", async (file) => {
  const text = await readFile(new URL(file, fixtures), "utf8");
  const expected = text
    .split("\n")
    .flatMap((line, i) =>
      [...line.matchAll(/(?:\/\/|#)! ([a-z0-9-]+)/gu)].map(
        ([, rule]) => `${String(i + 1)} ${rule ?? ""}`,
      ),
    );
  const lines = createLineIndex(text);
  const { findings } = await analyzer.analyze({
    path: `src/${file.split("/").at(-1) ?? ""}`.replace(
      /(?:flagged|clean)-/u,
      "",
    ),
    languageId: languages[file.split(".").at(-1) ?? ""] ?? "javascript",
    text,
  });
  const [folder] = file.split("/");
  expect(
    findings
      .filter(({ rule }) => rule === folder || !aside.has(rule))
      .map(
        ({ rule, range }) =>
          `${String(lines.positionAt(range.start).line + 1)} ${rule}`,
      ),
  ).toEqual(expected);
  expect(expected.length > 0).toBe(file.includes("/flagged-"));
});

test.each(files.filter((file) => file.includes("/flagged-")))(
  "fixes of %s mend what they are for, and leave the file readable",
  async (file) => {
    const text = await readFile(new URL(file, fixtures), "utf8");
    const analyze = (newText: string): Promise<Report> =>
      analyzer.analyze({
        path: `src/${file.split("/").at(-1) ?? ""}`.replace("flagged-", ""),
        languageId: languages[file.split(".").at(-1) ?? ""] ?? "javascript",
        text: newText,
      });
    const before = await analyze(text);
    const alarms = ({ findings }: Report): readonly unknown[] =>
      findings.filter(({ severity }) => severity !== "info");
    for (const { fixes, rule, severity } of before.findings)
      for (const { title, edits } of fixes) {
        const after = await analyze(applyEdits(text, edits));
        const count = ({ findings }: Report): number =>
          findings.filter((each) => each.rule === rule).length;
        expect(count(after), title).toBeLessThan(count(before));
        expect(after.complete || !before.complete, title).toBe(true);
        expect(alarms(after).length, title).toBeLessThanOrEqual(
          alarms(before).length - (severity === "info" ? 0 : 1),
        );
      }
  },
);

describe("every rule has fixtures", () => {
  test.each(rules.map(({ id }) => id))("%s", (id) => {
    for (const kind of ["flagged", "clean"])
      expect(files.some((file) => file.startsWith(`${id}/${kind}-`))).toBe(
        true,
      );
  });
});
