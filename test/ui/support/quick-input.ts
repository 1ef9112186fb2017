/** The palette, quick picks and input boxes: one widget at the top of the window. */
import type { Locator, Page } from "playwright-core";

const widget = (page: Page): Locator => page.locator(".quick-input-widget");

/** The text field of the open quick pick or input box. */
export const quickInput = (page: Page): Locator =>
  widget(page).locator(".quick-input-box input");

/** Rows of the open quick pick. */
export const quickPickRows = (page: Page): Locator =>
  widget(page).locator(".quick-input-list .monaco-list-row");

/** Runs the command with exactly this title ("Cognito: Refresh") from the palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await openPalette(page);
  await quickInput(page).fill(`>${title}`);
  await quickPickRows(page)
    .filter({
      has: page.locator(".label-name", {
        hasText: new RegExp(`^${escapeForRegExp(title)}$`),
      }),
    })
    .first()
    .click();
}

/** The key press gets lost while the window still starts or another widget still closes. */
async function openPalette(page: Page): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press("F1");
    try {
      await quickInput(page).waitFor({ timeout: 2000 });
      return;
    } catch (error) {
      if (attempt === 10) throw error;
    }
  }
}

/** Whether the palette offers a command of this title now. */
export async function offersCommand(
  page: Page,
  title: string,
): Promise<boolean> {
  await openPalette(page);
  await quickInput(page).fill(`>${title}`);
  await quickPickRows(page).first().waitFor();
  const found = await quickPickRows(page).filter({ hasText: title }).count();
  await page.keyboard.press("Escape");
  return found > 0;
}

/** Chooses the row that contains this text from the open quick pick, narrowing the list by it first. */
export async function pick(page: Page, text: string): Promise<void> {
  await quickInput(page).waitFor();
  await quickInput(page).fill(text);
  await quickPickRows(page).filter({ hasText: text }).first().click();
}

/** Answers the open input box. */
export async function answer(page: Page, text: string): Promise<void> {
  await quickInput(page).waitFor();
  await quickInput(page).fill(text);
  await quickInput(page).press("Enter");
}

/** What the open input box says about what was typed: a validation message. */
export const quickInputMessage = (page: Page): Locator =>
  widget(page).locator(".quick-input-message");

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
