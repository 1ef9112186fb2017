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
      const root = await trees.parse(source.path, chosen.grammar, source.text);
      return checkModule(chosen.frontEnd.lower(root, source.text), source.path);
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
