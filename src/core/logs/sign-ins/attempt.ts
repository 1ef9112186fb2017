/**
 * One user's attempt to sign in or up, as far as the logs tell it. Invariant: its runs are in order of time, and those
 * whose lines name a user all name the same one.
 */
import { pauseBetween, slack } from "./flow-order.ts";
import type { TriggerRun } from "./trigger-run.ts";

/**
 * How a run is known to belong here. `named`: its lines name the user. `probably`: they name nobody, but its time and
 * its place in the flow fit this attempt alone; or they name a user who had another attempt open, and this one is the
 * latest. `maybe`: they name nobody and fit several attempts.
 */
export type Certainty = "named" | "probably" | "maybe";

export interface AttemptRun {
  readonly run: TriggerRun;
  readonly certainty: Certainty;
  /** Cognito called it again because the call before had failed or took too long. */
  readonly retry: boolean;
}

export interface Attempt {
  readonly runs: readonly AttemptRun[];
  /** User names and subs; empty where no line names anybody. */
  readonly names: ReadonlySet<string>;
  readonly clientId?: string;
  readonly poolId?: string;
}

/** While it is put together. */
export interface OpenAttempt {
  readonly runs: AttemptRun[];
  readonly names: Set<string>;
  clientId?: string;
  poolId?: string;
}

export function newAttempt(first: AttemptRun): OpenAttempt {
  const attempt: OpenAttempt = { runs: [], names: new Set() };
  addRun(attempt, first);
  return attempt;
}

export function addRun(attempt: OpenAttempt, added: AttemptRun): void {
  const { run } = added;
  const after = attempt.runs.findLastIndex(
    (each) => each.run.begin <= run.begin,
  );
  attempt.runs.splice(after + 1, 0, added);
  if (added.certainty !== "named") return;
  for (const name of namesOf(run)) attempt.names.add(name);
  if (run.clientId !== undefined) attempt.clientId ??= run.clientId;
  if (run.poolId !== undefined) attempt.poolId ??= run.poolId;
}

export const lastOf = ({ runs }: OpenAttempt): TriggerRun => {
  const last = runs.at(-1);
  if (last === undefined) throw new Error("An attempt has at least one run.");
  return last.run;
};

export function namesOf({ userName, sub }: TriggerRun): readonly string[] {
  return [userName, sub].filter((name) => name !== undefined);
}

/** The names of a run with those that any run gives to the same user: one handler logs the sub, another the user name. */
export function linkNames(
  runs: readonly TriggerRun[],
): (run: TriggerRun) => readonly string[] {
  const others = new Map<string, Set<string>>();
  for (const run of runs)
    for (const name of namesOf(run)) {
      const known = others.get(name) ?? new Set<string>();
      for (const each of namesOf(run)) known.add(each);
      others.set(name, known);
    }
  return (run) => [
    ...new Set(namesOf(run).flatMap((name) => [...(others.get(name) ?? [])])),
  ];
}

/** App client and pool do not speak against it. */
export function agrees(
  attempt: Pick<Attempt, "clientId" | "poolId">,
  { clientId, poolId }: Pick<TriggerRun, "clientId" | "poolId">,
): boolean {
  const same = (one: string | undefined, other: string | undefined): boolean =>
    one === undefined || other === undefined || one === other;
  return same(attempt.clientId, clientId) && same(attempt.poolId, poolId);
}

/** Cognito calls the triggers of one attempt one after the other, and `next` may come after `run` that late. */
export function mayFollow(run: TriggerRun, next: TriggerRun): boolean {
  const pause = pauseBetween(run.trigger, next.trigger);
  const gap = next.begin - run.end;
  return pause !== undefined && gap >= -slack && gap <= pause;
}
