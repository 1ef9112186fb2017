/** The tail's commands inside the editor: what they accept, what stands in the channel, how they end. */
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { eventually } from "./support/eventually.ts";
import { testStack } from "./support/stack.ts";

const { url, region } = testStack();

/** A function that only its log knows: the stack has none of this name. */
const target = {
  functionArn: `arn:aws:lambda:${region}:123456789012:function:editor-tail-test:live`,
  trigger: "CustomMessage",
  poolId: `${region}_example`,
};
const group = "/aws/lambda/editor-tail-test";

async function write(message: string): Promise<void> {
  const answer = await fetch(`${url}/_stack/logs`, {
    method: "POST",
    body: JSON.stringify({ group, stream: "by the test", message }),
  });
  assert.equal(answer.status, 200);
}

/** The text of the tail's channel; the editor has it as a document while the channel is shown. */
const channel = (): vscode.TextDocument | undefined =>
  vscode.workspace.textDocuments.find(
    ({ uri, languageId }) =>
      uri.scheme === "output" &&
      languageId === "cognito-log" &&
      uri.path.includes("CustomMessage"),
  );
const channelText = (): string | undefined => channel()?.getText();

const shows = (text: string): Promise<string> =>
  eventually(`"${text}" in the channel`, () => {
    const found = channelText();
    return found?.includes(text) === true ? found : undefined;
  });

const tail = (argument?: unknown): Thenable<unknown> =>
  vscode.commands.executeCommand("cognitoDebugger.tailTrigger", argument);
const stop = (): Thenable<unknown> =>
  vscode.commands.executeCommand("cognitoDebugger.stopTail");

describe("the tail", () => {
  afterEach(stop);

  it("follows the function of the node that it is given, beside other members", async () => {
    await tail({ ...target, kind: "trigger", children: [] });
    await shows(`Tailing ${group} in ${region} (${url})`);
    await shows("where functions log by default");
    await write("first line");
    await shows("INFO  first line");
  });

  it("starts no second tail of the same function", async () => {
    await tail(target);
    await tail(target);
    await write("once only");
    const text = await shows("INFO  once only");
    await wait(3_000);
    assert.equal((channelText() ?? text).split("INFO  once only").length, 2);
  });

  it("keeps tokens and secrets out of the channel", async () => {
    await tail(target);
    await write(`idToken: 'eyJ${"q".repeat(80)}.${"r".repeat(80)}.s' done`);
    const text = await shows("' done");
    assert.ok(text.includes("[redacted]"));
    assert.ok(!text.includes("qqq") && !text.includes("rrr"));
  });

  it("folds runs, lays JSON out, explains errors and links frames to the workspace", async () => {
    const id = "8f5c2a1e-1111-2222-3333-444455556666";
    const time = new Date().toISOString();
    await tail(target);
    await write(`START RequestId: ${id} Version: $LATEST`);
    await write(`${time}\t${id}\tINFO\tgot {"plan":"gold","n":[1]}`);
    await write(
      `${time}\t${id}\tERROR\tInvoke Error \t${JSON.stringify({
        errorType: "Runtime.ImportModuleError",
        errorMessage: "no",
        stack: ["x", "    at f (/var/task/pre-sign-up/index.js:2:1)"],
      })}`,
    );
    await write(`REPORT RequestId: ${id}\tDuration: 3.00 ms`);
    await shows("REPORT 3 ms");
    const document = channel();
    assert.ok(document);
    const at = (text: string): vscode.Position =>
      document.positionAt(document.getText().indexOf(text) + 1);
    const ask = <T>(command: string, argument?: unknown): Thenable<T> =>
      vscode.commands.executeCommand<T>(
        `vscode.execute${command}`,
        document.uri,
        argument,
      );
    const hover = async (text: string): Promise<string> => {
      const hovers = await ask<vscode.Hover[]>("HoverProvider", at(text));
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) =>
          content instanceof vscode.MarkdownString ? content.value : "",
        )
        .join("\n");
    };

    const folds = await ask<vscode.FoldingRange[]>("FoldingRangeProvider");
    assert.ok(
      folds.some(
        ({ start, end }) =>
          start === at("START 8f5c").line && end === at("REPORT 3 ms").line,
      ),
    );
    assert.match(await hover('{"plan"'), /"plan": "gold",\n/);
    assert.match(await hover("Runtime.Import"), /could not load/);
    const links = await ask<vscode.DocumentLink[]>("LinkProvider", 100);
    const [frame] = links.filter(({ range }) =>
      document.getText(range).includes("/var/task/"),
    );
    assert.match(
      frame?.target?.toString(true) ?? "",
      /\/src\/pre-sign-up\/index\.js#L2,1$/,
    );
  });

  it("stopping says so, asks for nothing more, and may be done twice", async () => {
    await tail(target);
    await write("before the stop");
    await shows("before the stop");
    await stop();
    await stop();
    await eventually("the closing line", () =>
      channelText()?.trimEnd().endsWith("----- Stopped.") === true
        ? true
        : undefined,
    );
    const asked = async (): Promise<number> =>
      (
        (await (await fetch(`${url}/_stack/calls`)).json()) as {
          readonly operation: string;
        }[]
      ).filter(({ operation }) => operation === "FilterLogEvents").length;
    const before = await asked();
    await wait(4_000);
    assert.equal(await asked(), before);
  });

  // Last: the change back may reach the extension after the test.
  it("ends with the connection it was started with, and says so", async () => {
    await tail(target);
    await write("before the change");
    await shows("before the change");
    const settings = vscode.workspace.getConfiguration("cognitoDebugger");
    const { Global } = vscode.ConfigurationTarget;
    await settings.update("connection.profile", "another", Global);
    try {
      await shows("Stopped: the connection was changed.");
    } finally {
      await settings.update("connection.profile", undefined, Global);
    }
  });
});
