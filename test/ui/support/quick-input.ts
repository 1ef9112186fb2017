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
  await openPalette(page, `>${title}`);
  await quickPickRows(page)
    .filter({
      has: page.locator(".label-name", {
        hasText: new RegExp(`^${escapeForRegExp(title)}$`),
      }),
    })
    .first()
    .click();
  await leavePalette(page, title);
}

/** The palette stays in view until the command has begun: what comes next must not be typed into it. */
async function leavePalette(page: Page, title: string): Promise<void> {
  const input = quickInput(page);
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    if (!(await input.isVisible())) return;
    const value = await input.inputValue({ timeout: 1000 }).catch(() => "");
    if (value !== `>${title}`) return;
    await page.waitForTimeout(50);
  }
}

/** Opens the palette with this text: a command behind `>`, a file without. */
export const openPalette = (page: Page, text: string): Promise<void> =>
  openQuickInput(page, "F1", text);

/**
 * Presses the key that opens a quick input, and types into it. The key press gets lost while the window still starts, and
 * what it opened goes again while another widget still closes or an editor still takes the focus.
 */
export async function openQuickInput(
  page: Page,
  key: string,
  text: string,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press("Escape");
    await page.keyboard.press(key);
    try {
      await quickInput(page).fill(text, { timeout: 2000 });
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
  await openPalette(page, `>${title}`);
  await quickPickRows(page).first().waitFor();
  const found = await quickPickRows(page).filter({ hasText: title }).count();
  await page.keyboard.press("Escape");
  return found > 0;
}

/** Chooses the row that contains this text from the open quick pick, narrowing the list by it first. */
export async function pick(page: Page, text: string): Promise<void> {
  const wanted = quickPickRows(page).filter({ hasText: text }).first();
  for (let attempt = 1; ; attempt++) {
    await quickInput(page).waitFor();
    await quickInput(page).fill(text);
    try {
      await wanted.click({ timeout: 5000 });
      return;
    } catch (error) {
      // A list that arrives after the typing is drawn without its filter: type again.
      if (attempt === 4) throw error;
    }
  }
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
