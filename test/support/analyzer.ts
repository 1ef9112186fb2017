/** An analyser over the grammars in node_modules, for tests. */
import { readFile } from "node:fs/promises";
import {
  createAnalyzer,
  type Analyzer,
} from "../../src/core/analysis/analyze.ts";

const modules = new URL("../../node_modules/", import.meta.url);

export const readGrammar = (name: string): Promise<Uint8Array> =>
  readFile(
    new URL(
      name === "web-tree-sitter.wasm"
        ? `web-tree-sitter/${name}`
        : `@vscode/tree-sitter-wasm/wasm/${name}`,
      modules,
    ),
  );

export const createTestAnalyzer = (): Promise<Analyzer> =>
  createAnalyzer(readGrammar);
