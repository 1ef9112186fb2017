/** The rest of the window: notifications, output channels, the status bar, webviews. */
import type { Frame, Locator, Page } from "playwright-core";
import { drawnLines } from "./editor.ts";
import { pick, runCommand } from "./quick-input.ts";

/** Notifications in view; a button of one is `notification(...).getByRole("button", ...)`. */
export const notification = (page: Page, text: string | RegExp): Locator =>
  page.locator(".notification-list-item").filter({ hasText: text }).first();

/** Opens the list of notifications: under the smoke-test driver the workbench shows no toasts. */
export async function showNotifications(page: Page): Promise<void> {
  await runCommand(page, "Notifications: Show Notifications");
}

export async function dismissNotifications(page: Page): Promise<void> {
  await runCommand(page, "Notifications: Clear All Notifications");
}

export const statusBarItem = (page: Page, text: string | RegExp): Locator =>
  page.locator(".statusbar-item").filter({ hasText: text }).first();

/** Brings an output channel to the front. */
export async function showOutput(page: Page, channel: string): Promise<void> {
  await runCommand(page, "Output: Show Output Channels...");
  await pick(page, channel);
}

/** The output panel's text, as far as it is in view. */
export async function outputText(page: Page): Promise<string> {
  const lines = await drawnLines(page.locator(".panel .monaco-editor"));
  return lines.join("\n");
}

/** The document inside the webview whose body contains `text`; webviews are frames in frames. */
export async function webview(page: Page, text: string): Promise<Frame> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    for (const frame of page.frames()) {
      const body = await frame
        .locator("body")
        .innerText({ timeout: 500 })
        .catch(() => "");
      if (frame !== page.mainFrame() && body.includes(text)) return frame;
    }
    if (Date.now() > deadline)
      throw new Error(`No webview showed "${text}" within 20 s.`);
    await page.waitForTimeout(200);
  }
}
