/** When the explorer asks AWS and when it does not, seen from the stack that it asks. What it shows is for the UI tests. */
import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { eventually } from "./support/eventually.ts";
import { testStack } from "./support/stack.ts";
import { showView } from "./support/views.ts";

const { url } = testStack();

async function pagesOfPools(): Promise<number> {
  const answer = await fetch(`${url}/_stack/calls`);
  const calls = (await answer.json()) as readonly { operation: string }[];
  return calls.filter(({ operation }) => operation === "ListUserPools").length;
}

/** Runs `act` and waits for the explorer to ask for pools because of it. */
async function asksAfter(act: () => Thenable<unknown>): Promise<void> {
  const before = await pagesOfPools();
  await act();
  await eventually("the explorer to list the pools", async () =>
    (await pagesOfPools()) > before ? true : undefined,
  );
}

const run = (command: string, ...values: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`cognitoDebugger.${command}`, ...values);

describe("the explorer", () => {
  // A view that is shown again asks only for what it does not know any more.
  before(() =>
    asksAfter(async () => {
      await showView("cognitoDebugger.explorer.focus");
      await run("refreshExplorer");
    }),
  );

  it("asks again on refresh, also while the last answer is on its way", async () => {
    await asksAfter(() =>
      Promise.all([run("refreshExplorer"), run("refreshExplorer")]),
    );
  });

  it("asks nothing for arguments that are no node of its own", async () => {
    await wait(500);
    const before = await pagesOfPools();
    for (const argument of [{}, { kind: "load-more" }, "id", 7, null])
      for (const command of ["loadMore", "retry", "copyId", "copyArn"])
        await run(command, argument);
    await wait(500);
    assert.equal(await pagesOfPools(), before);
  });
});
