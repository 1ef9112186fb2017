/** What the page of sign-ins and the extension say to each other: plain data, made and redacted by the core. */
import type { Standing } from "../../core/logs/sign-ins/describe-attempt.ts";
import type { TimeLine } from "../../core/logs/sign-ins/time-line.ts";

export interface ListedAttempt {
  readonly id: string;
  readonly title: string;
  readonly began: string;
  readonly standing: Standing;
}

export type TrailState =
  | { readonly kind: "not-asked" | "asking" }
  /** `found`: how many of its events belong to the chosen attempt. */
  | { readonly kind: "asked"; readonly found: number; readonly at: string }
  | { readonly kind: "failed"; readonly problem: string };

export interface StoryState {
  readonly title: string;
  /** What was read, a sentence. */
  readonly summary: string;
  /** What is missing, in sentences. */
  readonly problems: readonly string[];
  /** Newest first. */
  readonly attempts: readonly ListedAttempt[];
  readonly chosen?: string;
  readonly timeLine?: TimeLine;
  readonly trail: TrailState;
}

export type FromPage =
  | { readonly type: "choose"; readonly id: string }
  /** The lines of a bar or a row. */
  | { readonly type: "show-lines"; readonly id: string }
  | { readonly type: "show-all-lines" }
  | { readonly type: "ask-trail" }
  | { readonly type: "read-again" };
