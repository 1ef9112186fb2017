/**
 * The only entry to the analysis: reads a module and has its handlers checked. The same call serves the editor and the
 * command line; it remembers nothing but trees.
 */
import type { Range } from "../text/position.ts";
import { checkModule } from "./check-handlers.ts";
import type { Report, Source } from "./finding.ts";
import { linkImports } from "./frontend/read-linked.ts";
import { createModuleReader } from "./frontend/read-module.ts";
import type { AnalyzeOptions } from "./options.ts";

export interface Analyzer {
  /**
   * Findings of one file, in order of place. Never rejects because of the text; rejects when a grammar cannot be read.
   */
  readonly analyze: (
    source: Source,
    options?: AnalyzeOptions,
  ) => Promise<Report>;
  /** Forgets the tree that is kept for incremental parsing. */
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

/**
 * @param readAsset bytes of a file of the shipped grammars: `web-tree-sitter.wasm`, `tree-sitter-javascript.wasm`,
 * `tree-sitter-typescript.wasm`, `tree-sitter-tsx.wasm`, `tree-sitter-python.wasm`. Each is read on first need.
 */
export async function createAnalyzer(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<Analyzer> {
  const reader = await createModuleReader(readAsset);
  return {
    async analyze(source, options = {}) {
      const own = await reader.read(source);
      const module =
        own === undefined || options.readText === undefined
          ? own
          : await linkImports(own, source.path, options.readText, reader.read);
      const report =
        module === undefined
          ? { findings: [], handlers: [], complete: false }
          : checkModule(module, source.path, options);
      if (report.complete || report.findings.length > 0) return report;
      // Half-typed: the function around what is there may not be closed yet.
      const closed = await reader.readClosed(source);
      return closed === undefined
        ? report
        : within(source.text, checkModule(closed, source.path, options));
    },
    release: reader.release,
    dispose: reader.dispose,
  };
}

/** A report without what is said of the text that was put behind `text`. */
function within({ length }: string, report: Report): Report {
  const inside = ({ range }: { readonly range: Range }): boolean =>
    range.end <= length;
  return {
    ...report,
    findings: report.findings
      .filter(({ range }) => range.start < length)
      .map((finding) => ({
        ...finding,
        range: {
          start: finding.range.start,
          end: Math.min(finding.range.end, length),
        },
        related: finding.related.filter(inside),
        fixes: finding.fixes.filter(({ edits }) => edits.every(inside)),
      })),
  };
}
