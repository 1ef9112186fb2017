/**
 * Trigger runs to attempts: first those whose lines name a user, then, by time and flow alone, those that name nobody.
 * Invariant: a run that names nobody never makes one attempt of two, and is marked for what it is: a guess.
 */
import type { InvocationLog } from "../group-invocations.ts";
import {
  addRun,
  lastOf,
  mayFollow,
  namesOf,
  newAttempt,
  type Attempt,
  type OpenAttempt,
} from "./attempt.ts";
import { longestWait, runsOnce } from "./flow-order.ts";
import { nameAttempts } from "./name-attempts.ts";
import { placeNameless } from "./place-nameless.ts";
import { readRun, type TriggerRun, type TriggersOf } from "./trigger-run.ts";

export interface SignIns {
  /** By the time they began. */
  readonly attempts: readonly Attempt[];
  /** Invocations of which nothing tells which trigger they were. */
  readonly unknown: readonly InvocationLog[];
}

export function correlate(
  logs: readonly InvocationLog[],
  triggersOf: TriggersOf,
): SignIns {
  const unknown: InvocationLog[] = [];
  const runs: TriggerRun[] = [];
  for (const log of logs) {
    const run = readRun(log, triggersOf);
    if (run === undefined) unknown.push(log);
    else runs.push(run);
  }
  runs.sort((a, b) => a.begin - b.begin);
  const attempts = nameAttempts(runs.filter((run) => namesOf(run).length > 0));
  const nameless = runs.filter((run) => namesOf(run).length === 0);
  const left = placeNameless(nameless, attempts);
  attempts.push(...chain(left));
  attempts.sort((a, b) => beginOf(a) - beginOf(b));
  return { attempts, unknown };
}

/** Beyond so many at once, time alone tells nothing. */
const mostOpen = 60;

/** Attempts of which no line names anybody. `runs`: in order of time. */
function chain(runs: readonly TriggerRun[]): readonly OpenAttempt[] {
  const attempts: OpenAttempt[] = [];
  let open: OpenAttempt[] = [];
  for (const run of runs) {
    open = open
      .slice(-mostOpen)
      .filter((attempt) => run.begin - lastOf(attempt).end <= longestWait);
    const [only, ...others] = open.filter(
      (attempt) =>
        mayFollow(lastOf(attempt), run) &&
        !(runsOnce(run.trigger) && has(attempt, run.trigger)),
    );
    if (only === undefined) {
      const begun = newAttempt({ run, certainty: "probably", retry: false });
      attempts.push(begun);
      open.push(begun);
    } else
      addRun(only, {
        run,
        certainty: others.length === 0 ? "probably" : "maybe",
        retry: false,
      });
  }
  return attempts;
}

const has = ({ runs }: OpenAttempt, trigger: string): boolean =>
  runs.some(({ run }) => run.trigger === trigger);

const beginOf = ({ runs }: Attempt): number => runs[0]?.run.begin ?? 0;
