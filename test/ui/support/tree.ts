/** The Cognito explorer: the activity-bar icon, the rows of its tree and what hangs on them. */
import type { Locator, Page } from "playwright-core";

export const activityBarIcon = (page: Page): Locator =>
  page.locator(
    ".activitybar .action-item a.action-label[aria-label^='Cognito']",
  );

export const explorer = (page: Page): Locator =>
  page.locator(".pane", {
    has: page.locator(".pane-header[aria-label^='User Pools']"),
  });

/** Shows the explorer by a click on its icon. */
export async function openExplorer(page: Page): Promise<void> {
  if (!(await explorer(page).isVisible())) await activityBarIcon(page).click();
  await explorer(page).waitFor();
}

/** Rows in view; the tree draws only those. */
export const rows = (page: Page): Locator =>
  explorer(page).locator(".monaco-list-row");

/** The first row in view whose label or description contains `text`. */
export const row = (page: Page, text: string | RegExp): Locator =>
  rows(page).filter({ hasText: text }).first();

/** Expands each labelled row in turn, the next one inside the one before, and gives the last row. */
export async function expandPath(
  page: Page,
  ...labels: readonly (string | RegExp)[]
): Promise<Locator> {
  let last = rows(page).first();
  for (const label of labels) {
    last = row(page, label);
    await expand(last);
  }
  return last;
}

export async function expand(row: Locator): Promise<void> {
  await row.waitFor();
  if ((await row.getAttribute("aria-expanded")) !== "false") return;
  await row.click();
  // A click on a row of this tree expands it; where it only selects, the arrow key does.
  if ((await row.getAttribute("aria-expanded")) === "false")
    await row.page().keyboard.press("ArrowRight");
}

/** Clicks an icon at the right of a row, by its title. */
export async function clickInlineAction(
  row: Locator,
  title: string | RegExp,
): Promise<void> {
  await row.hover();
  await row.getByRole("button", { name: title }).first().click();
}

/** Chooses an entry of a row's context menu. */
export async function chooseFromContextMenu(
  row: Locator,
  title: string,
): Promise<void> {
  await row.click({ button: "right" });
  const entry = row
    .page()
    .locator(".context-view .action-item", { hasText: title })
    .first();
  await entry.waitFor();
  // A menu ignores the mouse for its first 100 ms, so that the click that opened it chooses nothing.
  await row.page().waitForTimeout(150);
  for (let attempt = 1; ; attempt++) {
    await entry.click();
    try {
      // The entry runs when the menu has gone. A key pressed before ends the menu, and what was chosen runs on no row.
      await entry.waitFor({ state: "hidden", timeout: 3000 });
      return;
    } catch (error) {
      // Where the window is busy, those 100 ms take longer.
      if (attempt === 3) throw error;
    }
  }
}

/** What the row shows when the mouse rests on it. */
export async function tooltipOf(row: Locator): Promise<string> {
  const page = row.page();
  const box = await row.boundingBox();
  if (box === null) throw new Error("The row is not in view.");
  await page.mouse.move(box.x + 60, box.y + box.height / 2, { steps: 5 });
  const hover = page.locator(".workbench-hover, .monaco-hover.workbench-hover");
  await hover.last().waitFor();
  return (await hover.last().innerText()).trim();
}

/** Text and buttons of the welcome view. */
export const welcome = (page: Page): Locator =>
  explorer(page).locator(".welcome-view-content");
