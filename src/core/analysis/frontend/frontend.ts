/**
 * What a language has to bring: a grammar and a lowering of its trees to the IR. A front-end knows its language and
 * nothing about Cognito; it never throws, however broken the text.
 */
import type { Node } from "web-tree-sitter";
import type { LanguageId } from "../finding.ts";
import type { Module } from "../ir/ir.ts";

export interface FrontEnd {
  /** VS Code language id -> grammar asset that parses it. */
  readonly grammars: Partial<Record<LanguageId, string>>;
  /** `root` is the tree of `text`; offsets in it are UTF-16 offsets into `text`. Nothing keeps the nodes afterwards. */
  readonly lower: (root: Node, text: string) => Module;
  /** What to append to half-typed text so that what is open at its end is closed; undefined: the language needs none. */
  readonly missingClosers?: (text: string) => string;
}
