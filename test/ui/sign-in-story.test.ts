/** The past of a pool in the real window: its sign-ins as time lines, with CloudTrail beside and the lines behind. */
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  passwordlessWorkspace,
  startStack,
  type Stack,
} from "../stack/stack.ts";
import {
  addCustomer,
  createShopClient,
  type ShopClient,
} from "../stack/support/passwordless.ts";
import { pretendSignIn } from "../support/pretended-sign-in.ts";
import { editorText } from "./support/editor.ts";
import { pick, runCommand } from "./support/quick-input.ts";
import { chooseFromContextMenu, openExplorer, row } from "./support/tree.ts";
import { openWindow, type Window } from "./support/window.ts";
import { webview } from "./support/workbench.ts";

let stack: Stack;
let shop: ShopClient;
let window: Window;
beforeAll(async () => {
  stack = await startStack({
    workspace: passwordlessWorkspace,
    // However busy the machine is.
    triggerTimeoutMs: 60_000,
  });
  shop = createShopClient(stack);
  addCustomer(stack, "bo@example.com");
  pretendSignIn(stack, Date.now() - 120_000, 4_360);
  [window] = await Promise.all([
    openWindow({ stack, workspace: "passwordless" }),
    shop.signIn("bo@example.com", 1),
  ]);
});
afterEach(() => {
  stack.faults.clear();
});
afterAll(async () => {
  await window.close();
  shop.close();
  await stack.stop();
});

const page = (): Promise<Frame> => webview(window.page, "Sign-ins of");

test("from the pool's row: every sign-in of the last minutes; a slow one as a time line", async () => {
  await openExplorer(window.page);
  await chooseFromContextMenu(
    row(window.page, "tandem-passwordless"),
    "Show Sign-Ins",
  );
  await pick(window.page, "The last 15 minutes");
  const story = await page();
  const attempts = story.locator("nav button");
  expect(await attempts.allInnerTexts()).toEqual([
    expect.stringMatching(/^Custom sign-in of/),
    expect.stringMatching(/^Custom sign-in of[^]*slow/),
  ]);
  await story.getByText("VerifyAuthChallengeResponse").first().waitFor();
  // One wrong answer, one right one.
  expect(
    await story.locator("tbody th", { hasText: "VerifyAuth" }).count(),
  ).toBe(2);
  await attempts.last().click();
  await story.locator(".standing.slow").waitFor();
  expect(await story.locator(".standing").innerText()).toMatch(
    /slow: It came as far as PreTokenGeneration.*CreateAuthChallenge took 4\.4 s, close to the 5 s/,
  );
  expect(await story.locator(".lane-name").allInnerTexts()).toEqual(
    expect.arrayContaining([
      "DefineAuthChallenge",
      "CreateAuthChallenge",
      "VerifyAuthChallengeResponse",
      "PostAuthentication",
      "PreTokenGeneration",
    ]),
  );
  expect(await story.locator(".limit").count()).toBe(1);
  expect(await story.locator("button.run.guess").count()).toBe(1);
  await window.screenshot("sign-in-time-line");
});

test("the table says the same, and how each run is known", async () => {
  const story = await page();
  const rows = await story.locator("tbody tr").allInnerTexts();
  expect(rows.join("\n")).toMatch(/PostAuthentication[^]*names nobody/);
  expect(rows.join("\n")).toMatch(/DefineAuthChallenge[^]*names this user/);
});

test("CloudTrail's calls come when asked for, and where it is refused the time line stays", async () => {
  const story = await page();
  stack.faults.add({ target: "cloudtrail", kind: "access-denied" });
  await story.getByRole("button", { name: /CloudTrail/ }).click();
  await story.getByText(/AWS refused cloudtrail:LookupEvents/).waitFor();
  await window.screenshot("sign-in-trail-denied");
  expect(await story.locator(".limit").count()).toBe(1);
  stack.faults.clear();
  await story.getByRole("button", { name: /CloudTrail/ }).click();
  await story.getByText(/Events of this attempt: 2/).waitFor();
  expect(await story.locator(".trail-lane .run").count()).toBe(2);
});

test("light and high contrast", async () => {
  await window.setTheme("light");
  await window.screenshot("sign-in-time-line");
  await window.setTheme("contrast");
  await window.screenshot("sign-in-time-line");
  await window.setTheme("dark");
});

test("by the keyboard to the lines behind a bar, without anybody's address", async () => {
  const story = await page();
  await story.locator("button.run.slow").focus();
  await window.page.keyboard.press("Enter");
  await window.page
    .locator(".tab.active", { hasText: "CreateAuthChallenge" })
    .waitFor();
  await expect
    .poll(async () => (await allText()).replaceAll("\u00a0", " "))
    .toMatch(/mail sent[^]*REPORT|REPORT/);
  expect(await allText()).not.toContain("ana@example.com");
  await runCommand(window.page, "View: Close Editor");
});

/** Of all editors in view. */
async function allText(): Promise<string> {
  const texts = await window.page
    .locator(".monaco-editor .view-lines")
    .allInnerTexts();
  return [...texts, await editorText(window.page)].join("\n");
}
