/** Listing and describing user pools, app clients and groups. */
import type {
  DescribeUserPoolClientRequest,
  DescribeUserPoolClientResponse,
  DescribeUserPoolRequest,
  DescribeUserPoolResponse,
  GroupType,
  ListGroupsRequest,
  ListGroupsResponse,
  ListResourceServersRequest,
  ListResourceServersResponse,
  ListUserPoolClientsRequest,
  ListUserPoolClientsResponse,
  ListUserPoolsRequest,
  ListUserPoolsResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { pageOf } from "../page.ts";
import {
  poolArn,
  type Group,
  type Operation,
  type Operations,
  type UserPool,
} from "../state.ts";
import { clientOf, poolOf } from "./lookup.ts";

const listUserPools: Operation<ListUserPoolsRequest, ListUserPoolsResponse> = (
  input,
  { account },
) => {
  const page = pageOf([...account.pools.values()], {
    limit: input.MaxResults,
    maximum: 60,
    token: input.NextToken,
  });
  return {
    UserPools: page.items.map((pool) => ({
      Id: pool.id,
      Name: pool.name,
      LambdaConfig: pool.triggers,
      CreationDate: pool.created,
      LastModifiedDate: pool.created,
    })),
    NextToken: page.next,
  };
};

const describeUserPool: Operation<
  DescribeUserPoolRequest,
  DescribeUserPoolResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  return {
    UserPool: {
      Id: pool.id,
      Name: pool.name,
      Arn: poolArn(account, pool.id),
      UserPoolTier: pool.tier,
      Policies: { PasswordPolicy: pool.passwordPolicy },
      DeletionProtection: "INACTIVE",
      LambdaConfig: pool.triggers,
      SchemaAttributes: [...pool.schema],
      AutoVerifiedAttributes: [...pool.autoVerified],
      UsernameAttributes: listed(pool.usernameAttributes),
      UsernameConfiguration: { CaseSensitive: true },
      Domain: pool.domain,
      MfaConfiguration: "OFF",
      EstimatedNumberOfUsers: pool.users.size,
      EmailConfiguration: { EmailSendingAccount: "COGNITO_DEFAULT" },
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
      CreationDate: pool.created,
      LastModifiedDate: pool.created,
    },
  };
};

const listUserPoolClients: Operation<
  ListUserPoolClientsRequest,
  ListUserPoolClientsResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const page = pageOf([...pool.clients.values()], {
    limit: input.MaxResults,
    maximum: 60,
    token: input.NextToken,
  });
  return {
    UserPoolClients: page.items.map((client) => ({
      ClientId: client.id,
      ClientName: client.name,
      UserPoolId: pool.id,
    })),
    NextToken: page.next,
  };
};

const describeUserPoolClient: Operation<
  DescribeUserPoolClientRequest,
  DescribeUserPoolClientResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const client = clientOf(pool, input.ClientId);
  return {
    UserPoolClient: {
      UserPoolId: pool.id,
      ClientId: client.id,
      ClientName: client.name,
      ClientSecret: client.secret,
      ExplicitAuthFlows: [...client.flows],
      PreventUserExistenceErrors: client.preventUserExistenceErrors,
      EnableTokenRevocation: true,
      RefreshTokenValidity: 30,
      AuthSessionValidity: 3,
      CallbackURLs: [...client.callbackUrls],
      AllowedOAuthFlows: client.callbackUrls.length > 0 ? ["code"] : [],
      AllowedOAuthScopes:
        client.callbackUrls.length > 0 ? ["openid", "email"] : [],
      AllowedOAuthFlowsUserPoolClient: client.callbackUrls.length > 0,
      CreationDate: client.created,
      LastModifiedDate: client.created,
    },
  };
};

const listGroups: Operation<ListGroupsRequest, ListGroupsResponse> = (
  input,
  { account },
) => {
  const pool = poolOf(account, input.UserPoolId);
  const page = pageOf([...pool.groups.values()], {
    limit: input.Limit,
    maximum: 60,
    token: input.NextToken,
  });
  return {
    Groups: page.items.map((group) => describeGroup(pool, group)),
    NextToken: page.next,
  };
};

const listResourceServers: Operation<
  ListResourceServersRequest,
  ListResourceServersResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const page = pageOf([...(pool.resourceServers ?? [])], {
    limit: input.MaxResults,
    maximum: 50,
    token: input.NextToken,
  });
  return {
    ResourceServers: page.items.map(([identifier, scopes]) => ({
      UserPoolId: pool.id,
      Identifier: identifier,
      Name: identifier,
      Scopes: scopes.map((name) => ({
        ScopeName: name,
        ScopeDescription: name,
      })),
    })),
    NextToken: page.next,
  };
};

export const poolOperations: Operations = {
  ListUserPools: listUserPools,
  DescribeUserPool: describeUserPool,
  ListUserPoolClients: listUserPoolClients,
  DescribeUserPoolClient: describeUserPoolClient,
  ListGroups: listGroups,
  ListResourceServers: listResourceServers,
};

export function describeGroup(pool: UserPool, group: Group): GroupType {
  return {
    GroupName: group.name,
    UserPoolId: pool.id,
    Description: group.description,
    Precedence: group.precedence,
    RoleArn: group.roleArn,
    CreationDate: group.created,
    LastModifiedDate: group.created,
  };
}

/** Cognito leaves an empty list out. */
function listed<T>(items: readonly T[]): T[] | undefined {
  return items.length === 0 ? undefined : [...items];
}
