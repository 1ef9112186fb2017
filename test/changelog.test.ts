/** The changelog keeps its form, and every entry is a sentence for a user. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { repository } from "./host/paths.ts";

const kinds = [
  "Added",
  "Changed",
  "Deprecated",
  "Removed",
  "Fixed",
  "Security",
];

/** A sentence for everything that is not in the form of Keep a Changelog (https://keepachangelog.com/en/1.1.0/). */
function findProblems(text: string): readonly string[] {
  const problems: string[] = [];
  const lines = text.split("\n");
  if (lines[0] !== "# Changelog") problems.push("The title is not Changelog.");
  const versions = lines.filter((line) => line.startsWith("## "));
  if (versions[0] !== "## [Unreleased]")
    problems.push("The first section is not [Unreleased].");
  for (const version of versions.slice(1))
    if (!/^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/.test(version))
      problems.push(`Not a version and a date: ${version}`);
  for (const line of lines.filter((it) => it.startsWith("### ")))
    if (!kinds.includes(line.slice(4)))
      problems.push(`Not a kind of change: ${line}`);
  for (const line of lines.filter((it) => it.startsWith("- ")))
    if (!/^- [A-Z_*`].*[.!]$/.test(line))
      problems.push(`Not a sentence: ${line}`);
  return problems;
}

describe("CHANGELOG.md", () => {
  const text = readFileSync(join(repository, "CHANGELOG.md"), "utf8");
  test("is in the form of Keep a Changelog", () => {
    expect(findProblems(text)).toEqual([]);
  });
  test("says something", () => {
    expect(text).toMatch(/^- /m);
  });
});

describe("the check", () => {
  const start = "# Changelog\n\n## [Unreleased]\n";
  test.each([
    ["no title", "## [Unreleased]\n"],
    ["no unreleased section", "# Changelog\n\n## [1.0.0] - 2026-01-01\n"],
    ["a version without a date", `${start}\n## [1.0.0]\n`],
    ["an unknown kind", `${start}\n### Improved\n`],
    ["a fragment", `${start}\n### Added\n\n- explorer\n`],
  ])("sees %s", (_what, text) => {
    expect(findProblems(text)).not.toEqual([]);
  });
});
