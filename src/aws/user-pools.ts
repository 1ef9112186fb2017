/**
 * User pools read from Cognito, a page at a time. An app client's secret is dropped here: only whether there is one
 * leaves the adapter.
 */
import {
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListGroupsCommand,
  ListResourceServersCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  type AttributeType,
  type GroupType,
  type LambdaConfigType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Connection } from "../core/ports/connection.ts";
import type { Page } from "../core/ports/page.ts";
import type {
  PoolGroup,
  PoolTrigger,
  UserPools,
} from "../core/ports/user-pools.ts";
import { clientSettings, type Limits } from "./client-settings.ts";
import type { ErrorContext } from "./error-context.ts";
import { callAws } from "./errors.ts";
import { known } from "./known.ts";
import { somethingElse } from "./not-aws-errors.ts";

export interface UserPoolsOptions {
  /** Items in a page; Cognito gives at most 60. */
  readonly pageSize?: number;
  readonly limits?: Limits;
}

export function createUserPools(
  connection: Connection,
  { pageSize = 50, limits }: UserPoolsOptions = {},
): UserPools {
  const client = new CognitoIdentityProviderClient(
    clientSettings(connection, limits),
  );
  const size = Math.min(60, Math.max(1, Math.trunc(pageSize)));
  const about = (call: string, resource?: string): ErrorContext => ({
    connection,
    action: `cognito-idp:${call}`,
    ...known({ resource }),
  });
  const aboutPool = (call: string, poolId: string): ErrorContext =>
    about(call, `User pool ${poolId}`);

  return {
    listPools: async (next, signal) => {
      const context = about("ListUserPools");
      const { UserPools: pools, NextToken } = await callAws(context, () =>
        client.send(
          new ListUserPoolsCommand({
            MaxResults: size,
            ...known({ NextToken: next }),
          }),
          known({ abortSignal: signal }),
        ),
      );
      // The first call of all: an empty answer with status 200 passes the SDK, but no AWS gives it.
      if (pools === undefined)
        throw somethingElse("an answer without user pools", 200, context);
      return page(
        pools.map(({ Id = "", Name = "" }) => ({ id: Id, name: Name })),
        NextToken,
      );
    },

    describePool: async (poolId, signal) => {
      const context = aboutPool("DescribeUserPool", poolId);
      const { UserPool: pool } = await callAws(context, () =>
        client.send(
          new DescribeUserPoolCommand({ UserPoolId: poolId }),
          known({ abortSignal: signal }),
        ),
      );
      if (pool === undefined)
        throw somethingElse("an answer without a user pool", 200, context);
      return {
        id: pool.Id ?? poolId,
        name: pool.Name ?? "",
        arn: pool.Arn ?? "",
        ...known({
          tier: pool.UserPoolTier,
          mfa: pool.MfaConfiguration,
          estimatedUsers: pool.EstimatedNumberOfUsers,
          domain: pool.Domain,
          customDomain: pool.CustomDomain,
          createdAt: pool.CreationDate,
          modifiedAt: pool.LastModifiedDate,
        }),
        usernameAttributes: pool.UsernameAttributes ?? [],
        aliasAttributes: pool.AliasAttributes ?? [],
        triggers: triggersOf(pool.LambdaConfig ?? {}),
      };
    },

    listClients: async (poolId, next, signal) => {
      const { UserPoolClients: clients = [], NextToken } = await callAws(
        aboutPool("ListUserPoolClients", poolId),
        () =>
          client.send(
            new ListUserPoolClientsCommand({
              UserPoolId: poolId,
              MaxResults: size,
              ...known({ NextToken: next }),
            }),
            known({ abortSignal: signal }),
          ),
      );
      return page(
        clients.map(({ ClientId = "", ClientName = "" }) => ({
          id: ClientId,
          name: ClientName,
          poolId,
        })),
        NextToken,
      );
    },

    describeClient: async (poolId, clientId, signal) => {
      const context = about(
        "DescribeUserPoolClient",
        `App client ${clientId} of user pool ${poolId}`,
      );
      const { UserPoolClient: found } = await callAws(context, () =>
        client.send(
          new DescribeUserPoolClientCommand({
            UserPoolId: poolId,
            ClientId: clientId,
          }),
          known({ abortSignal: signal }),
        ),
      );
      if (found === undefined)
        throw somethingElse("an answer without an app client", 200, context);
      return {
        id: found.ClientId ?? clientId,
        name: found.ClientName ?? "",
        poolId,
        hasSecret: found.ClientSecret !== undefined,
        authFlows: found.ExplicitAuthFlows ?? [],
        oauthFlows: found.AllowedOAuthFlows ?? [],
        scopes: found.AllowedOAuthScopes ?? [],
        callbackUrls: found.CallbackURLs ?? [],
        ...known({
          preventUserExistenceErrors: found.PreventUserExistenceErrors,
        }),
        tokenRevocation: found.EnableTokenRevocation ?? false,
      };
    },

    listUsers: async (poolId, options = {}, signal) => {
      const { Users: users = [], PaginationToken } = await callAws(
        aboutPool("ListUsers", poolId),
        () =>
          client.send(
            new ListUsersCommand({
              UserPoolId: poolId,
              Limit: size,
              ...known({
                Filter: options.filter,
                PaginationToken: options.next,
              }),
            }),
            known({ abortSignal: signal }),
          ),
      );
      return page(
        users.map((user) => ({
          username: user.Username ?? "",
          status: user.UserStatus ?? "UNKNOWN",
          enabled: user.Enabled ?? true,
          attributes: attributesOf(user.Attributes ?? []),
          ...known({
            createdAt: user.UserCreateDate,
            modifiedAt: user.UserLastModifiedDate,
          }),
        })),
        PaginationToken,
      );
    },

    listGroups: async (poolId, next, signal) => {
      const { Groups: groups = [], NextToken } = await callAws(
        aboutPool("ListGroups", poolId),
        () =>
          client.send(
            new ListGroupsCommand({
              UserPoolId: poolId,
              Limit: size,
              ...known({ NextToken: next }),
            }),
            known({ abortSignal: signal }),
          ),
      );
      return page(groups.map(describeGroup), NextToken);
    },

    listGroupsOfUser: async (poolId, username, next, signal) => {
      const { Groups: groups = [], NextToken } = await callAws(
        about("AdminListGroupsForUser", `This user of user pool ${poolId}`),
        () =>
          client.send(
            new AdminListGroupsForUserCommand({
              UserPoolId: poolId,
              Username: username,
              Limit: size,
              ...known({ NextToken: next }),
            }),
            known({ abortSignal: signal }),
          ),
      );
      return page(groups.map(describeGroup), NextToken);
    },

    listResourceServers: async (poolId, next, signal) => {
      const { ResourceServers: servers = [], NextToken } = await callAws(
        aboutPool("ListResourceServers", poolId),
        () =>
          client.send(
            new ListResourceServersCommand({
              UserPoolId: poolId,
              MaxResults: Math.min(50, size),
              ...known({ NextToken: next }),
            }),
            known({ abortSignal: signal }),
          ),
      );
      return page(
        servers.map(({ Identifier = "", Scopes = [] }) => ({
          identifier: Identifier,
          scopes: Scopes.map(({ ScopeName = "" }) => ScopeName),
        })),
        NextToken,
      );
    },
  };
}

function page<T>(items: readonly T[], next: string | undefined): Page<T> {
  return next === undefined || next === "" ? { items } : { items, next };
}

function describeGroup({
  GroupName = "",
  Description,
  Precedence,
  RoleArn,
}: GroupType): PoolGroup {
  return {
    name: GroupName,
    ...known({
      description: Description,
      precedence: Precedence,
      roleArn: RoleArn,
    }),
  };
}

function attributesOf(
  attributes: readonly AttributeType[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    attributes.map(({ Name = "", Value = "" }) => [Name, Value]),
  );
}

/**
 * The members of LambdaConfig that name a function, as plain text or with an event version. Cognito keeps the old
 * PreTokenGeneration beside PreTokenGenerationConfig, with the same function; it is one trigger.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_LambdaConfigType.html
 */
function triggersOf(config: LambdaConfigType): readonly PoolTrigger[] {
  const triggers = Object.entries(config).flatMap(
    ([key, value]: [string, unknown]): PoolTrigger[] => {
      if (key === "KMSKeyID") return [];
      if (typeof value === "string" && value !== "")
        return [{ key, functionArn: value }];
      const { LambdaArn, LambdaVersion } = (value ?? {}) as {
        readonly LambdaArn?: string;
        readonly LambdaVersion?: string;
      };
      return LambdaArn === undefined
        ? []
        : [
            {
              key,
              functionArn: LambdaArn,
              ...known({ version: LambdaVersion }),
            },
          ];
    },
  );
  const versioned = triggers.some(
    ({ key }) => key === "PreTokenGenerationConfig",
  );
  return versioned
    ? triggers.filter(({ key }) => key !== "PreTokenGeneration")
    : triggers;
}
