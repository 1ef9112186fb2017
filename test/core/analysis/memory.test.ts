/**
 * What checking a file leaves behind. V8 collects what is young again and again, and what is old rarely: a file that is
 * released must be gone with the first kind, or thousands of them cost time and memory.
 */
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { makeHandlers } from "../../bench/handler-files.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as (options?: {
  readonly type: "minor";
}) => void;

const files = 50;

test("a file that was checked and released is gone with what is young", async () => {
  const analyzer = await createTestAnalyzer();
  const text = makeHandlers(90);
  const check = async (count: number, collects: () => void): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const path = `src/${String(i)}.ts`;
      await analyzer.analyze({ path, languageId: "typescript", text });
      analyzer.release(path);
      // V8 lets go of some things between turns only.
      await new Promise(setImmediate);
      collects();
    }
  };
  await check(2 * files, () => undefined);
  const rounds: number[] = [];
  // What the compiler keeps of code that it makes faster meanwhile is in some rounds, and what a file leaves in each.
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
  // Kilobytes. A module and what is found in it are more than a hundred.
  expect(Math.min(...rounds)).toBeLessThan(50);
});
