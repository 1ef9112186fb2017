/** Reading and verifying a token as a user does: hover, inspector, verdict; and afterwards none of it is left behind. */
import { base64url } from "jose";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  keysOf as keysOfPool,
  type PoolKeys,
} from "../stack/cognito/tokens.ts";
import { addShopApis } from "../stack/apis/shop.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import {
  signInByBackOffice,
  type Tokens,
} from "../stack/support/back-office.ts";
import { editor, goTo, hoverText, openFile } from "./support/editor.ts";
import {
  pick,
  quickInput,
  quickPickRows,
  runCommand,
} from "./support/quick-input.ts";
import { openWindow, type Window } from "./support/window.ts";
import {
  dismissNotifications,
  notification,
  showNotifications,
  statusBarItem,
  webview,
} from "./support/workbench.ts";

let stack: Stack;
let window: Window;
let tokens: Tokens;

beforeAll(async () => {
  stack = await startStack();
  addUser();
  tokens = await signIn();
  addShopApis(stack.account, {
    poolId: stack.poolId,
    clientId: stack.findClient("back-office").id,
    issuer: issuerOf(tokens.AccessToken),
  });
  window = await openWindow({ stack });
  await saveSession();
  await writeFile(join(window.folder, "orders-api.yaml"), ordersApi);
  await window.setTheme("dark");
  await openFile(window.page, "session.yaml");
});
afterEach(() => {
  stack.faults.clear();
});
afterAll(async () => {
  await window.close();
  await stack.stop();
});

function addUser(): void {
  stack.addUser({
    username: "grace@example.com",
    password: "Correct-Horse-1",
    attributes: { email: "grace@example.com", email_verified: "true" },
    groups: ["staff"],
  });
}

const signIn = (): Promise<Tokens> =>
  signInByBackOffice(stack, "grace@example.com", "Correct-Horse-1");

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = ""] = token.split(".");
  return JSON.parse(
    new TextDecoder().decode(base64url.decode(payload)),
  ) as Readonly<Record<string, unknown>>;
}

function issuerOf(token: string): string {
  return String(claimsOf(token)["iss"]);
}

/** The same signature over a text that names another user. */
function edit(token: string): string {
  const [header = "", , signature = ""] = token.split(".");
  const claims = claimsOf(token);
  return `${header}.${base64url.encode(JSON.stringify({ ...claims, username: "<b>eve</b>" }))}.${signature}`;
}

/** A REST API with a Cognito authorizer. */
const ordersApi = `Resources:
  Orders:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Auth:
        Authorizers:
          Customers:
            UserPoolArn: !ImportValue customers
`;

/** The tokens as a developer keeps them, one a line. */
async function saveSession(): Promise<void> {
  await writeFile(
    join(window.folder, "session.yaml"),
    [
      `access: ${tokens.AccessToken}`,
      `id: ${tokens.IdToken}`,
      `refresh: ${tokens.RefreshToken}`,
      `cut: ${tokens.AccessToken.slice(0, 200)}`,
      `edited: ${edit(tokens.AccessToken)}`,
      `request: curl https://abc.execute-api.eu-central-1.amazonaws.com/basket -H 'Authorization: Bearer ${tokens.AccessToken}'`,
      "",
    ].join("\n"),
  );
}

/** The pool signs with new keys from now on, and publishes these alone. */
function rotateKeys(): void {
  const pool = stack.account.pools.get(stack.poolId);
  if (pool !== undefined) pool.keys = undefined;
}

async function keysOf({ account, poolId }: Stack): Promise<PoolKeys> {
  const pool = account.pools.get(poolId);
  if (pool === undefined) throw new Error("The stack has no pool.");
  return keysOfPool(pool);
}

/** Puts the cursor on a line (1-based) inside its token, and runs the command there. */
async function runOn(
  line: number,
  command: string,
  column = 30,
): Promise<Frame> {
  const { page } = window;
  await page.locator(".tab", { hasText: "session.yaml" }).click();
  await goTo(page, line, column);
  await runCommand(page, command);
  return webview(page, "AWS documentation");
}

/** What of an element is used, spelled out because the tests are compiled without the browser's types. */
const scrollToTop = (node: unknown): void => {
  (node as { scrollIntoView(): void }).scrollIntoView();
};

const asked = (): number =>
  stack.calls.filter(({ operation }) => operation === "GetKeys").length;

test("a hover explains the token, and asks nobody", async () => {
  const hover = await hoverText(window.page, tokens.IdToken.slice(0, 30));
  await expect
    .poll(() => hover.innerText())
    .toMatch(/ID token · Expires in \d+ minutes/);
  const text = await hover.innerText();
  expect(text).toContain(stack.poolId);
  expect(text).toContain("cognito:username");
  expect(text).toContain("Open in token inspector");
  expect(asked()).toBe(0);
  await window.screenshot("token-hover");
});

test("the inspector shows and verifies a good token", async () => {
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  expect(await frame.locator("h1").innerText()).toBe("Access token");
  expect(await frame.locator(".verdict").innerText()).toContain(
    "Decoded, not verified",
  );
  expect(asked()).toBe(0);
  await window.screenshot("token-inspector");
  await frame
    .getByRole("button", { name: `Verify with ${new URL(stack.url).host}` })
    .press("Enter");
  await expect
    .poll(() => frame.locator(".verdict").innerText())
    .toMatch(/^Valid The pool signed it/);
  expect(asked()).toBe(1);
  expect(await frame.locator(".checks .failed").count()).toBe(0);
  expect(await frame.locator("button:focus").innerText()).toBe("Verify again");
  expect(await frame.locator(".consumers .yes").innerText()).toContain(
    "Cognito's own operations",
  );
  await window.screenshot("token-valid");
});

test("a second verification believes the keys of the first", async () => {
  const before = asked();
  const frame = await runOn(2, "Cognito: Verify Cognito Token");
  await expect
    .poll(() => frame.locator(".verdict").innerText())
    .toMatch(/^Valid.*Keys from .*, fetched/s);
  expect(asked()).toBe(before);
});

test("an API with its settings takes the token or says which rule refuses it", async () => {
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  await frame
    .getByLabel("Check against")
    .selectOption("API Gateway HTTP API, JWT authorizer");
  await frame.getByLabel("User pool ids it trusts").fill(stack.poolId);
  await frame.getByLabel("App clients or audience").fill("another-client");
  await expect
    .poll(() => frame.locator(".api-chosen").innerText())
    .toMatch(/It refuses this token\.\s+failed\s+Client/);
  await window.screenshot("token-api-refused");
  await frame
    .getByLabel("App clients or audience")
    .fill(stack.findClient("back-office").id);
  await frame.getByLabel("Scopes, one of which it asks for").fill("none");
  await expect
    .poll(() => frame.locator(".api-chosen").innerText())
    .toMatch(/It takes this token/);
  await frame.getByLabel("Check against").selectOption("Choose an API…");
});

test("the kind of API is chosen by the address beside the token and the workspace's template, with the reason, and can be chosen otherwise", async () => {
  const frame = await runOn(6, "Cognito: Decode Cognito Token", 120);
  const form = frame.locator(".api-form");
  await expect
    .poll(() => form.innerText())
    .toContain(
      "Chosen because the text around the token names an API Gateway address, and orders-api.yaml sets up such an API.",
    );
  const select = frame.getByLabel("Check against");
  expect(await select.inputValue()).toBe("rest");
  await form.evaluate(scrollToTop);
  await window.screenshot("token-api-guess");
  await select.selectOption("AppSync, Cognito user pool mode");
  await expect.poll(() => form.innerText()).not.toContain("Chosen because");
  await select.selectOption("Choose an API…");
});

const readingCalls = (): number =>
  stack.calls.filter(({ service }) =>
    /^(apigateway|appsync|elastic)/.test(service),
  ).length;

test("the account's APIs are read when the button is pressed, and say which takes the token and why not", async () => {
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  const summary = frame.locator(".my-apis");
  expect(await summary.innerText()).toContain("The token is sent nowhere.");
  expect(readingCalls()).toBe(0);
  await frame.getByRole("button", { name: "Check against my APIs" }).click();
  await expect
    .poll(() => summary.innerText())
    .toMatch(/8 ways in that name this pool, 2 take this token, 6 refuse it/);
  expect(readingCalls()).toBeGreaterThan(0);
  const report = frame.locator(".api-report");
  const text = await report.innerText();
  for (const sentence of [
    "A Cognito authorizer takes id tokens here.",
    "The token carries aws.cognito.signin.user.admin, not shop/buy.",
    "ends in a slash",
    "does not fit its expression no-such-client",
    "session cookie",
  ])
    expect(text).toContain(sentence);
  expect(await frame.locator(".api-form").innerText()).toMatch(
    /Chosen because your account's .* names this pool/,
  );
  await report
    .getByText("1 authorizer whose own code decides", { exact: true })
    .click();
  expect(await report.innerText()).toContain("kept for 300 seconds (TTL)");
  for (const theme of ["dark", "light", "contrast"] as const) {
    await window.setTheme(theme);
    await summary.evaluate(scrollToTop);
    await window.screenshot("token-apis");
    await report.locator("details").first().evaluate(scrollToTop);
    await window.screenshot("token-apis-end");
  }
  await window.setTheme("dark");
});

test("another token is compared with what was read before, and nobody is asked", async () => {
  const before = readingCalls();
  const frame = await runOn(2, "Cognito: Decode Cognito Token");
  await expect
    .poll(() => frame.locator(".my-apis").innerText())
    .toMatch(/8 ways in that name this pool, 2 take this token, 6 refuse it/);
  expect(readingCalls()).toBe(before);
});

test("a service that may not be read is told beside the others, and is read again on demand", async () => {
  stack.faults.add({ target: "appsync", kind: "access-denied" });
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  await frame.getByRole("button", { name: "Read again" }).press("Enter");
  await expect
    .poll(() => frame.locator(".api-report").innerText())
    .toMatch(/not read\s+AppSync: AWS refused appsync:ListGraphqlApis/);
  expect(await frame.locator(".my-apis").innerText()).toContain(
    "7 ways in that name this pool",
  );
  expect(await frame.locator("button:focus").innerText()).toBe("Read again");
  stack.faults.clear();
  await frame.getByRole("button", { name: "Read again" }).press("Enter");
  await expect
    .poll(() => frame.locator(".my-apis").innerText())
    .toContain("8 ways in that name this pool");
});

test("reading can be ended, and what was read before stays", async () => {
  const { page } = window;
  stack.faults.add({ target: "GetRestApis", kind: "slow", delayMs: 30_000 });
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  const summary = frame.locator(".my-apis");
  await frame.getByRole("button", { name: "Read again" }).click();
  await expect.poll(() => summary.innerText()).toContain("Reading the APIs of");
  await showNotifications(page);
  await notification(page, "Reading the APIs of")
    .getByRole("button", { name: "Cancel" })
    .click();
  await expect
    .poll(() => summary.innerText())
    .toContain("8 ways in that name this pool");
  await dismissNotifications(page);
});

test("the account is asked only when the button is pressed", async () => {
  const accountCalls = (): readonly string[] =>
    stack.calls
      .map(({ operation }) => operation)
      .filter((name) => /GetUser|DescribeUserPool|ListGroups/.test(name));
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  expect(accountCalls()).toEqual([]);
  await frame.getByRole("button", { name: "Check with the account" }).click();
  await expect
    .poll(() => frame.locator(".account").innerText())
    .toMatch(/passed\s+Revocation Cognito takes it/);
  expect(await frame.locator(".account .failed").count()).toBe(0);
  expect(accountCalls()).toContain("GetUser");
  await window.screenshot("token-account");
});

test("the user and the client of a token are found in the explorer", async () => {
  const { page } = window;
  const selected = (): Promise<string> =>
    page
      .locator(".pane-body .monaco-list-row.selected")
      .first()
      .innerText({ timeout: 1_000 })
      .catch(() => "");
  for (const [command, name] of [
    ["Cognito: Find Token's User in Explorer", "grace@example.com"],
    ["Cognito: Find Token's App Client in Explorer", "back-office"],
  ] as const) {
    await page.locator(".tab", { hasText: "session.yaml" }).click();
    await goTo(page, 1, 30);
    await runCommand(page, command);
    await expect.poll(selected).toContain(name);
    await window.screenshot(`token-found-${name.slice(0, 5)}`);
  }
});

test("two tokens are compared in the diff editor", async () => {
  const { page } = window;
  await page.locator(".tab", { hasText: "session.yaml" }).click();
  await goTo(page, 1, 1);
  await runCommand(page, "Cognito: Compare Tokens…");
  await pick(page, "1. Access token");
  await pick(page, "5. Access token");
  const diff = page.locator(".monaco-diff-editor");
  await expect
    .poll(() => diff.locator(".editor.modified").innerText())
    .toContain("<b>eve</b>");
  expect(
    await diff.locator(".line-insert").count(),
    "the changed claim is marked",
  ).toBeGreaterThan(0);
  await window.screenshot("token-compare");
  await runCommand(page, "View: Close Editor");
});

test("a saved key set verifies, and nobody is asked", async () => {
  const { page } = window;
  const { id, access } = await keysOf(stack);
  const file = join(window.folder, "jwks.json");
  await writeFile(file, JSON.stringify({ keys: [id.jwk, access.jwk] }));
  const before = asked();
  const frame = await runOn(1, "Cognito: Decode Cognito Token");
  await frame.getByRole("button", { name: "Use saved keys…" }).click();
  await pick(page, "From a file");
  // The file dialog writes its folder into the field first, and ignores Enter while it still looks at what was typed.
  const field = quickInput(page);
  await expect.poll(() => field.inputValue()).toMatch(/\/$/);
  await expect
    .poll(
      async () => {
        if (await field.isVisible()) {
          await field.fill(file);
          await field.press("Enter");
          await page.waitForTimeout(500);
        }
        return field.isVisible();
      },
      { interval: 1_000 },
    )
    .toBe(false);
  await expect
    .poll(() => frame.locator(".verdict").innerText())
    .toMatch(/^Valid.*Keys from the file; nobody was asked/s);
  expect(asked()).toBe(before);
});

test("in high contrast too", async () => {
  await window.setTheme("contrast");
  const frame = await runOn(1, "Cognito: Verify Cognito Token");
  await expect
    .poll(() => frame.locator(".verdict").innerText())
    .toMatch(/^Valid/);
  await window.screenshot("token-valid");
  await window.setTheme("dark");
});

test("in the light theme too", async () => {
  await window.setTheme("light");
  const frame = await runOn(2, "Cognito: Verify Cognito Token");
  await expect.poll(() => frame.locator("h1").innerText()).toBe("ID token");
  await expect
    .poll(() => frame.locator(".verdict").innerText())
    .toMatch(/^Valid/);
  await window.screenshot("token-valid");
  await window.page.locator(".tab", { hasText: "session.yaml" }).click();
  const hover = await hoverText(window.page, tokens.IdToken.slice(0, 20));
  await expect.poll(() => hover.innerText()).toMatch(/ID token/);
  await window.screenshot("token-hover");
  await window.setTheme("dark");
});

test("an edited token is not valid, and its claims stay text", async () => {
  const frame = await runOn(5, "Cognito: Verify Cognito Token");
  await expect
    .poll(() => frame.locator(".verdict").innerText())
    .toMatch(/^Not valid 1 of \d checks failed/);
  expect(await frame.locator(".checks .failed").innerText()).toMatch(
    /failed\s+Signature/,
  );
  expect(await frame.locator("b").count()).toBe(0);
  expect(await frame.locator("body").innerText()).toContain("<b>eve</b>");
  await window.screenshot("token-invalid");
});

test("a cut token and a refresh token are explained", async () => {
  let frame = await runOn(4, "Cognito: Decode Cognito Token");
  await expect
    .poll(() => frame.locator("h1").innerText())
    .toBe("Damaged token");
  expect(await frame.locator(".notes").innerText()).toMatch(
    /The payload is cut/,
  );
  await window.screenshot("token-damaged");
  frame = await runOn(3, "Cognito: Decode Cognito Token");
  await expect
    .poll(() => frame.locator("h1").innerText())
    .toBe("Encrypted token (refresh token)");
  expect(await frame.getByRole("button", { name: /Verify/ }).count()).toBe(0);
});

test.each([
  ["html", /a web page instead of keys/],
  ["drop", /cannot be reached/],
  ["throttle", /asks for fewer requests/],
] as const)(
  "an endpoint in trouble (%s) is one sentence, and it recovers",
  async (kind, sentence) => {
    // Keys that are known would be believed; a token of new keys makes the inspector ask again.
    rotateKeys();
    tokens = await signIn();
    await saveSession();
    await expect
      .poll(() => editor(window.page).innerText())
      .toContain(tokens.AccessToken.slice(0, 40).replaceAll("\u00a0", " "));
    stack.faults.add({ target: "jwks", kind, count: 1 });
    const frame = await runOn(1, "Cognito: Verify Cognito Token");
    await expect
      .poll(() => frame.locator(".verdict").innerText())
      .toMatch(/^Not verified No check failed, but the signature could not/);
    expect(await frame.locator(".verdict").innerText()).toMatch(sentence);
    await window.screenshot(`token-trouble-${kind}`);
    await frame.getByRole("button", { name: "Verify again" }).click();
    await expect
      .poll(() => frame.locator(".verdict").innerText())
      .toMatch(/^Valid/);
  },
);

test("a selection without a token gets one sentence", async () => {
  const { page } = window;
  await page.locator(".tab", { hasText: "session.yaml" }).click();
  // Tokens are long lines: the place before left their beginning out of view.
  await goTo(page, 1, 1);
  await editor(page)
    .locator(".view-line span span", { hasText: "access" })
    .first()
    .dblclick();
  // Without runCommand's first Escape, which would drop the selection.
  await page.keyboard.press("F1");
  await quickInput(page).fill(">Cognito: Decode Cognito Token");
  await quickPickRows(page)
    .filter({ hasText: "Decode Cognito Token" })
    .first()
    .click();
  await page.locator(".statusbar-item[id='status.notifications']").click();
  await page
    .locator(".notification-list-item", {
      hasText: "The selected text holds no token",
    })
    .first()
    .waitFor();
});

test("a token that is selected in the terminal is decoded, and the clipboard keeps what it held", async () => {
  const { page } = window;
  await page.evaluate("navigator.clipboard.writeText('kept')");
  await runCommand(page, "Terminal: Create New Terminal");
  const terminal = page.locator(".terminal-wrapper.active .xterm");
  await terminal.waitFor();
  const input = terminal.locator("textarea");
  await input.focus();
  await input.pressSequentially("clear; sed -n 's/^id: //p' session.yaml\n");
  /** Without runCommand's first Escape, which would drop the selection. */
  const decodeSelected = async (): Promise<string> => {
    await runCommand(page, "Terminal: Select All");
    await input.focus();
    await page.keyboard.press("F1");
    await quickInput(page).fill(">Cognito: Decode Selected Token");
    await quickPickRows(page)
      .filter({ hasText: "Decode Selected Token" })
      .first()
      // What the shell prints drops the selection, and with it the command.
      .click({ timeout: 3000 });
    await quickInput(page).waitFor({ state: "hidden" });
    const frame = await webview(page, "AWS documentation");
    return frame.locator("h1").innerText();
  };
  // The shell takes its time to print.
  await expect.poll(decodeSelected, { timeout: 40_000 }).toBe("ID token");
  await expect
    .poll(() => page.evaluate("navigator.clipboard.readText()"))
    .toBe("kept");
  await window.screenshot("token-terminal");
  await runCommand(page, "Terminal: Kill the Active Terminal Instance");
});

test("a hidden inspector shows its token again", async () => {
  const { page } = window;
  await runOn(1, "Cognito: Decode Cognito Token");
  await runCommand(page, "View: Move Editor into Previous Group");
  await page.locator(".tab", { hasText: "session.yaml" }).click();
  await page.locator(".tab", { hasText: "Token Inspector" }).click();
  const frame = await webview(page, "AWS documentation");
  expect(await frame.locator("h1").innerText()).toBe("Access token");
});

test("a window that comes back has no inspector", async () => {
  const { page } = window;
  await runOn(1, "Cognito: Decode Cognito Token");
  await window.reload();
  await page.locator(".tab", { hasText: "session.yaml" }).waitFor();
  // The extension runs again.
  await statusBarItem(page, stack.region).waitFor({ timeout: 60_000 });
  expect(
    await page.locator(".tab", { hasText: "Token Inspector" }).count(),
  ).toBe(0);
});

test("nothing of the tokens is left on disk, in the window's storage or in titles", async () => {
  const { page } = window;
  const pieces = Object.values(tokens).flatMap((token) =>
    token.split(".").map((part) => part.slice(10, 40)),
  );
  const claims = ["origin_jti", "cognito:username", stack.poolId];
  const holds = (text: string): readonly string[] =>
    [...pieces, ...claims].filter((piece) => text.includes(piece));
  await runOn(1, "Cognito: Decode Cognito Token");
  const titles = await page.locator(".tab, .window-title").allInnerTexts();
  expect(titles.join()).toContain("Token Inspector");
  expect(holds(titles.join())).toEqual([]);
  // The served workbench keeps its state in the browser's databases; the extension's and the logs are files.
  const stored = JSON.stringify(
    await page.context().storageState({ indexedDB: true }),
  );
  expect(stored).toContain("memento/");
  expect(holds(stored)).toEqual([]);
  const files = await readdir(window.data, {
    recursive: true,
    withFileTypes: true,
  });
  const logs = files.filter((file) => file.isFile());
  expect(logs.map(({ name }) => name).join()).toContain("Cognito Debugger");
  for (const { parentPath, name } of logs)
    expect(
      holds(await readFile(join(parentPath, name), "latin1")),
      name,
    ).toEqual([]);
});
