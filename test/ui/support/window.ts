/**
 * A window of the real workbench, opened as a user would find it: a copy of a sample workspace, the extension running
 * from this checkout, AWS pointed at the local stack. `close` leaves nothing behind.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { quickInput, quickPickRows, runCommand } from "./quick-input.ts";
import { chromiumArguments, ensureChromium } from "../../host/chromium.ts";
import { repository, results } from "../../host/paths.ts";
import {
  copyWorkspace,
  serveWorkbench,
  type ServeOptions,
} from "../../host/serve.ts";

export interface OpenOptions extends ServeOptions {
  /** One of test/workspaces, of which a copy is opened. */
  readonly workspace?: string;
  /** A folder to open as it is, instead of such a copy: one that a stack runs too. */
  readonly folder?: string;
  /** False leaves the folder in Restricted Mode; otherwise it is trusted first. */
  readonly trusted?: boolean;
  readonly theme?: Theme;
}

export type Theme = "light" | "dark" | "contrast";

export interface Window {
  readonly page: Page;
  /** The folder that is open; tests may write into it. */
  readonly folder: string;
  /** Everything this VS Code stores and logs. */
  readonly data: string;
  /** Keeps a picture as test-results/<name>-<theme>.png. */
  readonly screenshot: (name: string) => Promise<void>;
  readonly setTheme: (theme: Theme) => Promise<void>;
  readonly reload: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const themeNames: Readonly<Record<Theme, string>> = {
  light: "Light Modern",
  dark: "Dark Modern",
  contrast: "Dark High Contrast",
};

export async function openWindow(options: OpenOptions = {}): Promise<Window> {
  const executablePath = await ensureChromium();
  const workspace =
    options.folder === undefined
      ? await copyWorkspace(options.workspace ?? "outage")
      : { folder: options.folder, remove: () => Promise.resolve() };
  let theme = options.theme ?? "dark";
  const served = await serveWorkbench(options);
  const browser = await chromium.launch({
    executablePath,
    args: chromiumArguments,
  });
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const load = async (): Promise<void> => {
    await page.goto(
      served.urlOf({ folder: workspace.folder, extension: repository }),
    );
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
  };
  const close = async (): Promise<void> => {
    await browser.close();
    await served.stop();
    await workspace.remove();
  };
  // The served workbench draws its default theme whatever the settings say at its start, so the theme is picked.
  const setTheme = async (next: Theme): Promise<void> => {
    theme = next;
    const wanted = quickPickRows(page).filter({ hasText: themeNames[next] });
    for (let attempt = 1; ; attempt++) {
      await runCommand(page, "Preferences: Color Theme");
      await quickInput(page).fill(themeNames[next]);
      try {
        await wanted.first().click({ timeout: 3000 });
        break;
      } catch (error) {
        // A list that opens while the window still starts has no themes, and gets none later.
        await page.keyboard.press("Escape");
        if (attempt === 8) throw error;
      }
    }
    await quickInput(page).waitFor({ state: "hidden" });
  };
  try {
    await load();
    if (options.trusted ?? true) await trust(page);
    await setTheme(theme);
  } catch (error) {
    await mkdir(results, { recursive: true });
    await page.screenshot({ path: join(results, "not-opened.png") });
    await close();
    throw error;
  }
  return {
    page,
    folder: workspace.folder,
    data: served.data,
    screenshot: async (name) => {
      await page.screenshot({ path: join(results, `${name}-${theme}.png`) });
    },
    setTheme,
    reload: load,
    close,
  };
}

/** A folder opens in Restricted Mode; trusting it goes the way a user's hand does. */
async function trust(page: Page): Promise<void> {
  await page
    .locator(".banner, .part.banner")
    .getByText("Manage", { exact: true })
    .first()
    .click({ timeout: 60_000 });
  await page
    .locator(".workspace-trust-editor")
    .getByRole("button", { name: "Trust", exact: true })
    .click();
  await page
    .locator(".part.banner .message-container")
    .waitFor({ state: "hidden" });
  await page
    .locator(".monaco-modal-editor-block")
    .getByRole("button", { name: /^Close/ })
    .click();
  await page.locator(".workspace-trust-editor").waitFor({ state: "hidden" });
}
