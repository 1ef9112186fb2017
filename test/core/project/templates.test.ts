/** Rules over templates by their own examples, their fixes, and handlers that stand in a template. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { Finding } from "../../../src/core/analysis/finding.ts";
import { explainRule } from "../../../src/core/analysis/rules/catalogue.ts";
import { templateRules } from "../../../src/core/analysis/rules/template-rules.ts";
import { disableComment } from "../../../src/core/analysis/suppressions.ts";
import { lintTemplate } from "../../../src/core/project/lint-template.ts";
import { readProject } from "../../../src/core/project/project.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

const lint = (
  path: string,
  text: string,
  code: ReadonlyMap<string, readonly Finding[]> = new Map(),
): Promise<readonly Finding[]> =>
  lintTemplate(analyzer, readProject([{ path, text }]), path, code);

const told = (findings: readonly Finding[], text: string): readonly string[] =>
  findings.map(
    ({ rule, range }) => `${rule}: ${text.slice(range.start, range.end)}`,
  );

describe.each(templateRules)("$id", (rule) => {
  test("has a page", () => {
    expect(explainRule(rule.id)).toContain(rule.title);
  });

  test.each(
    rule.examples.map((example) => ({ ...example, name: example.language })),
  )("its examples in $name", async ({ path, bad, good, code }) => {
    const findingsFor = async (
      runtime: string,
    ): Promise<ReadonlyMap<string, readonly Finding[]>> => {
      if (code === undefined) return new Map();
      const { findings } = await analyzer.analyze(
        { path: code.path, languageId: "javascript", text: code.text },
        { runtime, triggers: ["PreSignUp"] },
      );
      return new Map([[code.path, findings]]);
    };
    const found = await lint(path, bad, await findingsFor("nodejs24.x"));
    expect(found.map((each) => each.rule)).toEqual([rule.id]);
    expect(await lint(path, good, await findingsFor("nodejs22.x"))).toEqual([]);
    for (const { edits } of found.flatMap(({ fixes }) => fixes)) {
      const mended = applyEdits(bad, edits);
      expect(readProject([{ path, text: mended }]).templates.size).toBe(1);
      expect(await lint(path, mended)).toEqual([]);
    }
  });
});

describe("iac-invoke-permission in programs", () => {
  const cdk = (more: string): string =>
    `const a = new Function(this, "A", options);
const b = new Function(this, "B", options);
const pool = new CfnUserPool(this, "Pool", {
  lambdaConfig: {
    preSignUp: a.functionArn,
    preTokenGenerationConfig: { lambdaArn: b.functionArn, lambdaVersion: "V2_0" },
  },
});
a.addPermission("Cognito", { principal: new ServicePrincipal("cognito-idp.amazonaws.com"), sourceArn: pool.attrArn });
${more}`;
  const pulumi = (more: string): string =>
    `const a = new aws.lambda.Function("a", { runtime: "nodejs22.x" });
const pool = new aws.cognito.UserPool("pool", { lambdaConfig: { preSignUp: a.arn } });
${more}`;

  test.each([
    [cdk(""), "preTokenGenerationConfig"],
    [cdk("table.grantReadData(b);"), "preTokenGenerationConfig"],
    [
      cdk(
        'new CfnPermission(this, "P", { functionName: b.functionName, principal: "events.amazonaws.com" });',
      ),
      "preTokenGenerationConfig",
    ],
    [pulumi(""), "preSignUp"],
    [
      cdk("").replace(
        "b.functionArn",
        'new Function(this, "C", {}).functionArn',
      ),
      "preTokenGenerationConfig",
    ],
    [
      `const make = (id: string) => new Function(this, id, options);
new CfnUserPool(this, "Pool", { lambdaConfig: { preSignUp: make("a").functionArn } });
`,
      "preSignUp",
    ],
  ])("is told: %s", async (text, place) => {
    expect(told(await lint("stack.ts", text), text)).toEqual([
      `iac-invoke-permission: ${place}`,
    ]);
  });

  test.each([
    [
      cdk(
        'new CfnPermission(this, "P", { functionName: b.functionName, principal: "cognito-idp.amazonaws.com" });',
      ),
    ],
    [cdk("b.grantInvoke(cognito);")],
    [cdk("for (const fn of [a, b]) allow(fn);")],
    [cdk("fn.addPermission('Cognito', { principal });")],
    [cdk("allow(pool, b);")],
    [cdk("this.claims = b;")],
    [
      `const make = (id: string) => {
  const made = new Function(this, id, options);
  made.addPermission("Cognito", { principal });
  return made;
};
const a = make("a");
new CfnUserPool(this, "Pool", { lambdaConfig: { preSignUp: a.functionArn } });
`,
    ],
    [cdk("").replace("const b", "export const b")],
    [
      `const make = (id: string) => {
  const made = new Function(this, id, options);
  made.addPermission("Cognito", { principal });
  return made;
};
new CfnUserPool(this, "Pool", { lambdaConfig: { preSignUp: make("a").functionArn } });
`,
    ],
    [
      pulumi(
        'new aws.lambda.Permission("p", { function: a.name, principal: "cognito-idp.amazonaws.com" });',
      ),
    ],
    [
      cdk("").replace(
        "    preToken",
        "    // cognito-disable-next-line iac-invoke-permission -- by hand\n    preToken",
      ),
    ],
  ])("is silent: %s", async (text) => {
    expect(await lint("stack.ts", text)).toEqual([]);
  });
});

describe("iac-invoke-permission", () => {
  const template = (permission: string, function_ = "Fn"): string => `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig:
        PreSignUp: !GetAtt ${function_}.Arn
        PostConfirmation: !GetAtt ${function_}.Arn
  Fn:
    Type: AWS::Lambda::Function
    Properties: { Runtime: nodejs22.x, Handler: a.b, Code: lib }
${permission}`;

  test("is told once for a function that two triggers call", async () => {
    const text = template("");
    expect(told(await lint("t.yaml", text), text)).toEqual([
      "iac-invoke-permission: PreSignUp",
    ]);
  });

  test.each([
    [
      "a permission whose principal is a parameter",
      template(
        "  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: !Ref Who } }\n",
      ),
    ],
    [
      "a permission on an alias",
      template(`  Live: { Type: AWS::Lambda::Alias, Properties: { FunctionName: !Ref Fn } }
  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Live, Principal: cognito-idp.amazonaws.com } }
`),
    ],
    [
      "a permission on a function that is not known",
      template(
        "  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !ImportValue X, Principal: cognito-idp.amazonaws.com } }\n",
      ),
    ],
    ["a function of another stack", template("", "Elsewhere")],
    ["a macro", `Transform: MyMacro\n${template("")}`],
    [
      "a comment",
      template("").replace(
        "        PreSignUp",
        "        # cognito-disable-next-line iac-invoke-permission -- by hand\n        PreSignUp",
      ),
    ],
  ])("is silent about %s", async (_what, text) => {
    expect(await lint("t.yaml", text)).toEqual([]);
  });

  test("sees a permission for somebody else", async () => {
    const text = template(
      "  P: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: apigateway.amazonaws.com } }\n",
    );
    expect(await lint("t.yaml", text)).toHaveLength(1);
  });

  test("finds a permission in another file of a Terraform module", async () => {
    const [pool = "", permission = ""] = (
      templateRules[0]?.examples[1]?.good ?? ""
    ).split(/(?=resource "aws_lambda_permission")/u);
    const files = [
      { path: "infra/pool.tf", text: pool },
      { path: "infra/permissions.tf", text: permission },
    ];
    const code = new Map<string, readonly Finding[]>();
    expect(
      await lintTemplate(analyzer, readProject(files), "infra/pool.tf", code),
    ).toEqual([]);
    const moved = files.map((file) => ({
      ...file,
      path: file.path.replace("infra/perm", "other/perm"),
    }));
    expect(
      await lintTemplate(analyzer, readProject(moved), "infra/pool.tf", code),
    ).toHaveLength(1);
  });

  test("is silent about a function that a Terraform module gives out", async () => {
    const text = `resource "aws_cognito_user_pool" "p" {
  lambda_config {
    pre_sign_up = aws_lambda_function.f.arn
  }
}
resource "aws_lambda_function" "f" {
  handler = "a.b"
}
`;
    const output =
      'output "name" {\n  value = aws_lambda_function.f.function_name\n}\n';
    const findings = (own: string, caller = ""): Promise<readonly Finding[]> =>
      lintTemplate(
        analyzer,
        readProject([
          { path: "auth/main.tf", text: own },
          { path: "main.tf", text: caller },
        ]),
        "auth/main.tf",
        new Map(),
      );
    const caller = 'module "auth" {\n  source = "./auth"\n}\n';
    expect(await findings(text + output)).toHaveLength(1);
    expect(await findings(text, caller)).toHaveLength(1);
    expect(await findings(text + output, caller)).toEqual([]);
  });
});

describe("a handler that stands in the template", () => {
  const template = (header: string): string => `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      InlineCode: ${header}
        exports.handler = async (event) => {
          // größer 🦜

          event.response.autoConfirmUser = "true";
          if (event.userName === "a") return;
          return event;
        };
      Events:
        SignUp: { Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: PreSignUp } }
`;
  test.each([["|"], ["|-"], ["|2"], ["!Sub |"], ["| # code"]])(
    "after %s is checked in its place",
    async (header) => {
      const text = template(header);
      expect(told(await lint("t.yaml", text), text)).toEqual([
        'response-field-type: "true"',
        "return-event: return;",
      ]);
    },
  );

  test("with Windows line ends", async () => {
    const text = template("|").replaceAll("\n", "\r\n");
    expect(told(await lint("t.yaml", text), text)).toEqual([
      'response-field-type: "true"',
      "return-event: return;",
    ]);
  });

  test("is mended in its place", async () => {
    const text = template("|");
    const edits = (await lint("t.yaml", text)).flatMap(
      ({ fixes }) => fixes[0]?.edits ?? [],
    );
    expect(edits).not.toEqual([]);
    const mended = applyEdits(text, edits);
    expect(await lint("t.yaml", mended)).toEqual([]);
    expect(mended).toContain("Events:");
  });

  test("is silenced by a comment of its own language, where it can hold one", async () => {
    const silence = async (text: string): Promise<string | undefined> => {
      const [finding] = await lint("t.yaml", text);
      const edit = finding && disableComment(text, finding, "#");
      return edit && applyEdits(text, [edit]);
    };
    const silenced = await silence(template("|"));
    expect(silenced).toContain(
      "\n          // cognito-disable-next-line response-field-type\n",
    );
    expect(await lint("t.yaml", silenced ?? "")).toHaveLength(1);
    const quoted = template(
      `"exports.handler = async (event) => { event.response.autoConfirmUser = 'yes'; return event; };"`,
    ).replace(/ {10}[^]*?\n(?= {6}Events)/u, "");
    expect(await lint("t.yaml", quoted)).toHaveLength(1);
    expect(await silence(quoted)).toBeUndefined();
  });

  test("keeps the indent of lines that a fix adds", async () => {
    const text = template("|").replace(/ {10}return event;\n/u, "");
    const [, open] = (await lint("t.yaml", text)).filter(
      ({ rule }) => rule === "return-event",
    );
    const [fix] = open?.fixes ?? [];
    expect(fix).toBeDefined();
    const mended = applyEdits(text, fix?.edits ?? []);
    expect(mended).toMatch(/\n {10}return event;\n {8}\};\n/u);
  });

  test("in Python, in a ZipFile", async () => {
    const text = `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig: { PostConfirmation: !GetAtt Fn.Arn }
  Permission: { Type: AWS::Lambda::Permission, Properties: { FunctionName: !Ref Fn, Principal: cognito-idp.amazonaws.com } }
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.13
      Handler: index.greet
      Code:
        ZipFile: |
          def greet(event, context):
              print(event["userName"])
`;
    expect((await lint("t.yaml", text)).map(({ rule }) => rule)).toEqual([
      "return-event",
    ]);
  });

  /** A template of one function, and what is found in it: the rule and the text there. */
  const foundIn = async (
    runtime: string,
    code: string,
  ): Promise<readonly string[]> => {
    const text = `Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: ${runtime}
      Handler: index.handler
      Events:
        SignUp: { Type: Cognito, Properties: { UserPool: !Ref Pool, Trigger: PreSignUp } }
      InlineCode: ${code}
`;
    return told(await lint("t.yaml", text), text);
  };
  const node = "nodejs22.x";
  const python = "python3.13";

  test.each([
    [
      "lines that are joined",
      python,
      `!Join
        - "\\n"
        - - "def handler(event, context):"
          - "    # \\u00e9, a \\"quote\\" and 'another'"
          - '    event["response"]["autoConfirmUser"] = "it''s"'
          - "    return event"
`,
      `response-field-type: "it''s"`,
    ],
    [
      "lines that end by themselves",
      node,
      `{ "Fn::Join": ["", ["exports.handler = async (event) => {\\n", "  if (event.userName === '", { "Ref": "Name" }, "') return;\\n", "  return event;\\n};"]] }`,
      "return-event: return;",
    ],
    [
      "one quoted line",
      node,
      `"exports.handler = async (event) => { event.response.autoConfirmUser = \\"a\\"; return event; };"`,
      'response-field-type: \\"a\\"',
    ],
    [
      "a quoted text of several lines",
      node,
      `"exports.handler = async (event) => {
          const a = 1;\\n

          \\x20 event.response.autoConfirmUser = \\
            \\"a\\";
          return event; };"`,
      'response-field-type: \\"a\\"',
    ],
    [
      "a folded text",
      node,
      `>
        exports.handler = async (event) => {

          event.response.autoConfirmUser = "a";

            return event;
        };`,
      'response-field-type: "a"',
    ],
    [
      "a plain text",
      node,
      "exports.handler = async (event) => { event.response.autoConfirmUser = 1;\n        return event; };",
      "response-field-type: 1",
    ],
    [
      "values that are put in",
      node,
      `!Sub
        - |
          // It's \${Name}
          const table = "\${Table.Arn}", region = \`a-\${AWS::Region}\`;
          exports.handler = async (event) => {
            if (table === "x" || region.length < \${Count}) return null;
            event.response.autoConfirmUser = \`\${!table}\`;
            return event;
          };
        - { Count: 1 }`,
      ["return-event: return null;", "response-field-type: `${!table}`"],
    ],
    [
      "values that are put in, in Python",
      python,
      `!Sub |
          table = '\${Table}' + f"\${Table}" + r"\${Table}"
          count = \${Count}
          def handler(event, context):
              if table == "x":
                  return None
              return event`,
      "return-event: return None",
    ],
  ])(
    "after %s is checked in its place",
    async (_what, runtime, code, faults) => {
      expect(await foundIn(runtime, code)).toEqual([faults].flat());
    },
  );

  test.each([
    // The file would be another one after deployment.
    ["a text that is imported", node, "!ImportValue Code"],
    [
      "a value where a text has quotes of each kind",
      node,
      '!Sub |\n          exports.handler = async (event) => { const a = "`${Name}"; };',
    ],
    [
      "a value in a text with braces",
      python,
      '!Sub |\n          def handler(event, context):\n              a = "{}${Name}"',
    ],
    ["a list of lists", node, '!Join ["\\n", !Ref Lines]'],
    ["a choice", node, '!If [A, "exports.handler = () => {}", "x"]'],
  ])("is left alone where it is %s", async (_what, runtime, code) => {
    expect(await foundIn(runtime, code)).toEqual([]);
  });

  test("has the fixes that its quotes allow", async () => {
    const text = `{ "Resources": { "Pool": { "Type": "AWS::Cognito::UserPool" }, "Fn": { "Type": "AWS::Serverless::Function", "Properties": {
  "Runtime": "nodejs22.x", "Handler": "index.handler",
  "Events": { "S": { "Type": "Cognito", "Properties": { "UserPool": { "Ref": "Pool" }, "Trigger": "PreSignUp" } } },
  "InlineCode": { "Fn::Join": ["\\n", [
    "exports.handler = async (event) => {",
    "  event.response.autoConfirmUser = \\"true\\";",
    "  if (event.userName === \\"a\\") return;",
    "  event.respons = { a: \\"b\\" };",
    "  return event;",
    "};"]] } } } } }
`;
    const found = await lint("t.json", text);
    expect(found.length).toBeGreaterThanOrEqual(2);
    const fixes = found.flatMap(({ fixes }) => fixes);
    expect(fixes.length).toBeGreaterThanOrEqual(2);
    const mended = applyEdits(
      text,
      found.flatMap((each) => each.fixes[0]?.edits ?? []),
    );
    expect(() => JSON.parse(mended) as unknown).not.toThrow();
    expect(mended).toContain("autoConfirmUser = true;");
    expect(mended).toContain('return event;",\n    "  event.respons');
  });
});

test.each([
  ["EOF", "source {", "}", "content", "filename", ""],
  ["-EOT", "source {", "}", "content", "filename", "      "],
  ["-EOT", "", "", "source_content", "source_content_filename", "    "],
])(
  "a handler that Terraform packs from lines after <<%s",
  async (mark, open, close, content, filename, indent) => {
    const code = `exports.run = async (event) => {
  event.response.autoConfirmUser = "yes";
  if (event.userName === "a") return;
  return event;
};`.replaceAll(/^/gmu, indent);
    const text = `data "archive_file" "zip" {
  type        = "zip"
  output_path = "a.zip"
  ${open}
    ${content} = <<${mark}
${code}
${mark.replace("-", "")}
    ${filename} = "index.js"
  ${close}
}
resource "aws_lambda_function" "f" {
  filename = data.archive_file.zip.output_path
  handler  = "index.run"
  runtime  = "nodejs22.x"
}
resource "aws_cognito_user_pool" "p" {
  lambda_config {
    pre_sign_up = aws_lambda_function.f.arn
  }
}
resource "aws_lambda_permission" "p" {
  function_name = aws_lambda_function.f.function_name
}
`;
    expect(told(await lint("main.tf", text), text)).toEqual([
      'response-field-type: "yes"',
      "return-event: return;",
    ]);
    const put = text.replace('"yes"', '"${var.yes}"');
    expect(await lint("main.tf", put)).toEqual([]);
  },
);

describe("a handler that stands in a program", () => {
  const pulumi = (callback: string, more = ""): string =>
    `import * as aws from "@pulumi/aws";
import { claims } from "./claims";
export const poolId = "x";
${more}const fn = new aws.lambda.CallbackFunction("fn", { ${callback} });
const pool = new aws.cognito.UserPool("pool", { lambdaConfig: { preSignUp: fn.arn } });
allow(fn);
`;
  const body = `{
  event.response.autoConfirmUser = mark;
  return event;
}`;
  const mark = 'const mark = "yes";\n';
  const fault = "response-field-type: mark";

  test.each([
    ["an arrow function", pulumi(`callback: async (event) => ${body}`, mark)],
    [
      "one with types, beside options",
      pulumi(
        `runtime: aws.lambda.Runtime.NodeJS22dX, callback: async (event: any): Promise<any> => ${body}, timeout: 5`,
        mark,
      ),
    ],
    [
      "a method's word",
      pulumi(`callback: async function (event) ${body}`, mark),
    ],
    [
      "a function of the file",
      pulumi(
        "callback: signUp",
        `${mark}async function signUp(event) ${body}\n`,
      ),
    ],
    [
      "a constant of the file",
      pulumi(
        "callback: signUp",
        `${mark}const signUp = async (event) => ${body};\n`,
      ),
    ],
    [
      "what a factory makes",
      pulumi(
        `callbackFactory: () => { const mark = "yes"; return async (event) => ${body}; }`,
      ),
    ],
    [
      "a callback that a helper is given",
      pulumi("callback: async (event) => event", mark).replace(
        /const fn = .*\n/u,
        `const make = (name: string, callback: any) => new aws.lambda.CallbackFunction(name, { callback });
const fn = make("fn", async (event) => ${body});
`,
      ),
    ],
  ])("Pulumi: %s", async (_what, text) => {
    expect(told(await lint("index.ts", text), text)).toEqual([fault]);
  });

  test.each([
    ["it is not known", pulumi("callback: made()", mark)],
    ["another file has it", pulumi("callback: claims")],
    [
      "it is for other events",
      pulumi(`callback: async (event) => ${body}`, mark).replace(
        "preSignUp: fn.arn",
        "",
      ),
    ],
    ["it is right", pulumi("callback: async (event) => event")],
  ])("Pulumi: silent where %s", async (_what, text) => {
    expect(await lint("index.ts", text)).toEqual([]);
  });

  test("Pulumi: a callback of another file is deployed as its export", () => {
    const { deployments } = readProject([
      { path: "infra/index.ts", text: pulumi("callback: claims") },
    ]);
    expect(deployments.map((each) => each.function.places)).toEqual([
      [{ module: "infra/claims", exportName: "claims" }],
    ]);
  });

  test.each([
    ["in backquotes", "lambda.Code.fromInline(`%`)"],
    [
      "behind a name",
      "code",
      "const code = Code.fromInline(source);\nconst source = `%`;\n",
    ],
    ["as a class", "new lambda.InlineCode(`%`)"],
    ["with its ends cut", "lambda.Code.fromInline(`%`.trim())"],
  ])("the CDK: code %s", async (_what, code, more = "") => {
    const handler = `
exports.run = async (event) => {
  event.response.autoConfirmUser = "yes";
  return event;
};
`;
    const text =
      `${more}const fn = new lambda.Function(this, "F", { runtime: Runtime.NODEJS_24_X, handler: "index.run", code: ${code} });
new UserPool(this, "P", { lambdaTriggers: { preSignUp: fn } });
`.replace("%", handler);
    expect(told(await lint("stack.ts", text), text)).toEqual([
      'response-field-type: "yes"',
    ]);
  });

  test("the CDK: signs that are escaped there are what they stand for", async () => {
    const handler = [
      "exports.run = async (event) => {",
      '  console.log(\\`for \\${event.userName}\\`, "a\\\\nb");',
      "  event.response.autoConfirmUser = \\`yes\\`;",
      "  return event;",
      "};",
    ].join("\n");
    const text = `const fn = new lambda.Function(this, "F", { runtime: Runtime.NODEJS_24_X, handler: "index.run", code: Code.fromInline(\`${handler}\`) });
new UserPool(this, "P", { lambdaTriggers: { preSignUp: fn } });
`;
    expect(told(await lint("stack.ts", text), text)).toEqual([
      "response-field-type: \\`yes\\`",
    ]);
  });

  test("the CDK in Python", async () => {
    const text = `CODE = """
def handler(event, context):
    print(event["userName"])
"""
fn = _lambda.Function(self, "F", runtime=_lambda.Runtime.PYTHON_3_13, handler="index.handler", code=_lambda.Code.from_inline(CODE))
cognito.UserPool(self, "P", lambda_triggers=cognito.UserPoolTriggers(post_confirmation=fn))
`;
    expect(told(await lint("stack.py", text), text)).toEqual([
      "return-event: )",
    ]);
  });

  test.each([
    ["Code.fromInline(`exports.handler = async () => ${answer};`)"],
    ["Code.fromInline('exports.handler = async () => \\u0027a\\u0027;')"],
  ])("the CDK: %s is left alone", async (code) => {
    const text = `const fn = new Function(this, "F", { runtime: Runtime.NODEJS_24_X, handler: "index.handler", code: ${code} });
new UserPool(this, "P", { lambdaTriggers: { preSignUp: fn } });
`;
    expect(await lint("stack.ts", text)).toEqual([]);
  });
});
