/** The Lambda operations: describing functions and invoking them. Functions may be named by name or by ARN. */
import type {
  FunctionConfiguration,
  GetFunctionRequest,
  GetFunctionResponse,
  GetPolicyRequest,
  GetPolicyResponse,
  InvocationType,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from "@aws-sdk/client-lambda";
import { createHash } from "node:crypto";
import { notFound } from "../aws-error.ts";
import { pageOf } from "../page.ts";
import {
  functionArn,
  type Account,
  type LambdaFunction,
  type Operation,
  type Operations,
} from "../state.ts";
import { logGroupOf } from "./instance.ts";
import { invokeFunction } from "./invoke.ts";
import { sourceVersion } from "./source-version.ts";

export interface InvokeInput {
  readonly FunctionName: string;
  readonly InvocationType: InvocationType;
  /** JSON text. */
  readonly Payload: string;
}

export interface InvokeOutput {
  readonly status: number;
  readonly payload: string;
  readonly failed: boolean;
}

export const invoke: Operation<InvokeInput, InvokeOutput> = async (
  input,
  { account },
) => {
  const lambda = functionOf(account, input.FunctionName);
  if (input.InvocationType === "DryRun")
    return { status: 204, payload: "", failed: false };
  const event = input.Payload === "" ? "{}" : input.Payload;
  const running = invokeFunction(account, lambda, event);
  if (input.InvocationType === "Event")
    return { status: 202, payload: "", failed: false };
  const { payload, failed } = await running;
  return { status: 200, payload, failed };
};

const getFunction: Operation<GetFunctionRequest, GetFunctionResponse> = (
  input,
  { account },
) => ({
  Configuration: configurationOf(
    account,
    functionOf(account, input.FunctionName),
  ),
  Code: { RepositoryType: "S3" },
  Tags: {},
});

const getFunctionConfiguration: Operation<
  GetFunctionRequest,
  FunctionConfiguration
> = (input, { account }) =>
  configurationOf(account, functionOf(account, input.FunctionName));

const getPolicy: Operation<GetPolicyRequest, GetPolicyResponse> = (
  input,
  { account },
) => {
  const lambda = functionOf(account, input.FunctionName);
  if (lambda.allowedPools.length === 0)
    throw notFound(`The resource you requested does not exist.`, 404);
  const policy = JSON.stringify({
    Version: "2012-10-17",
    Id: "default",
    Statement: lambda.allowedPools.map((arn, index) => ({
      Sid: `${lambda.name}-CognitoPermission-${String(index + 1)}`,
      Effect: "Allow",
      Principal: { Service: "cognito-idp.amazonaws.com" },
      Action: "lambda:InvokeFunction",
      Resource: lambda.arn,
      Condition: { ArnLike: { "AWS:SourceArn": arn } },
    })),
  });
  return {
    Policy: policy,
    RevisionId: createHash("md5").update(policy).digest("hex"),
  };
};

const listFunctions: Operation<ListFunctionsRequest, ListFunctionsResponse> = (
  input,
  { account },
) => {
  const page = pageOf([...account.functions.values()], {
    limit: input.MaxItems,
    maximum: 50,
    token: input.Marker,
  });
  return {
    Functions: page.items.map((lambda) => configurationOf(account, lambda)),
    NextMarker: page.next,
  };
};

export const lambdaOperations: Operations = {
  GetFunction: getFunction,
  GetFunctionConfiguration: getFunctionConfiguration,
  GetPolicy: getPolicy,
  ListFunctions: listFunctions,
  Invoke: invoke,
};

/** `name`, `name:alias`, a partial or a full ARN. */
export function functionNameOf(nameOrArn: string): string {
  return (
    /(?:^|:function:)([\w-]+)(?::[\w$-]+)?$/.exec(nameOrArn)?.[1] ?? nameOrArn
  );
}

function functionOf(
  account: Account,
  nameOrArn: string | undefined,
): LambdaFunction {
  const name = functionNameOf(nameOrArn ?? "");
  const lambda = account.functions.get(name);
  if (lambda === undefined)
    throw notFound(`Function not found: ${functionArn(account, name)}`, 404);
  return lambda;
}

function configurationOf(
  account: Account,
  lambda: LambdaFunction,
): FunctionConfiguration {
  return {
    FunctionName: lambda.name,
    FunctionArn: lambda.arn,
    Runtime: lambda.runtime as FunctionConfiguration["Runtime"],
    Role: `arn:aws:iam::${account.accountId}:role/${lambda.name}-role`,
    Handler: lambda.handler,
    Description: "",
    Timeout: lambda.timeoutSeconds,
    MemorySize: lambda.memoryMb,
    LastModified: "2026-03-02T09:15:00.000+0000",
    CodeSha256: sourceVersion(lambda.root),
    Version: "$LATEST",
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: ["arm64"],
    LoggingConfig: { LogFormat: "Text", LogGroup: logGroupOf(lambda.name) },
  };
}
