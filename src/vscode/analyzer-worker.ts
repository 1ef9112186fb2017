/**
 * The other side of `analyzer-thread.ts`: runs the analysis on the sources it is sent, one after the other. Invariant:
 * it knows nothing of VS Code, and answers every request once.
 */
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { createAnalyzer } from "../core/analysis/analyze.ts";
import type { Answer, Request } from "./analyzer-thread.ts";

const { grammars } = workerData as { readonly grammars: string };
const analyzer = createAnalyzer((name) => readFile(new URL(name, grammars)));
// Told with the first answer; without this it would end the thread before.
analyzer.catch(() => undefined);

let queue = Promise.resolve();
parentPort?.on("message", (request: Request) => {
  // A tree lasts until the next call for its path, so no two may run at once.
  queue = queue.then(async () => {
    const answered = await answer(request);
    if (answered !== undefined) parentPort?.postMessage(answered);
  });
});

async function answer(request: Request): Promise<Answer | undefined> {
  const { id } = request;
  try {
    const made = await analyzer;
    if (request.kind === "release") {
      made.release(request.path);
      return undefined;
    }
    return { id, report: await made.analyze(request.source, request.options) };
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error));
    return { id, problem };
  }
}
