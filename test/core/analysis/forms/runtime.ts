/** The runtime: what counts as the answer in Node.js 22 and 24, loaders of modules, and code that stands in a template. */
import { formsOf, type Files, type Form } from "./form.ts";

const runs = (runtime: string, code: string): Files => ({
  "src/a.js": code,
  "template.yaml": `Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: a.handler
      Runtime: ${runtime}
      Events: { E: { Type: Cognito, Properties: { Trigger: PreSignUp } } }
`,
});
const calling = `exports.handler = (event, context, callback) => {
  event.response.autoConfirmUser = true;
  callback(null, event);
};
`;
const inline = (resource: string): Files => ({ "template.yaml": resource });

export const runtimeForms: readonly Form[] = [
  ...formsOf("no-three-param-handler", [
    [
      "a callback in Node.js 22 and 24",
      runs("⟨nodejs24.x¦nodejs22.x⟩", calling),
    ],
  ]),
  ...formsOf("return-event", [
    [
      "the first completion counts: a callback before the promise settles",
      runs(
        "nodejs22.x",
        `exports.handler = async (event, context, callback) => {
  ⟨console.log(event.userName)¦callback(null, event)⟩;
};
`,
      ),
    ],
  ]),
  ...formsOf("return-whole-event", [
    [
      "the first completion counts: an error told without return",
      runs(
        "nodejs22.x",
        `exports.handler = (event, context, callback) => {
  if (!event.userName) callback(new Error("No name"));
  callback(null, ⟨"done"¦event⟩);
};
`,
      ),
    ],
  ]),
  ...formsOf("response-field-type", [
    [
      "module that a loader hands the event to",
      {
        "amplify/backend/function/shopPreSignup/src/custom.js": `exports.handler = async (event) => {
  event.response.autoConfirmUser = ⟨"yes"¦true⟩;
};
`,
        "amplify/backend/function/shopPreSignup/src/index.js": `const names = process.env.MODULES.split(",");
const modules = names.map((name) => require(\`./\${name}\`));
exports.handler = async (event, context) => {
  for (const { handler } of modules) await handler(event, context);
  return event;
};
`,
      },
    ],
    [
      "ZipFile",
      inline(`Resources:
  A:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Code:
        ZipFile: |
          exports.handler = async (event) => {
            event.response.autoConfirmUser = ⟨"yes"¦true⟩;
            return event;
          };
  Permission:
    Type: AWS::Lambda::Permission
    Properties: { Action: lambda:InvokeFunction, FunctionName: !Ref A, Principal: cognito-idp.amazonaws.com, SourceArn: !GetAtt Pool.Arn }
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig: { PreSignUp: !GetAtt A.Arn }
`),
    ],
    [
      "InlineCode",
      inline(`Resources:
  A:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: index.handler
      InlineCode: |
        def handler(event, context):
            event["response"]["autoConfirmUser"] = ⟨"yes"¦True⟩
            return event
      Events: { E: { Type: Cognito, Properties: { Trigger: PreSignUp, UserPool: !Ref Pool } } }
  Pool:
    Type: AWS::Cognito::UserPool
`),
    ],
  ]),
];
