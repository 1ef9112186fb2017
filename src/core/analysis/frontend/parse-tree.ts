/**
 * The one place that owns the parser: loads grammars when a language first needs one, keeps the last trees per path and
 * parses an edited text again from the tree before the edit. Every tree that is dropped is freed.
 */
import { Edit, Language, Parser, type Tree } from "web-tree-sitter";
import type { TextChange } from "../ir/edit.ts";
import { asGrammarsKnow } from "./newer-syntax.ts";
import {
  createSyntaxTree,
  nodeTypesOf,
  type Cursor,
  type NodeTypes,
  type SyntaxTree,
} from "./syntax-tree.ts";

export interface ParseTrees {
  /**
   * Parses `text` with the grammar asset of that name and gives what `read` makes of the tree, which can be read for as
   * long as `read` runs. The next text of the path is parsed from this tree, unless it is broken: then from the one that
   * was not. Undefined where the grammar cannot tell in time what the text may mean.
   */
  readonly parse: <T>(
    path: string,
    grammar: string,
    text: string,
    read: (tree: SyntaxTree) => T,
  ) => Promise<T | undefined>;
  /** The same, with the tree before kept for the next text; undefined where this text is broken. */
  readonly parseEdited: <T>(
    path: string,
    grammar: string,
    text: string,
    read: (tree: SyntaxTree) => T,
  ) => Promise<T | undefined>;
  readonly release: (path: string) => void;
  readonly dispose: () => void;
}

interface Grammar {
  readonly name: string;
  readonly language: Language;
  readonly nodeTypes: NodeTypes;
}

interface Kept {
  readonly grammar: string;
  readonly text: string;
  /** The same as the grammar knows it. */
  readonly known: string;
  readonly tree: Tree;
}

/** How many trees are kept for incremental parsing; beyond it, the one unused for longest goes. */
const keptTrees = 24;

/** How much of a text the parser is given at a time: after an edit it reads little more than what was typed. */
const pieceLength = 1024;

/**
 * How often the parser may report for a text of that length, which it does after every hundred steps. Code that somebody
 * wrote takes a hundredth of its characters, damaged code up to a twelfth; with hundreds of `await` before something
 * broken the parser follows all that it might mean, for minutes.
 */
const reportsFor = (length: number): number => 2_000 + length / 8;

/** The parser's WebAssembly, of which there is one, however many ask for it. */
let started: Promise<Cursor> | undefined;

async function startParser(wasmBinary: Uint8Array): Promise<Cursor> {
  const functions = { wasmBinary };
  await Parser.init(functions);
  return functions as unknown as Cursor;
}

export async function createParseTrees(
  readAsset: (name: string) => Promise<Uint8Array>,
): Promise<ParseTrees> {
  const wasm = await readAsset("web-tree-sitter.wasm");
  started ??= startParser(wasm);
  started.catch(() => (started = undefined));
  const cursor = await started;
  const parser = new Parser();
  const grammars = new Map<string, Promise<Grammar>>();
  // In order of use: a Map keeps insertion order, and an entry is inserted anew with each use.
  const kept = new Map<string, Kept>();

  const loadGrammar = (name: string): Promise<Grammar> => {
    let grammar = grammars.get(name);
    if (grammar === undefined) {
      grammar = readAsset(name)
        .then((bytes) => Language.load(bytes))
        .then((language) => ({
          name,
          language,
          nodeTypes: nodeTypesOf(language),
        }));
      grammars.set(name, grammar);
      grammar.catch(() => grammars.delete(name));
    }
    return grammar;
  };
  const release = (path: string): void => {
    kept.get(path)?.tree.delete();
    kept.delete(path);
  };

  const keep = (path: string, entry: Kept): void => {
    release(path);
    kept.set(path, entry);
    for (const oldest of kept.keys()) {
      if (kept.size <= keptTrees) break;
      release(oldest);
    }
  };
  /** @param before what the text was before, if that is known; its tree stays as it is */
  const parseFrom = (
    before: Kept | undefined,
    { language }: Grammar,
    { known, change }: NextText,
  ): Tree | undefined => {
    parser.setLanguage(language);
    const base = before?.tree.copy();
    if (before !== undefined)
      base?.edit(
        editOf(
          before.known,
          known,
          change ?? findTextChange(before.known, known),
        ),
      );
    let left = reportsFor(known.length);
    const tree = parser.parse(
      (start: number) => known.slice(start, start + pieceLength),
      base,
      { progressCallback: () => --left < 0 },
    );
    base?.delete();
    if (tree !== null) return tree;
    // The next text would be taken for the rest of this one.
    parser.reset();
    return undefined;
  };
  const find = (path: string, grammar: string): Kept | undefined => {
    const before = kept.get(path);
    return before?.grammar === grammar ? before : undefined;
  };

  return {
    async parse(path, grammar, text, read) {
      const loaded = await loadGrammar(grammar);
      // Nothing below waits, so that two calls cannot touch the parser or a tree at the same time.
      const before = find(path, grammar);
      if (before?.text === text) {
        kept.delete(path);
        kept.set(path, before);
        return read(
          createSyntaxTree(cursor, before.tree, loaded.nodeTypes, text),
        );
      }
      const next = nextText(before, grammar, text);
      let tree = parseFrom(before, loaded, next);
      if (before !== undefined && tree?.rootNode.hasError !== false) {
        // How a broken text is mended depends on the tree before, and a report must depend on the text alone.
        tree?.delete();
        tree = parseFrom(undefined, loaded, next);
      }
      if (tree === undefined) return undefined;
      const isBroken = tree.rootNode.hasError;
      if (!isBroken) keep(path, { grammar, text, known: next.known, tree });
      try {
        return read(createSyntaxTree(cursor, tree, loaded.nodeTypes, text));
      } finally {
        if (isBroken) tree.delete();
      }
    },
    async parseEdited(path, grammar, text, read) {
      const loaded = await loadGrammar(grammar);
      const before = find(path, grammar);
      const next = nextText(before, grammar, text);
      const tree = parseFrom(before, loaded, next);
      try {
        return tree?.rootNode.hasError === false
          ? read(createSyntaxTree(cursor, tree, loaded.nodeTypes, text))
          : undefined;
      } finally {
        tree?.delete();
      }
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
  const start = countSame(shorter, (from, to) => [
    before.slice(from, to),
    after.slice(from, to),
  ]);
  const tail = countSame(shorter - start, (from, to) => [
    before.slice(before.length - to, before.length - from),
    after.slice(after.length - to, after.length - from),
  ]);
  return { start, end: before.length - tail, newEnd: after.length - tail };
}

/** How many characters are the same in both texts, of which `between` gives pieces: whole pieces first, as far as they go. */
function countSame(
  length: number,
  between: (from: number, to: number) => readonly [string, string],
): number {
  let same = 0;
  for (let step = 512; step > 0; step >>= 3)
    while (same < length) {
      const [a, b] = between(same, Math.min(same + step, length));
      if (a !== b) break;
      same = Math.min(same + step, length);
    }
  return same;
}

/** A text as its grammar knows it, and what has changed since the one before, where that is as it was written. */
interface NextText {
  readonly known: string;
  readonly change?: TextChange;
}

/** Around a change, all that newer syntax can reach to. */
const reach = 500;

/** Where nothing was newer than the grammar before, only what stands around the change can be so now. */
function nextText(
  before: Kept | undefined,
  grammar: string,
  text: string,
): NextText {
  if (before !== undefined && before.known === before.text) {
    const change = findTextChange(before.text, text);
    const around = text.slice(
      Math.max(0, change.start - reach),
      change.newEnd + reach,
    );
    if (asGrammarsKnow(grammar, around) === around)
      return { known: text, change };
  }
  return { known: asGrammarsKnow(grammar, text) };
}

function editOf(
  before: string,
  after: string,
  { start, end, newEnd }: TextChange,
): Edit {
  const origin = { offset: 0, row: 0, column: 0 };
  const startPosition = advance(origin, before, start);
  return new Edit({
    startIndex: start,
    oldEndIndex: end,
    newEndIndex: newEnd,
    startPosition,
    oldEndPosition: advance(startPosition, before, end),
    newEndPosition: advance(startPosition, after, newEnd),
  });
}

interface Place {
  readonly offset: number;
  /** Tree-sitter's own rows: it counts \n only. */
  readonly row: number;
  readonly column: number;
}

/** `offset` as a place, found from one before it. */
function advance(from: Place, text: string, offset: number): Place {
  let { row } = from;
  let lineStart = from.offset - from.column;
  for (
    let at = text.indexOf("\n", from.offset);
    at !== -1 && at < offset;
    at = text.indexOf("\n", at + 1)
  ) {
    row++;
    lineStart = at + 1;
  }
  return { offset, row, column: offset - lineStart };
}
