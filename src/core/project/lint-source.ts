/** One source file checked as its plan says: each handler that templates name in a run of its own, told as one report. */
import type { Analyzer } from "../analysis/analyze.ts";
import type { Report, Source } from "../analysis/finding.ts";
import type { AnalyzeOptions } from "../analysis/options.ts";
import { withLevels, type LintPlan } from "./plan.ts";

/**
 * Rejects as `analyze` does.
 *
 * @param more goes into the options of every run
 */
export async function lintSource(
  analyzer: Analyzer,
  source: Source,
  plan: LintPlan,
  more: AnalyzeOptions = {},
): Promise<Report> {
  if (plan.ignored) return { findings: [], handlers: [], complete: true };
  const reports: Report[] = [];
  for (const options of plan.runs)
    reports.push(await analyzer.analyze(source, { ...more, ...options }));
  const findings = unique(
    reports.flatMap((report) => report.findings),
    ({ rule, range, trigger }) =>
      `${rule} ${trigger} ${String(range.start)} ${String(range.end)}`,
  );
  return {
    findings: withLevels(findings, plan),
    handlers: unique(
      reports.flatMap(({ handlers }) => handlers),
      ({ range }) => String(range.start),
    ),
    complete: reports.every(({ complete }) => complete),
  };
}

/** The first of each, in order of place. */
function unique<T extends { readonly range: { readonly start: number } }>(
  all: readonly T[],
  keyOf: (each: T) => string,
): readonly T[] {
  const kept = new Map<string, T>();
  for (const each of all)
    if (!kept.has(keyOf(each))) kept.set(keyOf(each), each);
  return [...kept.values()].sort((a, b) => a.range.start - b.range.start);
}
