/** The text editor as a user sees it: opening a file, its text, squiggles, hovers and quick fixes. */
import type { Locator, Page } from "playwright-core";
import {
  openPalette,
  openQuickInput,
  quickInput,
  quickPickRows,
} from "./quick-input.ts";

export const editor = (page: Page): Locator =>
  page.locator(".editor-instance .monaco-editor").first();

/** Opens a workspace file by its name or its path in the workspace, and waits until its text is drawn. */
export async function openFile(page: Page, path: string): Promise<void> {
  const base = path.slice(path.lastIndexOf("/") + 1);
  await openPalette(page, path);
  await quickPickRows(page).filter({ hasText: base }).first().click();
  await quickInput(page).waitFor({ state: "hidden" });
  await page.locator(".tab.active", { hasText: base }).waitFor();
  await editor(page).locator(".view-line").first().waitFor();
}

/** What of a drawn line is read, spelled out because the tests are compiled without the browser's types. */
interface DrawnLine {
  readonly style: { readonly top: string };
  readonly textContent: string;
}

export const editorLines = (page: Page): Promise<readonly string[]> =>
  drawnLines(editor(page));

/** The lines of an editor that are in view, top down; the DOM has them in the order in which they were drawn. */
export async function drawnLines(
  container: Locator,
): Promise<readonly string[]> {
  return container.locator(".view-line").evaluateAll((nodes: unknown) =>
    (nodes as DrawnLine[])
      .map((node) => ({
        top: Number.parseFloat(node.style.top),
        text: node.textContent.replaceAll("\u00a0", " "),
      }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
}

export async function editorText(page: Page): Promise<string> {
  return (await editorLines(page)).join("\n");
}

/** The underlines of diagnostics in view. */
export const squiggles = (
  page: Page,
  severity: "error" | "warning" | "info" = "error",
): Locator => editor(page).locator(`.squiggly-${severity}`);

/** Puts the cursor on a line (1-based) and column. */
export async function goTo(
  page: Page,
  line: number,
  column = 1,
): Promise<void> {
  await openQuickInput(page, "Control+g", `:${String(line)}:${String(column)}`);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Rests the mouse on the last place in view where `text` stands and gives the hover that appears. */
export async function hoverText(page: Page, text: string): Promise<Locator> {
  const span = editor(page)
    .locator(".view-line span span", { hasText: text })
    .last();
  const box = await boxOf(span);
  const whole = (await span.textContent()) ?? text;
  // The font has one width, so the place of a character follows from its index.
  const width = box.width / whole.length;
  return hoverAt(
    page,
    box.x + width * (whole.indexOf(text) + Math.min(text.length / 2, 4)),
    box.y + box.height / 2,
  );
}

/** Rests the mouse on something in the editor. */
export async function hoverOver(page: Page, target: Locator): Promise<Locator> {
  const box = await boxOf(target);
  return hoverAt(
    page,
    box.x + Math.min(box.width / 2, 40),
    box.y + box.height / 2,
  );
}

/** Lines are drawn anew when their colours come in, and for that moment there is no place. */
async function boxOf(
  target: Locator,
): Promise<NonNullable<Awaited<ReturnType<Locator["boundingBox"]>>>> {
  for (let attempt = 1; attempt <= 50; attempt++) {
    const box = await target.boundingBox();
    if (box !== null) return box;
    await target.page().waitForTimeout(100);
  }
  throw new Error("The place to hover is not in view.");
}

async function hoverAt(page: Page, x: number, y: number): Promise<Locator> {
  const hover = editorHover(page);
  for (let attempt = 1; ; attempt++) {
    // A hover shows when the mouse arrives in small moves, not on a jump.
    await page.mouse.move(x + 30, y + 60);
    await page.mouse.move(x, y, { steps: 8 });
    try {
      await hover.waitFor({ timeout: 5000 });
      return hover;
    } catch (error) {
      // Moves are lost while the lines are drawn anew.
      if (attempt === 4) throw error;
    }
  }
}

export const editorHover = (page: Page): Locator =>
  page.locator(".monaco-editor .monaco-hover:not(.hidden)").last();

/** Applies the quick fix of this title for the cursor's place; `whileOpen` may look at the menu. */
export async function applyQuickFix(
  page: Page,
  title: string,
  whileOpen: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await page.keyboard.press("Control+.");
  // The panel of a sub menu has the class too, empty.
  const menu = page.locator(".action-widget:not(.action-list-submenu-panel)");
  await menu.waitFor();
  await whileOpen();
  await menu.locator(".monaco-list-row", { hasText: title }).first().click();
  await menu.waitFor({ state: "hidden" });
}

export async function save(page: Page): Promise<void> {
  await page.keyboard.press("Control+s");
  await page.locator(".tab.active.dirty").waitFor({ state: "hidden" });
}
