/**
 * What a user sees of the linter in a folder that nobody has trusted yet: the underline, what the hover says, and the
 * page of the rule behind the link, in the hover and in the list of problems.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { hoverOver, openFile, squiggles } from "./support/editor.ts";
import { runCommand } from "./support/quick-input.ts";
import { openWindow, type Window } from "./support/window.ts";
import { webview } from "./support/workbench.ts";

let window: Window;
beforeAll(async () => {
  window = await openWindow({ trusted: false });
  await openFile(window.page, "index.js");
});
afterAll(() => window.close());

const closePage = async (): Promise<void> => {
  const { page } = window;
  await page
    .locator(".tab.active", { hasText: "response-field-type" })
    .waitFor();
  await runCommand(page, "View: Close Editor");
};

test("the link in the hover opens the page of the rule", async () => {
  const { page } = window;
  await squiggles(page).first().waitFor();
  await window.setTheme("dark");
  const hover = await hoverOver(page, squiggles(page).first());
  await window.screenshot("diagnostic-hover");
  await hover.getByText("response-field-type").click();
  const frame = await webview(page, "What Cognito does with another type");
  expect(await frame.locator("h1").innerText()).toBe("response-field-type");
  await window.screenshot("rule-page");
  await window.setTheme("light");
  await window.screenshot("rule-page");
  await closePage();
});

test("so does the link in the list of problems", async () => {
  const { page } = window;
  await runCommand(page, "Problems: Focus on Problems View");
  const problem = page.locator(".markers-panel .monaco-list-row", {
    hasText: "autoConfirmUser",
  });
  await problem.waitFor();
  await window.screenshot("problems");
  await problem.getByText("response-field-type").click();
  await webview(page, "What Cognito does with another type");
  await closePage();
});
