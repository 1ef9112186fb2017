/**
 * Reads a tree of the parser in one walk. Whatever the parser's own nodes are asked is a call into WebAssembly with the
 * node carried in and out; lowering a file would make thousands of them.
 */
import type { Language, Tree } from "web-tree-sitter";
import type { Range } from "../../text/position.ts";
import type { EditedText } from "../ir/edit.ts";
import { Node } from "./syntax-node.ts";

export interface SyntaxTree {
  readonly hasError: boolean;
  /** Reads all of it, and gives its root. A `RangeError` where it nests too deep. */
  readonly read: () => Node;
  /**
   * Reads the node of that type and range alone; what is around it is not looked into.
   * @param within the text in which its places are to be: one that holds the tree's from `offset` on
   */
  readonly readNode: (
    type: string,
    range: Range,
    within: EditedText,
  ) => Node | undefined;
}

/**
 * Functions of the parser's WebAssembly, as `Parser.init` adds them to the object that it is given. Each takes the address
 * of a tree. There is one cursor, which stays in WebAssembly's memory from call to call; the parser's `TreeCursor` takes
 * it out and puts it back each time.
 */
export interface Cursor {
  readonly _ts_tree_root_node_wasm: (tree: number) => void;
  /** Begins at the node that was asked for last. */
  readonly _ts_tree_cursor_new_wasm: (tree: number) => void;
  readonly _ts_tree_cursor_delete_wasm: (tree: number) => void;
  /** These three give 1, or stay where they are and give 0. */
  readonly _ts_tree_cursor_goto_first_child_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_goto_next_sibling_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_goto_parent_wasm: (tree: number) => number;
  /** Indexes of the language's `types` and `fields`. */
  readonly _ts_tree_cursor_current_node_type_id_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_field_id_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_start_index_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_end_index_wasm: (tree: number) => number;
  readonly _ts_tree_cursor_current_node_is_missing_wasm: (
    tree: number,
  ) => number;
}

/** What is known of a language's types, by their index. */
export interface NodeTypes {
  readonly named: readonly boolean[];
  /** Characters that only hold other nodes together: nearly a third of all nodes, and no front-end asks for one. */
  readonly mere: readonly boolean[];
  /** Expressions that end with an operand, which may be a call. */
  readonly operations: readonly boolean[];
}

/**
 * What nests deeper is not read: whether the stack holds it would hang on what ran before. Five hundred `else if`, a text
 * put together of a thousand lines come so far.
 */
const mostLevels = 1_000;

const operation = /^(?:await|unary|binary)_expression$/u;
/** They go with the operand that stands before them; what is written in parentheses is a node of its own. */
const bound = /^(?:call|member|subscript|non_null)_expression$/u;

export const nodeTypesOf = (language: Language): NodeTypes => ({
  named: language.types.map((_, id) => language.nodeTypeIsNamed(id)),
  mere: language.types.map((type) => /^[()[\]{};."'`]$/u.test(type)),
  operations: language.types.map((type) => operation.test(type)),
});

/** @param text that `tree` is the tree of; offsets in it are UTF-16 offsets into `text` */
export function createSyntaxTree(
  cursor: Cursor,
  tree: Tree,
  { named, mere, operations }: NodeTypes,
  text: string,
): SyntaxTree {
  const { hasError } = tree.rootNode;
  const { types, fields } = tree.language;
  const address = (tree as unknown as { readonly 0: number })[0];

  /** Reads the node where the cursor stands, that many levels below the root, and what is in it. */
  const readHere = (source: string, offset: number, levels: number): Node => {
    let level = levels;
    let parent: Node | null = null;
    let first: Node | undefined;
    const misread: Node[] = [];
    for (;;) {
      const type = cursor._ts_tree_cursor_current_node_type_id_wasm(address);
      // Where a text is broken, all that stands there can tell what was meant.
      if (hasError || mere[type] !== true) {
        const field = cursor._ts_tree_cursor_current_field_id_wasm(address);
        const node: Node = new Node(
          source,
          parent,
          types[type] ?? "ERROR",
          fields[field] ?? null,
          offset + cursor._ts_tree_cursor_start_index_wasm(address),
          offset + cursor._ts_tree_cursor_end_index_wasm(address),
          named[type] ?? true,
          hasError &&
            cursor._ts_tree_cursor_current_node_is_missing_wasm(address) === 1,
        );
        first ??= node;
        if (operations[type] === true && parent && isMisread(parent))
          misread.push(parent);
        if (
          node.isNamed &&
          cursor._ts_tree_cursor_goto_first_child_wasm(address) === 1
        ) {
          if (++level > mostLevels)
            throw new RangeError("The text nests too deep.");
          parent = node;
          continue;
        }
      }
      for (;;) {
        if (parent === null) {
          const budget = { left: mostExchanges };
          for (const each of misread) regroup(each, budget);
          return first as Node;
        }
        if (cursor._ts_tree_cursor_goto_next_sibling_wasm(address) === 1) break;
        cursor._ts_tree_cursor_goto_parent_wasm(address);
        level--;
        parent = parent.parent;
      }
    }
  };

  /** How many levels below the root it stands; undefined where there is none. */
  const goTo = (type: string, { start, end }: Range): number | undefined => {
    for (let level = 0; ; level++) {
      while (cursor._ts_tree_cursor_end_index_wasm(address) < end)
        if (cursor._ts_tree_cursor_goto_next_sibling_wasm(address) === 0)
          return undefined;
      if (
        cursor._ts_tree_cursor_start_index_wasm(address) === start &&
        cursor._ts_tree_cursor_end_index_wasm(address) === end &&
        types[cursor._ts_tree_cursor_current_node_type_id_wasm(address)] ===
          type
      )
        return level;
      if (cursor._ts_tree_cursor_goto_first_child_wasm(address) === 0)
        return undefined;
    }
  };

  const fromRoot = <T>(use: () => T): T => {
    cursor._ts_tree_root_node_wasm(address);
    cursor._ts_tree_cursor_new_wasm(address);
    try {
      return use();
    } finally {
      cursor._ts_tree_cursor_delete_wasm(address);
    }
  };
  return {
    hasError,
    read: () => fromRoot(() => readHere(text, 0, 0)),
    readNode: (type, range, { both, offset }) =>
      fromRoot(() => {
        const level = goTo(type, range);
        return level === undefined ? undefined : readHere(both, offset, level);
      }),
  };
}

/**
 * TypeScript's grammar takes `await f<T>(x)` for a call of `await f`, and `!f<T>(x)` for one of `!f`; what follows such a
 * call, `.y` in `await f<T>(x).y`, is then bound to it as well.
 */
const isMisread = ({ type, children: [first] }: Node): boolean =>
  bound.test(type) && first !== undefined && operation.test(first.type);

/** A text has a handful of them. Of thousands of `!` before and behind a name each would pass each. */
const mostExchanges = 5_000;

function regroup(node: Node, budget: { left: number }): void {
  for (let at: Node | null = node; at && isMisread(at); at = at.parent) {
    if (budget.left-- <= 0) return;
    at.exchange();
    const inner = at.children.at(-1);
    if (inner && isMisread(inner)) regroup(inner, budget);
  }
}
