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

const reading = new Map<number, (text: string | undefined) => void>();
let lastRead = 0;
let queue = Promise.resolve();

parentPort?.on("message", (request: Request) => {
  if (request.kind === "text") {
    reading.get(request.id)?.(request.text);
    reading.delete(request.id);
    return;
  }
  queue = queue.then(() => serve(request));
});

const send = (answer: Answer): void => {
  parentPort?.postMessage(answer);
};

async function serve(
  request: Exclude<Request, { readonly kind: "text" }>,
): Promise<void> {
  try {
    const made = await analyzer;
    if (request.kind === "release") {
      made.release(request.path);
      return;
    }
    const { id, source, options, reads } = request;
    const report = await made.analyze(source, {
      ...options,
      ...(reads ? { readText: (path) => readText(id, path) } : {}),
    });
    send({ kind: "report", id, report });
  } catch (error) {
    const problem = error instanceof Error ? error : new Error(String(error));
    send({ kind: "problem", id: request.id, problem });
  }
}

/** Files are read on the other side, which knows what is open in the editor. */
function readText(call: number, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const id = ++lastRead;
    reading.set(id, resolve);
    send({ kind: "read", id, call, path });
  });
}
