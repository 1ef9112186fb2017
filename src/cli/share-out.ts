/** Many files at the same time: as many threads as pay for their start, each taking the next file when it is done with one. */
import { availableParallelism } from "node:os";
import { createAnalyzer, type Analyzer } from "../core/analysis/analyze.ts";
import type { Outside } from "./outside.ts";

/** Files for which a thread more is worth its start and its memory. */
const filesPerThread = 100;
const mostThreads = 8;

/** At least one; few files are analysed where the caller runs. */
export async function startAnalyzers(
  files: number,
  { readAsset, startAnalyzer }: Pick<Outside, "readAsset" | "startAnalyzer">,
): Promise<readonly Analyzer[]> {
  const threads = Math.min(
    Math.floor(files / filesPerThread),
    availableParallelism(),
    mostThreads,
  );
  return startAnalyzer === undefined || threads < 2
    ? [await createAnalyzer(readAsset)]
    : Array.from({ length: threads }, startAnalyzer);
}

/** Does the work for each item, in order, one at a time for each worker. Rejects with the first failure. */
export async function shareOut<T, W>(
  items: readonly T[],
  workers: readonly W[],
  work: (item: T, worker: W) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    workers.map(async (worker) => {
      for (const item of left) await work(item, worker);
    }),
  );
}
