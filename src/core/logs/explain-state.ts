/** What a tail says in its channel when its standing changes: what happened, and what to do if anything. */
import type { TailState } from "./follow-group.ts";

/** One sentence or two; undefined where there is nothing to say. `before`: the state that was told last, if any. */
export function explainState(
  group: string,
  region: string,
  state: TailState,
  before: TailState | undefined,
): string | undefined {
  switch (state.kind) {
    case "tailing":
      if (before === undefined) return undefined;
      return before.kind === "waiting"
        ? `Log group ${group} exists now.`
        : "Reading again from where it stopped.";
    case "waiting":
      return `Log group ${group} does not exist in ${region} yet. It appears once the function has run and was allowed to write its log. Waiting for it.`;
    case "throttled":
      return "CloudWatch Logs is throttling this account. Reading more slowly; lines arrive later, none is skipped.";
    case "paused":
      return `Paused: ${state.error.message} ${state.error.remedy} The tail goes on by itself.`;
    case "refused":
      return `Stopped: ${state.error.message} ${state.error.remedy}`;
  }
}
