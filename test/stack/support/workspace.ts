/** Workspaces of a test's own: a template with one pool and the handlers that the test is about, in a temporary folder. */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startStack, type Stack, type StackOptions } from "../stack.ts";

export interface TestFunction {
  /** LambdaConfig key; a function that no trigger uses when absent. */
  readonly trigger?: string;
  /** Code of the handler file: `index.mjs`, or `app.py` for Python. */
  readonly code: string;
  /** nodejs22.x when absent. */
  readonly runtime?: string;
  /** `index.handler` (Python: `app.handler`) when absent. */
  readonly handler?: string;
  readonly timeoutSeconds?: number;
  /** True when absent: Cognito may call it. */
  readonly permitted?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

export type CleanUp = (action: () => Promise<void> | void) => void;

/** A stack over these functions, by name, with one pool and one client; ended by `cleanUp`. */
export async function startWith(
  functions: Readonly<Record<string, TestFunction>>,
  cleanUp: CleanUp,
  options: Omit<StackOptions, "workspace"> = {},
): Promise<Stack & { readonly workspace: string }> {
  const workspace = await temporaryFolder(cleanUp);
  for (const [name, { code, runtime }] of Object.entries(functions)) {
    await mkdir(path.join(workspace, name));
    await writeFile(
      path.join(
        workspace,
        name,
        runtime?.startsWith("python") === true ? "app.py" : "index.mjs",
      ),
      code,
    );
  }
  await writeFile(
    path.join(workspace, "template.yaml"),
    templateOf(Object.entries(functions)),
  );
  const stack = await startStack({ populated: false, ...options, workspace });
  cleanUp(() => stack.stop());
  return { ...stack, workspace };
}

export async function copyOf(
  folder: string,
  cleanUp: CleanUp,
): Promise<string> {
  const copy = await temporaryFolder(cleanUp);
  await cp(folder, copy, { recursive: true });
  return copy;
}

async function temporaryFolder(cleanUp: CleanUp): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "stack-workspace-"));
  cleanUp(() => rm(folder, { recursive: true }));
  return folder;
}

function templateOf(functions: readonly [string, TestFunction][]): string {
  const triggers = functions
    .filter(([, { trigger }]) => trigger !== undefined)
    .map(([name, { trigger = "" }]) =>
      trigger.startsWith("PreTokenGenerationConfig")
        ? `        PreTokenGenerationConfig:
          LambdaVersion: ${trigger.split(" ")[1] ?? "V1_0"}
          LambdaArn: !GetAtt ${name}.Arn`
        : `        ${trigger}: !GetAtt ${name}.Arn`,
    );
  return `Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: test-pool
      LambdaConfig:${triggers.length === 0 ? " {}" : `\n${triggers.join("\n")}`}
      Policies:
        PasswordPolicy: { MinimumLength: 8, RequireNumbers: true }
      AutoVerifiedAttributes: [email]
      Schema:
        - { Name: plan, AttributeDataType: String }
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      ClientName: app
      UserPoolId: !Ref Pool
      ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH]
  SecretClient:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      ClientName: server
      UserPoolId: !Ref Pool
      GenerateSecret: true
      PreventUserExistenceErrors: ENABLED
      ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]
  Members:
    Type: AWS::Cognito::UserPoolGroup
    Properties: { GroupName: members, UserPoolId: !Ref Pool }
${functions.map(([name, details]) => functionOf(name, details)).join("")}`;
}

function functionOf(name: string, details: TestFunction): string {
  const runtime = details.runtime ?? "nodejs22.x";
  const module = runtime.startsWith("python") ? "app" : "index";
  return `  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: ${name}
      CodeUri: ${name}
      Runtime: ${runtime}
      Handler: ${details.handler ?? `${module}.handler`}
      Timeout: ${String(details.timeoutSeconds ?? 3)}
      Environment: { Variables: ${JSON.stringify(details.environment ?? {})} }
${
  details.permitted === false
    ? ""
    : `  ${name}Permission:
    Type: AWS::Lambda::Permission
    Properties:
      Action: lambda:InvokeFunction
      FunctionName: !Ref ${name}
      Principal: cognito-idp.amazonaws.com
      SourceArn: !GetAtt Pool.Arn
`
}`;
}
