/** Each rule's examples are its tests; its fixes leave the file parsing and the rule silent. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { Finding } from "../../../src/core/analysis/finding.ts";
import type {
  Rule,
  RuleExample,
} from "../../../src/core/analysis/rules/rule.ts";
import { explainRule } from "../../../src/core/analysis/rules/catalogue.ts";
import { rules } from "../../../src/core/analysis/rules/registry.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";

import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

/** What is found in an example of a rule. Advice that another rule has for the same handler is beside the point. */
async function analyze(
  { id }: Pick<Rule, "id">,
  { language, path = "src/function" }: Omit<RuleExample, "bad" | "good">,
  text: string,
): Promise<readonly Finding[]> {
  const { findings } = await analyzer.analyze({
    path,
    languageId: language,
    text,
  });
  return findings.filter(
    ({ rule, severity }) => rule === id || severity !== "info",
  );
}

describe.each(rules)("$id", (rule) => {
  test("has an example in each of its languages", () => {
    const { languages = ["javascript", "python"] } = rule;
    expect(rule.examples.map(({ language }) => language)).toEqual([
      ...(languages.includes("javascript") ? ["javascript", "typescript"] : []),
      ...(languages.includes("python") ? ["python"] : []),
    ]);
  });

  test.each(rule.examples)(
    "flags the bad $language example and no more",
    async ({ bad, good, ...example }) => {
      const found = await analyze(rule, example, bad);
      expect(found.map((finding) => finding.rule)).toEqual([rule.id]);
      expect(await analyze(rule, example, good)).toEqual([]);
    },
  );

  test.each(rule.examples)(
    "its $language fixes silence it",
    async ({ bad, ...example }) => {
      const found = await analyze(rule, example, bad);
      for (const fix of found.flatMap(({ fixes }) => fixes))
        expect(
          await analyze(rule, example, applyEdits(bad, fix.edits)),
          fix.title,
        ).toEqual([]);
    },
  );

  test("its page names it, says why, and shows its examples", () => {
    const page = explainRule(rule.id) ?? "";
    expect(page.startsWith(`# ${rule.id}\n`)).toBe(true);
    expect(page).toContain(rule.why);
    for (const { bad, good } of rule.examples) {
      expect(page).toContain(bad.trim());
      expect(page).toContain(good.trim());
    }
    for (const reference of rule.references)
      expect(reference).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//u);
  });
});

test.each([
  "return-event",
  "return-whole-event",
  "response-field-type",
  "response-field-known",
  "required-response-field",
  "response-allowed-value",
  "no-write-into-null-response",
  "attribute-string-boolean",
  "define-decision",
  "pretoken-key-matches-version",
  "pretoken-v1-string-claims",
  "pretoken-reserved-claim",
  "scope-without-blank",
  "claim-both-added-and-suppressed",
  "group-override-keeps-groups",
  "create-private-params-not-empty",
  "create-string-params",
  "custom-message-placeholder",
  "custom-message-placeholder-intact",
  "custom-message-characters",
  "migration-required-attributes",
  "presignup-admin-flags-ignored",
  "define-attempt-limit",
  "auto-verify-needs-attribute",
  "sync-return-ignored",
  "no-three-param-handler",
  "no-context-done",
  "event-returned-in-nested-function",
  "trigger-source-known",
  "migration-no-password-in-logs",
  "python-handler-shape",
  "python-json-serializable",
  "handler-export-matches-module-type",
  "post-trigger-throw",
  "user-visible-error-text",
])("%s can be mended by a fix", async (id) => {
  const rule = rules.find((each) => each.id === id);
  const found = await Promise.all(
    (rule?.examples ?? []).map(({ bad, ...example }) =>
      analyze({ id }, example, bad),
    ),
  );
  expect(found.flat().flatMap(({ fixes }) => fixes)).not.toEqual([]);
});

test("a rule that is not there has no page", () => {
  expect(explainRule("no-such-rule")).toBeUndefined();
});
