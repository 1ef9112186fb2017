/** What the page that searches logs and the extension say to each other: plain data, made and redacted by the core. */
import type { Plot } from "../../core/logs/insights/plot.ts";
import type { Sample } from "../../core/logs/insights/samples.ts";
import type { SearchForm } from "../../core/logs/insights/search-form.ts";

export type RunState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly text: string }
  | { readonly kind: "failed"; readonly problem: string }
  | {
      readonly kind: "done";
      readonly summary: string;
      readonly rows: number;
      /** Of a search for durations. */
      readonly plot?: Plot;
    };

export interface SearchState {
  readonly title: string;
  readonly triggers: readonly {
    readonly group: string;
    readonly name: string;
  }[];
  readonly samples: readonly Sample[];
  /** What the page's fields hold when it is made. */
  readonly form: SearchForm;
  /** What would be asked. */
  readonly query: string;
  /** Why it cannot be. */
  readonly fault?: string;
  readonly notes: readonly string[];
  readonly run: RunState;
}

export type FromPage =
  | { readonly type: "change"; readonly form: SearchForm }
  | { readonly type: "search" }
  | { readonly type: "cancel" }
  | { readonly type: "open-results" };
