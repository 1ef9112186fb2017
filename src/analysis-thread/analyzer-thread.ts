/**
 * The analysis in a thread of its own, so that a large file never holds up the extension host. Same interface as the
 * analysis itself. Invariant: every call is settled, also when the thread ends; the next call then starts another.
 */
import { Worker } from "node:worker_threads";
import type { Analyzer } from "../core/analysis/analyze.ts";
import type { Report, Source } from "../core/analysis/finding.ts";
import type { AnalyzeOptions } from "../core/analysis/options.ts";

type ReadText = NonNullable<AnalyzeOptions["readText"]>;

export type Request =
  | {
      readonly kind: "analyze";
      readonly id: number;
      readonly source: Source;
      readonly options: Omit<AnalyzeOptions, "readText">;
      /** Whether other files may be asked for. */
      readonly reads: boolean;
    }
  | { readonly kind: "release"; readonly id: number; readonly path: string }
  /** The answer to `read`. */
  | {
      readonly kind: "text";
      readonly id: number;
      readonly text: string | undefined;
    };

export type Answer =
  | { readonly kind: "report"; readonly id: number; readonly report: Report }
  | { readonly kind: "problem"; readonly id: number; readonly problem: Error }
  | {
      readonly kind: "read";
      readonly id: number;
      /** The call that needs the file. */
      readonly call: number;
      readonly path: string;
    };

interface Call {
  readonly resolve: (report: Report) => void;
  readonly reject: (problem: Error) => void;
  readonly readText: ReadText | undefined;
}

/**
 * @param script `analyzer-worker.ts`, as it is shipped
 * @param grammars folder of the grammars, with `/` at its end
 */
export function createAnalyzerThread(script: URL, grammars: URL): Analyzer {
  const calls = new Map<number, Call>();
  let thread: Worker | undefined;
  let last = 0;

  const rejectAll = (problem: Error): void => {
    for (const { reject } of calls.values()) reject(problem);
    calls.clear();
  };
  const start = (): Worker => {
    const started = new Worker(script, {
      workerData: { grammars: grammars.href },
    });
    const ended = (problem: Error): void => {
      if (thread !== started) return;
      thread = undefined;
      rejectAll(problem);
    };
    started.on("message", (answer: Answer) => {
      if (answer.kind === "read") {
        const { id, call, path } = answer;
        void readFor(calls.get(call), path).then((text) => {
          started.postMessage({ kind: "text", id, text } satisfies Request);
        });
        return;
      }
      const call = calls.get(answer.id);
      calls.delete(answer.id);
      if (calls.size === 0) started.unref();
      if (answer.kind === "report") call?.resolve(answer.report);
      else call?.reject(answer.problem);
    });
    started.on("error", ended);
    started.on("exit", () => {
      ended(new Error("The analysis ended before it was done."));
    });
    return started;
  };
  const send = (request: Request): void => {
    thread ??= start();
    thread.postMessage(request);
  };

  return {
    analyze: (source, { readText, ...options } = {}) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        calls.set(id, { resolve, reject, readText });
        const reads = readText !== undefined;
        send({ kind: "analyze", id, source, options, reads });
        // Who waits for an answer keeps the process alive, and an idle thread does not.
        thread?.ref();
      }),
    release: (path) => {
      // A thread that has not started keeps nothing.
      if (thread !== undefined) send({ kind: "release", id: ++last, path });
    },
    dispose: () => {
      const ending = thread;
      thread = undefined;
      rejectAll(new Error("The analysis was stopped."));
      void ending?.terminate();
    },
  };
}

/** A file that cannot be read is one that is not there. */
async function readFor(
  call: Call | undefined,
  path: string,
): Promise<string | undefined> {
  try {
    return await call?.readText?.(path);
  } catch {
    return undefined;
  }
}
