/** The comment that states a handler's trigger: put, changed, taken away. */
import { expect, test } from "vitest";
import type { TriggerId } from "../../../src/core/triggers/contract.ts";
import { stateTrigger } from "../../../src/core/triggers/stated-trigger.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { readMarkedText } from "../../support/marked-text.ts";

/** The mark stands around the handler. */
function stated(
  marked: string,
  trigger: TriggerId | undefined,
  after = 0,
): string {
  const { text, ranges } = readMarkedText(marked);
  const [range = { start: 0, end: 0 }] = ranges;
  const mark = text.startsWith("def") ? "#" : "//";
  return applyEdits(text, stateTrigger(text, { range, after }, trigger, mark));
}

test("stands on a line of its own above the handler", () => {
  expect(
    stated("export const handler = ⟦async (event) => event⟧;\n", "PreSignUp"),
  ).toBe(
    "// cognito-trigger: PreSignUp\nexport const handler = async (event) => event;\n",
  );
  expect(
    stated("def x():\r\n  ⟦def handler(e, c): pass⟧", "CustomMessage"),
  ).toBe(
    "def x():\r\n  # cognito-trigger: CustomMessage\r\n  def handler(e, c): pass",
  );
  expect(stated("\uFEFF⟦function handler() {}⟧", "PreSignUp")).toBe(
    "\uFEFF// cognito-trigger: PreSignUp\nfunction handler() {}",
  );
});

test("is changed where it stands, above or inside", () => {
  expect(
    stated("// cognito-trigger: PreSignUp\n⟦f = () => 1⟧", "UserMigration"),
  ).toBe("// cognito-trigger: UserMigration\nf = () => 1");
  expect(
    stated("⟦f = () => { /* Cognito-Trigger: X, Y */ }⟧", "UserMigration"),
  ).toBe("f = () => { /* Cognito-Trigger: UserMigration */ }");
});

test("of another handler is left alone", () => {
  const first = "// cognito-trigger: PreSignUp\na = () => 1;\n";
  expect(
    stated(`${first}⟦b = () => 1⟧;\n`, "CustomMessage", first.length),
  ).toBe(`${first}// cognito-trigger: CustomMessage\nb = () => 1;\n`);
});

test("goes with its line", () => {
  expect(
    stated("x();\n  // cognito-trigger: PreSignUp\n⟦f = () => 1⟧", undefined),
  ).toBe("x();\nf = () => 1");
  expect(stated("⟦f = () => 1⟧", undefined)).toBe("f = () => 1");
});

test("is not found in code", () => {
  expect(
    stated('const a = "cognito-trigger: X";\n⟦f = () => 1⟧', "PreSignUp"),
  ).toBe(
    'const a = "cognito-trigger: X";\n// cognito-trigger: PreSignUp\nf = () => 1',
  );
});
