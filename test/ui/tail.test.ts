/** Tailing a trigger's log in the real window: from the explorer, from the palette, through trouble, to the end. */
import {
  CognitoIdentityProviderClient,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../stack/faults.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import {
  pick,
  quickInput,
  quickPickRows,
  runCommand,
} from "./support/quick-input.ts";
import {
  clickInlineAction,
  expandPath,
  openExplorer,
  row,
} from "./support/tree.ts";
import { openWindow, type Window } from "./support/window.ts";
import {
  dismissNotifications,
  notification,
  outputText,
  showNotifications,
  statusBarItem,
} from "./support/workbench.ts";

let stack: Stack;
let window: Window;
beforeAll(async () => {
  stack = await startStack();
  window = await openWindow({ stack });
});
afterEach(() => {
  stack.faults.clear();
});
afterAll(async () => {
  await window.close();
  await stack.stop();
});

const group = "/aws/lambda/tandem-pre-sign-up";

async function signUp(email: string): Promise<void> {
  const cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
  try {
    await cognito.send(
      new SignUpCommand({
        ClientId: stack.clientId,
        Username: email,
        Password: "Correct-horse-9",
        UserAttributes: [{ Name: "email", Value: email }],
      }),
    );
  } finally {
    cognito.destroy();
  }
}

const write = (message: string): void => {
  stack.logs.append({ group, stream: "by the test", message });
};
/** The channel's text in view, its wrapped lines joined. */
const shown = async (): Promise<string> =>
  (await outputText(window.page)).replaceAll(/\s*\n(?!\d\d:\d\d:)/g, " ");
const shows = (text: string | RegExp, timeout = 20_000): Promise<void> =>
  expect.poll(shown, { timeout }).toMatch(text);
const timesShown = async (text: string): Promise<number> =>
  (await shown()).split(text).length - 1;

test("from the trigger's row: the log waits for the first invocation and shows it within seconds", async () => {
  await openExplorer(window.page);
  await expandPath(window.page, "tandem-customers", "Triggers");
  await clickInlineAction(row(window.page, "PreSignUp"), /Tail Trigger Log/);
  await shows(/Tailing \/aws\/lambda\/tandem-pre-sign-up in eu-central-1/);
  await shows(/does not exist in eu-central-1 yet/);
  await signUp("ana@example.com");
  await shows(/REPORT [\d.]+ ms of the 5 s Cognito waits/, 6_000);
  const text = await shown();
  expect(text).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} INFO {2}\[[0-9a-f]{8}] sign-up from example\.com by PreSignUp_SignUp$/m,
  );
  expect(text).toMatch(/INFO {2}\[[0-9a-f]{8}] Cold start on nodejs/);
  await statusBarItem(window.page, "Tailing: PreSignUp").waitFor();
  await window.screenshot("tail");
});

test("what a handler logs of a token, a password or a code does not reach the channel", async () => {
  write(
    `{"password":"hunter2-secret","code":"271828","token":"eyJ${"x".repeat(60)}.eyJ${"y".repeat(60)}.z"} redaction-shown`,
  );
  await shows("redaction-shown");
  const text = await shown();
  expect(text).not.toMatch(/hunter2|271828|xxxx|yyyy/);
  expect(text).toContain('"password":"[redacted]"');
});

test("tailing the same trigger again shows the tail that runs", async () => {
  await runCommand(window.page, "View: Toggle Panel Visibility");
  await window.page.locator(".part.panel").waitFor({ state: "hidden" });
  await clickInlineAction(row(window.page, "PreSignUp"), /Tail Trigger Log/);
  await shows("redaction-shown");
  expect(await timesShown("Tailing /aws/lambda")).toBeLessThan(2);
  await statusBarItem(window.page, "Tailing: PreSignUp").waitFor();
});

test.each<[Fault["kind"], RegExp]>([
  ["throttle", /CloudWatch Logs is throttling this account/],
  ["html", /Paused: [^\n]*an HTML page/],
  ["drop", /Paused: The connection was dropped/],
  ["expired-token", /Paused: The credentials of .* have expired/],
])(
  "%s is said in one sentence, and the lines come when it is over",
  async (kind, sentence) => {
    stack.faults.add({ target: "logs", kind });
    await shows(sentence, 30_000);
    await window.screenshot(`tail-${kind}`);
    const said = (await shown()).match(new RegExp(sentence.source, "g"));
    expect(said).toHaveLength(1);
    write(`written during ${kind}`);
    stack.faults.clear();
    await shows(`written during ${kind}`, 30_000);
    expect(await timesShown(`written during ${kind}`)).toBe(1);
    await statusBarItem(window.page, "Tailing: PreSignUp").waitFor();
  },
);

test("with the stack gone it pauses; when it is back the tail goes on, without a reload", async () => {
  const port = Number(new URL(stack.url).port);
  await stack.stop();
  await shows(/Paused: Nothing answers at 127/, 30_000);
  await statusBarItem(window.page, "Tail paused: PreSignUp").waitFor();
  await window.screenshot("tail-paused");
  stack = await startStack({ port });
  write("after the restart");
  await shows("after the restart", 30_000);
});

test("a tail of another trigger from the palette; the light theme", async () => {
  await runCommand(window.page, "Cognito: Tail Trigger Log");
  await pick(window.page, "tandem-customers");
  await expect
    .poll(() => quickPickRows(window.page).allInnerTexts())
    .toEqual(
      expect.arrayContaining([expect.stringContaining("PostConfirmation")]),
    );
  await window.screenshot("tail-pick");
  await pick(window.page, "PostConfirmation");
  await shows(/Tailing \/aws\/lambda\/tandem-welcome/);
  await statusBarItem(window.page, "Tailing: 2 logs").waitFor();
  await window.setTheme("light");
  await window.page.locator(".monaco-workbench.vs").waitFor();
  await quickInput(window.page).waitFor({ state: "hidden" });
  await window.screenshot("tail");
  await window.setTheme("dark");
});

test("a failure to find the log is one message, and the next try works", async () => {
  stack.faults.add({ target: "lambda", kind: "html" });
  await clickInlineAction(
    row(window.page, "PreTokenGeneration"),
    /Tail Trigger Log/,
  );
  await showNotifications(window.page);
  await notification(window.page, /an HTML page/).waitFor();
  await window.screenshot("tail-not-found");
  await dismissNotifications(window.page);
  stack.faults.clear();
  await clickInlineAction(
    row(window.page, "PreTokenGeneration"),
    /Tail Trigger Log/,
  );
  await shows(/Tailing \/aws\/lambda\/tandem-add-plan-claim/);
});

test("where the function may not be looked at, the usual log group is tailed and that is said", async () => {
  await runCommand(window.page, "Cognito: Stop Tailing");
  await pick(window.page, "All");
  await statusBarItem(window.page, "Tailing").waitFor({ state: "hidden" });
  stack.faults.add({ target: "lambda", kind: "access-denied" });
  await clickInlineAction(row(window.page, "PreSignUp"), /Tail Trigger Log/);
  await shows(
    /where functions log by default, in \/aws\/lambda\/tandem-pre-sign-up/,
  );
  await window.screenshot("tail-denied");
});

test("the status bar's menu stops the tail, and nothing more is asked for", async () => {
  await statusBarItem(window.page, "Tailing: PreSignUp").click();
  await pick(window.page, "Stop");
  await shows(/----- Stopped\.$/m);
  await statusBarItem(window.page, "Tailing").waitFor({ state: "hidden" });
  const asked = stack.calls.length;
  await window.page.waitForTimeout(5_000);
  expect(stack.calls.length).toBe(asked);
});
