/** Which function is the handler, and which trigger it serves. */
import { formsOf, type Files, type Form } from "./form.ts";

const body = `{
  event.response.autoConfirmUser = ⟨"true"¦true⟩;
  return event;
}`;
const named = (text: string): Files => ({ "src/pre-sign-up/index.js": text });
const module = (text: string): Files => ({ "src/pre-sign-up/index.mjs": text });
const typed = (text: string): Files => ({ "src/pre-sign-up/index.ts": text });
const python = (text: string): Files => ({ "src/pre_sign_up/app.py": text });
const method = `        event["response"]["autoConfirmUser"] = ⟨"true"¦True⟩
        return event
`;

/** The exports and callables that can be a handler. */
export const handlerForms: readonly Form[] = formsOf("response-field-type", [
  ["export const", module(`export const handler = async (event) => ${body};`)],
  ["export function", module(`export async function handler(event) ${body}`)],
  [
    "export clause",
    module(`const handler = async (event) => ${body};
export { handler };`),
  ],
  [
    "export clause with another name",
    module(`async function confirm(event) ${body}
export { confirm as handler };`),
  ],
  [
    "re-export",
    {
      "src/pre-sign-up/confirm.mjs": `export const handler = async (event) => ${body};`,
      "src/pre-sign-up/index.mjs": 'export { handler } from "./confirm.mjs";',
    },
  ],
  [
    "export default function",
    module(`export default async function (event) ${body}`),
  ],
  ["export default arrow", module(`export default async (event) => ${body};`)],
  [
    "export default name",
    module(`const handler = async (event) => ${body};
export default handler;`),
  ],
  [
    "export =",
    typed(`async function handler(event: any) ${body}
export = { handler };`),
  ],
  ["exports.handler", named(`exports.handler = async (event) => ${body};`)],
  [
    "module.exports.handler",
    named(`module.exports.handler = async (event) => ${body};`),
  ],
  [
    "module.exports as object",
    named(`module.exports = { handler: async (event) => ${body} };`),
  ],
  [
    "module.exports with a short name",
    named(`async function handler(event) ${body}
module.exports = { handler };`),
  ],
  [
    "module.exports with a method",
    named(`module.exports = { async handler(event) ${body} };`),
  ],
  [
    "module.exports as function",
    named(`module.exports = async (event) => ${body};`),
  ],
  [
    "class with a method",
    named(`class Confirm {
  async handle(event) ${body}
}
const confirm = new Confirm();
exports.handler = (event) => confirm.handle(event);`),
  ],
  [
    "bound method",
    named(`class Confirm {
  async handle(event) ${body}
}
const confirm = new Confirm();
exports.handler = confirm.handle.bind(confirm);`),
  ],
  [
    "wrapper of a library",
    named(`const middy = require("@middy/core");
const base = async (event) => ${body};
exports.handler = middy(base);`),
  ],
  [
    "wrapper of a library, with use",
    named(`const middy = require("@middy/core");
const base = async (event) => ${body};
exports.handler = middy().use(log()).handler(base);`),
  ],
  [
    "any call that takes the function",
    named(`const { withLogs } = require("our-logs");
exports.handler = withLogs({ level: "info" }, async (event) => ${body});`),
  ],
  [
    "Python function",
    python(`def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = ⟨"true"¦True⟩
    return event
`),
  ],
  [
    "Python class with handle",
    python(`class Confirm:
    def handle(self, event, context):
${method}
confirm = Confirm()

def lambda_handler(event, context):
    return confirm.handle(event, context)
`),
  ],
  [
    "Python class with __call__",
    python(`class Confirm:
    def __call__(self, event, context):
${method}
lambda_handler = Confirm()
`),
  ],
  [
    "Python bound method",
    python(`class Confirm:
    def handle(self, event, context):
${method}
lambda_handler = Confirm().handle
`),
  ],
  [
    "Python decorator of a library",
    python(`from aws_lambda_powertools import Logger
logger = Logger()

@logger.inject_lambda_context
def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = ⟨"true"¦True⟩
    return event
`),
  ],
  [
    "handler named by a template",
    {
      "src/confirm.js": `exports.run = async (event) => ${body};`,
      "template.yaml": `Resources:
  Confirm:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: confirm.run
      Runtime: nodejs22.x
      Events: { E: { Type: Cognito, Properties: { Trigger: PreSignUp } } }
`,
    },
  ],
]);

/** A handler that tells nothing of its trigger by what it does. */
const silent = (before = ""): string =>
  `${before}
exports.handler = async (event) => {
  console.log("called");
  ⟨¦return event;⟩
};
`;
const template = (lines: string): string => `Resources:
${lines}`;

/** What tells which trigger a handler serves. In each, nothing else does. */
export const triggerForms: readonly Form[] = formsOf("return-event", [
  ["comment", { "src/a.js": silent("// cognito-trigger: PreSignUp") }],
  [
    "comment in Python",
    {
      "src/a.py": `# cognito-trigger: PreSignUp
def lambda_handler(event, context):
    print("called")
    ⟨pass¦return event⟩
`,
    },
  ],
  [
    "type of the handler",
    {
      "src/a.ts": `import type { PreSignUpTriggerHandler } from "aws-lambda";
export const handler: PreSignUpTriggerHandler = async (event) => {
  console.log("called");
  ⟨¦return event;⟩
};
`,
    },
  ],
  [
    "type of the event",
    {
      "src/a.ts": `import type { PreSignUpTriggerEvent } from "aws-lambda";
export const handler = async (event: PreSignUpTriggerEvent) => {
  console.log("called");
  ⟨¦return event;⟩
};
`,
    },
  ],
  [
    "data class of Powertools",
    {
      "src/a.py": `from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import PreSignUpTriggerEvent

@event_source(data_class=PreSignUpTriggerEvent)
def lambda_handler(event: PreSignUpTriggerEvent, context):
    print("called")
    ⟨pass¦return event.raw_event⟩
`,
    },
  ],
  [
    "comparison of the source",
    {
      "src/a.js": `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp") {
    console.log("called");
    ⟨return;¦return event;⟩
  }
  return event;
};
`,
    },
  ],
  [
    "switch on the source",
    {
      "src/a.js": `exports.handler = async (event) => {
  switch (event.triggerSource) {
    case "PreSignUp_SignUp":
      ⟨return;¦return event;⟩
    default:
      return event;
  }
};
`,
    },
  ],
  [
    "table of the source",
    {
      "src/a.js": `const steps = {
  PreSignUp_SignUp: async (event) => {
    console.log("called");
    ⟨¦return event;⟩
  },
  PostConfirmation_ConfirmSignUp: async (event) => event,
};
exports.handler = async (event) => steps[event.triggerSource](event);
`,
    },
  ],
  [
    "response members",
    {
      "src/a.js": `exports.handler = async (event) => {
  event.response.autoConfirmUser = true;
  ⟨¦return event;⟩
};
`,
    },
  ],
  [
    "request members",
    {
      "src/a.js": `exports.handler = async (event) => {
  const { groupConfiguration, userAttributes } = event.request;
  console.log(groupConfiguration.groupsToOverride.length, Object.keys(userAttributes));
  ⟨¦return event;⟩
};
`,
    },
  ],
  ["name of the file", { "src/pre-sign-up.js": silent() }],
  ["name of the folder", { "src/pre-sign-up/index.js": silent() }],
  [
    "name of the function",
    {
      "src/a.js": `exports.preSignUp = async (event, context) => {
  console.log(event.userName, context.awsRequestId);
  ⟨¦return event;⟩
};
`,
    },
  ],
  [
    "SAM",
    {
      "src/a.js": silent(),
      "template.yaml": template(`  A:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: a.handler
      Events: { E: { Type: Cognito, Properties: { Trigger: PreSignUp } } }
`),
    },
  ],
  [
    "CloudFormation",
    {
      "src/a.js": silent(),
      "template.yaml": template(`  A:
    Type: AWS::Lambda::Function
    Properties: { Code: src, Handler: a.handler }
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig: { PreSignUp: !GetAtt A.Arn }
`),
    },
  ],
  [
    "serverless.yml",
    {
      "src/a.js": silent(),
      "serverless.yml": `service: shop
provider: { name: aws, runtime: nodejs22.x }
functions:
  a:
    handler: src/a.handler
    events:
      - cognitoUserPool: { pool: Shop, trigger: PreSignUp }
`,
    },
  ],
  [
    "CDK, lambdaTriggers",
    {
      "src/a.js": silent(),
      "lib/stack.ts": `import { UserPool } from "aws-cdk-lib/aws-cognito";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
const fn = new Function(this, "A", { runtime: Runtime.NODEJS_22_X, handler: "a.handler", code: Code.fromAsset("src") });
new UserPool(this, "Pool", { lambdaTriggers: { preSignUp: fn } });
`,
    },
  ],
  [
    "CDK, addTrigger",
    {
      "src/a.js": silent(),
      "lib/stack.ts": `import { UserPool, UserPoolOperation } from "aws-cdk-lib/aws-cognito";
import { Code, Function, Runtime } from "aws-cdk-lib/aws-lambda";
const fn = new Function(this, "A", { runtime: Runtime.NODEJS_22_X, handler: "a.handler", code: Code.fromAsset("src") });
const pool = new UserPool(this, "Pool");
pool.addTrigger(UserPoolOperation.PRE_SIGN_UP, fn);
`,
    },
  ],
  [
    "Amplify Gen 1",
    {
      "amplify/backend/function/shop1/src/index.js": silent(),
      "amplify/backend/auth/shop/cli-inputs.json": JSON.stringify({
        version: "1",
        cognitoConfig: {
          triggers: JSON.stringify({ PreSignup: ["custom"] }),
          parentStack: { Ref: "AWS::StackId" },
          authTriggerConnections: JSON.stringify([
            { triggerType: "PreSignUp", lambdaFunctionName: "shop1" },
          ]),
        },
      }),
      "amplify/backend/function/shop1/shop1-cloudformation-template.json":
        JSON.stringify({
          Resources: {
            LambdaFunction: {
              Type: "AWS::Lambda::Function",
              Properties: { Handler: "index.handler", Runtime: "nodejs22.x" },
            },
          },
        }),
    },
  ],
  [
    "Amplify Gen 2",
    {
      "amplify/auth/confirm/handler.ts": `export const handler = async (event: any) => {
  console.log("called");
  ⟨¦return event;⟩
};
`,
      "amplify/auth/resource.ts": `import { defineAuth } from "@aws-amplify/backend";
import { confirm } from "./confirm/resource";
export const auth = defineAuth({ loginWith: { email: true }, triggers: { preSignUp: confirm } });
`,
      "amplify/auth/confirm/resource.ts": `import { defineFunction } from "@aws-amplify/backend";
export const confirm = defineFunction({ name: "confirm" });
`,
    },
  ],
  [
    "Terraform",
    {
      "src/a.js": silent(),
      "main.tf": `data "archive_file" "a" {
  type        = "zip"
  source_dir  = "\${path.module}/src"
  output_path = "a.zip"
}
resource "aws_lambda_function" "a" {
  filename = data.archive_file.a.output_path
  handler  = "a.handler"
  runtime  = "nodejs22.x"
}
resource "aws_cognito_user_pool" "pool" {
  lambda_config {
    pre_sign_up = aws_lambda_function.a.arn
  }
}
`,
    },
  ],
]);

/** Several triggers in one handler: each way against its own contract. */
export const severalForms: readonly Form[] = [
  ...formsOf("response-field-type", [
    [
      "branches of one handler",
      {
        "src/auth.js": `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp") {
    event.response.autoConfirmUser = ⟨"true"¦true⟩;
  } else if (event.triggerSource.startsWith("CustomMessage_")) {
    event.response.emailSubject = "Welcome";
  }
  return event;
};
`,
      },
    ],
  ]),
  ...formsOf("response-field-known", [
    [
      "a member of the other branch's trigger",
      {
        "src/auth.js": `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp") {
    event.response.⟨issueTokens¦autoConfirmUser⟩ = true;
  } else if (event.triggerSource === "DefineAuthChallenge_Authentication") {
    const last = event.request.session.at(-1);
    event.response.issueTokens = last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult;
    event.response.failAuthentication = !event.response.issueTokens;
  }
  return event;
};
`,
      },
    ],
  ]),
];
