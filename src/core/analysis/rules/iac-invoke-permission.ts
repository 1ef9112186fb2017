/** A trigger whose function Cognito may not invoke. */
import type { Template, Wiring } from "../../iac/template.ts";
import { contractOf, pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { TemplateRule } from "./template-rule.ts";

const pool = `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      LambdaConfig:
        PreSignUp: !GetAtt SignUp.Arn
  SignUp:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Role: !Ref RoleArn
      Code: src/
`;
const terraform = `resource "aws_cognito_user_pool" "shop" {
  name = "shop"
  lambda_config {
    pre_sign_up = aws_lambda_function.sign_up.arn
  }
}

resource "aws_lambda_function" "sign_up" {
  function_name = "sign-up"
  role          = var.role
  filename      = "sign-up.zip"
  handler       = "index.handler"
  runtime       = "nodejs22.x"
}
`;

export const iacInvokePermission: TemplateRule = {
  id: "iac-invoke-permission",
  title: "Cognito may invoke the function of a trigger",
  severity: "error",
  certainty: "exact",
  triggers: "all",
  why: "A trigger's function needs a resource policy that lets `cognito-idp.amazonaws.com` invoke it. The console adds one; the API, CloudFormation, Terraform, Pulumi and the CDK's CfnUserPool do not. Without it every call of the trigger fails with AccessDeniedException, while a test of the function in the console works.",
  references: [pages.overview],
  examples: [
    {
      language: "yaml",
      path: "template.yaml",
      bad: pool,
      good: `${pool}  SignUpPermission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref SignUp
      Principal: cognito-idp.amazonaws.com
      SourceArn: !GetAtt Pool.Arn
`,
    },
    {
      language: "terraform",
      path: "main.tf",
      bad: terraform,
      good: `${terraform}
resource "aws_lambda_permission" "sign_up" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.sign_up.function_name
  principal     = "cognito-idp.amazonaws.com"
  source_arn    = aws_cognito_user_pool.shop.arn
}
`,
    },
  ],
  *check({ template, known, permitted }) {
    if (permitted.has(undefined)) return;
    const told = new Set<string>();
    for (const wiring of template.wirings) {
      const { calls, range, triggers, needsPermission } = wiring;
      const [trigger] = triggers;
      if (!needsPermission || trigger === undefined) continue;
      if (!known.has(calls) || permitted.has(calls) || told.has(calls))
        continue;
      told.add(calls);
      yield {
        range,
        trigger: contractOf(trigger).name,
        message: `Nothing here lets Cognito invoke ${nameOf(calls)}: there is no permission for cognito-idp.amazonaws.com on it, so that every call of this trigger fails with AccessDeniedException.`,
        fixes: fixesFor(template, wiring),
      };
    }
  },
};

/** Of a function that is made in place there is no name. */
function nameOf(calls: string): string {
  const name = calls.replace(/^.*#/u, "");
  return /@\d/u.test(name) ? "this function" : name;
}

function fixesFor(
  { language, path, text, functions }: Template,
  { calls, pool: poolName }: Wiring,
): readonly QuickFix[] {
  // Of a block that makes several it would be for one of them.
  if (poolName === undefined || calls.includes("[")) return [];
  const title = "Add the permission";
  if (language === "terraform") {
    const newText = `${text.endsWith("\n") ? "" : "\n"}
resource "aws_lambda_permission" "${calls}_cognito" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.${calls}.function_name
  principal     = "cognito-idp.amazonaws.com"
  source_arn    = aws_cognito_user_pool.${poolName}.arn
}
`;
    const range = { start: text.length, end: text.length };
    return [{ title, preferred: true, edits: [{ range, newText }] }];
  }
  const target = functions.find(({ name }) => name === calls);
  if (target === undefined || /\.json$/iu.test(path)) return [];
  const start = text.lastIndexOf("\n", target.range.start - 1) + 1;
  const indent = text.slice(start, target.range.start);
  if (!/^ +$/u.test(indent)) return [];
  const newText = [
    `${calls}CognitoPermission:`,
    "  Type: AWS::Lambda::Permission",
    "  Properties:",
    "    Action: lambda:InvokeFunction",
    `    FunctionName: !Ref ${calls}`,
    "    Principal: cognito-idp.amazonaws.com",
    `    SourceArn: !GetAtt ${poolName}.Arn`,
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");
  const range = { start, end: start };
  return [{ title, preferred: true, edits: [{ range, newText }] }];
}
