/**
 * What a language has to bring: a grammar and a lowering of its trees to the IR. A front-end knows its language and
 * nothing about Cognito; it never throws, however broken the text.
 */
import type { TextEdit } from "../../text/edit.ts";
import type { LanguageId } from "../finding.ts";
import type { EditedFunction, EditedText } from "../ir/edit.ts";
import type { Module } from "../ir/ir.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

/** A module, and how to lower one of its functions again after an edit in the body of that function alone. */
export interface Lowered {
  readonly module: Module;
  /**
   * Undefined where the edit is not of that kind. Nothing of the module's other code is read from the new tree: the
   * text around the function is the same.
   */
  readonly lowerEdited?: (
    tree: SyntaxTree,
    edit: EditedText,
  ) => EditedFunction | undefined;
}

export interface FrontEnd {
  /** VS Code language id -> grammar asset that parses it. */
  readonly grammars: Partial<Record<LanguageId, string>>;
  /** @param tree of `text`; offsets in it are UTF-16 offsets into `text` */
  readonly lower: (tree: SyntaxTree, text: string) => Lowered;
  /** What half-typed text lacks for the parser to see the rest of it: insertions, in order of place. */
  readonly missing: (text: string) => readonly TextEdit[];
}
