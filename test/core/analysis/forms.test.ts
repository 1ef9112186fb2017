/**
 * Each form of code that the analyser has to understand, once with a fault in it, which is told, and once right, which is
 * not: nothing but the fault stands between the two.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type {
  Finding,
  LanguageId,
} from "../../../src/core/analysis/finding.ts";
import { lintSource } from "../../../src/core/project/lint-source.ts";
import { lintTemplate } from "../../../src/core/project/lint-template.ts";
import { planLint } from "../../../src/core/project/plan.ts";
import { readProject } from "../../../src/core/project/project.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";
import { foreignForms } from "./forms/foreign.ts";
import type { Files, Form } from "./forms/form.ts";
import { functionForms } from "./forms/functions.ts";
import { handlerForms, severalForms, triggerForms } from "./forms/handlers.ts";
import { pathForms } from "./forms/paths.ts";
import { runtimeForms } from "./forms/runtime.ts";
import { valueForms } from "./forms/values.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const languages: Readonly<Record<string, LanguageId>> = {
  js: "javascript",
  mjs: "javascript",
  ts: "typescript",
  py: "python",
};

describe.each<[string, readonly Form[]]>([
  ["the handler", handlerForms],
  ["its trigger", triggerForms],
  ["several triggers in one handler", severalForms],
  ["values", valueForms],
  ["ways", pathForms],
  ["functions and files", functionForms],
  ["the runtime", runtimeForms],
])("%s", (_, forms) => {
  test.each(forms)("$name, faulty", async ({ files, rule }) => {
    expect(new Set(await told(versionOf(files, "faulty")))).toEqual(
      new Set([rule]),
    );
  });

  test.each(forms)("$name, right", async ({ files }) => {
    expect(await told(versionOf(files, "right"))).toEqual([]);
  });
});

describe("what is no trigger stays untouched", () => {
  test.each(foreignForms)("%s", async (_, files) => {
    expect(await findingsIn(files)).toEqual([]);
  });
});

const versionOf = (files: Files, version: "faulty" | "right"): Files =>
  Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text.replace(
        /⟨([^¦⟩]*)¦([^⟩]*)⟩/gu,
        (_, faulty: string, right: string) =>
          version === "faulty" ? faulty : right,
      ),
    ]),
  );

/** The rules of the errors and warnings in the first file. */
const told = async (files: Files): Promise<readonly string[]> =>
  (await findingsIn(files))
    .filter(({ severity }) => severity !== "info")
    .map(({ rule }) => rule);

/** Checked as the command line and the editor do it: with what templates and files beside it say. */
async function findingsIn(files: Files): Promise<readonly Finding[]> {
  const [[path, text] = ["", ""]] = Object.entries(files);
  const project = readProject(
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  const languageId = languages[path.split(".").at(-1) ?? ""];
  if (languageId === undefined)
    return lintTemplate(analyzer, project, path, new Map());
  const { findings } = await lintSource(
    analyzer,
    { path, languageId, text },
    planLint(project, path),
    { readText: (wanted) => Promise.resolve(files[wanted]) },
  );
  analyzer.release(path);
  return findings;
}
