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
  const now = Date.now();
  pretendSignIn(stack, now - 120_000, 4_360);
  // What only a search that goes further back sees: an e-mail service that gets slower and slower.
  for (let minute = 56; minute > 18; minute -= 2)
    pretendSignIn(stack, now - minute * 60_000, 90 + (58 - minute) ** 2.35);
  stack.logs.append({
    group: "/aws/lambda/tandem-create-challenge",
    stream: "pretended",
    timestamp: now - 1_260_000,
    message: "2026-03-02T12:00:00.000Z\tundefined\tERROR\tmail refused\n",
  });
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
    /slow: It came as far as PreTokenGeneration.*CreateAuthChallenge took 4\.4 s, close to the 5 s/i,
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

test("a press that begins while the query is made anew is not lost", async () => {
  await chooseFromContextMenu(
    row(window.page, "tandem-passwordless"),
    "Search Logs",
  );
  const search = await webview(window.page, "Search the logs of");
  const { mouse } = window.page;
  const query = search.locator(".query pre");
  await search.getByText("The query").hover();
  await mouse.down();
  await search.getByLabel("User").fill("eve@example.com");
  await expect.poll(() => query.textContent()).toContain("eve");
  await mouse.up();
  await query.waitFor();
  await search.getByRole("button", { name: "Search", exact: true }).hover();
  await mouse.down();
  await search.getByLabel("User").fill("nobody@example.com");
  await expect.poll(() => query.textContent()).toContain("nobody");
  await mouse.up();
  await search.getByText(/Nothing was found: .* scanned/).waitFor();
  await runCommand(window.page, "View: Close Editor");
});

test("a search for a user, with the query that is asked and what it scanned", async () => {
  await chooseFromContextMenu(
    row(window.page, "tandem-passwordless"),
    "Search Logs",
  );
  const search = await webview(window.page, "Search the logs of");
  await search.getByLabel("User").fill("ana@example.com");
  await search.getByLabel("Time", { exact: true }).selectOption("15");
  await search.getByText("The query").click();
  await search.getByText("ana@example\\.com").waitFor();
  await search.getByRole("button", { name: "Search", exact: true }).click();
  await search.getByText(/5 rows: .* scanned/).waitFor();
  await window.screenshot("log-search");
  await search.getByRole("button", { name: "Open as document" }).click();
  await window.page
    .locator(".tab.active", { hasText: "Search of tandem" })
    .waitFor();
  await expect.poll(allText).toMatch(/DefineAuthChallenge/);
  expect(await allText()).not.toContain("ana@example.com");
  await runCommand(window.page, "View: Close Editor");
});

test("a long search says how far it is, and is stopped at AWS when it is cancelled", async () => {
  const search = await webview(window.page, "Search the logs of");
  stack.insights.runMs = 600_000;
  await search.getByRole("button", { name: "Search", exact: true }).click();
  await search.getByText(/Searching… 1\.0 kB scanned/).waitFor();
  await search.getByRole("button", { name: "Cancel" }).click();
  await search.getByRole("button", { name: "Search", exact: true }).waitFor();
  expect([...stack.insights.queries.values()].at(-1)?.stopped).toBe(true);
  stack.insights.runMs = 0;
});

test("durations and errors by trigger, with the five seconds", async () => {
  const search = await webview(window.page, "Search the logs of");
  await search.getByLabel("Durations and errors over time").check();
  await search.getByLabel("Time", { exact: true }).selectOption("60");
  await search.getByText("The query").click();
  await search.getByRole("button", { name: "Search", exact: true }).click();
  await search.locator("figure").nth(4).waitFor();
  expect(await search.locator("figcaption").allInnerTexts()).toEqual([
    "CreateAuthChallenge",
    "DefineAuthChallenge",
    "PostAuthentication",
    "PreTokenGeneration",
    "VerifyAuthChallengeResponse",
  ]);
  expect(await search.locator("tbody tr").allInnerTexts()).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^CreateAuthChallenge[^]*4\.4 s/),
    ]),
  );
  for (const theme of ["dark", "light", "contrast"] as const) {
    await window.setTheme(theme);
    await search.locator("figure").nth(1).scrollIntoViewIfNeeded();
    await window.screenshot("log-search-plot");
  }
  await window.setTheme("dark");
});

/** Of all editors in view. */
async function allText(): Promise<string> {
  const texts = await window.page
    .locator(".monaco-editor .view-lines")
    .allInnerTexts();
  return [...texts, await editorText(window.page)].join("\n");
}
