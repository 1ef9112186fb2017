/** The text editor as a user sees it: opening a file, its text, squiggles, hovers and quick fixes. */
import type { Locator, Page } from "playwright-core";
import { pick, quickInput, runCommand } from "./quick-input.ts";

export const editor = (page: Page): Locator =>
  page.locator(".editor-instance .monaco-editor").first();

/** Opens a workspace file by its name and waits until its text is drawn. */
export async function openFile(page: Page, name: string): Promise<void> {
  await runCommand(page, "Go to File...");
  await pick(page, name);
  await quickInput(page).waitFor({ state: "hidden" });
  const base = name.slice(name.lastIndexOf("/") + 1);
  await page.locator(".tab.active", { hasText: base }).waitFor();
  await editor(page).locator(".view-line").first().waitFor();
}

/** What of a drawn line is read, spelled out because the tests are compiled without the browser's types. */
interface DrawnLine {
  readonly style: { readonly top: string };
  readonly textContent: string;
}

/** The lines in view, top down. */
export async function editorLines(page: Page): Promise<readonly string[]> {
  return editor(page)
    .locator(".view-line")
    .evaluateAll((nodes: unknown) =>
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
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+g");
  await quickInput(page).fill(`:${String(line)}:${String(column)}`);
  await page.keyboard.press("Enter");
  await quickInput(page).waitFor({ state: "hidden" });
}

/** Rests the mouse on the first place in view where `text` stands and gives the hover that appears. */
export async function hoverText(page: Page, text: string): Promise<Locator> {
  const word = editor(page).locator(".view-line span span", { hasText: text });
  return hoverOver(page, word.last());
}

/** Rests the mouse on something in the editor. */
export async function hoverOver(page: Page, target: Locator): Promise<Locator> {
  const box = await target.boundingBox();
  if (box === null) throw new Error("The place to hover is not in view.");
  const x = box.x + Math.min(box.width / 2, 40);
  const y = box.y + box.height / 2;
  // A hover shows when the mouse arrives in small moves, not on a jump.
  await page.mouse.move(x + 30, y + 60);
  await page.mouse.move(x, y, { steps: 8 });
  const hover = editorHover(page);
  await hover.waitFor();
  return hover;
}

export const editorHover = (page: Page): Locator =>
  page.locator(".monaco-editor .monaco-hover:not(.hidden)").last();

/** Applies the quick fix of this title for the cursor's place. */
export async function applyQuickFix(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Control+.");
  const menu = page.locator(".action-widget");
  await menu.waitFor();
  await menu.locator(".monaco-list-row", { hasText: title }).first().click();
  await menu.waitFor({ state: "hidden" });
}

export async function save(page: Page): Promise<void> {
  await page.keyboard.press("Control+s");
  await page.locator(".tab.active.dirty").waitFor({ state: "hidden" });
}
