/**
 * The analysis in a thread of its own, so that a large file never holds up the extension host. Same interface as the
 * analysis itself. Invariant: every call is settled, also when the thread ends; the next call then starts another.
 */
import { Worker } from "node:worker_threads";
import type { Analyzer } from "../core/analysis/analyze.ts";
import type { Report, Source } from "../core/analysis/finding.ts";
import type { AnalyzeOptions } from "../core/analysis/options.ts";

export type Request =
  | {
      readonly kind: "analyze";
      readonly id: number;
      readonly source: Source;
      readonly options: AnalyzeOptions | undefined;
    }
  | { readonly kind: "release"; readonly id: number; readonly path: string };

export type Answer =
  | { readonly id: number; readonly report: Report; readonly problem?: never }
  | { readonly id: number; readonly problem: Error; readonly report?: never };

interface Waiting {
  readonly resolve: (report: Report) => void;
  readonly reject: (problem: Error) => void;
}

/**
 * @param script `analyzer-worker.ts`, as it is shipped
 * @param grammars folder of the grammars, with `/` at its end
 */
export function createAnalyzerThread(script: URL, grammars: URL): Analyzer {
  const waiting = new Map<number, Waiting>();
  let thread: Worker | undefined;
  let last = 0;

  const start = (): Worker => {
    const started = new Worker(script, {
      workerData: { grammars: grammars.href },
    });
    const ended = (problem: Error): void => {
      if (thread !== started) return;
      thread = undefined;
      for (const { reject } of waiting.values()) reject(problem);
      waiting.clear();
    };
    started.on("message", ({ id, report, problem }: Answer) => {
      const call = waiting.get(id);
      waiting.delete(id);
      if (problem === undefined) call?.resolve(report);
      else call?.reject(problem);
    });
    started.on("error", ended);
    started.on("exit", () => {
      ended(new Error("The analysis ended before it was done."));
    });
    // An open window keeps the process alive, the analysis does not.
    started.unref();
    return started;
  };
  const send = (request: Request): void => {
    thread ??= start();
    thread.postMessage(request);
  };

  return {
    analyze: (source, options) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve, reject });
        send({ kind: "analyze", id, source, options });
      }),
    release: (path) => {
      // A thread that has not started keeps nothing.
      if (thread !== undefined) send({ kind: "release", id: ++last, path });
    },
    dispose: () => {
      const ending = thread;
      thread = undefined;
      for (const { reject } of waiting.values())
        reject(new Error("The analysis was stopped."));
      waiting.clear();
      void ending?.terminate();
    },
  };
}
