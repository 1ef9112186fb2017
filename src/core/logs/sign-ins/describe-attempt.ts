/** What an attempt was and how far it came, in words. Claims no more than the logs show. */
import { cognitoWaitsMs, outcomeOf } from "../invocation.ts";
import type { Attempt, AttemptRun } from "./attempt.ts";
import { failed, type TriggerRun } from "./trigger-run.ts";

/** `good`: it came through. `bad`: a trigger failed or was too slow. `open`: the logs do not say how it ended. */
export type Level = "good" | "slow" | "bad" | "open";

export interface Standing {
  readonly level: Level;
  readonly text: string;
}

export function kindOf({ runs }: Attempt): string {
  const has = (trigger: string): boolean =>
    runs.some(({ run }) => run.trigger === trigger);
  const sources = runs.flatMap(({ run }) => run.source ?? []).join(" ");
  if (has("DefineAuthChallenge") || has("VerifyAuthChallengeResponse"))
    return "Custom sign-in";
  if (has("CreateAuthChallenge")) return "Custom sign-in";
  if (sources.includes("TokenGeneration_RefreshTokens")) return "Token refresh";
  if (has("PreSignUp")) return "Sign-up";
  if (/_(?:Confirm)?ForgotPassword/.test(sources)) return "Password reset";
  if (has("InboundFederation")) return "Federated sign-in";
  if (
    has("PreAuthentication") ||
    has("PostAuthentication") ||
    has("PreTokenGeneration")
  )
    return "Sign-in";
  if (has("PostConfirmation")) return "Confirmation";
  return "Message to a user";
}

/** How long it took, in the words of people: `24 ms`, `5.6 s`, `2 min 5 s`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${String(Math.round(ms))} ms`;
  if (ms < 60_000) return `${String(Math.round(ms / 100) / 10)} s`;
  const seconds = Math.round(ms / 1_000);
  return `${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s`;
}

export function levelOf(run: TriggerRun): Level {
  if (failed(run)) return "bad";
  const { state, report } = run.log.invocation;
  const took = run.end - run.begin;
  if (run.synchronous && took > cognitoWaitsMs) return "bad";
  if (run.synchronous && took > 0.8 * cognitoWaitsMs) return "slow";
  return report === undefined && state !== "ended" ? "open" : "good";
}

/** What is wrong with a run; undefined where nothing is. */
export function faultOf(run: TriggerRun): string | undefined {
  const { invocation } = run.log;
  const took = durationText(run.end - run.begin);
  if (outcomeOf(invocation) === "timeout")
    return `${run.trigger} was ended by the function's own timeout after ${took}.`;
  if (failed(run))
    return `${run.trigger} failed${invocation.errorType === undefined ? "" : ` with ${invocation.errorType}`}.`;
  if (!run.synchronous) return undefined;
  if (levelOf(run) === "bad")
    return `${run.trigger} took ${took}: Cognito gives up after 5 s.`;
  return levelOf(run) === "slow"
    ? `${run.trigger} took ${took}, close to the 5 s that Cognito waits.`
    : undefined;
}

export function standingOf({ runs }: Attempt): Standing {
  const sure = runs.filter(({ certainty }) => certainty !== "maybe");
  const last = (sure.length > 0 ? sure : runs).at(-1)?.run;
  if (last === undefined) return { level: "open", text: "Nothing was logged." };
  const ended = endOf(last);
  const bad = findLevel(sure, "bad");
  if (bad !== undefined && (bad === last || ended.level !== "good"))
    return { level: "bad", text: faultOf(bad) ?? ended.text };
  // It came through all the same.
  const slow = bad ?? findLevel(sure, "slow");
  const fault = slow === undefined ? undefined : faultOf(slow);
  return fault === undefined
    ? ended
    : { level: "slow", text: `${ended.text} ${fault}` };
}

function findLevel(
  runs: readonly AttemptRun[],
  level: Level,
): TriggerRun | undefined {
  return runs.findLast(({ run }) => levelOf(run) === level)?.run;
}

function endOf({ trigger }: TriggerRun): Standing {
  switch (trigger) {
    case "PreTokenGeneration":
      return {
        level: "good",
        text: "It came as far as PreTokenGeneration, after which tokens are issued.",
      };
    case "PostAuthentication":
      return { level: "good", text: "The user was authenticated." };
    case "PostConfirmation":
      return { level: "good", text: "The user was confirmed." };
    case "CreateAuthChallenge":
      return {
        level: "open",
        text: "The last challenge was not answered, as far as the logs go.",
      };
    case "DefineAuthChallenge":
      return {
        level: "open",
        text: "After the last DefineAuthChallenge nothing more was logged: it may have refused the sign-in.",
      };
    default:
      return {
        level: "open",
        text: `After ${trigger} nothing more was logged.`,
      };
  }
}
