/**
 * What a rule is: data that documents it, and a check over the facts of one handler. Its examples are its tests. A rule
 * speaks only of what it knows: an unknown value is never a finding.
 */
import type { TriggerId } from "../../triggers/contract.ts";
import type { Finding, QuickFix, RelatedRange, Severity } from "../finding.ts";
import type { HandlerFacts } from "../interp/facts.ts";
import type { Range } from "../../text/position.ts";

export interface RuleExample {
  readonly language: "javascript" | "typescript" | "python";
  /** Name of the file, where it matters. */
  readonly path?: string;
  /** A whole file that this rule flags, and no other. */
  readonly bad: string;
  /** The same with the fault mended. */
  readonly good: string;
}

export interface Problem {
  readonly range: Range;
  readonly message: string;
  readonly related?: readonly RelatedRange[];
  readonly fixes?: readonly QuickFix[];
  /** Where it is not the rule's. */
  readonly severity?: Severity;
  /** The problem rests on something that is not known for sure. */
  readonly unsure?: boolean;
}

/** What people read of a rule, whatever it is checked over. */
export interface RuleText {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly certainty: Finding["certainty"];
  /** Languages it speaks about; both where it is left out. TypeScript goes with JavaScript. */
  readonly languages?: readonly HandlerFacts["language"][];
  /** Triggers it speaks about; `all` of them, or those whose answer Cognito waits for. */
  readonly triggers: readonly TriggerId[] | "all" | "synchronous";
  /** Markdown: why it matters, what is documented and what is not. */
  readonly why: string;
  /** AWS pages. */
  readonly references: readonly string[];
  readonly examples: readonly {
    readonly language: string;
    readonly bad: string;
    readonly good: string;
  }[];
}

export interface Rule extends RuleText {
  readonly examples: readonly RuleExample[];
  /** It holds of any function that is given the event, not only of the handler as a whole. */
  readonly ofParts?: true;
  /** It asks for no text around a place: one in another file is told at the call of this file that leads there. */
  readonly behindCalls?: true;
  readonly check: (facts: HandlerFacts) => Iterable<Problem>;
}

/** What decides which rules speak about a handler. */
export type Spoken = Pick<HandlerFacts, "language" | "trigger" | "isHandler">;

export function appliesTo(
  rule: Rule,
  { language, trigger, isHandler }: Spoken,
): boolean {
  if (rule.languages?.includes(language) === false) return false;
  if (!isHandler && rule.ofParts !== true) return false;
  if (rule.triggers === "all") return true;
  if (rule.triggers === "synchronous") return trigger.synchronous;
  return rule.triggers.includes(trigger.id);
}
