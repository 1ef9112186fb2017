/**
 * Handlers put together at random, each once with a value that is no boolean and once with one that is: a fault is told
 * whatever it is handed on by, and nothing else is.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";
import { createRandom } from "../../support/random.ts";
import { javascript } from "./pieces/javascript.ts";
import { assemble } from "./pieces/piece.ts";
import { python } from "./pieces/python.ts";
import { typescript } from "./pieces/typescript.ts";

/** Of each kind, for each way to hand a value on. */
const handlers = 12;

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

describe.each([
  ["javascript", javascript],
  ["typescript", typescript],
  ["python", python],
] as const)("in %s", (languageId, kit) => {
  const told = async (text: string): Promise<string> => {
    const { findings } = await analyzer.analyze({
      path: kit.path,
      languageId,
      text,
    });
    analyzer.release(kit.path);
    return findings
      .filter(({ severity }) => severity !== "info")
      .map(({ rule }) => rule)
      .join();
  };

  test.each(Object.keys(kit.values).map((value, i) => [value, i] as const))(
    "a value handed on by %s",
    async (value, i) => {
      for (const version of ["faulty", "right"] as const)
        for (let n = 0; n < handlers; n++) {
          const random = createRandom(1_000 * i + n);
          const text = assemble(kit, value, version, random);
          expect(await told(text), text).toMatch(
            version === "right" ? /^$/u : /^(?:response-field-type,?)+$/u,
          );
        }
    },
  );
});
