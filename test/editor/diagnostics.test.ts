/** Lint while typing, as a user meets it: squiggles that follow the text, quick fixes that mend it, pages that explain it. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually } from "./support/eventually.ts";

const handlers = {
  javascript: `exports.handler = async (event) => {
  event.response.autoConfirmUser = "true";
  return event;
};
`,
  typescript: `import type { PreSignUpTriggerHandler } from "aws-lambda";

export const handler: PreSignUpTriggerHandler = async (event) => {
  event.response.autoConfirmUser = "true" as never;
  return event;
};
`,
  python: `def handler(event, context):
    event["response"]["autoConfirmUser"] = "true"
    return event
`,
} as const;

const found = (document: vscode.TextDocument): readonly vscode.Diagnostic[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "Cognito");

const ruleOf = ({ code }: vscode.Diagnostic): unknown =>
  typeof code === "object" ? code.value : code;

async function open(
  language: string,
  content: string,
): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({
    language,
    content,
  });
  await vscode.window.showTextDocument(document);
  return document;
}

/** The workspace's handler, shown, and where another file of the workspace lies. */
async function openBeside(path: string): Promise<{
  readonly document: vscode.TextDocument;
  readonly file: vscode.Uri;
}> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const handler = vscode.Uri.joinPath(folder.uri, "src/pre-sign-up/index.js");
  const document = await vscode.workspace.openTextDocument(handler);
  await vscode.window.showTextDocument(document);
  return { document, file: vscode.Uri.joinPath(folder.uri, path) };
}

async function type(
  document: vscode.TextDocument,
  before: string,
  after: string,
): Promise<void> {
  const start = document.getText().indexOf(before);
  assert.notEqual(start, -1, `There is no ${before} in the text.`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(
      document.positionAt(start),
      document.positionAt(start + before.length),
    ),
    after,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

interface Folder {
  readonly place: (name: string) => vscode.Uri;
  readonly write: (name: string, text: string) => Thenable<void>;
}

/** Of the workspace. */
function folderOf(...path: readonly string[]): Folder {
  const [workspace] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(workspace);
  const place = (name: string): vscode.Uri =>
    vscode.Uri.joinPath(workspace.uri, ...path, name);
  return {
    place,
    write: (name, text) =>
      vscode.workspace.fs.writeFile(
        place(name),
        new TextEncoder().encode(text),
      ),
  };
}

/** A handler with one fault of its own, and another where its flag.js exports a text. */
async function openImporting({
  place,
  write,
}: Folder): Promise<vscode.TextDocument> {
  const name = "pre-sign-up.js";
  await write(
    name,
    `const { confirmed } = require("./flag");
exports.handler = async (event) => {
  event.response.autoConfirmUser = confirmed;
  event.response.autoVerifyEmail = "true";
  return event;
};
`,
  );
  const handler = await vscode.workspace.openTextDocument(place(name));
  await vscode.window.showTextDocument(handler);
  return handler;
}

const waitFor = (
  document: vscode.TextDocument,
  count: number,
): Promise<readonly vscode.Diagnostic[]> =>
  eventually(`${String(count)} findings`, () => {
    const diagnostics = found(document);
    return diagnostics.length === count ? diagnostics : undefined;
  });

const actionsFor = async (
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): Promise<readonly vscode.CodeAction[]> =>
  vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    diagnostic.range,
    vscode.CodeActionKind.QuickFix.value,
  );

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, "There is no such quick fix.");
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

describe("diagnostics", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand(
      "workbench.action.revertAndCloseActiveEditor",
    );
  });

  for (const [language, text] of Object.entries(handlers)) {
    it(`underline the text in a ${language} handler, and a quick fix mends it`, async () => {
      const document = await open(language, text);
      const [diagnostic] = await waitFor(document, 1);
      assert.ok(diagnostic);
      assert.equal(ruleOf(diagnostic), "response-field-type");
      assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
      assert.match(document.getText(diagnostic.range), /^"true"/);
      const actions = await actionsFor(document, diagnostic);
      const preferred = actions.filter(({ isPreferred }) => isPreferred);
      assert.equal(preferred.length, 1);
      await apply(preferred[0]);
      await waitFor(document, 0);
      assert.match(document.getText(), / = (true|True)/);
    });
  }

  it("follow typing", async () => {
    const document = await open("javascript", handlers.javascript);
    await waitFor(document, 1);
    await type(document, '"true"', "true");
    await waitFor(document, 0);
    await type(document, "true", '"yes"');
    const [diagnostic] = await waitFor(document, 1);
    assert.equal(diagnostic && document.getText(diagnostic.range), '"yes"');
  });

  it("stay in place while the text below is half typed", async () => {
    const document = await open("javascript", handlers.javascript);
    await waitFor(document, 1);
    const below = "  if (event.request.userAttributes.\n  return event;";
    await type(document, "  return event;", below);
    // Long enough for the check of the half-typed text.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [diagnostic] = found(document).filter(
      (each) => ruleOf(each) === "response-field-type",
    );
    assert.equal(diagnostic && document.getText(diagnostic.range), '"true"');
  });

  for (const [language, mark] of [
    ["javascript", "//"],
    ["python", "#"],
  ] as const) {
    it(`can be disabled for a line of ${language}`, async () => {
      const document = await open(language, handlers[language]);
      const [diagnostic] = await waitFor(document, 1);
      assert.ok(diagnostic);
      const actions = await actionsFor(document, diagnostic);
      await apply(
        actions.find(
          ({ title }) => title === "Disable response-field-type for this line",
        ),
      );
      await waitFor(document, 0);
      const comment = document.lineAt(1).text;
      assert.equal(
        comment.trim(),
        `${mark} cognito-disable-next-line response-field-type`,
      );
      assert.equal(
        /^\s*/.exec(comment)?.[0],
        /^\s*/.exec(document.lineAt(2).text)?.[0],
      );
    });
  }

  const twice = handlers.javascript.replace(
    "  return",
    '  if (event.request.userAttributes.email)\n    event.response.autoVerifyEmail = "true";\n  return',
  );

  it("of one rule are mended all at once", async () => {
    const document = await open("javascript", twice);
    const [diagnostic] = await waitFor(document, 2);
    assert.ok(diagnostic);
    const actions = await actionsFor(document, diagnostic);
    await apply(
      actions.find(
        ({ title }) => title === "Fix all response-field-type in this file",
      ),
    );
    await waitFor(document, 0);
    assert.doesNotMatch(document.getText(), /"true"/);
  });

  it("are mended by Fix All, which may run on save", async () => {
    const document = await open("javascript", twice);
    await waitFor(document, 2);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new vscode.Range(0, 0, document.lineCount, 0),
      "source.fixAll.cognitoDebugger",
    );
    assert.equal(actions.length, 1);
    await apply(actions[0]);
    await waitFor(document, 0);
  });

  it("go and come back with the setting", async () => {
    const document = await open("javascript", handlers.javascript);
    await waitFor(document, 1);
    const settings = vscode.workspace.getConfiguration("cognitoDebugger");
    try {
      await settings.update(
        "lint.enable",
        false,
        vscode.ConfigurationTarget.Workspace,
      );
      await waitFor(document, 0);
    } finally {
      await settings.update(
        "lint.enable",
        undefined,
        vscode.ConfigurationTarget.Workspace,
      );
    }
    await waitFor(document, 1);
  });

  it("take the level that the settings give their rule", async () => {
    const document = await open("javascript", handlers.javascript);
    await waitFor(document, 1);
    const settings = vscode.workspace.getConfiguration("cognitoDebugger");
    const setLevel = (level: string | undefined): Thenable<void> =>
      settings.update(
        "lint.rules",
        level && { "response-field-type": level },
        vscode.ConfigurationTarget.Workspace,
      );
    try {
      await setLevel("info");
      await eventually("a softer finding", () =>
        found(document).find(
          ({ severity }) => severity === vscode.DiagnosticSeverity.Information,
        ),
      );
      await setLevel("off");
      await waitFor(document, 0);
    } finally {
      await setLevel(undefined);
    }
    await waitFor(document, 1);
  });

  it("know a file's module system from its package.json", async () => {
    const { document, file } = await openBeside("src/pre-sign-up/package.json");
    const told = (): boolean =>
      found(document)
        .map(ruleOf)
        .includes("handler-export-matches-module-type");
    try {
      await vscode.workspace.fs.writeFile(
        file,
        new TextEncoder().encode('{ "type": "module" }'),
      );
      await eventually("the finding", () => told() || undefined);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await eventually("its end", () => !told() || undefined);
  });

  it("obey the project's configuration file, which tells its own mistakes", async () => {
    const { document, file } = await openBeside("cognito-debugger.config.json");
    const levels = (): readonly vscode.DiagnosticSeverity[] =>
      found(document)
        .filter((each) => ruleOf(each) === "response-field-type")
        .map(({ severity }) => severity);
    await eventually("the finding", () => levels()[0]);
    const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
    assert.deepEqual(levels(), [error]);
    try {
      await vscode.workspace.fs.writeFile(
        file,
        new TextEncoder().encode(
          '{ "rules": { "response-field-type": "warning", "no-such-rule": "off" } }',
        ),
      );
      await eventually(
        "the level of the file",
        () => levels()[0] === warning || undefined,
      );
      const problem = await eventually("the mistake", () =>
        vscode.languages.getDiagnostics(file).at(0),
      );
      assert.match(problem.message, /no rule "no-such-rule"/);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    await eventually(
      "the rule's own level",
      () => levels()[0] === error || undefined,
    );
    assert.deepEqual(vscode.languages.getDiagnostics(file), []);
  });

  it("follow what is typed in a file that the handler imports", async () => {
    const { place, write } = folderOf("src", "imported");
    await write("flag.js", "exports.confirmed = true;\n");
    try {
      const handler = await openImporting({ place, write });
      await waitFor(handler, 1);
      const flag = await vscode.workspace.openTextDocument(place("flag.js"));
      await type(flag, "true", '"true"');
      await waitFor(handler, 2);
      await type(flag, '"true"', "true");
      await waitFor(handler, 1);
      await flag.save();
    } finally {
      await vscode.workspace.fs.delete(place("."), { recursive: true });
    }
  });

  it("point to the place in the file that the handler imports", async () => {
    const { place, write } = folderOf("src", "marked");
    await write(
      "mark.js",
      'exports.mark = (response) => {\n  response.autoConfirmUser = "true";\n};\n',
    );
    await write(
      "pre-sign-up.js",
      `const { mark } = require("./mark");
exports.handler = async (event) => {
  mark(event.response);
  return event;
};
`,
    );
    try {
      const handler = await vscode.workspace.openTextDocument(
        place("pre-sign-up.js"),
      );
      await vscode.window.showTextDocument(handler);
      const [only] = await waitFor(handler, 1);
      assert.equal(only?.range.start.line, 2);
      assert.match(only.message, /It is in src\/marked\/mark\.js, line 2,/);
      const [related] = only.relatedInformation ?? [];
      assert.equal(
        related?.location.uri.toString(),
        place("mark.js").toString(),
      );
      assert.deepEqual(related.location.range, new vscode.Range(1, 29, 1, 35));
    } finally {
      await vscode.workspace.fs.delete(place("."), { recursive: true });
    }
  });

  it("follow a file that the handler imports when it changes on disk, open or not", async () => {
    const { place, write } = folderOf("src", "generated");
    try {
      const handler = await openImporting({ place, write });
      await waitFor(handler, 1);
      await write("flag.js", 'exports.confirmed = "true";\n');
      await waitFor(handler, 2);
      await write("flag.js", "exports.confirmed = true;\n");
      await waitFor(handler, 1);
    } finally {
      await vscode.workspace.fs.delete(place("."), { recursive: true });
    }
  });

  it("stand in a template as well, and follow its text", async () => {
    const { place, write } = folderOf();
    const permission = `  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref Welcome
      Principal: cognito-idp.amazonaws.com
`;
    await write(
      "pool.yaml",
      `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig:
        PostConfirmation: !GetAtt Welcome.Arn
  Welcome:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Code: { S3Bucket: code, S3Key: welcome.zip }
${permission}`,
    );
    try {
      const template = await vscode.workspace.openTextDocument(
        place("pool.yaml"),
      );
      await vscode.window.showTextDocument(template);
      await type(template, permission, "");
      const [problem] = await waitFor(template, 1);
      assert.ok(problem);
      assert.equal(ruleOf(problem), "iac-invoke-permission");
      assert.match(template.getText(problem.range), /PostConfirmation|Welcome/);
      await type(template, "Resources:\n", `Resources:\n${permission}`);
      await waitFor(template, 0);
      await template.save();
    } finally {
      await vscode.workspace.fs.delete(place("pool.yaml"));
    }
  });

  it("know the trigger from a project's own class around a function", async () => {
    const { place, write } = folderOf("infrastructure");
    await write(
      "app-function.ts",
      `import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
export class AppFunction extends NodejsFunction {
  constructor(scope, id, props) {
    super(scope, id, { handler: "main", ...props });
  }
}
`,
    );
    await write(
      "users-stack.ts",
      `import { UserPool, UserPoolOperation } from "aws-cdk-lib/aws-cognito";
import { AppFunction } from "./app-function";
const pool = new UserPool(this, "Users");
const step = new AppFunction(this, "Welcome", { entry: "infrastructure/work/step.ts" });
pool.addTrigger(UserPoolOperation.POST_CONFIRMATION, step);
`,
    );
    await write(
      "work/step.ts",
      `import { store } from "@acme/store";
export const main = async (event) => {
  try { await store.save(event.userName); } catch (error) { console.error(error); }
};
`,
    );
    try {
      const handler = await vscode.workspace.openTextDocument(
        place("work/step.ts"),
      );
      await vscode.window.showTextDocument(handler);
      const [problem] = await waitFor(handler, 1);
      assert.ok(problem);
      assert.equal(ruleOf(problem), "return-event");
    } finally {
      await vscode.workspace.fs.delete(place("."), { recursive: true });
    }
  });

  it("leave a handler of API Gateway alone", async () => {
    const document = await open(
      "javascript",
      "exports.handler = async (event) => {\n  const body = JSON.parse(event.body);\n  return { statusCode: 200, body: body.name };\n};\n",
    );
    const other = await open("python", handlers.python);
    await waitFor(other, 1);
    assert.deepEqual(found(document), []);
  });

  it("name the page of their rule, and it opens rendered", async () => {
    const document = await open("javascript", handlers.javascript);
    const [diagnostic] = await waitFor(document, 1);
    assert.ok(diagnostic && typeof diagnostic.code === "object");
    const { target } = diagnostic.code as { readonly target: vscode.Uri };
    await vscode.commands.executeCommand(
      "cognitoDebugger.showRule",
      "response-field-type",
    );
    await eventually("the page of the rule", () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(
          ({ input }) =>
            input instanceof vscode.TabInputCustom &&
            input.uri.toString() === target.toString(),
        ),
    );
    const page = await vscode.workspace.openTextDocument(target);
    assert.match(page.getText(), /docs\.aws\.amazon\.com\/cognito/);
  });
});
