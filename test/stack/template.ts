/**
 * Reads a SAM template into an account: user pools with their clients, groups and triggers, and the functions behind
 * them. It knows the intrinsic functions that name one resource from another (Ref, GetAtt, Sub) and nothing more; what
 * it does not know it refuses, so that a test never runs on half a template.
 */
import type {
  ExplicitAuthFlowsType,
  LambdaConfigType,
  PasswordPolicyType,
  PreventUserExistenceErrorTypes,
  UserPoolTierType,
} from "@aws-sdk/client-cognito-identity-provider";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parse, type ScalarTag } from "yaml";
import { addClient, addGroup, addPool } from "./seed.ts";
import { functionArn, poolArn, type Account, type UserPool } from "./state.ts";

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

interface Template {
  readonly Globals?: { readonly Function?: Record<string, unknown> };
  readonly Resources?: Record<string, Resource>;
}

/** A reference to another resource, before it is resolved. */
interface Reference {
  readonly Reference: string;
}

/** `!Ref Name` and `!GetAtt Name.Arn`: in this subset both mean the resource itself. */
const tags: ScalarTag[] = ["!Ref", "!GetAtt"].map((tag) => ({
  tag,
  resolve: (text: string): Reference => ({
    Reference: text.split(".")[0] ?? text,
  }),
}));

export function loadTemplate(account: Account, file: string): void {
  const template = parse(readFileSync(file, "utf8"), {
    customTags: tags,
  }) as Template;
  const root = path.dirname(file);
  const resources = Object.entries(template.Resources ?? {});
  const ofType = (
    type: string,
  ): [string, Readonly<Record<string, unknown>>][] =>
    resources
      .filter(([, resource]) => resource.Type === type)
      .map(([id, { Properties = {} }]) => [id, Properties]);

  const functions = new Map(
    ofType("AWS::Serverless::Function").map(([id, properties]) => [
      id,
      { ...template.Globals?.Function, ...properties },
    ]),
  );
  const nameOf = (reference: unknown): string => {
    const id = referenced(reference);
    return text(functions.get(id)?.["FunctionName"], id);
  };
  const pools = new Map<string, UserPool>();
  for (const [id, properties] of ofType("AWS::Cognito::UserPool"))
    pools.set(
      id,
      readPool(account, id, properties, {
        ...readTriggers(properties["LambdaConfig"], (reference) =>
          functionArn(account, nameOf(reference)),
        ),
        ...triggersOfEvents(account, id, functions),
      }),
    );
  const poolAt = (reference: unknown): UserPool => {
    const pool = pools.get(referenced(reference));
    if (pool === undefined)
      throw new Error(`${file}: no user pool ${referenced(reference)}`);
    return pool;
  };
  for (const [id, properties] of ofType("AWS::Cognito::UserPoolClient"))
    readClient(poolAt(properties["UserPoolId"]), id, properties);
  for (const [id, properties] of ofType("AWS::Cognito::UserPoolGroup"))
    addGroup(poolAt(properties["UserPoolId"]), {
      name: text(properties["GroupName"], id),
      description: text(properties["Description"], ""),
      precedence: Number(properties["Precedence"] ?? 0),
    });

  const permissions = ofType("AWS::Lambda::Permission");
  for (const [id, properties] of functions) {
    const fromEvents = cognitoEvents(properties).map(
      ({ UserPool }) => UserPool,
    );
    const granted = permissions
      .filter(
        ([, { FunctionName, Principal }]) =>
          Principal === "cognito-idp.amazonaws.com" &&
          referenced(FunctionName) === id,
      )
      .map(([, { SourceArn }]) => SourceArn);
    const name = nameOf({ Reference: id });
    account.functions.set(name, {
      name,
      arn: functionArn(account, name),
      runtime: text(properties["Runtime"], "nodejs24.x"),
      handler: text(properties["Handler"], "index.handler"),
      root: path.resolve(root, text(properties["CodeUri"], ".")),
      timeoutSeconds: Number(properties["Timeout"] ?? 3),
      memoryMb: Number(properties["MemorySize"] ?? 128),
      environment: readEnvironment(properties["Environment"]),
      allowedPools: [...fromEvents, ...granted].map((reference) =>
        poolArn(account, poolAt(reference).id),
      ),
      instances: [],
    });
  }
}

function readPool(
  account: Account,
  id: string,
  properties: Readonly<Record<string, unknown>>,
  triggers: LambdaConfigType,
): UserPool {
  const schema = (properties["Schema"] ?? []) as readonly Record<
    string,
    unknown
  >[];
  return addPool(account, {
    name: text(properties["UserPoolName"], id),
    tier: text(properties["UserPoolTier"], "ESSENTIALS") as UserPoolTierType,
    usernameAttributes: (properties["UsernameAttributes"] ?? []) as "email"[],
    autoVerified: (properties["AutoVerifiedAttributes"] ?? []) as "email"[],
    passwordPolicy: (
      properties["Policies"] as
        { readonly PasswordPolicy?: PasswordPolicyType } | undefined
    )?.PasswordPolicy,
    customAttributes: schema
      .map((attribute) => text(attribute["Name"], ""))
      .filter((name) => name !== "email"),
    triggers,
  });
}

function readClient(
  pool: UserPool,
  id: string,
  properties: Readonly<Record<string, unknown>>,
): void {
  addClient(pool, {
    name: text(properties["ClientName"], id),
    hasSecret: properties["GenerateSecret"] === true,
    flows: properties["ExplicitAuthFlows"] as
      readonly ExplicitAuthFlowsType[] | undefined,
    preventUserExistenceErrors: text(
      properties["PreventUserExistenceErrors"],
      "LEGACY",
    ) as PreventUserExistenceErrorTypes,
    callbackUrls: (properties["CallbackURLs"] ?? []) as readonly string[],
  });
}

function readTriggers(
  config: unknown,
  arnOf: (reference: unknown) => string,
): LambdaConfigType {
  const triggers = Object.entries((config ?? {}) as Record<string, unknown>);
  return Object.fromEntries(
    triggers.map(([key, value]): [string, unknown] => {
      if (isReference(value)) return [key, arnOf(value)];
      const { LambdaArn, ...rest } = value as Record<string, unknown>;
      return [key, { ...rest, LambdaArn: arnOf(LambdaArn) }];
    }),
  );
}

interface CognitoEvent {
  readonly UserPool: unknown;
  readonly Trigger: string | readonly string[];
}

function cognitoEvents(
  properties: Readonly<Record<string, unknown>>,
): CognitoEvent[] {
  const events = (properties["Events"] ?? {}) as Record<string, Resource>;
  return Object.values(events)
    .filter(({ Type }) => Type === "Cognito")
    .map((event) => event.Properties as unknown as CognitoEvent);
}

/** SAM's Cognito event sets the pool's LambdaConfig, and the permission with it. */
function triggersOfEvents(
  account: Account,
  poolLogicalId: string,
  functions: ReadonlyMap<string, Readonly<Record<string, unknown>>>,
): LambdaConfigType {
  return Object.fromEntries(
    [...functions].flatMap(([id, properties]) =>
      cognitoEvents(properties)
        .filter(({ UserPool }) => referenced(UserPool) === poolLogicalId)
        .flatMap(({ Trigger }) => Trigger)
        .map((trigger) => [
          trigger,
          functionArn(account, text(properties["FunctionName"], id)),
        ]),
    ),
  );
}

function readEnvironment(value: unknown): Record<string, string> {
  const { Variables = {} } = (value ?? {}) as {
    readonly Variables?: Record<string, unknown>;
  };
  return Object.fromEntries(
    Object.entries(Variables).map(([name, each]) => [name, text(each, "")]),
  );
}

function isReference(value: unknown): value is Reference {
  return typeof value === "object" && value !== null && "Reference" in value;
}

function referenced(value: unknown): string {
  if (isReference(value)) return value.Reference;
  throw new Error(
    `The template names a resource by something else than !Ref or !GetAtt: ${JSON.stringify(value)}`,
  );
}

function text(value: unknown, otherwise: string): string {
  if (value === undefined) return otherwise;
  if (typeof value === "string" || typeof value === "number")
    return String(value);
  throw new Error(`The template has ${JSON.stringify(value)} for a text`);
}
