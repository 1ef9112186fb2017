/** What stands beside a handler's code: the trigger's lens and hint, hovers and completion of members of the event. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./support/eventually.ts";

/** `|` marks the place that is asked about. */
async function open(
  language: string,
  marked: string,
): Promise<{
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}> {
  const document = await vscode.workspace.openTextDocument({
    language,
    content: marked.replace("|", ""),
  });
  await vscode.window.showTextDocument(document);
  return { document, position: document.positionAt(marked.indexOf("|")) };
}

const javascript = `exports.handler = async (event) => {
  event.response.auto|ConfirmUser = true;
  return event;
};
`;

async function hoverIn(language: string, marked: string): Promise<string> {
  const { document, position } = await open(language, marked);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) =>
      content instanceof vscode.MarkdownString ? content.value : "",
    )
    .join("\n");
}

async function offeredIn(
  language: string,
  marked: string,
): Promise<readonly string[]> {
  const { document, position } = await open(language, marked);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
  );
  // Ours say of which trigger they are; the language's own services answer too.
  return items.flatMap(({ label }) =>
    typeof label === "object" && label.description === "PreSignUp"
      ? [label.label]
      : [],
  );
}

const lensesOf = (
  document: vscode.TextDocument,
): Promise<readonly vscode.CodeLens[]> =>
  eventually("the lens", async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      10,
    );
    const ours = lenses.filter(({ command }) =>
      command?.title.startsWith("Cognito trigger:"),
    );
    return ours.length > 0 ? ours : undefined;
  });

describe("trigger help", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand(
      "workbench.action.revertAndCloseActiveEditor",
    );
  });

  it("explains a member of the answer", async () => {
    const text = await hoverIn("javascript", javascript);
    assert.match(text, /PreSignUp.*event\.response\.autoConfirmUser/);
    assert.match(text, /Type: boolean\./);
    assert.match(text, /docs\.aws\.amazon\.com\/cognito/);
  });

  it("explains a member of the request through another name, in Python", async () => {
    const text = await hoverIn(
      "python",
      `def pre_sign_up_handler(event, context):
    attributes = event["request"]["userAttributes"]
    if attributes.get("email_ver|ified") == "true":
        event["response"]["autoConfirmUser"] = True
    return event
`,
    );
    assert.match(text, /event\.request\.userAttributes\.email_verified/);
    assert.match(text, /Type: string\./);
  });

  it("explains a member where its object is written or taken apart", async () => {
    const line = "  event.response.auto|ConfirmUser = true;";
    assert.ok(javascript.includes(line));
    for (const other of [
      "  event.response = { auto|ConfirmUser: true };",
      "  const { auto|ConfirmUser } = event.response;",
    ])
      assert.match(
        await hoverIn(
          "javascript",
          `// cognito-trigger: PreSignUp\n${javascript.replace(line, other)}`,
        ),
        /event\.response\.autoConfirmUser/,
      );
  });

  it("explains and completes members in a helper that is handed the event", async () => {
    const helper = (line: string): string => `function confirm(e) {
  ${line}
}
exports.handler = async (event) => {
  event.response.autoVerifyEmail = false;
  confirm(event);
  return event;
};
`;
    assert.match(
      await hoverIn(
        "javascript",
        helper("e.response.auto|ConfirmUser = true;"),
      ),
      /PreSignUp.*event\.response\.autoConfirmUser/,
    );
    assert.deepEqual(
      (
        await offeredIn("javascript", helper("e.response.| = true;"))
      ).toSorted(),
      ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"],
    );
  });

  it("names members as Powertools' data classes do", async () => {
    const text = `from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import PreSignUpTriggerEvent

@event_source(data_class=PreSignUpTriggerEvent)
def handler(event: PreSignUpTriggerEvent, context):
    event.response.auto_con|firm_user = True
    return event.raw_event
`;
    assert.match(
      await hoverIn("python", text),
      /event\.response\.autoConfirmUser/,
    );
    assert.deepEqual(
      await offeredIn("python", text.replace("auto_con|firm_user = True", "|")),
      ["auto_confirm_user", "auto_verify_email", "auto_verify_phone"],
    );
  });

  it("says nothing about the same words elsewhere", async () => {
    const text = await hoverIn(
      "javascript",
      "exports.handler = async (event) => {\n  const body = JSON.parse(event.body);\n  return { statusCode: 200, body: event.response.auto|ConfirmUser };\n};\n",
    );
    assert.doesNotMatch(text, /AWS documentation/);
  });

  for (const [language, marked] of [
    ["javascript", javascript.replace("auto|ConfirmUser = true;", "|")],
    [
      "typescript",
      `import type { PreSignUpTriggerEvent } from "aws-lambda";
export const handler = async (event: PreSignUpTriggerEvent) => {
  event.response.|
  return event;
};
`,
    ],
    [
      "python",
      `def pre_sign_up_handler(event, context):
    event["response"]["autoVerifyEmail"] = True
    event["response"]["|"]
    return event
`,
    ],
  ] as const) {
    it(`offers the members of the answer in ${language}`, async () => {
      const text = marked.includes("PreSignUp")
        ? marked
        : `// cognito-trigger: PreSignUp\n${marked}`;
      assert.deepEqual(await offeredIn(language, text), [
        "autoConfirmUser",
        "autoVerifyEmail",
        "autoVerifyPhone",
      ]);
    });
  }

  it("offers the members in an object that is being written", async () => {
    assert.deepEqual(
      await offeredIn(
        "javascript",
        `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  event.response = { ...event.response, | };
  return event;
};
`,
      ),
      ["autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone"],
    );
  });

  it("offers the texts that a member may be", async () => {
    const sources = [
      "PreSignUp_AdminCreateUser",
      "PreSignUp_ExternalProvider",
      "PreSignUp_SignUp",
    ];
    assert.deepEqual(
      await offeredIn(
        "python",
        `def pre_sign_up_handler(event, context):
    if event["triggerSource"] == "|":
        event["response"]["autoConfirmUser"] = True
    return event
`,
      ),
      sources,
    );
    assert.deepEqual(
      await offeredIn(
        "javascript",
        `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  switch (event.triggerSource) {
    case "|":
      event.response.autoConfirmUser = true;
  }
  return event;
};
`,
      ),
      sources,
    );
    const { document, position } = await open(
      "javascript",
      `// cognito-trigger: DefineAuthChallenge
exports.handler = async (event) => {
  event.response.challengeName = |;
  return event;
};
`,
    );
    const { items } =
      await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        position,
      );
    assert.ok(
      items.some(({ insertText }) => insertText === '"CUSTOM_CHALLENGE"'),
    );
  });

  it("names the trigger above the handler, and a comment changes it", async () => {
    const { document } = await open("javascript", javascript);
    const [lens] = await lensesOf(document);
    assert.equal(lens?.command?.title, "Cognito trigger: PreSignUp");
    assert.equal(lens.range.start.line, 0);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(
      document.uri,
      new vscode.Position(0, 0),
      "// cognito-trigger: PostConfirmation\n",
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    await eventually("the other trigger", async () => {
      const [changed] = await lensesOf(document);
      return changed?.command?.title === "Cognito trigger: PostConfirmation"
        ? changed
        : undefined;
    });
  });

  it("hints at the trigger only when asked to", async () => {
    const { document } = await open("javascript", javascript);
    const hints = async (): Promise<readonly vscode.InlayHint[]> =>
      vscode.commands.executeCommand<vscode.InlayHint[]>(
        "vscode.executeInlayHintProvider",
        document.uri,
        new vscode.Range(0, 0, document.lineCount, 0),
      );
    await lensesOf(document);
    assert.deepEqual(
      (await hints()).filter(({ label }) => label === "PreSignUp"),
      [],
    );
    const settings = vscode.workspace.getConfiguration("cognitoDebugger");
    try {
      await settings.update(
        "lint.triggerHint",
        true,
        vscode.ConfigurationTarget.Workspace,
      );
      await eventually("the hint", async () =>
        (await hints()).find(({ label }) => label === "PreSignUp"),
      );
    } finally {
      await settings.update(
        "lint.triggerHint",
        undefined,
        vscode.ConfigurationTarget.Workspace,
      );
    }
  });
});
