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
import { goesBefore, longestWait, runsOnce } from "./flow-order.ts";
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
  const ordered = inOrder(runs);
  const attempts = nameAttempts(
    ordered.filter((run) => namesOf(run).length > 0),
  );
  const nameless = ordered.filter((run) => namesOf(run).length === 0);
  const left = placeNameless(nameless, attempts);
  attempts.push(...chain(left));
  attempts.sort((a, b) => beginOf(a) - beginOf(b));
  return { attempts, unknown };
}

/** Log lines have whole milliseconds: of two runs so close together the flow tells which was first. */
const sameMoment = 2;

/** By time; of one moment the step before comes first, and what it overtakes begins just after it. */
function inOrder(runs: readonly TriggerRun[]): readonly TriggerRun[] {
  const ordered: TriggerRun[] = [];
  for (const run of runs.toSorted((a, b) => a.begin - b.begin)) {
    let place = ordered.length;
    for (let at = ordered.length - 1; at >= 0; at -= 1) {
      const other = ordered[at];
      if (other === undefined || other.begin < run.begin - sameMoment) break;
      if (goesBefore(run.trigger, other.trigger)) place = at;
    }
    const overtaken = ordered.splice(place);
    ordered.push(
      run,
      ...overtaken.map((other, index) => {
        const begin = Math.max(other.begin, run.begin + (index + 1) / 1000);
        return { ...other, begin, end: Math.max(begin, other.end) };
      }),
    );
  }
  return ordered;
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
