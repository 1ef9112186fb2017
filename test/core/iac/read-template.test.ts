/** Which file's which function serves which trigger, as people write it in templates and programs of every kind. */
import { describe, expect, test } from "vitest";
import {
  deploymentsOf,
  triggersOf,
} from "../../../src/core/iac/deployments.ts";
import {
  readTemplate,
  readTemplates,
} from "../../../src/core/iac/read-template.ts";

/** A line per function: `module#export runtime triggers`. */
function told(files: Readonly<Record<string, string>>): readonly string[] {
  const templates = readTemplates(
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  return deploymentsOf(templates).map((each) => {
    const { places, runtime } = each.function;
    const modules = places.map((it) => `${it.module}#${it.exportName}`);
    return [
      modules.join("|") || "?",
      runtime?.value ?? "?",
      triggersOf(each).join("|") || "-",
    ].join(" ");
  });
}

const lines = (...text: readonly string[]): string => `${text.join("\n")}\n`;

describe("CloudFormation and SAM", () => {
  test("an event of SAM, with what Globals say", () => {
    expect(
      told({
        "app/template.yaml": `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
    CodeUri: src/
Resources:
  Pool: { Type: AWS::Cognito::UserPool }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Handler: handlers/sign-up.handler
      Events:
        SignUp:
          Type: Cognito
          Properties: { UserPool: !Ref Pool, Trigger: [PreSignUp, PostConfirmation] }
  Other:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ./py
      Runtime: !Ref PythonRuntime
      Handler: pkg.app.lambda_handler
      Events:
        Api: { Type: Api, Properties: { Path: /, Method: get } }
Parameters:
  PythonRuntime: { Type: String, Default: python3.13 }
`,
      }),
    ).toEqual([
      "app/src/handlers/sign-up#handler nodejs22.x PreSignUp|PostConfirmation",
      "app/py/pkg.app#lambda_handler|app/py/pkg/app#lambda_handler python3.13 -",
    ]);
  });

  test("a function of SAM that says no place lies in the template's folder", () => {
    expect(
      told({
        "app/template.yaml": `Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: { Handler: src/app.handler, Runtime: nodejs24.x }
  Open:
    Type: AWS::Serverless::Function
    Properties: { Handler: src/app.handler, CodeUri: !Ref Where }
`,
      }),
    ).toEqual(["app/src/app#handler nodejs24.x -", "? ? -"]);
  });

  test.each([
    ["!GetAtt Fn.Arn"],
    ["!GetAtt [Fn, Arn]"],
    ["{ Fn::GetAtt: [Fn, Arn] }"],
    ['{ "Fn::GetAtt": "Fn.Arn" }'],
    ["!Ref Fn"],
    ["!Ref Fn.Alias"],
    ["!Ref Live"],
    ['!Sub "${Fn.Arn}"'],
    ['!Sub "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}"'],
    ['!Sub "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:shop-fn"'],
    ["arn:aws:lambda:eu-central-1:123456789012:function:shop-fn"],
  ])("LambdaConfig with %s", (reference) => {
    expect(
      told({
        "template.yaml": `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig:
        PreTokenGenerationConfig:
          LambdaArn: ${reference}
          LambdaVersion: V2_0
        CustomMessage: ${reference}
  Fn:
    Type: AWS::Lambda::Function
    Properties: { FunctionName: shop-fn, Runtime: nodejs24.x, Handler: a.b, Code: ./lib }
  Live:
    Type: AWS::Lambda::Alias
    Properties: { FunctionName: !Ref Fn }
`,
      }),
    ).toEqual(["lib/a#b nodejs24.x PreTokenGenerationV2|CustomMessage"]);
  });

  test.each([
    ["!ImportValue Fn"],
    ["!Ref Parameter"],
    ['!Sub "${A.Arn}${B.Arn}"'],
    ["!If [x, !GetAtt A.Arn, !GetAtt B.Arn]"],
  ])("says nothing where %s decides at deployment", (reference) => {
    const template = readTemplate({
      path: "t.yaml",
      text: `Resources:
  A: { Type: AWS::Lambda::Function }
  B: { Type: AWS::Lambda::Function }
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig:
        PreSignUp: ${reference}
`,
    });
    expect(template?.wirings).toEqual([]);
  });

  test("JSON indented with tabs", () => {
    expect(
      told({
        "template.json": lines(
          "{",
          '\t"Resources": {',
          '\t\t"P": { "Type": "AWS::Cognito::UserPool", "Properties": { "LambdaConfig": {',
          '\t\t\t"UserMigration": { "Fn::GetAtt": ["F", "Arn"] } } } },',
          '\t\t"F": { "Type": "AWS::Lambda::Function", "Properties": {',
          '\t\t\t"Handler": "index.handler", "Runtime": "nodejs20.x", "Code": "dist" } }',
          "\t}",
          "}",
        ),
      }),
    ).toEqual(["dist/index#handler nodejs20.x UserMigration"]);
  });

  test("the entry point that esbuild is given", () => {
    expect(
      told({
        "template.yaml": `Resources:
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [src/sign-up.ts] } }
    Properties: { CodeUri: auth, Handler: sign-up.handler, Runtime: nodejs22.x }
`,
      }),
    ).toEqual(["auth/sign-up#handler|auth/src/sign-up#handler nodejs22.x -"]);
  });
});

test("the Serverless Framework", () => {
  expect(
    told({
      "api/serverless.yml": `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  hello: { handler: src/hello.main }
  migrate:
    handler: src/auth/migrate.run
    runtime: \${self:custom.runtime}
    events:
      - httpApi: "*"
      - cognitoUserPool: { pool: shop, trigger: UserMigration }
      - cognitoUserPool:
          pool: shop
          trigger: PreTokenGeneration
          existing: true
  plain: { handler: src/plain.run, runtime: python3.12 }
`,
    }),
  ).toEqual([
    "api/src/hello#main nodejs22.x -",
    "api/src/auth/migrate#run ? UserMigration|PreTokenGenerationV1|PreTokenGenerationV2|PreTokenGenerationV3",
    "api/src/plain#run python3.12 -",
  ]);
});

test.each([
  "`${handlerPath(__dirname)}/handler.main`",
  'handlerPath(__dirname) + "/handler.main"',
])(
  "the Serverless Framework, a handler beside its declaration: %s",
  (handler) => {
    expect(
      told({
        "src/sign-up/index.ts": `export default { handler: ${handler}, events: [{ cognitoUserPool: { pool: "p", trigger: "PreSignUp" } }] };\n`,
      }),
    ).toEqual(["src/sign-up/handler#main ? PreSignUp"]);
  },
);

test("the Serverless Framework, a runtime that is said elsewhere in the file", () => {
  expect(
    told({
      "serverless.yml": `provider:
  name: aws
  runtime: \${self:custom.runtimes.node}
custom:
  runtimes: { node: nodejs20.x, python: "\${self:custom.newest}" }
  newest: python3.13
  loop: \${self:custom.loop}
functions:
  a: { handler: src/a.run }
  b: { handler: src/b.run, runtime: "\${self:custom.runtimes.python}" }
  c: { handler: src/c.run, runtime: "\${self:custom.loop}" }
  d: { handler: src/d.run, runtime: "\${opt:runtime, 'nodejs24.x'}" }
`,
    }),
  ).toEqual([
    "src/a#run nodejs20.x -",
    "src/b#run python3.13 -",
    "src/c#run ? -",
    "src/d#run ? -",
  ]);
});

test("resources of the Serverless Framework name its functions, also in a file of their own", () => {
  const pool = (key: string, arn: string): string =>
    `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig:
        ${key}: ${arn}
`;
  const functions = `service: shop
provider:
  name: aws
  runtime: nodejs22.x
functions:
  sign-up:
    handler: src/sign-up.handler
  claims:
    handler: src/claims.handler
`;
  const claims = pool(
    "PreTokenGenerationConfig",
    "{ LambdaArn: !GetAtt ClaimsLambdaFunction.Arn, LambdaVersion: V2_0 }",
  );
  expect(
    told({
      "shop/serverless.yml": `${functions}resources:
${claims.replaceAll(/^/gmu, "  ")}`,
      "shop/resources/pool.yml": pool(
        "PreSignUp",
        "{ Fn::GetAtt: [SignDashupLambdaFunction, Arn] }",
      ),
      "other/pool.yml": pool("PreSignUp", "!GetAtt ClaimsLambdaFunction.Arn"),
    }),
  ).toEqual([
    "shop/src/sign-up#handler nodejs22.x PreSignUp",
    "shop/src/claims#handler nodejs22.x PreTokenGenerationV2",
  ]);
});

describe("CDK", () => {
  test("in TypeScript", () => {
    expect(
      told({
        "infra/lib/auth-stack.ts": `// new UserPool(this, "Old", { lambdaTriggers: { preSignUp: old } })
export class AuthStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const preSignUp: lambda.IFunction = new NodejsFunction(this, "PreSignUp (new)", {
      entry: path.join(__dirname, "../lambda/pre-sign-up.ts"),
      handler: "handler",
      runtime: lambda.Runtime.NODEJS_22_X,
      environment: { TABLE: table.tableName },
    });
    this.confirmed = new lambda.Function(this, "Confirmed", {
      code: lambda.Code.fromAsset("functions/confirmed"),
      handler: "app.main",
      runtime: lambda.Runtime.PYTHON_3_13,
    });
    const built = new lambda.Function(this, "Built", { code, handler: "index.handler" });
    const pool = new cognito.UserPool(this, "Pool", {
      lambdaTriggers: { preSignUp, postConfirmation: this.confirmed, customMessage: made() },
    });
    pool.addTrigger(cognito.UserPoolOperation.DEFINE_AUTH_CHALLENGE, built);
  }
}
`,
      }),
    ).toEqual([
      "infra/lambda/pre-sign-up#handler nodejs22.x PreSignUp",
      "infra/lib/functions/confirmed/app#main|infra/functions/confirmed/app#main|functions/confirmed/app#main python3.13 PostConfirmation",
      "? ? DefineAuthChallenge",
    ]);
  });

  test("in Python", () => {
    expect(
      told({
        "stacks/auth.py": `class AuthStack(Stack):
    def __init__(self, scope, id):
        # pre_sign_up = _lambda.Function(
        self.pre = _lambda.Function(
            self, "Pre",
            runtime=_lambda.Runtime.PYTHON_3_12,
            handler="index.handler",
            code=_lambda.Code.from_asset(os.path.join(os.path.dirname(__file__), "..", "functions")),
        )
        pool = cognito.UserPool(self, "Pool",
            lambda_triggers=cognito.UserPoolTriggers(pre_sign_up=self.pre),
        )
        pool.add_trigger(cognito.UserPoolOperation.POST_CONFIRMATION, self.pre)
`,
      }),
    ).toEqual([
      "functions/index#handler python3.12 PreSignUp|PostConfirmation",
    ]);
  });
});

test("SST, a trigger that is a path", () => {
  expect(
    told({
      "sst.config.ts": `new sst.aws.CognitoUserPool("Pool", {
  triggers: { preSignUp: "src/sign-up.handler", postConfirmation: confirmed.arn },
});
`,
    }),
  ).toEqual(["src/sign-up#handler ? PreSignUp"]);
});

test("a function of the CDK whose file has its name", () => {
  expect(
    told({
      "lib/auth.ts": `const signUp = new NodejsFunction(this, "sign-up");
new UserPool(this, "Pool", { lambdaTriggers: { preSignUp: signUp } });
`,
    }),
  ).toEqual(["lib/auth.sign-up#handler ? PreSignUp"]);
});

describe("functions of a program that are made with others' words", () => {
  test("constants and options that are shared", () => {
    expect(
      told({
        "auth.ts": `import { Function as Lambda, Runtime } from "aws-cdk-lib/aws-lambda";
const RUNTIME = Runtime.NODEJS_24_X;
const base: FunctionOptions = {
  runtime: RUNTIME,
  code: Code.fromAsset("functions"),
};
const signUp = new Lambda(this, "SignUp", { ...base, handler: "sign-up.handler" });
new UserPool(this, "Pool", { lambdaTriggers: { preSignUp: signUp } });
`,
      }),
    ).toEqual(["functions/sign-up#handler nodejs24.x PreSignUp"]);
  });

  test.each([
    [
      "const make = (id: string): IFunction =>\n  new NodejsFunction(this, id, { entry: `src/${id}.ts`, runtime: Runtime.NODEJS_22_X });",
      'make("sign-up")',
    ],
    [
      "const make = ({ file }: Props) => {\n  const made = new NodejsFunction(this, file, { entry: path.join(__dirname, 'src', `${file}.ts`), runtime: Runtime.NODEJS_22_X });\n  return made;\n};",
      'make({ file: "sign-up" })',
    ],
    [
      "class A {\n  private make(id: string, options: Options): NodejsFunction {\n    return new NodejsFunction(this, id, { entry: options.entry, runtime: Runtime.NODEJS_22_X });\n  }\n}",
      'this.make("SignUp", { entry: "src/sign-up.ts" })',
    ],
  ])("a helper that makes them: %s", (helper, call) => {
    const wired = [
      `new UserPool(this, "Pool", { lambdaTriggers: { preSignUp: ${call} } });`,
      `const signUp = ${call};\nnew UserPool(this, "Pool", { lambdaTriggers: { preSignUp: signUp } });`,
    ];
    for (const text of wired)
      expect(told({ "auth.ts": `${helper}\n${text}\n` })).toContain(
        "src/sign-up#handler nodejs22.x PreSignUp",
      );
  });

  test("a trigger on a condition, and a parameter that is left out", () => {
    expect(
      told({
        "auth.ts": `const make = (id: string, runtime = Runtime.NODEJS_24_X) =>
  new NodejsFunction(stack, id, { entry: \`src/\${id}.ts\`, runtime });
new UserPool(this, "Pool", {
  lambdaTriggers: { ...(isOpen ? { preSignUp: make("open") } : {}), ...(asks && { customMessage: make("ask", Runtime.NODEJS_22_X) }) },
});
`,
      }),
    ).toEqual([
      "src/open#handler nodejs24.x PreSignUp",
      "src/ask#handler nodejs22.x CustomMessage",
    ]);
  });

  test("Pulumi", () => {
    expect(
      told({
        "index.ts": `const claims = new aws.lambda.Function("claims", {
  runtime: "nodejs22.x",
  handler: "claims.handler",
  code: new pulumi.asset.AssetArchive({ ".": new pulumi.asset.FileArchive("./lambda") }),
});
new aws.cognito.UserPool("pool", { lambdaConfig: { preTokenGeneration: claims.arn } });
`,
      }),
    ).toEqual(["lambda/claims#handler nodejs22.x PreTokenGenerationV1"]);
  });

  test("a helper in Python", () => {
    expect(
      told({
        "auth.py": `class AuthStack(Stack):
    def __init__(self, scope, id):
        pool = cognito.UserPool(self, "Pool")
        pool.add_trigger(cognito.UserPoolOperation.PRE_SIGN_UP, self._make("sign_up"))
        claims = self._make(name="claims")
        pool.add_trigger(cognito.UserPoolOperation.CUSTOM_MESSAGE, claims)

    def _make(self, name: str) -> _lambda.Function:
        return _lambda.Function(
            self, name,
            runtime=_lambda.Runtime.PYTHON_3_12,
            handler=f"{name}.handler",
            code=_lambda.Code.from_asset("functions"),
        )
`,
      }),
    ).toEqual([
      "functions/sign_up#handler python3.12 PreSignUp",
      "functions/claims#handler python3.12 CustomMessage",
    ]);
  });

  test("what a name stands for is not known where it is given twice", () => {
    expect(
      told({
        "auth.ts": `let runtime = Runtime.NODEJS_22_X;
runtime = Runtime.NODEJS_24_X;
const a = new NodejsFunction(this, "A", { entry: "src/a.ts", runtime });
new UserPool(this, "Pool", { lambdaTriggers: { preSignUp: a } });
`,
      }),
    ).toEqual(["src/a#handler ? PreSignUp"]);
  });
});

describe("classes and functions of a program's own around those of the CDK", () => {
  const appFunction = `export class AppFunction extends lambda.NodejsFunction {
  constructor(scope: Construct, id: string, props: AppFunctionProps) {
    super(scope, id, {
      entry: path.join(__dirname, "../src", \`\${props.file}.ts\`),
      runtime: props.runtime ?? Runtime.NODEJS_24_X,
      ...props,
    });
  }
}
`;
  const pool = (triggers: string): string =>
    `new UserPool(this, "Pool", { lambdaTriggers: { ${triggers} } });\n`;

  test("a class, beside its use and in another file", () => {
    const use = `const signUp = new AppFunction(this, "SignUp", { file: "sign-up" });
${pool('preSignUp: signUp, customMessage: new AppFunction(this, "M", { file: "message", runtime: Runtime.NODEJS_22_X })')}`;
    const expected = [
      "src/sign-up#handler nodejs24.x PreSignUp",
      "src/message#handler nodejs22.x CustomMessage",
    ];
    expect(told({ "lib/auth.ts": appFunction + use })).toEqual(expected);
    expect(
      told({
        "lib/auth.ts": `import { AppFunction } from "../constructs";\n${use}`,
        "constructs/index.ts": appFunction,
      }),
    ).toEqual(expected);
  });

  test("a class around one of the own classes", () => {
    expect(
      told({
        "lib/auth.ts": `${appFunction}class Named extends AppFunction {
  constructor(scope: Construct, file: string) {
    super(scope, file, { file });
  }
}
${pool('preSignUp: new Named(this, "sign-up")')}`,
      }),
    ).toEqual(["src/sign-up#handler nodejs24.x PreSignUp"]);
  });

  test.each([
    ['new Functions(this, "F", "src").signUp', ""],
    ["made.signUp", 'const made = new Functions(this, "F", "src");\n'],
    ["this.made.signUp", 'this.made = new Functions(this, "F", "src");\n'],
  ])("a construct that holds functions: %s", (value, before) => {
    expect(
      told({
        "lib/auth.ts": `import { Functions } from "./functions";
${before}${pool(`preSignUp: ${value}`)}`,
        "lib/functions.ts": `export class Functions extends Construct {
  readonly signUp: NodejsFunction;
  constructor(scope: Construct, id: string, folder: string) {
    super(scope, id);
    this.signUp = new NodejsFunction(this, "A", { entry: \`\${folder}/a.ts\` });
    this.other = new NodejsFunction(this, "B", { entry: \`\${folder}/b.ts\` });
  }
}
`,
      }),
    ).toContain("lib/src/a#handler|src/a#handler ? PreSignUp");
  });

  test("a construct that is given functions, and one that is a user pool", () => {
    expect(
      told({
        "auth.ts": `class Auth extends Construct {
  constructor(scope: Construct, id: string, props: AuthProps) {
    super(scope, id);
    const rest = new NodejsFunction(this, "Rest", { entry: "src/rest.ts" });
    new UserPool(this, "Pool", { lambdaTriggers: { preSignUp: props.signUp, customMessage: rest } });
  }
}
class Pool extends cognito.UserPool {
  constructor(scope: Construct, id: string, props: PoolProps) {
    super(scope, id, { signInAliases: { email: true }, ...props });
  }
}
const signUp = new NodejsFunction(this, "SignUp", { entry: "src/sign-up.ts" });
new Auth(this, "Auth", { signUp });
new Pool(this, "Pool", { lambdaTriggers: { userMigration: new NodejsFunction(this, "M", { entry: "src/migrate.ts" }) } });
`,
      }).filter((line) => !line.endsWith(" -")),
    ).toEqual([
      "src/rest#handler ? CustomMessage",
      "src/sign-up#handler ? PreSignUp",
      "src/migrate#handler ? UserMigration",
    ]);
  });

  test.each([
    `const table: [UserPoolOperation, string][] = [
  [UserPoolOperation.PRE_SIGN_UP, "sign-up"],
  [UserPoolOperation.CUSTOM_MESSAGE, "message"],
];
for (const [operation, name] of table) {
  pool.addTrigger(operation, new NodejsFunction(this, name, { entry: \`src/\${name}.ts\` }));
}`,
    `[
  { operation: UserPoolOperation.PRE_SIGN_UP, entry: "src/sign-up.ts" },
  { operation: UserPoolOperation.of("customMessage"), entry: "src/message.ts" },
].forEach(({ operation, entry }) => {
  const made = new NodejsFunction(this, entry, { entry });
  pool.addTrigger(operation, made);
});`,
    `const attach = (operation: UserPoolOperation, name: string): void => {
  const made = make(name);
  pool.addTrigger(operation, made);
};
const make = (name: string) => new NodejsFunction(this, name, { entry: "src/" + name + ".ts" });
attach(UserPoolOperation.PRE_SIGN_UP, "sign-up");
attach(UserPoolOperation.CUSTOM_MESSAGE, "message");`,
    `const triggers = { a: { operation: UserPoolOperation.PRE_SIGN_UP, name: "sign-up" }, b: { operation: UserPoolOperation.CUSTOM_MESSAGE, name: "message" } };
for (const [key, value] of Object.entries(triggers)) {
  pool.addTrigger(value.operation, new NodejsFunction(this, key, { entry: \`src/\${value.name}.ts\` }));
}`,
    `const triggers: UserPoolTriggers = {
  preSignUp: new NodejsFunction(this, "A", { entry: "src/sign-up.ts" }),
  customMessage: new NodejsFunction(this, "B", { entry: "src/message.ts" }),
};
const props: UserPoolProps = { selfSignUpEnabled: true, lambdaTriggers: triggers };
new UserPool(this, "Pool", props);`,
  ])("what is said for each: %s", (text) => {
    const lines = told({
      "auth.ts": `const pool = new UserPool(this, "P");\n${text}\n`,
    });
    expect(lines).toContain("src/sign-up#handler ? PreSignUp");
    expect(lines).toContain("src/message#handler ? CustomMessage");
    expect(lines.filter((line) => line.includes("src/"))).toHaveLength(2);
  });

  test("in Python: a class of another file, a loop, a helper", () => {
    expect(
      told({
        "stacks/functions.py": `class AppFunction(_lambda.Function):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(
            scope, id,
            runtime=_lambda.Runtime.PYTHON_3_13,
            code=_lambda.Code.from_asset("functions"),
            **kwargs,
        )
`,
        "stacks/auth.py": `from .functions import AppFunction

class AuthStack(Stack):
    def __init__(self, scope: Construct, construct_id: str, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        pre = AppFunction(self, "Pre", handler="pre.run")
        pool = cognito.UserPool(self, "Pool", lambda_triggers=cognito.UserPoolTriggers(pre_sign_up=pre))
        for operation, name in [
            (cognito.UserPoolOperation.DEFINE_AUTH_CHALLENGE, "define"),
            (cognito.UserPoolOperation.CREATE_AUTH_CHALLENGE, "create"),
        ]:
            pool.add_trigger(operation, AppFunction(self, name, handler=f"{name}.run"))
        self._attach(pool, cognito.UserPoolOperation.CUSTOM_MESSAGE, "message")

    def _attach(self, pool, operation, name):
        made = AppFunction(self, name, handler=name + ".run")
        pool.add_trigger(operation, made)
`,
      }).filter((line) => !line.startsWith("?")),
    ).toEqual(
      [
        ["pre", "PreSignUp"],
        ["message", "CustomMessage"],
        ["define", "DefineAuthChallenge"],
        ["create", "CreateAuthChallenge"],
      ].map(
        ([name, trigger]) =>
          `stacks/functions/${String(name)}#run|functions/${String(name)}#run python3.13 ${String(trigger)}`,
      ),
    );
  });

  test("what is not said stays open", () => {
    expect(
      told({
        "auth.ts": `class A extends NodejsFunction {
  constructor(scope: Construct, id: string, props: Props) {
    super(scope, id, { ...defaults(props), entry: pathOf(id) });
  }
}
for (const name of names) pool.addTrigger(operationOf(name), new A(this, name, {}));
for (const [operation, name] of tableOf(x)) { pool.addTrigger(operation, new A(this, name, {})); }
${pool('preSignUp: new A(this, "a", {}), postConfirmation: props.confirmed, customMessage: a.b.c')}`,
      }).filter((line) => !/^\? \? -$/u.test(line)),
    ).toEqual(["? ? PreSignUp"]);
  });
});

test("SST, functions that are objects, and one by its ARN", () => {
  expect(
    told({
      "sst.config.ts": `const confirmed = new sst.aws.Function("Confirmed", { handler: "src/confirmed.run", runtime: "nodejs22.x" });
new sst.aws.CognitoUserPool("Pool", { triggers: { preSignUp: { handler: "src/sign-up.run", link: [] }, postConfirmation: confirmed.arn } });
`,
      "stacks/auth.ts": `new Cognito(stack, "Auth", {
  defaults: { function: { runtime: "nodejs20.x" } },
  triggers: { customMessage: { function: { handler: "src/message.run", timeout: 5 } }, userMigration: { function: "src/migrate.run" } },
});
`,
    }),
  ).toEqual([
    "src/confirmed#run nodejs22.x PostConfirmation",
    "src/sign-up#run ? PreSignUp",
    "stacks/src/message#run|src/message#run nodejs20.x CustomMessage",
    "stacks/src/migrate#run|src/migrate#run nodejs20.x UserMigration",
  ]);
});

test("a trigger of the CDK whose version is said", () => {
  const stack = (more: string): string =>
    `const claims = new NodejsFunction(this, "Claims", { entry: "src/claims.ts", runtime: Runtime.NODEJS_24_X });
const pool = new UserPool(this, "Pool");
pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, claims, cognito.LambdaVersion.V2_0);
${more}`;
  expect(told({ "stack.ts": stack("") })).toEqual([
    "src/claims#handler nodejs24.x PreTokenGenerationV2",
  ]);
  expect(
    told({
      "stack.ts": stack('cfnPool.addPropertyOverride("LambdaConfig", config);'),
    }),
  ).toEqual([
    "src/claims#handler nodejs24.x PreTokenGenerationV1|PreTokenGenerationV2|PreTokenGenerationV3",
  ]);
});

test("the Serverless Framework's serverless.ts, and a file of one function", () => {
  const events = (trigger: string): string =>
    `events: [{ http: { path: "/", method: "get" } }, { cognitoUserPool: { pool: "shop", trigger: ${trigger} } }]`;
  expect(
    told({
      "api/serverless.ts": `const config: AWS = {
  service: "shop",
  provider: { name: "aws", runtime: "nodejs18.x" },
  functions: {
    claims: { handler: "src/claims.run", ${events('"PreTokenGeneration"')} },
    message: { handler: "src/message.run", runtime: "nodejs22.x", ${events("'CustomMessage'")} },
  },
};
module.exports = config;
`,
      "api/src/functions/sign-up/index.ts": `export default {
  handler: \`\${handlerPath(__dirname)}/handler.main\`,
  ${events('"PreSignUp" as const')},
};
`,
    }),
  ).toEqual([
    "api/src/claims#run|src/claims#run nodejs18.x PreTokenGenerationV1",
    "api/src/message#run|src/message#run nodejs22.x CustomMessage",
    "api/src/functions/sign-up/handler#main ? PreSignUp",
  ]);
});

describe("the version of the event that holds where none is said", () => {
  const anyVersion =
    "PreTokenGenerationV1|PreTokenGenerationV2|PreTokenGenerationV3";
  const pool = `const claims = new NodejsFunction(this, "Claims", { entry: "../src/claims.ts" });
this.pool = new UserPool(this, "Pool", { lambdaTriggers: { preTokenGeneration: claims } });
`;
  const raised = `const raw = stack.pool.node.defaultChild as CfnUserPool;
raw.addPropertyOverride("LambdaConfig.PreTokenGenerationConfig", config);
`;
  test.each([
    ["nothing beside it", {}, "PreTokenGenerationV1"],
    ["a change in the same project", { "cdk/bin/app.ts": raised }, anyVersion],
    ["one elsewhere", { "other/app.ts": raised }, "PreTokenGenerationV1"],
  ])("the CDK, %s", (_what, more, triggers) => {
    const files = { "cdk/lib/pool.ts": pool, ...more };
    expect(told(files)).toEqual([expect.stringContaining(` ? ${triggers}`)]);
  });

  test.each([
    ["", "PreTokenGenerationV1"],
    [', preTokenGenerationVersion: "v2"', "PreTokenGenerationV2"],
  ])("SST with%s", (more, triggers) => {
    const text = `new sst.aws.CognitoUserPool("Pool", { triggers: { preTokenGeneration: "src/claims.handler"${more} } });`;
    expect(told({ "sst.config.ts": text })).toEqual([
      `src/claims#handler ? ${triggers}`,
    ]);
  });

  test.each([
    ["", "PreTokenGenerationV1"],
    ["          existing: true\n", anyVersion],
    ["resources: ${file(pool.yml)}\n", anyVersion],
  ])("the Serverless Framework with %j", (more, triggers) => {
    const text = `provider: { name: aws }
functions:
  claims:
    handler: src/claims.run
    events:
      - cognitoUserPool:
          pool: shop
          trigger: PreTokenGeneration
${more}`;
    expect(told({ "serverless.yml": text })).toEqual([
      `src/claims#run ? ${triggers}`,
    ]);
  });
});

describe("what is written in parts", () => {
  test("functions of the Serverless Framework in a file of their own", () => {
    expect(
      told({
        "app/config/functions.yml": `pre:
  handler: src/pre.main
  events:
    - cognitoUserPool: { pool: shop, trigger: PreAuthentication }
other:
  handler: src/other.main
`,
      }),
    ).toEqual([
      "app/config/src/pre#main|app/src/pre#main|src/pre#main ? PreAuthentication",
      "app/config/src/other#main|app/src/other#main|src/other#main ? -",
    ]);
  });

  test("a function of SST, whose file its handler names", () => {
    expect(
      told({
        "stacks/auth.ts": `const pre = new Function(stack, "Pre", { handler: "src/pre.main", runtime: "nodejs20.x" });
new Cognito(stack, "Auth", { triggers: { preAuthentication: pre } });
`,
      }),
    ).toEqual([
      "stacks/src/pre#main|src/pre#main nodejs20.x PreAuthentication",
    ]);
  });

  test.each([
    `cognito.UserPool(self, "Pool", lambda_triggers={"post_confirmation": fn})`,
    `aws.cognito.UserPool("pool", lambda_config={"post_confirmation": fn.arn})`,
  ])("members under texts: %s", (pool) => {
    expect(
      told({
        "stack.py": `fn = aws.lambda_.Function("fn", runtime="python3.13", handler="app.run", code=pulumi.FileArchive("./src"))
${pool}
`,
      }),
    ).toEqual(["src/app#run python3.13 PostConfirmation"]);
  });
});

describe("Amplify", () => {
  test("Gen 1", () => {
    const triggers = JSON.stringify({ PostConfirmation: ["add-to-group"] });
    expect(
      told({
        "amplify/backend/auth/shop1234/cli-inputs.json": JSON.stringify({
          version: "1",
          cognitoConfig: {
            resourceName: "shop1234",
            triggers,
            authTriggerConnections: JSON.stringify([
              {
                triggerType: "PostConfirmation",
                lambdaFunctionName: "shop1234PostConfirmation",
              },
            ]),
          },
        }),
        "amplify/backend/function/shop1234PostConfirmation/shop1234PostConfirmation-cloudformation-template.json":
          JSON.stringify({
            Resources: {
              LambdaFunction: {
                Type: "AWS::Lambda::Function",
                Properties: {
                  Handler: "index.handler",
                  Runtime: "nodejs18.x",
                  Code: { S3Bucket: "x" },
                },
              },
            },
          }),
      }),
    ).toEqual([
      "amplify/backend/function/shop1234PostConfirmation/src/index#handler nodejs18.x PostConfirmation",
    ]);
  });

  test("Gen 1, a function by itself and the modules that it loads", () => {
    const folder = "shopPreSignup/";
    expect(
      told({
        [`${folder}function-parameters.json`]: JSON.stringify({
          modules: ["email-filter", "custom"],
          triggerTemplate: "PreSignup.json.ejs",
        }),
        [`${folder}shopPreSignup-cloudformation-template.json`]: JSON.stringify(
          {
            Resources: {
              LambdaFunction: {
                Type: "AWS::Lambda::Function",
                Properties: { Handler: "index.handler", Runtime: "nodejs20.x" },
              },
            },
          },
        ),
      }),
    ).toEqual([
      `${folder}src/email-filter#handler ? PreSignUp`,
      `${folder}src/custom#handler ? PreSignUp`,
      `${folder}src/index#handler nodejs20.x PreSignUp`,
    ]);
  });

  test("Gen 2, functions in files of their own and inline", () => {
    expect(
      told({
        "amplify/auth/resource.ts": `import { defineAuth, defineFunction } from "@aws-amplify/backend";
import { preSignUp } from "./pre-sign-up/resource";
export const auth = defineAuth({
  loginWith: { email: true },
  triggers: {
    preSignUp,
    customMessage: defineFunction({ entry: "./custom-message.ts", runtime: 22 }),
  },
});
`,
        "amplify/auth/pre-sign-up/resource.ts": `import { defineFunction } from "@aws-amplify/backend";
export const preSignUp = defineFunction({ name: "pre-sign-up", resourceGroupName: "auth" });
`,
      }),
    ).toEqual([
      "amplify/auth/custom-message#handler nodejs22.x CustomMessage",
      "amplify/auth/pre-sign-up/handler#handler ? PreSignUp",
    ]);
  });

  test("Gen 2, functions that an index hands on, and one of the CDK's own", () => {
    expect(
      told({
        "amplify/auth/resource.ts": `import { preSignUp, hello as customMessage } from "../functions";
export const auth = defineAuth({ triggers: { preSignUp, customMessage } });
`,
        "amplify/functions/index.ts": `export * from "./sign-up/resource";
export { hello } from "./hello/resource";
`,
        "amplify/functions/sign-up/resource.ts": `export const preSignUp = defineFunction({ entry: "./sign-up.ts" });\n`,
        "amplify/functions/hello/resource.ts": `export const hello = defineFunction(
  (scope) => new Function(scope, "hello", {
    handler: "index.run",
    runtime: Runtime.PYTHON_3_12,
    code: Code.fromAsset(path.join(__dirname, "src")),
  }),
);
`,
      }),
    ).toEqual([
      "amplify/functions/sign-up/sign-up#handler ? PreSignUp",
      "amplify/functions/hello/src/index#run python3.12 CustomMessage",
    ]);
  });
});

test("Terraform, spread over the files of a folder", () => {
  expect(
    told({
      "infra/pool.tf": `resource "aws_cognito_user_pool" "main" {
  name = "shop { # not a comment"
  lambda_config {
    pre_sign_up = aws_lambda_function.sign_up.arn # PreSignUp
    pre_token_generation_config {
      lambda_arn     = aws_lambda_function.claims.arn
      lambda_version = "V2_0"
    }
    verify_auth_challenge_response = var.verify_arn
  }
}
`,
      "infra/functions.tf": `data "archive_file" "sign_up" {
  type       = "zip"
  source_dir = "\${path.module}/../src/sign-up"
  output_path = "\${path.module}/sign-up.zip"
}
resource "aws_lambda_function" "sign_up" {
  filename = data.archive_file.sign_up.output_path
  handler  = "index.handler"
  runtime  = "nodejs22.x"
  environment {
    variables = { A = "b" }
  }
}
data "archive_file" "claims" {
  type        = "zip"
  source_file = "../src/claims.py"
  output_path = "claims.zip"
}
resource "aws_lambda_function" "claims" {
  filename = "claims.zip"
  handler  = "claims.lambda_handler"
  runtime  = "python3.13"
}
resource "aws_lambda_function" "image" {
  package_type = "Image"
}
`,
    }),
  ).toEqual([
    "src/sign-up/index#handler nodejs22.x PreSignUp",
    "src/claims#lambda_handler python3.13 PreTokenGenerationV2",
    "? ? -",
  ]);
});

test("Terraform, a trigger that is an alias of a function", () => {
  expect(
    told({
      "main.tf": `resource "aws_cognito_user_pool" "main" {
  lambda_config {
    pre_sign_up = aws_lambda_alias.live.arn
  }
}
resource "aws_lambda_alias" "live" {
  name          = "live"
  function_name = aws_lambda_function.sign_up.function_name
}
data "archive_file" "sign_up" {
  type        = "zip"
  source_file = "src/sign_up.py"
  output_path = "sign_up.zip"
}
resource "aws_lambda_function" "sign_up" {
  filename = "sign_up.zip"
  handler  = "sign_up.handler"
  runtime  = "python3.13"
}
`,
    }),
  ).toEqual(["src/sign_up#handler python3.13 PreSignUp"]);
});

test("Terraform, a module that makes a function", () => {
  expect(
    told({
      "infra/pool.tf": `resource "aws_cognito_user_pool" "main" {
  lambda_config {
    pre_sign_up       = module.sign_up.lambda_function_arn
    post_confirmation = module.elsewhere.arn
  }
}
`,
      "infra/functions.tf": `module "sign_up" {
  source      = "terraform-aws-modules/lambda/aws"
  handler     = "index.handler"
  runtime     = "nodejs24.x"
  source_path = "\${path.module}/../src/sign-up"
}
`,
    }),
  ).toEqual(["src/sign-up/index#handler nodejs24.x PreSignUp"]);
});

describe("Terraform, several functions of one block", () => {
  const functions = `resource "aws_lambda_function" "trigger" {
  for_each = local.triggers
  filename = data.archive_file.code[each.key].output_path
  handler  = "app.\${each.value.handler}"
  runtime  = each.value.runtime
}
data "archive_file" "code" {
  for_each    = local.triggers
  source_dir  = "\${path.module}/lambda/\${each.key}"
  output_path = "\${path.module}/\${each.key}.zip"
}
`;
  const locals = `locals {
  old      = "nodejs20.x"
  triggers = {
    sign_up = { handler = "main", runtime = local.old }
    "claims" = {
      handler = "run" # the other one
      runtime = var.runtime
    }
  }
}
variable "runtime" {
  default = "nodejs24.x"
}
`;
  const pool = `resource "aws_cognito_user_pool" "main" {
  dynamic "lambda_config" {
    for_each = [1]
    content {
      pre_sign_up = try(aws_lambda_function.trigger["sign_up"].arn, null)
      pre_token_generation_config {
        lambda_arn     = aws_lambda_function.trigger["claims"].arn
        lambda_version = local.version
      }
    }
  }
}
`;
  test("each has its own code and triggers", () => {
    expect(
      told({
        "tf/functions.tf": functions,
        "tf/locals.tf": locals,
        "tf/pool.tf": `${pool}locals { version = "V2_0" }`,
      }),
    ).toEqual([
      "tf/lambda/sign_up/app#main nodejs20.x PreSignUp",
      "tf/lambda/claims/app#run nodejs24.x PreTokenGenerationV2",
    ]);
  });

  test("where the callers of a module decide nothing is said", () => {
    expect(
      told({
        "modules/auth/main.tf": `${functions}${locals.replace("local.old", "var.runtime")}${pool}`,
      }),
    ).toEqual([
      "modules/auth/lambda/sign_up/app#main ? PreSignUp",
      "modules/auth/lambda/claims/app#run ? PreTokenGenerationV1|PreTokenGenerationV2|PreTokenGenerationV3",
    ]);
  });

  test.each([
    ['toset(["sign_up"])', "[each.key]", ['trigger["sign_up"]']],
    ["aws_lambda_function.trigger", "[each.key]", "all"],
    ["toset(keys(local.triggers))", "[each.value]", "all"],
    ["var.unknown", "[each.key]", "all"],
    [
      "local.triggers",
      '["claims"]',
      ['trigger["claims"]', 'trigger["claims"]'],
    ],
  ])("permissions for each of %s", (forEach, index, names) => {
    const permission = `resource "aws_lambda_permission" "cognito" {
  for_each      = ${forEach}
  function_name = aws_lambda_function.trigger${index}.function_name
  principal     = "cognito-idp.amazonaws.com"
}
`;
    const [template] = readTemplates([
      { path: "main.tf", text: `${functions}${locals}${permission}` },
    ]);
    expect(template?.permitted).toEqual(
      names === "all" ? ['trigger["sign_up"]', 'trigger["claims"]'] : names,
    );
  });

  test("a permission for each of what it is given", () => {
    const [template] = readTemplates([
      {
        path: "main.tf",
        text: `${functions}${locals}resource "aws_lambda_permission" "cognito" {
  for_each      = aws_lambda_function.trigger
  function_name = each.value.function_name
}
resource "aws_lambda_permission" "others" {
  for_each      = { a = aws_lambda_function.a.arn, b = "x" }
  function_name = each.value
}
`,
      },
    ]);
    expect(template?.permitted).toEqual([
      'trigger["sign_up"]',
      'trigger["claims"]',
      "a",
      undefined,
    ]);
  });

  test.each([
    ["a = a", "local.a"],
    ["a = { for x in y : x => x }", "local.a"],
    ["a = toset([local.b])\nb = local.a", "local.a"],
    ["a = toset(", "local.a"],
  ])("locals that say nothing: %s", (text, forEach) => {
    const [template] = readTemplates([
      {
        path: "main.tf",
        text: `locals {\n${text}\n}\n${functions.replace("local.triggers", forEach)}`,
      },
    ]);
    expect(template?.functions.map(({ name }) => name) ?? []).not.toContain(
      'trigger["a"]',
    );
  });
});

describe("Terraform, modules of the workspace", () => {
  const module = `variable "name" {}
variable "folder" { type = string }
variable "runtime" {
  type    = string
  default = "nodejs20.x"
}
data "archive_file" "zip" {
  type        = "zip"
  source_dir  = var.folder
  output_path = "\${path.module}/\${var.name}.zip"
}
resource "aws_lambda_function" "this" {
  filename = data.archive_file.zip.output_path
  handler  = "app.run"
  runtime  = var.runtime
}
output "arn" {
  value = aws_lambda_function.this.arn
}
`;
  const auth = `variable "sign_up" {}
variable "message" {}
locals { ours = var.message }
resource "aws_cognito_user_pool" "this" {
  lambda_config {
    pre_sign_up    = var.sign_up
    custom_message = local.ours
  }
}
`;
  const main = `module "sign_up" {
  source  = "./modules/function"
  name    = "sign-up"
  folder  = "\${path.root}/../src/sign-up"
  runtime = var.runtime
}
module "message" {
  source = "./modules/function"
  name   = "message"
  folder = "\${path.module}/../src/message"
}
module "auth" {
  source  = "./modules/auth"
  sign_up = module.sign_up.arn
  message = module.message.arn
}
variable "runtime" {}
`;
  const files = {
    "infra/main.tf": main,
    "infra/modules/function/main.tf": module,
    "infra/modules/auth/main.tf": auth,
  };
  const known = (lines: readonly string[]): readonly string[] =>
    lines.filter((line) => !line.startsWith("? ? -"));

  test("each use of one has its own code, runtime and triggers", () => {
    expect(
      known(
        told({
          ...files,
          "infra/terraform.tfvars": `runtime = "nodejs24.x" # all of them\n`,
        }),
      ),
    ).toEqual([
      "src/sign-up/app#run nodejs24.x PreSignUp",
      "src/message/app#run nodejs20.x CustomMessage",
    ]);
  });

  test.each([
    ["none", {}, "?"],
    [
      "one that is named when Terraform runs",
      { "infra/prod.tfvars": 'runtime = "nodejs24.x"\n' },
      "nodejs24.x",
    ],
    [
      "two that differ",
      {
        "infra/dev.auto.tfvars": 'runtime = "nodejs22.x"\n',
        "infra/env/prod.tfvars": 'runtime = "nodejs24.x"\n',
      },
      "?",
    ],
    [
      "one of another folder",
      { "other/a.tfvars": 'runtime = "nodejs24.x"\n' },
      "?",
    ],
  ])("a variable with %s of the files for it", (_what, more, runtime) => {
    expect(told({ ...files, ...more })).toContain(
      `src/sign-up/app#run ${runtime} PreSignUp`,
    );
  });

  test("a default holds where no file may be taken in its place", () => {
    const one = `variable "runtime" { default = "nodejs22.x" }
resource "aws_lambda_function" "a" {
  filename = "a.zip"
  handler  = "app.run"
  runtime  = var.runtime
}
`
      .replace("{ default", "{\n  default")
      .replace('x" }', 'x"\n}');
    expect(told({ "main.tf": one })).toEqual(["a/app#run nodejs22.x -"]);
    for (const [path, runtime] of [
      ["terraform.tfvars", "nodejs24.x"],
      ["prod.tfvars", "?"],
    ])
      expect(
        told({ "main.tf": one, [String(path)]: 'runtime = "nodejs24.x"\n' }),
      ).toEqual([`a/app#run ${String(runtime)} -`]);
  });

  test("a use for each of a map, and an output that is a map", () => {
    expect(
      known(
        told({
          "main.tf": `locals {
  triggers = {
    sign_up = { folder = "src/sign-up", runtime = "nodejs24.x" }
    message = { folder = "src/message", runtime = "python3.13" }
  }
}
module "trigger" {
  source   = "./function"
  for_each = local.triggers
  name     = each.key
  folder   = each.value.folder
  runtime  = each.value.runtime
}
module "all" {
  source = "./all"
}
resource "aws_cognito_user_pool" "this" {
  lambda_config {
    pre_sign_up       = module.trigger["sign_up"].arn
    custom_message    = module.trigger["message"].arn
    post_confirmation = module.all.arns["confirmed"]
  }
}
`,
          "function/main.tf": module,
          "all/main.tf": `resource "aws_lambda_function" "each" {
  for_each = toset(["confirmed", "other"])
  filename = "\${path.module}/\${each.key}.zip"
  handler  = "app.run"
  runtime  = "nodejs22.x"
}
output "arns" {
  value = { for name, made in aws_lambda_function.each : name => made.arn }
}
`,
        }),
      ),
    ).toEqual([
      "src/sign-up/app#run nodejs24.x PreSignUp",
      "src/message/app#run python3.13 CustomMessage",
      "all/confirmed/app#run nodejs22.x PostConfirmation",
      "all/other/app#run nodejs22.x -",
    ]);
  });

  test("modules that use each other say nothing", () => {
    const use = (other: string): string =>
      `module "x" {\n  source = "../${other}"\n}\nresource "aws_lambda_function" "f" {\n  handler = "a.b"\n}\n`;
    expect(told({ "a/main.tf": use("b"), "b/main.tf": use("a") })).toEqual([
      "? ? -",
      "? ? -",
    ]);
  });
});

test("Terraform, a zip whose making is not said", () => {
  expect(
    told({
      "infra/main.tf": `resource "aws_lambda_function" "sign_up" {
  filename = "../functions/sign-up.zip"
  handler  = "index.handler"
  runtime  = "nodejs22.x"
}
`,
    }),
  ).toEqual(["functions/sign-up/index#handler nodejs22.x -"]);
});

describe("broken and hostile files", () => {
  test("a template that ends in the middle tells what stands before", () => {
    const template = readTemplate({
      path: "template.yaml",
      text: `Resources:
  F:
    Type: AWS::Lambda::Function
    Properties: { Handler: index.handler, Runtime: nodejs22.x, Code: src }
  Pool:
    Type: "AWS::Cognito::UserPool
`,
    });
    expect(template?.functions).toHaveLength(1);
    expect(template?.problems[0]?.value).toMatch(
      /^This file is not read beyond here: .+\.$/u,
    );
  });

  test.each([
    ["deep", `AWS::Lambda:: ${"[".repeat(20_000)}`],
    [
      "aliases that unfold without end",
      `AWS::Lambda::: x\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from(
        { length: 12 },
        (_, index) =>
          `a${String(index + 1)}: &a${String(index + 1)} [${Array.from({ length: 10 }, () => `*a${String(index)}`).join(", ")}]`,
      ).join("\n")}\n`,
    ],
    ["a list", "- AWS::Lambda::Function\n"],
    ["a text", "AWS::Lambda::Function"],
    ["NUL", "AWS::Lambda::Function\0: \0"],
  ])("%s", (_what, text) => {
    expect(readTemplate({ path: "t.yaml", text })?.functions).toEqual([]);
  });

  // Read in more than linear time, each of them takes minutes.
  test.each([
    ["a.ts", "new UserPool(".repeat(20_000)],
    ["a.ts", `${"new Function(".repeat(20_000)}UserPool(${")".repeat(20_000)}`],
    ["a.py", `UserPool(${"a=(".repeat(20_000)}`],
    [
      "a.ts",
      `UserPool(${"class A extends Function { constructor(a) { super(a, A({".repeat(2_000)}`,
    ],
    [
      "a.ts",
      Array.from(
        { length: 2_000 },
        (_, at) =>
          `class A${String(at)} extends A${String(at + 1)} { constructor(a) { super(a, b); new A${String(at + 2)}(a); new UserPool(this); } }`,
      ).join("\n"),
    ],
    [
      "a.ts",
      `const x = [[[]]];\n${"for (const [a, b] of x) { addTrigger(a, new Function(a, b)); x.forEach((a) => {".repeat(2_000)}`,
    ],
    [
      "a.ts",
      `const a = b;\nconst b = a;\nnew UserPool(this, a, { ...a, lambdaTriggers: { ...a, preSignUp: (a) } });`,
    ],
    [
      "a.py",
      "class A(Function):\n  def __init__(self, **k):\n    super().__init__(**k)\n    A(**k)\n".repeat(
        2_000,
      ),
    ],
    [
      "a.ts",
      `${"{ handler: {".repeat(5_000)}cognitoUserPool: { trigger: 1 }${"}}".repeat(5_000)}`,
    ],
    ["a.tf", `aws_lambda_${'resource "a" "b" {'.repeat(20_000)}`],
    ["a.tf", `aws_lambda_ ${"a".repeat(200_000)}`],
  ])("%s that nests without end", (path, text) => {
    expect(readTemplate({ path, text })?.wirings).toEqual([]);
  });

  test("what is no infrastructure code", () => {
    expect(
      readTemplate({ path: "a.yaml", text: "functions: [a]\n" }),
    ).toBeUndefined();
    expect(
      readTemplate({ path: "a.ts", text: "const a = new Function('x');" }),
    ).toBeUndefined();
  });
});
