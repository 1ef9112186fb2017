/** The command line over a project: configuration, templates, fixes, standard input, and every way to print. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readGrammar } from "../support/analyzer.ts";
import { runCommandLine, type Ran } from "../support/command-line.ts";

const bad = `exports.start = async (event) => {
  event.response.autoConfirmUser = "true";
  return event;
};
`;
const template = `Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  SignUp:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: main.start
      Runtime: nodejs24.x
      Events:
        SignUp: { Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: PreSignUp } }
`;
const silent = `exports.start = async (event) => {
  await greet(event);
};
`;
const old = `exports.start = (event, context, callback) => {
  event.response.autoConfirmUser = true;
  callback(null, event);
};
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cognito project "));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
const textOf = (path: string): Promise<string> =>
  readFile(join(folder, path), "utf8");

const command = (
  args: readonly string[],
  { colours = false, input = "" } = {},
): Promise<Ran> =>
  runCommandLine(folder, args, {
    colours,
    readInput: () => Promise.resolve(input),
  });
/** `file:line rule severity` of each finding. */
async function found(...args: readonly string[]): Promise<readonly string[]> {
  const { out } = await command(["lint", "--format", "json", ...args]);
  const { findings } = JSON.parse(out) as {
    readonly findings: readonly Readonly<Record<string, string | number>>[];
  };
  return findings.map(
    ({ file, line, rule, severity }) =>
      `${String(file)}:${String(line)} ${String(rule)} ${String(severity)}`,
  );
}

describe("templates", () => {
  it("make a handler of a file that says nothing itself", async () => {
    await write({ "src/main.js": silent });
    expect(await found(".")).toEqual([]);
    await write({ "template.yaml": template });
    expect(await found(".")).toEqual(["src/main.js:3 return-event error"]);
  });

  it("count also when they lie above what is checked", async () => {
    await write({ "template.yaml": template, "src/main.js": silent });
    expect(await found("src")).toHaveLength(1);
    expect(await found("src/main.js")).toHaveLength(1);
  });

  it("name the runtime, which is told there too where the code does not fit", async () => {
    await write({ "template.yaml": template, "src/main.js": old });
    expect(await found(".")).toEqual([
      "src/main.js:1 no-three-param-handler error",
      "template.yaml:8 iac-runtime-vs-code error",
    ]);
    expect(await found("--node-runtime", "20", ".")).toEqual([
      "src/main.js:1 no-three-param-handler info",
    ]);
  });

  it.each(["", `export const handler = async () => {};`])(
    "are programs too, once each: %j",
    async (more) => {
      await write({
        "stack.ts": `const a = new Function(this, "A", options);
new CfnUserPool(this, "Pool", { lambdaConfig: { preSignUp: a.functionArn } });
${more}`,
      });
      expect(await found(".")).toEqual([
        "stack.ts:2 iac-invoke-permission error",
      ]);
    },
  );

  it("name the export that Lambda looks for", async () => {
    const other = bad.replace("start", "handler").replace('"true"', "true");
    await write({ "template.yaml": template, "src/main.js": other });
    expect(await found(".")).toEqual([
      "src/main.js:1 handler-export-matches-module-type error",
    ]);
    for (const more of [
      "exports.start = exports.handler;\n",
      'Object.assign(exports, require("./other"));\n',
      "exports[process.env.NAME] = exports.handler;\n",
    ]) {
      await write({ "src/main.js": `${other}${more}` });
      expect(await found(".")).toEqual([]);
    }
  });

  it("deploy a package, whose type decides what a file may export", async () => {
    const good = bad.replace('"true"', "true");
    await write({ "template.yaml": template, "src/main.js": good });
    expect(await found(".")).toEqual([]);
    await write({ "package.json": '{ "type": "module" }' });
    expect(await found(".")).toEqual([]);
    await write({ "src/package.json": '{ "type": "module" }' });
    expect(await found(".")).toEqual([
      "src/main.js:1 handler-export-matches-module-type error",
    ]);
    await command(["lint", "--fix", "."]);
    expect(await found(".")).toEqual([]);
    expect(await textOf("src/main.js")).toContain("export const start =");
  });

  it("are checked by themselves", async () => {
    await write({
      "main.tf": `resource "aws_cognito_user_pool" "p" {
  lambda_config {
    pre_sign_up = aws_lambda_function.f.arn
  }
}
resource "aws_lambda_function" "f" {
  function_name = "f"
}
`,
    });
    expect(await found(".")).toEqual(["main.tf:3 iac-invoke-permission error"]);
    await command(["lint", "--fix", "."]);
    expect(await found(".")).toEqual([]);
    expect(await textOf("main.tf")).toContain("aws_lambda_permission");
  });
});

describe("the configuration", () => {
  const config = "cognito-debugger.config.json";

  it("decides the level of a rule and leaves files alone", async () => {
    await write({
      "pre-sign-up/index.js": bad,
      "old/pre-sign-up.js": bad,
      [config]: JSON.stringify({
        rules: { "response-field-type": "warning" },
        ignore: ["old"],
      }),
    });
    expect(await found(".")).toEqual([
      "pre-sign-up/index.js:2 response-field-type warning",
    ]);
    expect(await found("pre-sign-up")).toHaveLength(1);
    expect(await found("--rule", "response-field-type=info", ".")).toEqual([
      "pre-sign-up/index.js:2 response-field-type info",
    ]);
  });

  it("may be another file", async () => {
    await write({
      "pre-sign-up/index.js": bad,
      [config]: JSON.stringify({ rules: { "response-field-type": "info" } }),
      "ci/lint.json": JSON.stringify({
        rules: { "response-field-type": "off" },
      }),
    });
    expect(await found("--config", "ci/lint.json", ".")).toEqual([]);
    const { code, complaints } = await command([
      ...["lint", "--config", "ci/gone.json", "."],
    ]);
    expect(code).toBe(2);
    expect(complaints).toEqual(["ci/gone.json does not exist."]);
  });

  it("that is stated counts its patterns from the working folder, wherever it lies", async () => {
    const stated = `\uFEFF${JSON.stringify({ ignore: ["old/**"] })}`;
    await write({
      ".git/HEAD": "",
      "app/old/pre-sign-up.js": bad,
      "app/pre-sign-up.js": bad,
      "ci/lint.json": stated,
      "app/lint.json": stated,
    });
    const inApp = join(folder, "app");
    for (const path of ["lint.json", "../ci/lint.json"]) {
      const { out } = await runCommandLine(inApp, [
        ...["lint", "--config", path, "."],
      ]);
      expect(out).toContain("pre-sign-up.js");
      expect(out).not.toContain("old/");
    }
  });

  it("that is wrong fails the run with a sentence", async () => {
    const wrong = '{\n  "rules": { "retrun-event": 1 }\n}';
    await write({ "a.js": "", [config]: wrong, "lint.json": wrong });
    const { code, complaints } = await command(["lint", "."]);
    expect(code).toBe(2);
    expect(complaints).toEqual([
      'cognito-debugger.config.json:2: There is no rule "retrun-event"; did you mean "return-event"? Run cognito-debugger rules to list them.',
    ]);
    const stated = await command(["lint", "--config", "lint.json", "."]);
    expect(stated.code).toBe(2);
    expect(stated.complaints[0]).toMatch(/^lint\.json:2: There is no rule/);
  });
});

describe("options", () => {
  it("--rule leaves only what it names", async () => {
    await write({ "pre-sign-up/index.js": bad });
    expect(await found("--rule", "return-event", ".")).toEqual([]);
    expect(await found("--rule", "response-field-type", ".")).toHaveLength(1);
  });

  it("--trigger names the trigger of every handler", async () => {
    await write({ "main.js": silent.replace("start", "handler") });
    expect(await found(".")).toEqual([]);
    expect(
      await found("--trigger=PostConfirmation", "--rule=return-event", "."),
    ).toEqual(["main.js:3 return-event error"]);
  });

  it("--max-warnings fails the run", async () => {
    await write({ "pre-sign-up.js": bad });
    const level = "--rule=response-field-type=warning";
    expect((await command(["lint", level, "."])).code).toBe(0);
    expect(
      (await command(["lint", level, "--max-warnings", "1", "."])).code,
    ).toBe(0);
    const { code, complaints } = await command([
      ...["lint", level, "--max-warnings", "0", "."],
    ]);
    expect(code).toBe(1);
    expect(complaints).toEqual(["Warnings: 1. Allowed are 0."]);
  });

  it("--fix writes what needs no choice, and keeps a byte order mark", async () => {
    await write({ "pre-sign-up.js": `\uFEFF${bad}`, "post-auth.js": bad });
    const { code, complaints } = await command(["lint", "--fix", "."]);
    expect(await textOf("pre-sign-up.js")).toBe(
      `\uFEFF${bad.replace('"true"', "true")}`,
    );
    expect(await textOf("post-auth.js")).toContain("autoConfirmUser");
    expect(complaints[0]).toMatch(/^Fixed \d+ of the findings\.$/);
    expect(code).toBe((await command(["lint", "."])).code);
  });

  it("--fix keeps the line ends of a file", async () => {
    const crlf = bad.replace("start", "handler").replaceAll("\n", "\r\n");
    await write({
      "pre-sign-up.js": crlf.replace("  return event;\r\n", ""),
    });
    await command(["lint", "--fix", "."]);
    const text = await textOf("pre-sign-up.js");
    expect(text).toContain("return event;");
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it("--fix leaves a file alone that is not UTF-8, says so, and mends the others", async () => {
    await write({ "pre-sign-up.js": bad, "b/pre-sign-up.js": bad });
    const latin = Buffer.from(`// caf\u00e9\n${bad}`, "latin1");
    await writeFile(join(folder, "b/pre-sign-up.js"), latin);
    const { code, complaints } = await command(["lint", "--fix", "."]);
    expect(await readFile(join(folder, "b/pre-sign-up.js"))).toEqual(latin);
    expect(await textOf("pre-sign-up.js")).not.toContain('"true"');
    expect(complaints).toContain(
      "b/pre-sign-up.js was not mended: it is not UTF-8, or was changed meanwhile.",
    );
    expect(code).toBe(2);
  });

  it("--stdin follows imports", async () => {
    await write({ "src/flag.js": 'exports.flag = "yes";\n' });
    const { out } = await command(
      [...["lint", "--stdin", "--stdin-filename", "src/pre-sign-up.js"]],
      {
        input: `const { flag } = require("./flag");\n${bad.replace('"true"', "flag")}`,
      },
    );
    expect(out).toContain('this is the text "yes"');
  });

  it("--stdin checks the text as the file it would be", async () => {
    await write({ "template.yaml": template });
    const name = ["--stdin", "--stdin-filename", "src/main.js"];
    const { code, out } = await command(["lint", ...name], { input: silent });
    expect(code).toBe(1);
    expect(out).toContain("src/main.js");
    expect(out).toContain("[return-event]");
    const other = await command(
      ["lint", "--stdin", "--stdin-filename", "a.txt"],
      { input: silent },
    );
    expect(other.code).toBe(2);
  });
});

describe("what is printed", () => {
  it("for people shows the line and marks the place", async () => {
    await write({ "pre-sign-up.js": bad.replace("  event", "\tevent") });
    const { out } = await command(["lint", "."]);
    expect(out).toContain(
      `      2 |  event.response.autoConfirmUser = "true";\n        |${" ".repeat(35)}^^^^^^\n`,
    );
    expect(out).not.toContain("\u001b");
  });

  it("has colours for a terminal, and nothing else of a file's own", async () => {
    await write({
      "pre-sign-up.js": bad.replace('"true"', '"\u001b[31m\u202e"'),
    });
    const { out } = await command(["lint", "."], { colours: true });
    expect(out).toContain("\u001b[31merror");
    expect(out).not.toContain("\u202e");
    expect(out.split('"\\u001b[31m')).toHaveLength(3);
  });

  it("shows of a very long line what matters", async () => {
    await write({ "pre-sign-up.js": bad.replaceAll(/\n */g, " ".repeat(200)) });
    const { out } = await command(["lint", "."]);
    expect(out).toMatch(/\n +1 \| .{0,120}"true".*\n +\| +\^{6}\n/);
  });

  it("names the other file in which a fault stands", async () => {
    await write({
      "src/pre-sign-up.js":
        'import { mark } from "./mark.js";\nexport const handler = async (event) => {\n  mark(event.response);\n  return event;\n};\n',
      "src/mark.js":
        'export function mark(response) {\n  response.autoConfirmUser = "true";\n}\n',
    });
    const { out: pretty } = await command(["lint", "."]);
    expect(pretty).toContain("It is in src/mark.js, line 2,");
    expect(pretty).toMatch(
      /mark\(event\.response\).*\n.* \^{20}\n {4}src\/mark\.js:2:30\n/,
    );
    const place = { line: 2, column: 30, endLine: 2, endColumn: 36 };
    const json = JSON.parse(
      (await command(["lint", "--format", "json", "."])).out,
    ) as { readonly findings: readonly unknown[] };
    expect(json.findings).toEqual([
      expect.objectContaining({
        file: "src/pre-sign-up.js",
        line: 3,
        elsewhere: { file: "src/mark.js", ...place },
      }),
    ]);
    const { out: sarif } = await command(["lint", "--format", "sarif", "."]);
    expect(sarif.replaceAll(/\s+/g, "")).toContain(
      '"relatedLocations":[{"id":0,"physicalLocation":{"artifactLocation":{"uri":"src/mark.js"},"region":{"startLine":2,"startColumn":30,"endLine":2,"endColumn":36}}',
    );
  });

  it("for GitHub is a workflow command, safe from what is in the message", async () => {
    await write({
      "a,b: %/pre-sign-up.js": bad.replace('"true"', '"x\u2028%0A::error::"'),
    });
    const { out } = await command(["lint", "--format", "github", "."]);
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^::error file=a%2Cb%3A %25\/pre-sign-up\.js,line=2,endLine=2,col=36,endColumn=\d+,title=response-field-type::/,
    );
    expect(lines[0]).toContain("%250A");
  });

  it("for GitHub names files from the checkout on, wherever it runs", async () => {
    await write({ "apps/shop/pre-sign-up.js": bad });
    const inShop = join(folder, "apps", "shop");
    const run = (format: string, path: string, checkout: string) =>
      runCommandLine(inShop, ["lint", "--format", format, path], {
        variables: { GITHUB_WORKSPACE: checkout },
      });
    const named = /^::error file=apps\/shop\/pre-sign-up\.js,/;
    expect((await run("github", ".", folder)).out).toMatch(named);
    expect((await run("github", inShop, folder)).out).toMatch(named);
    expect((await run("sarif", ".", folder)).out).toContain(
      '"uri":"apps/shop/pre-sign-up.js"',
    );
    // Another checkout is none of this file's.
    const outside = join(folder, "apps", "shop-two");
    expect((await run("github", ".", outside)).out).toMatch(
      /^::error file=pre-sign-up\.js,/,
    );
    expect((await run("sarif", inShop, outside)).out).toContain(
      `"uri":"${pathToFileURL(join(inShop, "pre-sign-up.js")).href}"`,
    );
  });

  it("as a table of rules names those over templates too", async () => {
    const { code, out } = await command(["rules"]);
    expect(code).toBe(0);
    expect(out).toMatch(/^return-event {2,}error {4}Every path/m);
    expect(out).toMatch(/^iac-invoke-permission {2,}error {4}/m);
  });
});

describe("files that hold no handler", () => {
  it("are counted, and nothing of them is parsed", async () => {
    const files: Record<string, string> = {};
    for (let index = 0; index < 30; index++)
      files[`src/${String(index)}.ts`] =
        "export const f = (request: Request) => ({ statusCode: 200 });\n";
    await write(files);
    const asked: string[] = [];
    const { out } = await runCommandLine(folder, ["lint", "."], {
      readAsset: (name) => {
        asked.push(name);
        return readGrammar(name);
      },
    });
    expect(out).toBe("Nothing found in 30 files.\n");
    expect(asked).toEqual([]);
  });
});

describe("a file beyond 1 MB", () => {
  const huge = `${bad}// ${"x".repeat(1_000_001 - bad.length - 3)}`;

  it("is passed over in a folder, which is said of what may be a bundle", async () => {
    await write({
      "pre-sign-up/bundle.js": huge,
      "pre-sign-up/data.json": huge,
      "pre-sign-up/index.js": huge.slice(0, -1),
    });
    const { out, complaints } = await command(["lint", "."]);
    expect(out).toMatch(/^pre-sign-up\/index\.js\n.* in 1 file\.$/ms);
    expect(complaints).toEqual([
      "pre-sign-up/bundle.js was skipped: it is larger than 1 MB.",
    ]);
  });

  it("is checked where it is named, in whatever order", async () => {
    await write({ "pre-sign-up/bundle.js": huge });
    const named = ["pre-sign-up/bundle.js", "pre-sign-up"];
    for (const paths of [named.slice(0, 1), named, named.toReversed()])
      expect(await found(...paths)).toEqual([
        "pre-sign-up/bundle.js:2 response-field-type error",
      ]);
  });
});
