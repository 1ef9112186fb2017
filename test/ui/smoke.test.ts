/** The shortest way through the window: icon, view, what it says before anything is connected. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "./support/quick-input.ts";
import {
  activityBarIcon,
  explorer,
  openExplorer,
  welcome,
} from "./support/tree.ts";
import { openWindow, type Window } from "./support/window.ts";

let window: Window;
beforeAll(async () => {
  window = await openWindow();
});
afterAll(() => window.close());

test("the activity bar has the Cognito icon", async () => {
  await activityBarIcon(window.page).waitFor();
});

test("the explorer says what to do while nothing is connected, in both themes", async () => {
  await openExplorer(window.page);
  const text = welcome(window.page).filter({ hasText: "Select Connection" });
  await text.waitFor();
  expect(await text.innerText()).toContain(
    "Nothing is sent anywhere before you do.",
  );
  await window.screenshot("welcome");
  await window.setTheme("light");
  await window.screenshot("welcome");
});

test("the palette opens the walkthrough", async () => {
  await runCommand(window.page, "Cognito: Open Walkthrough");
  await window.page
    .locator(".gettingStartedContainer", {
      hasText: "Find out why a sign-in fails",
    })
    .waitFor();
  await window.screenshot("walkthrough");
  expect(await explorer(window.page).isVisible()).toBe(true);
});
