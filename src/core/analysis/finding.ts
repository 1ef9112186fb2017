/**
 * What a rule says about a place in a handler. Diagnostics, SARIF, JSON and pretty text are four printers of this one
 * value; nothing is added on the way.
 */
import type { TextEdit } from "../text/edit.ts";
import type { Position, Range } from "../text/position.ts";
import type { TriggerId } from "../triggers/contract.ts";

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

/** A place in another file of the workspace. */
export interface OtherPlace {
  /** Beside `Source.path`. */
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
}

/** What stands beside such a place. */
export const elsewhereNote = "The place itself.";

export interface Finding {
  /** A rule id, or `internal` when a rule itself failed. */
  readonly rule: string;
  readonly severity: Severity;
  readonly certainty: Certainty;
  /** The trigger the handler serves: a LambdaConfig key such as PreSignUp. */
  readonly trigger: string;
  readonly message: string;
  readonly range: Range;
  /** Where the fault itself stands, if that is another file; `range` is then where this one uses it. */
  readonly elsewhere?: OtherPlace;
  readonly related: readonly RelatedRange[];
  readonly fixes: readonly QuickFix[];
  /** How a comment begins in code that stands in a file of another language; empty where it can hold none. */
  readonly comment?: "//" | "#" | "";
}

/** A function that is taken for the handler of a trigger. */
export interface RecognisedHandler {
  /** The whole function. */
  readonly range: Range;
  /** Its name; empty, where it begins, if it has none there. */
  readonly nameRange: Range;
  /** Every contract it may have to serve. */
  readonly triggers: readonly TriggerId[];
  /** What spoke for these triggers, in words for people. */
  readonly because: string;
  /** The parameter that receives the event. */
  readonly eventRange?: Range;
  /** Names in the function that stand for the event or a part of it. */
  readonly names: readonly EventName[];
  /** Functions of the file that it hands such a thing to: helpers, methods, callbacks. */
  readonly helpers: readonly Pick<RecognisedHandler, "range" | "names">[];
}

export interface EventName {
  readonly name: string;
  /** Members from the event on; empty for the event itself. */
  readonly path: readonly string[];
}

export interface Report {
  readonly findings: readonly Finding[];
  /** In order of place. */
  readonly handlers: readonly RecognisedHandler[];
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
