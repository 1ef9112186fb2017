/**
 * What a rule says about a place in a handler. Diagnostics, SARIF, JSON and pretty text are four printers of this one
 * value; nothing is added on the way.
 */
import type { TextEdit } from "../text/edit.ts";
import type { Range } from "../text/position.ts";

export type Severity = "error" | "warning" | "info";

/** `exact`: the contract is broken on some path, for sure. `best-effort`: something it depends on is not known. */
export type Certainty = "exact" | "best-effort";

export interface QuickFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The fix an editor may apply without asking which. */
  readonly preferred?: boolean;
}

export interface RelatedRange {
  readonly range: Range;
  readonly message: string;
}

export interface Finding {
  /** A rule id, or `internal` when a rule itself failed. */
  readonly rule: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** The trigger the handler serves: a LambdaConfig key such as PreSignUp. */
  readonly trigger: string;
  readonly message: string;
  readonly range: Range;
  readonly related: readonly RelatedRange[];
  readonly fixes: readonly QuickFix[];
}

export interface Report {
  readonly findings: readonly Finding[];
  /** False when a budget ran out or a part of the file was not understood. */
  readonly complete: boolean;
}

/** The languages handlers are written in, by VS Code's language ids. */
export type LanguageId =
  | "javascript"
  | "javascriptreact"
  | "typescript"
  | "typescriptreact"
  | "python";

export interface Source {
  /** Workspace path or file name with `/`: used for its words and its extension only; the core reads no files. */
  readonly path: string;
  readonly languageId: LanguageId;
  readonly text: string;
}
