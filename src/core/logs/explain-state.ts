/** What a tail says in its channel when its standing changes: what happened, and what to do if anything. */
import type { TailState } from "./page-reader.ts";
import type { LiveState } from "./follow-live.ts";

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

/**
 * The same for the standing of Live Tail. `wasLive`: it was on before.
 * Sampling and billing: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs_LiveTail.html
 */
export function explainLiveState(
  state: LiveState,
  wasLive: boolean,
): string | undefined {
  switch (state.kind) {
    case "connecting":
      return undefined;
    case "live":
      return wasLive
        ? "Live Tail gives everything again."
        : "Live Tail is on. AWS bills it by the minute for as long as this tail runs: https://aws.amazon.com/cloudwatch/pricing/";
    case "sampled":
      return "There is more than Live Tail gives: it sends a sample. What it leaves out is read by polling and comes a little later, none is skipped.";
    case "interrupted":
      return `Live Tail was interrupted: ${state.error.message} It is opened again by itself; lines are read by polling meanwhile.`;
    case "off":
      return `Live Tail is not to be had: ${state.error.message} ${state.error.remedy} Lines are read by polling instead.`;
  }
}
