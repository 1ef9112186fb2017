/**
 * Prints how many kilobytes each checked and released file leaves to the collector of what is old, in each of three rounds.
 * Needs `--expose-gc`, and a young generation that one file does not fill: what outlives two of its collections is old by
 * definition, and a file's own module does where they come while it is checked.
 */
import { getHeapStatistics } from "node:v8";
import { makeHandlers } from "../bench/handler-files.ts";
import { createTestAnalyzer } from "./analyzer.ts";

const files = 50;
const collect = globalThis.gc;
if (collect === undefined) throw new Error("Run this with --expose-gc.");

const analyzer = await createTestAnalyzer();
const text = makeHandlers(90);

await check(2 * files, () => undefined);
const rounds: number[] = [];
for (let round = 0; round < 3; round++) {
  collect();
  const before = getHeapStatistics().used_heap_size;
  await check(files, () => {
    collect({ type: "minor" });
    collect({ type: "minor" });
  });
  const kept = getHeapStatistics().used_heap_size - before;
  rounds.push(kept / files / 1024);
}
analyzer.dispose();
console.log(JSON.stringify(rounds));

async function check(count: number, collects: () => void): Promise<void> {
  for (let i = 0; i < count; i++) {
    const path = `src/${String(i)}.ts`;
    await analyzer.analyze({ path, languageId: "typescript", text });
    analyzer.release(path);
    // V8 lets go of some things between turns only.
    await new Promise(setImmediate);
    collects();
  }
}
