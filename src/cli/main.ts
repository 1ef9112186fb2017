#!/usr/bin/env node
/** Where `node dist/cli.js` starts: hands the process to `run`, with the grammars that lie beside the bundle. */
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { wantsColours } from "./colours.ts";
import { holdMemory } from "./hold-memory.ts";
import { exitCodes } from "./outside.ts";
import { run } from "./run.ts";

const grammars = new URL("./grammars/", import.meta.url);

holdMemory();

// `cognito-debugger lint . | head` closes our output early; that is no failure of ours. A full disk is one.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(
    `cognito-debugger: The output could not be written (${error.code ?? error.message}).\n`,
  );
  process.exit(exitCodes.failure);
});
process.stderr.on("error", () => undefined);

process.exitCode = await run(process.argv.slice(2), {
  write: (output) => void process.stdout.write(output),
  colours: wantsColours(process.stdout.isTTY, process.env),
  complain: (sentence) =>
    void process.stderr.write(`cognito-debugger: ${sentence}\n`),
  readInput: () => text(process.stdin),
  now: () => Date.now(),
  folder: process.cwd(),
  readAsset: (name) => readFile(new URL(name, grammars)),
  variables: process.env,
  onInterrupt: (stop) => {
    const signals = ["SIGINT", "SIGTERM"] as const;
    // Once: a second Ctrl+C ends the process at once, as it does by default.
    for (const signal of signals) process.once(signal, stop);
    process.stdout.once("error", stop);
    return {
      dispose: () => {
        for (const signal of signals) process.off(signal, stop);
        process.stdout.off("error", stop);
      },
    };
  },
  whenWritten: () =>
    process.stdout.writableNeedDrain
      ? new Promise((resolve) => process.stdout.once("drain", resolve))
      : undefined,
});
