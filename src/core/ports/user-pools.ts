/**
 * What the core and the editor need to know of user pools: read-only, paged, cancellable. Implemented in `aws/`.
 * Every method rejects with a `PortError` and with nothing else.
 */
import type { Page } from "./page.ts";

export interface PoolSummary {
  readonly id: string;
  readonly name: string;
}

/** One entry of a pool's LambdaConfig. `key` is the LambdaConfig member (PreSignUp, PreTokenGenerationConfig ...). */
export interface PoolTrigger {
  readonly key: string;
  readonly functionArn: string;
  /** V1_0, V2_0, V3_0: only for the triggers that carry an event version. */
  readonly version?: string;
}

export interface Pool extends PoolSummary {
  readonly arn: string;
  readonly tier?: string;
  readonly mfa?: string;
  readonly estimatedUsers?: number;
  readonly usernameAttributes: readonly string[];
  readonly aliasAttributes: readonly string[];
  readonly domain?: string;
  readonly customDomain?: string;
  readonly createdAt?: Date;
  readonly modifiedAt?: Date;
  readonly triggers: readonly PoolTrigger[];
}

export interface ClientSummary {
  readonly id: string;
  readonly name: string;
  readonly poolId: string;
}

/** An app client without its secret: `hasSecret` is all that ever leaves the adapter. */
export interface AppClient extends ClientSummary {
  readonly hasSecret: boolean;
  readonly authFlows: readonly string[];
  readonly oauthFlows: readonly string[];
  readonly scopes: readonly string[];
  readonly callbackUrls: readonly string[];
  readonly preventUserExistenceErrors?: string;
  readonly tokenRevocation: boolean;
}

export interface PoolUser {
  readonly username: string;
  /** UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD ... as Cognito names it. */
  readonly status: string;
  readonly enabled: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt?: Date;
  readonly modifiedAt?: Date;
}

export interface PoolGroup {
  readonly name: string;
  readonly description?: string;
  readonly precedence?: number;
  readonly roleArn?: string;
}

/** What defines custom scopes: each is written `<identifier>/<scope>`. */
export interface ResourceServer {
  readonly identifier: string;
  readonly scopes: readonly string[];
}

export interface UserPools {
  listPools(next?: string, signal?: AbortSignal): Promise<Page<PoolSummary>>;
  describePool(poolId: string, signal?: AbortSignal): Promise<Pool>;
  listClients(
    poolId: string,
    next?: string,
    signal?: AbortSignal,
  ): Promise<Page<ClientSummary>>;
  describeClient(
    poolId: string,
    clientId: string,
    signal?: AbortSignal,
  ): Promise<AppClient>;
  /** `filter` is Cognito's own expression, e.g. `email ^= "a"`. */
  listUsers(
    poolId: string,
    options?: { readonly filter?: string; readonly next?: string },
    signal?: AbortSignal,
  ): Promise<Page<PoolUser>>;
  listGroups(
    poolId: string,
    next?: string,
    signal?: AbortSignal,
  ): Promise<Page<PoolGroup>>;
  /** The groups that the user is in now. */
  listGroupsOfUser(
    poolId: string,
    username: string,
    next?: string,
    signal?: AbortSignal,
  ): Promise<Page<PoolGroup>>;
  listResourceServers(
    poolId: string,
    next?: string,
    signal?: AbortSignal,
  ): Promise<Page<ResourceServer>>;
}
