/**
 * Finds for runs that name nobody the one attempt that they fit. Between two runs of an attempt, before its first and
 * after its last, a chain of such runs may be missing, each link of which is a step of the flow. A run that is part of a
 * chain in one attempt only is placed there; one that fits several attempts, or has a rival for its place, is a `maybe`
 * of each. Invariant: where every run of an attempt was read, what is placed is placed rightly.
 */
import { addRun, mayFollow, type OpenAttempt } from "./attempt.ts";
import { longestWait, nothingBetween, runsOnce } from "./flow-order.ts";
import type { TriggerRun } from "./trigger-run.ts";

/** In so busy a time nothing can be told by time alone. */
const tooMany = 60;

/** `runs` in order of time. What comes back fits none. */
export function placeNameless(
  runs: readonly TriggerRun[],
  attempts: readonly OpenAttempt[],
): readonly TriggerRun[] {
  let waiting = runs;
  for (;;) {
    const chances = findChances(waiting, attempts);
    const sure = waiting.filter((run) => {
      const [only, ...others] = chances.get(run) ?? [];
      return only !== undefined && others.length === 0 && !only.rival;
    });
    if (sure.length === 0) {
      for (const [run, places] of chances)
        for (const { attempt } of places)
          addRun(attempt, { run, certainty: "maybe", retry: false });
      return waiting.filter((run) => !chances.has(run));
    }
    for (const run of sure)
      for (const { attempt } of chances.get(run) ?? [])
        addRun(attempt, { run, certainty: "probably", retry: false });
    const placed = new Set(sure);
    waiting = waiting.filter((run) => !placed.has(run));
  }
}

interface Chance {
  readonly attempt: OpenAttempt;
  /** Another run wants the same place. */
  readonly rival: boolean;
}

function findChances(
  waiting: readonly TriggerRun[],
  attempts: readonly OpenAttempt[],
): ReadonlyMap<TriggerRun, readonly Chance[]> {
  const chances = new Map<TriggerRun, Chance[]>();
  for (const attempt of attempts)
    for (const { before, next } of placesIn(attempt)) {
      const open = between(waiting, before, next).filter(
        ({ trigger }) =>
          !runsOnce(trigger) ||
          attempt.runs.every(({ run }) => run.trigger !== trigger),
      );
      if (open.length > tooMany) continue;
      const linked = chainsBetween(open, before, next);
      for (const run of linked.keys()) {
        const rival = [...linked.keys()].some(
          (other) =>
            other !== run &&
            linked.get(run)?.has(other) !== true &&
            linked.get(other)?.has(run) !== true,
        );
        chances.set(run, [...(chances.get(run) ?? []), { attempt, rival }]);
      }
    }
  return chances;
}

interface Place {
  readonly before?: TriggerRun;
  readonly next?: TriggerRun;
}

/** Where something may be missing. */
function placesIn({ runs }: OpenAttempt): readonly Place[] {
  return Array.from({ length: runs.length + 1 }, (_, index): Place => {
    const before = runs[index - 1]?.run;
    const next = runs[index]?.run;
    return {
      ...(before === undefined ? {} : { before }),
      ...(next === undefined ? {} : { next }),
    };
  }).filter(
    ({ before, next }) =>
      before === undefined ||
      next === undefined ||
      !(
        nothingBetween(before.trigger, next.trigger) && mayFollow(before, next)
      ),
  );
}

function between(
  waiting: readonly TriggerRun[],
  before: TriggerRun | undefined,
  next: TriggerRun | undefined,
): readonly TriggerRun[] {
  const from = before?.begin ?? (next?.begin ?? 0) - longestWait;
  const to = next?.begin ?? (before?.end ?? 0) + longestWait;
  const start = firstFrom(waiting, from);
  const end = firstFrom(waiting, to);
  return waiting.slice(start, end);
}

/** The index of the first run that begins at `time` or later. */
function firstFrom(runs: readonly TriggerRun[], time: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle]?.begin ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The runs that lie on a chain from `before` to `next`, each with those that come after it on one. */
function chainsBetween(
  open: readonly TriggerRun[],
  before: TriggerRun | undefined,
  next: TriggerRun | undefined,
): ReadonlyMap<TriggerRun, ReadonlySet<TriggerRun>> {
  const begun = new Set<TriggerRun>();
  open.forEach((run, index) => {
    if (
      before === undefined ||
      mayFollow(before, run) ||
      open
        .slice(0, index)
        .some((each) => begun.has(each) && mayFollow(each, run))
    )
      begun.add(run);
  });
  const chains = new Map<TriggerRun, ReadonlySet<TriggerRun>>();
  for (const run of open.toReversed()) {
    if (!begun.has(run)) continue;
    const following = [...chains].filter(([each]) => mayFollow(run, each));
    if (next === undefined || mayFollow(run, next) || following.length > 0)
      chains.set(
        run,
        new Set(following.flatMap(([each, after]) => [each, ...after])),
      );
  }
  return chains;
}
