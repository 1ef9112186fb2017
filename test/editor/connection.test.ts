/** The connection's settings: a choice counts at once, nothing is called without a Region, no workspace can redirect it. */
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { eventually } from "./support/eventually.ts";
import { testStack } from "./support/stack.ts";
import { showView } from "./support/views.ts";

const { url, region } = testStack();
const connection = (): vscode.WorkspaceConfiguration =>
  vscode.workspace.getConfiguration("cognitoDebugger.connection");

async function set(name: string, value: string | undefined): Promise<void> {
  await connection().update(name, value, vscode.ConfigurationTarget.Global);
}

async function callCount(): Promise<number> {
  const answer = await fetch(`${url}/_stack/calls`);
  return ((await answer.json()) as readonly unknown[]).length;
}

describe("the connection", () => {
  before(() => showView("cognitoDebugger.explorer.focus"));
  after(async () => {
    await set("region", region);
    await set("endpoint", url);
  });

  it("calls nothing while no Region is set, and calls at once when one is", async () => {
    await set("region", undefined);
    await wait(500);
    const before = await callCount();
    await vscode.commands.executeCommand("cognitoDebugger.refreshExplorer");
    await wait(500);
    assert.equal(await callCount(), before);
    await set("region", region);
    await eventually("a call for the new connection", async () =>
      (await callCount()) > before ? true : undefined,
    );
  });

  it("takes neither endpoint nor profile from a workspace", async () => {
    for (const name of ["endpoint", "profile", "region"]) {
      const target = vscode.ConfigurationTarget.Workspace;
      await assert.rejects(
        Promise.resolve(
          connection().update(name, "http://127.0.0.1:1", target),
        ),
      );
    }
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder);
    const settings = vscode.Uri.joinPath(folder.uri, ".vscode/settings.json");
    await vscode.workspace.fs.writeFile(
      settings,
      Buffer.from(
        JSON.stringify({
          "cognitoDebugger.connection.endpoint": "http://127.0.0.1:1",
          "cognitoDebugger.lint.enable": false,
        }),
      ),
    );
    try {
      await eventually("the workspace's settings to be read", () =>
        vscode.workspace
          .getConfiguration("cognitoDebugger")
          .get("lint.enable") === false
          ? true
          : undefined,
      );
      assert.equal(connection().get("endpoint"), url);
    } finally {
      await vscode.workspace.fs.delete(settings);
    }
  });
});
