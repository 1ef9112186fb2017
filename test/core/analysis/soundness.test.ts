/**
 * What a handler really answers lies within what the interpreter says it can answer: each JavaScript and TypeScript
 * fixture is run on generated events of its trigger, with everything it imports pretended.
 */
import { readdirSync, readFileSync } from "node:fs";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LanguageId } from "../../../src/core/analysis/finding.ts";
import {
  createModuleReader,
  type ModuleReader,
} from "../../../src/core/analysis/frontend/read-module.ts";
import { gatherEvidence } from "../../../src/core/analysis/interp/evidence.ts";
import { findCandidates } from "../../../src/core/analysis/interp/handlers.ts";
import {
  invoke,
  loadModule,
} from "../../../src/core/analysis/interp/interpreter.ts";
import type { Shape } from "../../../src/core/triggers/contract.ts";
import { contractOf } from "../../../src/core/triggers/contracts.ts";
import { matchTrigger } from "../../../src/core/triggers/match-trigger.ts";
import { readGrammar } from "../../support/analyzer.ts";
import { covers } from "../../support/covers.ts";
import {
  compile,
  createRandom,
  runFixture,
  type Random,
} from "../../support/run-fixture.ts";

const folder = new URL("../../fixtures/handlers/", import.meta.url);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll("\\", "/"))
  .filter((name) => /\.(?:js|ts)$/u.test(name))
  .sort();
const runsPerTrigger = 3;

let reader: ModuleReader;
/** Handlers that lose a promise lose its failure as well: that is their fault and not this test's. */
const lose = (): void => undefined;
const others = process.listeners("unhandledRejection");
beforeAll(async () => {
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", lose);
  reader = await createModuleReader(readGrammar);
});
afterAll(async () => {
  // What was lost last is told after the microtasks.
  await new Promise((resolve) => setTimeout(resolve));
  process.off("unhandledRejection", lose);
  for (const each of others) process.on("unhandledRejection", each);
  reader.dispose();
});

let answers = 0;

test.each(files)("%s", async (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const languageId: LanguageId = file.endsWith(".ts")
    ? "typescript"
    : "javascript";
  const path = `src/${file.split("/").at(-1) ?? ""}`.replace(
    /(?:flagged|clean)-/u,
    "",
  );
  const module = await reader.readImported({ path, languageId, text });
  if (module === undefined || module.broken.length > 0) return;
  const loaded = loadModule(module);
  const compiled = await compile(text);
  for (const candidate of findCandidates(loaded).candidates) {
    const match = matchTrigger(gatherEvidence(loaded, candidate, path, []));
    for (const id of match?.triggers ?? []) {
      const trigger = contractOf(id);
      const sources = trigger.sources.map(({ name }) => name);
      const { exits, complete } = invoke(loaded, candidate, {
        trigger,
        assume: { sources, request: {} },
      });
      if (!complete) continue;
      for (let run = 0; run < runsPerTrigger; run++) {
        const random = createRandom(run * 7919 + file.length);
        const event = {
          version: "1",
          triggerSource: sources[run % sources.length],
          region: "eu-central-1",
          userPoolId: "eu-central-1_example",
          userName: pick(random, texts),
          callerContext: { awsSdkVersion: "1", clientId: "client" },
          request: Object.fromEntries(
            trigger.request
              .filter(({ present }) => present === "always" || random() < 0.7)
              .map(({ name, shape, placeholder }) => [
                name,
                placeholder?.text ?? sample(random, shape),
              ]),
          ),
          response: {},
        };
        const { answer } = await runFixture(
          compiled,
          (exported) => exportedAs(exported, candidate.name),
          event,
          random,
        );
        if (answer === undefined) continue;
        answers++;
        const within = exits.some(
          (exit) =>
            exit.how !== "throw" &&
            covers(exit.state, exit.value, answer.value),
        );
        expect(
          within,
          `run ${String(run)} of ${id} answers ${inspect(answer.value, { depth: 6 })}`,
        ).toBe(true);
      }
    }
  }
});

test("most fixtures were really run", () => {
  expect(answers).toBeGreaterThan(files.length);
});

const texts = ["ada", "x@example.com", "true", "false", "CUSTOM_CHALLENGE", ""];

const pick = <T>(random: Random, all: readonly T[]): T | undefined =>
  all[Math.floor(random() * all.length)];

function exportedAs(exported: unknown, name: string): unknown {
  if (typeof exported === "function") return exported;
  return (exported as Readonly<Record<string, unknown>>)[name];
}

function sample(random: Random, shape: Shape): unknown {
  switch (shape.kind) {
    case "string":
      return pick(random, shape.allowed ?? texts);
    case "number":
      return Math.floor(random() * 4);
    case "boolean":
      return random() < 0.5;
    case "null":
      return null;
    case "json":
      return pick<unknown>(random, ["text", 1, true, [], {}]);
    case "array":
      return Array.from({ length: Math.floor(random() * 4) }, () =>
        sample(random, shape.items),
      );
    case "map":
      return Object.fromEntries(
        ["email", "email_verified", "answer", "code"]
          .filter(() => random() < 0.7)
          .map((name) => [name, sample(random, shape.values)]),
      );
    case "object":
      return Object.fromEntries(
        shape.members
          .filter(() => random() < 0.8)
          .map(({ name, shape: inner }) => [name, sample(random, inner)]),
      );
    case "any-of": {
      const chosen = pick(random, shape.shapes);
      return chosen === undefined ? undefined : sample(random, chosen);
    }
  }
}
