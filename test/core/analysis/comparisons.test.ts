/** What a member is compared with, where code does nothing else with it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { LanguageId } from "../../../src/core/analysis/finding.ts";
import {
  createModuleReader,
  type ModuleReader,
} from "../../../src/core/analysis/frontend/read-module.ts";
import { comparisonsOf } from "../../../src/core/analysis/ir/comparisons.ts";
import { readGrammar } from "../../support/analyzer.ts";

let reader: ModuleReader;
beforeAll(async () => {
  reader = await createModuleReader(readGrammar);
});
afterAll(() => {
  reader.dispose();
});

async function compared(
  text: string,
  languageId: LanguageId = "javascript",
): Promise<readonly unknown[] | undefined> {
  const module = await reader.readImported({ path: "a", languageId, text });
  return comparisonsOf(module?.functions ?? [], "triggerSource")?.map(
    ({ value }) => value,
  );
}

describe("tests alone", () => {
  test.each([
    ['if (event.triggerSource === "A") x();', ["A"]],
    ['if ("A" != event?.triggerSource) x();', ["A"]],
    [
      'const { triggerSource: t } = event; if (t === "A" || t === "B") x();',
      ["A", "B"],
    ],
    [
      'switch (event.triggerSource) { case "A": case "B": x(); break; default: y(); }',
      ["A", "B"],
    ],
    ['if (event.triggerSource && event["triggerSource"] !== "A") x();', ["A"]],
    ["x(event.request);", []],
  ])("%s", async (text, constants) => {
    expect(await compared(text)).toEqual(constants);
  });

  test.each([
    ['if event["triggerSource"] in ("A", "B"):\n    x()', ["A", "B"]],
    ['t = event["triggerSource"]\nif not t == "A":\n    x()', ["A"]],
  ])("Python: %s", async (text, constants) => {
    expect(await compared(text, "python")).toEqual(constants);
  });
});

describe("another use", () => {
  test.each([
    "console.log(event.triggerSource);",
    "const kind = event.triggerSource.split('_')[0];",
    "const text = `${event.triggerSource}!`;",
    "const run = table[event.triggerSource];",
    "const copy = { source: event.triggerSource };",
    "event.triggerSource = 'A';",
    "if (event.triggerSource === other) x();",
    "const name = 'triggerSource'; if (event[name] === 'A') x();",
    "const t = event.triggerSource; setTimeout(() => x(t));",
    "function source(event) { return event.triggerSource; }",
  ])("%s", async (text) => {
    expect(await compared(text)).toBeUndefined();
  });
});
