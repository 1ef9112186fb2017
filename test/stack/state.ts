/**
 * What the pretended account holds: plain data, one object per stack. Operations read and change it; nothing about an
 * account lives anywhere else, so two stacks in one process never meet.
 */
import type {
  ExplicitAuthFlowsType,
  LambdaConfigType,
  PasswordPolicyType,
  PreventUserExistenceErrorTypes,
  SchemaAttributeType,
  UserPoolTierType,
  UserStatusType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Apis } from "./apis/state.ts";
import type { Trail } from "./cloudtrail/trail.ts";
import type { Insights } from "./insights/operations.ts";
import type { FunctionInstance } from "./lambda/instance.ts";
import type { LogStore } from "./logs/store.ts";
import type { PoolKeys } from "./cognito/tokens.ts";

export interface AppClient {
  readonly id: string;
  readonly name: string;
  readonly secret?: string;
  readonly flows: readonly ExplicitAuthFlowsType[];
  readonly preventUserExistenceErrors: PreventUserExistenceErrorTypes;
  readonly callbackUrls: readonly string[];
  readonly created: Date;
}

export interface User {
  readonly username: string;
  readonly sub: string;
  password: string | undefined;
  status: UserStatusType;
  enabled: boolean;
  /** Without `sub`. */
  readonly attributes: Record<string, string>;
  readonly groups: Set<string>;
  readonly created: Date;
  modified: Date;
  /** What ConfirmSignUp asks for. */
  confirmationCode: string | undefined;
}

export interface Group {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly roleArn?: string;
  readonly created: Date;
}

/** What a refresh token or a challenge session stands for. */
export interface Session {
  readonly clientId: string;
  readonly username: string;
  readonly authTime: number;
  readonly originJti: string;
  readonly eventId: string;
}

/** What an open challenge waits for. */
export interface Challenge {
  readonly name: "NEW_PASSWORD_REQUIRED" | "CUSTOM_CHALLENGE";
  readonly clientId: string;
  /** Of nobody, where a client that hides who exists is asked for an unknown user. */
  readonly username: string;
  /** Of a custom challenge: what happened before it, and what its maker told the verifier alone. */
  readonly custom?: {
    readonly session: readonly ChallengeResult[];
    readonly metadata: string | null;
    readonly privateParameters: Readonly<Record<string, string>>;
  };
}

/** One entry of `request.session` in the triggers of custom authentication. */
export type ChallengeResult = {
  readonly challengeName: string;
  readonly challengeResult: boolean;
  readonly challengeMetadata: string | null;
};

export interface UserPool {
  readonly id: string;
  readonly name: string;
  readonly tier: UserPoolTierType;
  readonly usernameAttributes: readonly ("email" | "phone_number")[];
  readonly autoVerified: readonly ("email" | "phone_number")[];
  readonly passwordPolicy: PasswordPolicyType;
  readonly schema: readonly SchemaAttributeType[];
  /** As DescribeUserPool gives it; the values are function ARNs. */
  readonly triggers: LambdaConfigType;
  /** Prefix domain of the hosted pages. */
  readonly domain?: string;
  readonly created: Date;
  readonly clients: Map<string, AppClient>;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Group>;
  /** Scopes by the identifier of their resource server. */
  readonly resourceServers?: ReadonlyMap<string, readonly string[]>;
  /** The origin_jti of sessions that were revoked. */
  readonly revoked?: ReadonlySet<string>;
  /** By refresh token. */
  readonly sessions: Map<string, Session>;
  /** By the session that the client holds: each works once. */
  readonly challenges: Map<string, Challenge>;
  /** Made when first asked for: a key pair takes its time. */
  keys: Promise<PoolKeys> | undefined;
}

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  readonly runtime: string;
  /** `module.function`. */
  readonly handler: string;
  /** Folder of the code. */
  readonly root: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Source ARNs that cognito-idp.amazonaws.com may call it for. */
  readonly allowedPools: readonly string[];
  /** Warm instances, the idle and the busy ones. */
  readonly instances: FunctionInstance[];
}

export interface Account {
  readonly region: string;
  readonly accountId: string;
  readonly pools: Map<string, UserPool>;
  readonly functions: Map<string, LambdaFunction>;
  readonly logs: LogStore;
  readonly trail: Trail;
  readonly insights: Insights;
  readonly apis: Apis;
  /** Cognito waits five seconds for a trigger; a test may have less patience. */
  readonly triggerTimeoutMs: number;
}

/** One request, after its protocol was read. */
export interface Call {
  readonly account: Account;
}

/** An operation of a service: input and output as the SDK's types have them, dates as `Date`. */
export type Operation<Input, Output> = (
  input: Input,
  call: Call,
) => Output | Promise<Output>;

/** Operations by name. The input is as the wire gave it: the SDK of the caller is what vouches for its type. */
export type Operations = Readonly<Record<string, Operation<never, unknown>>>;

export function poolArn(account: Account, poolId: string): string {
  return `arn:aws:cognito-idp:${account.region}:${account.accountId}:userpool/${poolId}`;
}

export function functionArn(account: Account, name: string): string {
  return `arn:aws:lambda:${account.region}:${account.accountId}:function:${name}`;
}
