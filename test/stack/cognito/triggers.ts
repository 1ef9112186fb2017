/**
 * Calls a pool's Lambda trigger as Cognito does and judges what comes back by the product's own contract table, so that
 * every mistake of a handler meets the client as the exception that AWS documents or users report. A value whose fate
 * is not known (a text for a boolean) is left to the caller, who takes only what has the right type.
 */
import type { LambdaConfigType } from "@aws-sdk/client-cognito-identity-provider";
import type {
  JsonValue,
  TriggerContract,
} from "../../../src/core/triggers/contract.ts";
import { contractsOfConfigKey } from "../../../src/core/triggers/contracts.ts";
import {
  checkResponse,
  type JsonObject,
} from "../../../src/core/triggers/response-check.ts";
import { AwsError } from "../aws-error.ts";
import { invokeFunction } from "../lambda/invoke.ts";
import { functionNameOf } from "../lambda/operations.ts";
import { poolArn, type Account, type UserPool } from "../state.ts";
import { within } from "../within.ts";

export type TriggerName =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "PreTokenGeneration"
  | "UserMigration"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse";

export interface TriggerSubject {
  readonly userName: string;
  readonly clientId: string;
  readonly request: JsonObject;
}

/** The `response` that the trigger gave, or undefined when the pool has no such trigger. */
export async function runTrigger(
  account: Account,
  pool: UserPool,
  name: TriggerName,
  source: string,
  subject: TriggerSubject,
): Promise<JsonObject | undefined> {
  const configured = triggerOf(pool.triggers, name);
  if (configured === undefined) return undefined;
  const { arn, contract } = configured;
  const lambda = account.functions.get(functionNameOf(arn));
  if (lambda?.allowedPools.includes(poolArn(account, pool.id)) !== true)
    throw unexpected(name, "AccessDeniedException.");

  const event: JsonObject = {
    version: contract.version === "V2_0" ? "2" : "1",
    triggerSource: source,
    region: account.region,
    userPoolId: pool.id,
    userName: subject.userName,
    callerContext: {
      awsSdkVersion: "aws-sdk-unknown-unknown",
      clientId: subject.clientId,
    },
    request: subject.request,
    response: deliveredResponse(contract),
  };
  const result = await within(
    account.triggerTimeoutMs,
    invokeFunction(account, lambda, JSON.stringify(event)),
  );
  if (result === "timeout")
    throw unexpected(name, "Socket timeout while invoking Lambda function.");
  const answer = JSON.parse(result.payload) as JsonValue;
  if (result.failed) {
    const { errorMessage } = answer as { errorMessage?: string };
    throw new AwsError(
      "UserLambdaValidationException",
      `${name} failed with error ${errorMessage ?? ""}.`,
    );
  }
  for (const { outcome } of checkResponse(contract, event, answer))
    if (outcome.error !== undefined)
      throw new AwsError(outcome.error.name, outcome.error.message);
  return (answer as { response?: JsonObject }).response ?? {};
}

export function isJsonObject(
  value: JsonValue | undefined,
): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The function and the event version that a pool uses for a trigger; V1_0 where the version is not said. */
function triggerOf(
  triggers: LambdaConfigType,
  name: TriggerName,
): { arn: string; contract: TriggerContract } | undefined {
  const config =
    name === "PreTokenGeneration"
      ? triggers.PreTokenGenerationConfig
      : undefined;
  const arn = config?.LambdaArn ?? triggers[name];
  if (arn === undefined) return undefined;
  const key = config === undefined ? name : "PreTokenGenerationConfig";
  const wanted = config?.LambdaVersion ?? "V1_0";
  const contract = contractsOfConfigKey(key).find(
    ({ version = wanted }) => version === wanted,
  );
  if (contract === undefined)
    throw new Error(`No contract for trigger ${name}`);
  return { arn, contract };
}

function deliveredResponse(contract: TriggerContract): JsonObject {
  return Object.fromEntries(
    contract.response.flatMap(({ name, delivered }) =>
      delivered === undefined ? [] : [[name, delivered.value]],
    ),
  );
}

function unexpected(name: TriggerName, reason: string): AwsError {
  return new AwsError(
    "UnexpectedLambdaException",
    `${name} invocation failed due to error ${reason}`,
  );
}
