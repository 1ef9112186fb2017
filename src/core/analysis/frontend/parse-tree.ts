/**
 * The one place that owns the parser: loads grammars when a language first needs one, keeps the last trees per path and
 * parses an edited text again from the tree before the edit. Every tree that is dropped is freed.
 */
import { Edit, Language, Parser, type Node, type Tree } from "web-tree-sitter";
import type { TextChange } from "../ir/edit.ts";

export interface ParseTrees {
  /**
   * Parses `text` with the grammar asset of that name and gives what `read` makes of the tree, which is valid for as
   * long as `read` runs: another call for the same path frees it.
   */
  readonly parse: <T>(
    path: string,
    grammar: string,
    text: string,
    read: (root: Node) => T,
  ) => Promise<T>;
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

interface Kept {
  readonly grammar: string;
  readonly text: string;
  readonly tree: Tree;
}

/** How many trees are kept for incremental parsing; beyond it, the one unused for longest goes. */
const keptTrees = 24;

export async function createParseTrees(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<ParseTrees> {
  await Parser.init({ wasmBinary: await readAsset("web-tree-sitter.wasm") });
  const parser = new Parser();
  const languages = new Map<string, Promise<Language>>();
  // In order of use: a Map keeps insertion order, and an entry is inserted anew with each use.
  const kept = new Map<string, Kept>();

  const loadLanguage = (grammar: string): Promise<Language> => {
    let language = languages.get(grammar);
    if (language === undefined) {
      language = readAsset(grammar).then((bytes) => Language.load(bytes));
      languages.set(grammar, language);
      language.catch(() => languages.delete(grammar));
    }
    return language;
  };
  const release = (path: string): void => {
    kept.get(path)?.tree.delete();
    kept.delete(path);
  };

  return {
    async parse(path, grammar, text, read) {
      const language = await loadLanguage(grammar);
      // Nothing below waits, so that two calls cannot touch the parser or a tree at the same time.
      const before = kept.get(path);
      if (before?.grammar === grammar && before.text === text) {
        kept.delete(path);
        kept.set(path, before);
        return read(before.tree.rootNode);
      }
      parser.setLanguage(language);
      const reusable = before?.grammar === grammar ? before : undefined;
      if (reusable !== undefined)
        reusable.tree.edit(findEdit(reusable.text, text));
      let tree = parser.parse(text, reusable?.tree);
      if (reusable !== undefined && tree?.rootNode.hasError === true) {
        // How a broken text is mended depends on the tree before, and a report must depend on the text alone.
        tree.delete();
        tree = parser.parse(text);
      }
      release(path);
      // Without a progress callback and with a language set, parse always gives a tree.
      if (tree === null) throw new Error(`No tree for ${grammar}`);
      kept.set(path, { grammar, text, tree });
      for (const oldest of kept.keys()) {
        if (kept.size <= keptTrees) break;
        release(oldest);
      }
      return read(tree.rootNode);
    },
    release,
    dispose: () => {
      for (const path of [...kept.keys()]) release(path);
      parser.delete();
    },
  };
}

/** The smallest single replacement that turns `before` into `after`: what lies between their common start and end. */
export function findTextChange(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (
    start < shorter &&
    before.charCodeAt(start) === after.charCodeAt(start)
  )
    start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) ===
      after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { start, end: before.length - tail, newEnd: after.length - tail };
}

export function findEdit(before: string, after: string): Edit {
  const { start, end, newEnd } = findTextChange(before, after);
  return new Edit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, end),
    newEndPosition: pointAt(after, newEnd),
  });
}

/** Tree-sitter's own rows: it counts \n only. */
function pointAt(
  text: string,
  offset: number,
): { row: number; column: number } {
  let row = 0;
  let lineStart = 0;
  for (
    let at = text.indexOf("\n");
    at !== -1 && at < offset;
    at = text.indexOf("\n", at + 1)
  ) {
    row++;
    lineStart = at + 1;
  }
  return { row, column: offset - lineStart };
}
