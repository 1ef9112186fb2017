/**
 * How far behind the newest event each reading of a log group begins. CloudWatch shows events seconds to minutes after
 * they happened, each stream at its own pace: reading on from the newest loses the rest. Invariant: the window moves
 * only after a pass was read to its end, so what interrupts a pass leaves no gap.
 */
import type { LogEvent } from "../ports/logs.ts";

/** Milliseconds. The overlap follows the delays seen: it starts wide and shrinks. */
const firstOverlap = 60_000;
const leastOverlap = 15_000;
const margin = 5_000;
/** Delays longer than the overlap are caught by a deep look, every so often. */
const deepOverlap = 300_000;
const deepEvery = 30_000;
/** How much of the worst delay seen is still believed after each pass that brought something new. */
const decay = 0.95;

export interface LookBack {
  /** Start time of the pass that begins at `now`. Milliseconds since the epoch, like all times here. */
  readonly begin: (now: number) => number;
  /** An event of the running pass that was not known before. */
  readonly learn: (event: LogEvent) => void;
  /**
   * The running pass was read to its end. `scannedTo`: what CloudWatch had at that time of its own clock was looked at
   * too, though a filter kept it back; without it, a filter that finds little has ever more to look at.
   */
  readonly complete: (scannedTo?: number) => void;
  /** Before this no later pass will begin. */
  readonly horizon: () => number;
}

export function createLookBack(start: number): LookBack {
  let newest = start;
  let newestOfPass = start;
  let ingested = start;
  let worst = firstOverlap - margin;
  let worstOfPass: number | undefined;
  let deepAt: number | undefined;
  let scanned = -Infinity;

  // A clock that runs ahead must not pull the window past what CloudWatch has: its own time is the limit.
  const base = (): number => Math.max(scanned, Math.min(newest, ingested));
  const horizon = (): number => Math.max(start, base() - deepOverlap);
  return {
    begin: (now) => {
      newestOfPass = newest;
      worstOfPass = undefined;
      deepAt ??= now;
      // Also when the clock was set back.
      if (now - deepAt >= deepEvery || now < deepAt) {
        deepAt = now;
        return horizon();
      }
      const overlap = Math.min(
        deepOverlap,
        Math.max(leastOverlap, worst + margin),
      );
      return Math.max(start, base() - overlap);
    },
    learn: (event) => {
      newestOfPass = Math.max(newestOfPass, event.timestamp);
      ingested = Math.max(ingested, event.ingestedAt);
      worstOfPass = Math.max(
        worstOfPass ?? 0,
        event.ingestedAt - event.timestamp,
      );
    },
    complete: (scannedTo = -Infinity) => {
      newest = newestOfPass;
      scanned = Math.max(scanned, scannedTo);
      if (worstOfPass !== undefined)
        worst = Math.max(worstOfPass, worst * decay);
    },
    horizon,
  };
}
