/** The explorer in the real window, as its user: look, open, page, copy, fail, recover, connect elsewhere. */
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startStack, type Stack } from "../stack/stack.ts";
import {
  answer,
  pick,
  quickInput,
  quickInputMessage,
  quickPickRows,
  runCommand,
} from "./support/quick-input.ts";
import {
  chooseFromContextMenu,
  clickInlineAction,
  expandPath,
  explorer,
  openExplorer,
  row,
  tooltipOf,
  welcome,
} from "./support/tree.ts";
import { openWindow, type Window } from "./support/window.ts";
import { statusBarItem } from "./support/workbench.ts";

let stack: Stack;
let window: Window;

beforeAll(async () => {
  stack = await startStack();
  window = await openWindow({
    stack,
    userSettings: { "cognitoDebugger.explorer.pageSize": 10 },
  });
});
afterEach(async ({ task }) => {
  stack.faults.clear();
  if (task.result?.state !== "fail") return;
  await window.screenshot(`failed: ${task.name}`);
  await window.page.keyboard.press("Escape");
});
afterAll(async () => {
  await window.close();
  await stack.stop();
});

const clipboard = (): Promise<string> =>
  window.page.evaluate<string>("navigator.clipboard.readText()");

/** How often the stack was asked for `operation`. */
const asked = (operation: string): number =>
  stack.calls.filter((call) => call.operation === operation).length;

/** The tooltip of a row once it holds `text`: others fade out meanwhile, and details are loaded first. */
async function tooltipWith(of: Locator, text: string): Promise<string> {
  await window.page.mouse.move(900, 400);
  await tooltipOf(of);
  const hover = window.page.locator(".workbench-hover", { hasText: text });
  await hover.waitFor();
  return hover.innerText();
}

test("nothing is asked before the view is open; then one page of pools is, and no more", async () => {
  expect(stack.calls).toEqual([]);
  await openExplorer(window.page);
  await row(window.page, "tandem-customers").waitFor();
  expect(stack.calls.map(({ operation }) => operation)).toEqual([
    "ListUserPools",
  ]);
});

test("the connection stands above its pools and in the status bar, with the endpoint", async () => {
  const host = new URL(stack.url).host;
  const connection = row(window.page, "default chain");
  expect(await connection.innerText()).toContain(`${stack.region} · ${host}`);
  await tooltipWith(connection, "placeholders");
  const item = statusBarItem(window.page, `default chain@${stack.region}`);
  expect(await item.innerText()).toContain(host);
});

test("Load more gives the next page below the first, until there is no more", async () => {
  const more = row(window.page, "Load more user pools");
  await more.click();
  await row(window.page, "preview-9").waitFor();
  await more.waitFor({ state: "hidden" });
  expect(asked("ListUserPools")).toBe(2);
});

test("a pool opens into app clients, triggers with their functions, and users", async () => {
  await expandPath(window.page, "tandem-customers", "App clients");
  await row(window.page, "shop-web").waitFor();
  await row(window.page, "Triggers").click();
  const trigger = row(window.page, "PreSignUp");
  await trigger.waitFor();
  expect(await trigger.innerText()).toContain("tandem-pre-sign-up");
});

test("an unconfirmed user strikes the eye, in words and by an icon", async () => {
  await row(window.page, "App clients").click();
  await row(window.page, "Users").click();
  const user = row(window.page, "UNCONFIRMED");
  await user.waitFor();
  expect(await user.innerText()).toMatch(
    /^UNCONFIRMED \S+@customers\.example\s*cannot sign in yet$/,
  );
  await user.locator(".codicon-warning").waitFor();
  expect(await user.getAttribute("aria-label")).toMatch(
    /^User .*@customers\.example, UNCONFIRMED cannot sign in yet/,
  );
  expect(await row(window.page, "Load more users").isVisible()).toBe(true);
  await window.page.mouse.move(900, 400);
  await window.screenshot("explorer");
  await window.setTheme("light");
  await window.screenshot("explorer");
  await window.setTheme("dark");
});

test("the mouse on a node tells the details; of a secret, that there is one", async () => {
  await row(window.page, "Users").click();
  await row(window.page, "App clients").click();
  const told = await tooltipWith(
    row(window.page, "back-office"),
    "SECRET_HASH",
  );
  expect(told).not.toContain(stack.findClient("back-office").secret);
  await tooltipWith(row(window.page, "PreSignUp"), "nodejs22.x");
  await window.screenshot("explorer-tooltip");
  await window.page.mouse.move(900, 400);
});

test("where the function may not be looked at, the tooltip says so below what is known", async () => {
  stack.faults.add({ target: "lambda", kind: "access-denied" });
  const told = await tooltipWith(
    row(window.page, "PostConfirmation"),
    "AWS refused lambda:GetFunctionConfiguration",
  );
  expect(told).toMatch(/Function: arn:[^]*tandem-welcome/);
  await window.page.mouse.move(900, 400);
});

test("id and ARN are copied from the context menu", async () => {
  await chooseFromContextMenu(row(window.page, "tandem-customers"), "Copy Id");
  await expect.poll(clipboard).toBe(stack.poolId);
  await chooseFromContextMenu(row(window.page, "tandem-customers"), "Copy ARN");
  await expect.poll(clipboard).toContain(`:userpool/${stack.poolId}`);
  await chooseFromContextMenu(row(window.page, "shop-web"), "Copy Id");
  await expect.poll(clipboard).toBe(stack.clientId);
});

test("a failure is a node with one sentence, and Retry brings the list without a reload", async () => {
  stack.faults.add({ target: "ListUserPools", kind: "html" });
  await runCommand(window.page, "Cognito: Refresh");
  const error = row(window.page, "Something that is not AWS");
  await error.waitFor();
  const whole = explorer(window.page).locator(".message");
  expect(await whole.innerText()).toContain("Set Service Endpoint");
  await window.screenshot("explorer-error");
  await tooltipWith(error, "Set Service Endpoint");
  stack.faults.clear();
  await clickInlineAction(error, "Retry");
  await row(window.page, "tandem-customers").waitFor();
  await error.waitFor({ state: "hidden" });
  await whole.waitFor({ state: "hidden" });
});

test("a page that fails leaves the pages before it", async () => {
  stack.faults.add({ target: "ListUserPools", kind: "access-denied" });
  await row(window.page, "Load more user pools").click();
  const error = row(window.page, "AWS refused cognito-idp:ListUserPools");
  await error.waitFor();
  expect(await row(window.page, "tandem-customers").isVisible()).toBe(true);
  stack.faults.clear();
  await error.click();
  await row(window.page, "preview-9").waitFor();
});

test("one node is refreshed alone", async () => {
  await expandPath(window.page, "tandem-customers", "Users");
  await row(window.page, "UNCONFIRMED").waitFor();
  const before = asked("ListUserPools");
  const users = asked("ListUsers");
  await chooseFromContextMenu(row(window.page, "Users"), "Refresh");
  await expect.poll(() => asked("ListUsers")).toBe(users + 1);
  expect(asked("ListUserPools")).toBe(before);
});

test("a name made to deceive is shown as plain text", async () => {
  stack.addUser({
    username: "0-$(bug) **bold**\u202e\n<b>x</b>",
    status: "CONFIRMED",
  });
  const pool = stack.account.pools.get(stack.poolId);
  const deceiver = [...(pool?.users ?? [])].at(-1);
  pool?.users.clear();
  if (deceiver !== undefined) pool?.users.set(...deceiver);
  await chooseFromContextMenu(row(window.page, "Users"), "Refresh");
  const user = row(window.page, "**bold**");
  await user.waitFor();
  expect(await user.innerText()).toContain(
    "0-$(bug) **bold**\\u{202e}\\u{a}<b>x</b>",
  );
  expect(await user.locator(".codicon-bug").count()).toBe(0);
});

test("an account without pools says so; the pools come back with a refresh", async () => {
  const pools = [...stack.account.pools.values()];
  stack.setPools([]);
  await runCommand(window.page, "Cognito: Refresh");
  await welcome(window.page)
    .filter({ hasText: "no user pool in the chosen Region" })
    .waitFor();
  await window.screenshot("explorer-no-pools");
  stack.setPools(pools);
  await runCommand(window.page, "Cognito: Refresh");
  await row(window.page, "tandem-customers").waitFor();
});

test("a malformed endpoint is refused where it is typed", async () => {
  await runCommand(window.page, "Cognito: Set Service Endpoint…");
  await quickInput(window.page).fill("127.0.0.1:9229");
  await quickInputMessage(window.page)
    .filter({ hasText: "starts with http://" })
    .waitFor();
  await quickInput(window.page).fill("http://10.1.2.3:80");
  await quickInputMessage(window.page)
    .filter({ hasText: "can be read on the way" })
    .waitFor();
  await window.page.keyboard.press("Escape");
});

test("an address where nothing listens names it; the right one brings the pools", async () => {
  await runCommand(window.page, "Cognito: Set Service Endpoint…");
  await answer(window.page, "http://127.0.0.1:9");
  const error = row(window.page, "Nothing answers at 127.0.0.1:9");
  await error.waitFor();
  await tooltipWith(error, "Start it");
  await runCommand(window.page, "Cognito: Set Service Endpoint…");
  await answer(window.page, stack.url);
  await row(window.page, "tandem-customers").waitFor();
});

test("a profile and a Region are chosen in two steps, and both are used", async () => {
  await runCommand(window.page, "Cognito: Select Connection…");
  await quickPickRows(window.page).filter({ hasText: "stack" }).waitFor();
  await window.screenshot("select-connection");
  await pick(window.page, "stack");
  await quickPickRows(window.page)
    .filter({ hasText: "Region of the profile" })
    .waitFor();
  await window.screenshot("select-region");
  await pick(window.page, "eu-west-1");
  await statusBarItem(window.page, "stack@eu-west-1").waitFor();
});

test("a Region that is not in the list can be typed, nonsense cannot", async () => {
  await runCommand(window.page, "Cognito: Select AWS Region…");
  await quickInput(window.page).fill("not a region");
  await expect
    .poll(() => quickPickRows(window.page).allInnerTexts())
    .not.toContainEqual(expect.stringContaining("use what was typed"));
  await pick(window.page, "eu-future-7");
  await statusBarItem(window.page, "stack@eu-future-7").waitFor();
});
