/**
 * The outage, from the complaint to the cause and back, as a user lives it in the real workbench: every feature has a
 * part in it, so breaking any of them breaks this. Told once in each theme; the pictures are kept.
 */
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyWorkspace } from "../host/serve.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import {
  applyQuickFix,
  editorText,
  goTo,
  hoverOver,
  hoverText,
  openFile,
  save,
  squiggles,
} from "./support/editor.ts";
import { runCommand } from "./support/quick-input.ts";
import {
  clickInlineAction,
  expandPath,
  openExplorer,
  row,
} from "./support/tree.ts";
import { openWindow, type Window } from "./support/window.ts";
import { outputText, webview } from "./support/workbench.ts";

const password = "Correct-horse-9";

describe.each(["dark", "light"] as const)("the outage, %s theme", (theme) => {
  let workspace: Awaited<ReturnType<typeof copyWorkspace>>;
  let stack: Stack;
  let window: Window;
  let cognito: CognitoIdentityProviderClient;

  beforeAll(async () => {
    workspace = await copyWorkspace("outage");
    stack = await startStack({
      workspace: workspace.folder,
      populated: false,
    });
    stack.addUser({
      username: "mira@example.com",
      password,
      attributes: { email: "mira@example.com", email_verified: "true" },
    });
    cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
    window = await openWindow({ stack, theme, folder: workspace.folder });
  });
  afterAll(async () => {
    await window.close();
    cognito.destroy();
    await stack.stop();
    await workspace.remove();
  });

  const signUp = async (email: string): Promise<boolean> => {
    const answer = await cognito.send(
      new SignUpCommand({
        ClientId: stack.clientId,
        Username: email,
        Password: password,
        UserAttributes: [{ Name: "email", Value: email }],
      }),
    );
    return answer.UserConfirmed === true;
  };
  const signIn = (email: string): Promise<string | undefined> =>
    cognito
      .send(
        new InitiateAuthCommand({
          ClientId: stack.clientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: email, PASSWORD: password },
        }),
      )
      .then(({ AuthenticationResult }) => AuthenticationResult?.IdToken);

  const handlerText = (): Promise<string> =>
    readFile(join(workspace.folder, "src/pre-sign-up/index.js"), "utf8");

  test("the explorer shows the pool and the functions behind its triggers", async () => {
    const { page } = window;
    await openExplorer(page);
    await expandPath(page, "tandem-customers", "Triggers");
    for (const [trigger, name] of [
      ["PreSignUp", "tandem-pre-sign-up"],
      ["PostConfirmation", "tandem-welcome"],
      ["PreTokenGeneration", "tandem-add-plan-claim"],
    ] as const)
      await row(page, trigger).filter({ hasText: name }).waitFor();
    await window.screenshot("story-1-explorer");
  });

  test("a tail is started from the trigger", async () => {
    const { page } = window;
    await clickInlineAction(row(page, "PreSignUp"), /Tail Trigger Log/);
    await expect.poll(() => outputText(page)).toContain("tandem-pre-sign-up");
  });

  test("a customer signs up, stays unconfirmed and cannot sign in", async () => {
    expect(await signUp("ana@example.com")).toBe(false);
    await expect(signIn("ana@example.com")).rejects.toMatchObject({
      name: "UserNotConfirmedException",
      message: "User is not confirmed.",
    });
  });

  test("the tail shows the invocation, the explorer the unconfirmed user", async () => {
    const { page } = window;
    await expect
      .poll(() => outputText(page))
      .toMatch(/sign-up from example\.com by PreSignUp_SignUp/);
    await expandPath(page, "Users");
    await row(page, "ana@example.com")
      .filter({ hasText: "UNCONFIRMED" })
      .waitFor();
    await window.screenshot("story-2-tail");
  });

  test('the handler is underlined at "true", and says why', async () => {
    const { page } = window;
    await openFile(page, "src/pre-sign-up/index.js");
    await squiggles(page).first().waitFor();
    expect(await squiggles(page).count()).toBe(1);
    const hover = await hoverOver(page, squiggles(page).first());
    await expect.poll(() => hover.innerText()).toMatch(/autoConfirmUser/);
    expect(await hover.innerText()).toContain("response-field-type");
    await window.screenshot("story-3-diagnostic");
  });

  test("the quick fix repairs it", async () => {
    const { page } = window;
    const text = await handlerText();
    const lines = text.split("\n");
    const line = lines.findIndex((each) => each.includes('"true"'));
    await goTo(page, line + 1, (lines[line] ?? "").indexOf('"true"') + 2);
    await applyQuickFix(page, "Replace with `true`", () =>
      window.screenshot("story-4-quick-fix"),
    );
    await expect
      .poll(() => editorText(page))
      .toContain("event.response.autoConfirmUser = true;");
    await squiggles(page).first().waitFor({ state: "detached" });
    await save(page);
    await expect.poll(handlerText).toBe(text.replace('"true"', "true"));
  });

  let token: string | undefined;
  test("the next customer is confirmed and signs in", async () => {
    expect(await signUp("ben@example.com")).toBe(true);
    token = await signIn("ben@example.com");
    expect(token).toBeDefined();
    const { page } = window;
    await runCommand(page, "Cognito: Refresh");
    await row(page, "ben@example.com")
      .filter({ hasText: "CONFIRMED" })
      .waitFor();
  });

  test("the token is explained on hover and verified", async () => {
    const { page } = window;
    const file = join(workspace.folder, "requests.http");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/Bearer \S+/, `Bearer ${token ?? ""}`));
    await openFile(page, "requests.http");
    const hover = await hoverText(page, (token ?? "").slice(0, 20));
    await expect.poll(() => hover.innerText()).toMatch(/ID token/);
    expect(await hover.innerText()).toContain("ben@example.com");
    await window.screenshot("story-5-hover");
    await hover.getByText("Verify", { exact: false }).first().click();
    const frame = await webview(page, "AWS documentation");
    await expect
      .poll(() => frame.locator(".verdict").innerText())
      .toMatch(/^Valid/);
    await page.mouse.move(700, 700, { steps: 5 });
    await hover.waitFor({ state: "hidden" });
    await window.screenshot("story-6-verified");
  });
});
