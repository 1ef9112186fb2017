/** Tailing a trigger's log in the real window: from the explorer, from the palette, through trouble, to the end. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Fault } from "../stack/faults.ts";
import {
  passwordlessWorkspace,
  startStack,
  type Stack,
} from "../stack/stack.ts";
import {
  addCustomer,
  createShopClient,
} from "../stack/support/passwordless.ts";
import { hoverOver, openFile, squiggles } from "./support/editor.ts";
import {
  answer,
  pick,
  quickInput,
  quickPickRows,
  runCommand,
} from "./support/quick-input.ts";
import {
  chooseFromContextMenu,
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
const options = { workspace: passwordlessWorkspace, triggerTimeoutMs: 60_000 };
beforeAll(async () => {
  stack = await startStack(options);
  window = await openWindow({ stack, workspace: "passwordless" });
});
afterEach(() => {
  stack.faults.clear();
});
afterAll(async () => {
  await window.close();
  await stack.stop();
});

const group = "/aws/lambda/tandem-define-challenge";

async function signIn(email: string): Promise<void> {
  addCustomer(stack, email);
  const shop = createShopClient(stack);
  try {
    await shop.signIn(email, 1);
  } finally {
    shop.close();
  }
}

const write = (message: string, to = group): void => {
  stack.logs.append({ group: to, stream: "by the test", message });
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
  await expandPath(window.page, "tandem-passwordless", "Triggers");
  await clickInlineAction(
    row(window.page, "DefineAuthChallenge"),
    /Tail Trigger Log/,
  );
  await shows(/Tailing \/aws\/lambda\/tandem-define-challenge in eu-central-1/);
  await shows(/does not exist in eu-central-1 yet/);
  addCustomer(stack, "ana@example.com");
  const shop = createShopClient(stack);
  await shop.begin("ana@example.com");
  shop.close();
  await shows(/REPORT [\d.]+ ms of the 5 s Cognito waits/);
  await shows(/INFO {2}\[[0-9a-f]{8}] event \{"version":"1"/);
  expect(await shown()).not.toContain("ana@");
  await statusBarItem(window.page, "Tailing: DefineAuthChallenge").waitFor();
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
  await clickInlineAction(
    row(window.page, "DefineAuthChallenge"),
    /Tail Trigger Log/,
  );
  await shows("redaction-shown");
  expect(await timesShown("Tailing /aws/lambda")).toBeLessThan(2);
  await statusBarItem(window.page, "Tailing: DefineAuthChallenge").waitFor();
});

test.each<[Fault["kind"], RegExp]>([
  ["throttle", /CloudWatch Logs is throttling this account/],
  ["html", /Paused: [^\n]*an HTML page/],
  ["drop", /Paused: The connection was dropped/],
  ["expired-token", /Paused: The default AWS credentials have expired/],
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
    await statusBarItem(window.page, "Tailing: DefineAuthChallenge").waitFor();
  },
);

test("with the stack gone it pauses; when it is back the tail goes on, without a reload", async () => {
  const port = Number(new URL(stack.url).port);
  await stack.stop();
  await shows(/Paused: Nothing answers at 127/, 30_000);
  await statusBarItem(
    window.page,
    "Tail paused: DefineAuthChallenge",
  ).waitFor();
  await window.screenshot("tail-paused");
  stack = await startStack({ ...options, port });
  write("after the restart");
  await shows("after the restart", 30_000);
});

test("a tail of another trigger from the palette; the light theme", async () => {
  await runCommand(window.page, "Cognito: Tail Trigger Log");
  await pick(window.page, "tandem-passwordless");
  await expect
    .poll(() => quickPickRows(window.page).allInnerTexts())
    .toEqual(
      expect.arrayContaining([expect.stringContaining("PostAuthentication")]),
    );
  await window.screenshot("tail-pick");
  await pick(window.page, "PostAuthentication");
  await shows(/Tailing \/aws\/lambda\/tandem-note-sign-in/);
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
  await shows(/Tailing \/aws\/lambda\/tandem-add-claims/);
});

test("where the function may not be looked at, the usual log group is tailed and that is said", async () => {
  await runCommand(window.page, "Cognito: Stop Tailing");
  await pick(window.page, "All");
  await statusBarItem(window.page, "Tailing").waitFor({ state: "hidden" });
  stack.faults.add({ target: "lambda", kind: "access-denied" });
  await clickInlineAction(
    row(window.page, "DefineAuthChallenge"),
    /Tail Trigger Log/,
  );
  await shows(
    /where functions log by default, in \/aws\/lambda\/tandem-define-challenge/,
  );
  await window.screenshot("tail-denied");
});

test("the status bar's menu stops the tail, and nothing more is asked for", async () => {
  await statusBarItem(window.page, "Tailing: DefineAuthChallenge").click();
  await pick(window.page, "Stop");
  await shows(/----- Stopped\.$/m);
  await statusBarItem(window.page, "Tailing").waitFor({ state: "hidden" });
  const asked = stack.calls.length;
  await window.page.waitForTimeout(5_000);
  expect(stack.calls.length).toBe(asked);
});

/** Opens the menu behind the status bar and chooses from it. */
async function act(action: string): Promise<void> {
  await statusBarItem(window.page, /Tailing:|Tail held:/).click();
  await pick(window.page, action);
}

test("a pool without triggers has nothing to tail, which is said", async () => {
  await openExplorer(window.page);
  await chooseFromContextMenu(
    row(window.page, "preview-1"),
    "Tail All Triggers",
  );
  await showNotifications(window.page);
  await notification(
    window.page,
    "User pool preview-1 has no Lambda triggers, so there is nothing to tail.",
  ).waitFor();
  await dismissNotifications(window.page);
});

test("all triggers of a pool in one output: a custom sign-in, in the order in which it went", async () => {
  await chooseFromContextMenu(
    row(window.page, "tandem-passwordless"),
    "Tail All Triggers",
  );
  await statusBarItem(window.page, "Tailing: tandem-passwordless").waitFor();
  await runCommand(window.page, "View: Toggle Maximized Panel");
  await shows(/Tailing 5 log groups in eu-central-1/);
  // From the palette, the pool is asked for; its tail is one and the same.
  await runCommand(window.page, "Cognito: Tail All Triggers");
  await pick(window.page, "tandem-passwordless");
  await quickInput(window.page).waitFor({ state: "hidden" });
  await shows(/Tailing 5 log groups in eu-central-1/);
  await statusBarItem(window.page, "Tailing: tandem-passwordless").waitFor();
  await act("Start From…");
  await pick(window.page, "Now");
  await shows(/^[^]{0,40}Tailing 5 log groups/);
  await signIn("cy@example.com");
  await shows(/PreTokenGeneration [0-9a-f]{8}] REPORT/);
  await window.screenshot("tail-pool");
  await window.setTheme("light");
  await window.page.locator(".monaco-workbench.vs").waitFor();
  await window.screenshot("tail-pool");
  await window.setTheme("dark");

  await act("Filter…");
  await pick(window.page, "Text or pattern…");
  await answer(window.page, "/START|wrong answer/");
  await shows("Lines with one text are shown.");
  const text = await shown();
  const lines = [
    ...text.matchAll(
      /^([\d:.]+) \w+ +\[. (\w+) [0-9a-f]{8}] (\[late.*?] )?(START|wrong)/gm,
    ),
  ].map(([, time = "", name = "", late, what = ""]) => ({
    time,
    line: `${name} ${what}`,
    late: late !== undefined,
  }));
  const times = lines.filter(({ late }) => !late).map(({ time }) => time);
  expect(times).toEqual([...times].sort());
  expect(
    lines.sort((a, b) => a.time.localeCompare(b.time)).map(({ line }) => line),
  ).toEqual(
    expect.arrayContaining([
      "DefineAuthChallenge START",
      "CreateAuthChallenge START",
      "VerifyAuthChallengeResponse START",
      "VerifyAuthChallengeResponse wrong",
      "PostAuthentication START",
      "PreTokenGeneration START",
    ]),
  );
  expect(lines.filter(({ line }) => line.startsWith("Define"))).toHaveLength(3);
  await act("Filter…");
  await pick(window.page, "All lines");
});

test("only errors, and all lines again, over what was read before", async () => {
  write("[ERROR] Runtime.ImportModuleError: Unable to import module 'app'\n");
  await shows("Unable to import module");
  await shows(/→ The runtime could not load the handler's module/);
  await act("Filter…");
  await pick(window.page, "Errors only");
  await shows("Only errors are shown.");
  expect(await shown()).toContain("Unable to import module");
  expect(await shown()).not.toContain("START");
  await act("Filter…");
  await pick(window.page, "All lines");
  await shows("All lines are shown.");
  await shows(/REPORT [\d.]+ ms of the 5 s/);
});

test("what is held back is shown when the tail resumes, once", async () => {
  await act("Pause");
  await statusBarItem(window.page, "Tail held:").waitFor();
  write("written while it was paused");
  await window.page.waitForTimeout(4_000);
  expect(await shown()).not.toContain("written while");
  await act("Resume");
  await shows("written while it was paused");
});

test("Live Tail says what it costs before it begins, and that it is on", async () => {
  await act("Turn Live Tail On…");
  const dialog = window.page.locator(".monaco-dialog-box");
  await dialog.getByText("AWS bills Live Tail by the minute").waitFor();
  await dialog.getByRole("button", { name: "Turn On" }).click();
  await shows(/Live Tail is on\. AWS bills it/);
  write("brought by Live Tail");
  await shows("brought by Live Tail");
  await act("Turn Live Tail Off");
  // The output begins anew.
  await expect.poll(shown).not.toContain("Live Tail is on");
  await shows("brought by Live Tail");
  // The editor draws its lines anew while more come.
  await expect.poll(() => timesShown("brought by Live Tail")).toBe(1);
});

test("an answer that breaks the contract is said below its line, and marked on the handler", async () => {
  const to = "/aws/lambda/tandem-add-claims";
  const id = "8f5c2a1e-1111-2222-3333-444455556666";
  const event = {
    version: "1",
    triggerSource: "TokenGeneration_Authentication",
    region: "eu-central-1",
    userPoolId: stack.poolId,
    userName: "cy",
    callerContext: { awsSdkVersion: "x", clientId: stack.clientId },
    request: { userAttributes: { email: "cy@example.com" } },
    response: { claimsOverrideDetails: null as unknown },
  };
  write(`START RequestId: ${id} Version: $LATEST`, to);
  write(`cognito event ${JSON.stringify(event)}`, to);
  event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { shop: 3 },
  };
  write(`cognito answer ${JSON.stringify(event)}`, to);
  write(`END RequestId: ${id}`, to);
  await shows(
    /→ The answer is wrong: response\.claimsOverrideDetails\.claimsToAddOrOverride\.shop of a PreTokenGeneration/,
  );
  await runCommand(window.page, "View: Toggle Maximized Panel");
  await openFile(window.page, "src/add-claims/index.js");
  await squiggles(window.page).first().waitFor();
  // The editor moves while the panel gets smaller.
  await expect
    .poll(async () => {
      const mark = squiggles(window.page).first();
      return (await hoverOver(window.page, mark)).innerText();
    })
    .toMatch(/So answered tandem-add-claims at \d\d:\d\d:\d\d/);
  await window.screenshot("tail-answer");
});

test("what was taken out is shown after a warning, and hidden again", async () => {
  write("the code=271828 went to dora@example.com");
  await shows("code=[redacted] went to d***@example.com");
  await act("Show What Was Taken Out…");
  const dialog = window.page.locator(".monaco-dialog-box");
  await dialog.getByText("VS Code keeps output in a file").waitFor();
  await window.screenshot("tail-reveal");
  await dialog.getByRole("button", { name: "Show" }).click();
  await shows("code=271828 went to dora@example.com");
  await act("Hide Secrets Again");
  await expect.poll(shown).not.toMatch(/271828|dora@/);
  await shows("code=[redacted] went to d***@example.com");
});
