/** Hovers over tokens and the inspector's commands, inside the editor. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { accessClaims, idClaims, unsigned } from "../core/tokens/sign.ts";
import { eventually } from "./support/eventually.ts";

const now = Math.floor(Date.now() / 1000);
const signature = "A".repeat(342);
const fresh = { iat: now - 600, auth_time: now - 600, exp: now + 3000 };
const header = { kid: "k", alg: "RS256" };
const access = unsigned({ ...accessClaims, ...fresh }, header, signature);
const id = unsigned(
  { ...idClaims, ...fresh, exp: now - 180 },
  header,
  signature,
);

async function open(
  content: string,
  language = "plaintext",
): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ content, language }),
  );
}

async function hoverAt(
  { document }: vscode.TextEditor,
  offset: number,
): Promise<vscode.MarkdownString | undefined> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    document.positionAt(offset),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .find(
      (content): content is vscode.MarkdownString =>
        content instanceof vscode.MarkdownString &&
        content.value.includes("token"),
    );
}

const inspectorTabs = (): readonly vscode.Tab[] =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        input instanceof vscode.TabInputWebview &&
        input.viewType.includes("token-panel"),
    );

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

describe("tokens", () => {
  afterEach(closeAll);

  for (const [language, text] of [
    ["plaintext", `Authorization: Bearer ${access}`],
    ["json", `{"AccessToken":"${access}"}`],
    ["ini", `token=${access}`],
    ["sql", `-- ${access}`],
    ["markdown", `Look: ${access}.`],
    ["rust", `let token = "${access}";`],
  ] as const)
    it(`are explained where the mouse rests, in ${language}`, async () => {
      const editor = await open(text, language);
      const at = text.indexOf("eyJ");
      const hover = await eventually("the hover", () =>
        hoverAt(editor, at + 30),
      );
      assert.match(
        hover.value,
        /\*\*Access token\*\* · Expires in \d+ minutes/,
      );
      assert.match(hover.value, /eu\\-central\\-1\\_aBcDeF123/);
      assert.equal(await hoverAt(editor, 0), at === 0 ? hover : undefined);
    });

  it("say how long ago they expired", async () => {
    const editor = await open(id);
    const hover = await hoverAt(editor, 5);
    assert.match(
      hover?.value ?? "",
      /\*\*ID token\*\* · Expired \d minutes ago/,
    );
  });

  it("keep the links of a hover to commands that carry a place, neither token nor claim", async () => {
    const editor = await open(`x ${access}`);
    const hover = await hoverAt(editor, 10);
    assert.ok(hover);
    assert.deepEqual(hover.isTrusted, {
      enabledCommands: [
        "cognitoDebugger.decodeToken",
        "cognitoDebugger.verifyToken",
        "cognitoDebugger.copyTokenClaims",
        "cognitoDebugger.findTokenUser",
        "cognitoDebugger.findTokenClient",
      ],
    });
    const links = [...hover.value.matchAll(/\]\((command:[^ )]*)/g)].map(
      ([, link = ""]) => decodeURIComponent(link),
    );
    assert.equal(links.length, 5);
    for (const claim of Object.values(accessClaims))
      for (const link of links) assert.ok(!link.includes(String(claim)));
    for (const part of access.split("."))
      for (const text of [hover.value, ...links])
        assert.ok(!text.includes(part.slice(0, 12)));
    assert.ok(!hover.supportHtml);
  });

  it("cannot write Markdown into the hover", async () => {
    const attack = "[x](command:workbench.action.terminal.new) <b>|\n# y";
    const editor = await open(
      unsigned({ ...accessClaims, ...fresh, username: attack, [attack]: 1 }),
    );
    const { value = "" } = (await hoverAt(editor, 5)) ?? {};
    assert.match(value, /terminal\\\.new/);
    assert.doesNotMatch(value, /\]\(command:workbench/);
    assert.doesNotMatch(value, /<b>|^# y/m);
  });

  it("are left alone when the setting is off", async () => {
    const editor = await open(access);
    const configuration = vscode.workspace.getConfiguration("cognitoDebugger");
    await configuration.update(
      "tokens.hover",
      false,
      vscode.ConfigurationTarget.Global,
    );
    try {
      await eventually("no hover", async () =>
        (await hoverAt(editor, 5)) === undefined ? true : undefined,
      );
    } finally {
      await configuration.update(
        "tokens.hover",
        undefined,
        vscode.ConfigurationTarget.Global,
      );
    }
    assert.ok(await eventually("the hover", () => hoverAt(editor, 5)));
  });

  it("that are cut over lines are one token", async () => {
    const lines = access.match(/.{1,70}/g) ?? [];
    const editor = await open(["first", ...lines, "", "last"].join("\n"));
    const inThirdLine = editor.document.offsetAt(new vscode.Position(3, 10));
    const hover = await hoverAt(editor, inThirdLine);
    assert.match(hover?.value ?? "", /\*\*Access token\*\*/);
  });

  it("under the cursor open in one inspector, whose title says nothing of them", async () => {
    const editor = await open(`x ${access}`);
    editor.selection = new vscode.Selection(0, 10, 0, 10);
    await vscode.commands.executeCommand("cognitoDebugger.decodeToken");
    const [tab] = await eventually("the inspector", () =>
      inspectorTabs().length > 0 ? inspectorTabs() : undefined,
    );
    assert.equal(tab?.label, "Token Inspector");
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand("cognitoDebugger.decodeToken", {
      kind: "document",
      uri: editor.document.uri.toString(),
      offset: 2,
    });
    assert.equal(inspectorTabs().length, 1);
  });

  it("on the clipboard are decoded when nothing else is meant", async () => {
    await open("no token here");
    await vscode.env.clipboard.writeText(`Bearer ${access}`);
    await vscode.commands.executeCommand("cognitoDebugger.decodeToken");
    await eventually("the inspector", () =>
      inspectorTabs().length === 1 ? true : undefined,
    );
    await vscode.env.clipboard.writeText("");
  });

  it("give their claims to the clipboard", async () => {
    const editor = await open(`x ${access}`);
    await vscode.commands.executeCommand("cognitoDebugger.copyTokenClaims", {
      kind: "document",
      uri: editor.document.uri.toString(),
      offset: 2,
    });
    const copied = await vscode.env.clipboard.readText();
    assert.deepEqual(JSON.parse(copied), { ...accessClaims, ...fresh });
    await vscode.env.clipboard.writeText("");
  });

  it("are compared in the diff editor, and forgotten when it closes", async () => {
    await open(`before: ${access}\nafter: ${id}\n`);
    await vscode.commands.executeCommand("cognitoDebugger.compareTokens");
    const tab = await eventually("the diff editor", () => {
      const active = vscode.window.tabGroups.activeTabGroup.activeTab;
      return active?.input instanceof vscode.TabInputTextDiff
        ? active.input
        : undefined;
    });
    const read = async (uri: vscode.Uri): Promise<string> =>
      (await vscode.workspace.openTextDocument(uri)).getText();
    assert.match(await read(tab.original), /"token_use": "access"/);
    const after = await read(tab.modified);
    assert.match(after, /"exp": "\d+ minutes after it was issued"/);
    for (const { path } of [tab.original, tab.modified])
      assert.match(path, /^\/\d+\.json$/);
    await closeAll();
    await eventually("the texts to be forgotten", async () => {
      const open = vscode.workspace.textDocuments.some(
        ({ uri }) => uri.toString() === tab.modified.toString(),
      );
      if (open) return undefined;
      return (await read(tab.modified)).startsWith("This comparison is over")
        ? true
        : undefined;
    });
  });

  it("open nothing when the selection holds none", async () => {
    const editor = await open("no token here");
    editor.selection = new vscode.Selection(0, 0, 0, 8);
    await vscode.commands.executeCommand("cognitoDebugger.decodeToken");
    await vscode.commands.executeCommand("cognitoDebugger.decodeToken", {
      kind: "document",
      uri: editor.document.uri.toString(),
      offset: 3,
    });
    assert.deepEqual(inspectorTabs(), []);
  });
});
