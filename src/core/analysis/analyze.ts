/**
 * The only entry to the analysis: parses, lowers, interprets, asks the rules, and drops what a comment in the file
 * disables. The same call serves the editor and the command line; it reads no files and remembers nothing but trees.
 */
import { checkModule } from "./check-handlers.ts";
import type { LanguageId, Report, Source } from "./finding.ts";
import type { FrontEnd } from "./frontend/frontend.ts";
import { pythonFrontEnd } from "./frontend/python/front-end.ts";
import { createParseTrees } from "./frontend/parse-tree.ts";
import { typescriptFrontEnd } from "./frontend/typescript/front-end.ts";

export interface Analyzer {
  /**
   * Findings of one file, in order of place. Never rejects because of the text; rejects when a grammar cannot be read.
   */
  readonly analyze: (source: Source) => Promise<Report>;
  /** Forgets the tree that is kept for incremental parsing. */
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

const frontEnds: readonly FrontEnd[] = [typescriptFrontEnd, pythonFrontEnd];

/**
 * @param readAsset bytes of a file of the shipped grammars: `web-tree-sitter.wasm`, `tree-sitter-javascript.wasm`,
 * `tree-sitter-typescript.wasm`, `tree-sitter-tsx.wasm`, `tree-sitter-python.wasm`. Each is read on first need.
 */
export async function createAnalyzer(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<Analyzer> {
  const trees = await createParseTrees(readAsset);
  return {
    async analyze(source) {
      const chosen = chooseFrontEnd(source.languageId);
      if (chosen === undefined) return { findings: [], complete: true };
      const { frontEnd, grammar } = chosen;
      const check = async (path: string, text: string): Promise<Report> => {
        const root = await trees.parse(path, grammar, text);
        try {
          const module = frontEnd.lower(root, text);
          // What was appended is not the user's: nothing is said about the ways out of a function that it closes.
          const appended = { start: source.text.length, end: text.length };
          return checkModule(
            appended.start === appended.end
              ? module
              : { ...module, broken: [...module.broken, appended] },
            source.path,
          );
        } catch (error) {
          // Text nested beyond the stack: nothing is known about it.
          if (error instanceof RangeError)
            return { findings: [], complete: false };
          throw error;
        }
      };
      const report = await check(source.path, source.text);
      if (report.complete || report.findings.length > 0) return report;
      const closers = frontEnd.missingClosers?.(source.text) ?? "";
      if (closers === "") return report;
      const closed = `${source.path}#closed`;
      const { findings } = await check(closed, source.text + closers);
      trees.release(closed);
      return { findings, complete: false };
    },
    release: trees.release,
    dispose: trees.dispose,
  };
}

function chooseFrontEnd(
  language: LanguageId,
): { frontEnd: FrontEnd; grammar: string } | undefined {
  for (const frontEnd of frontEnds) {
    const grammar = frontEnd.grammars[language];
    if (grammar !== undefined) return { frontEnd, grammar };
  }
  return undefined;
}
