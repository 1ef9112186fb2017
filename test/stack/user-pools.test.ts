/** Pools, clients, users and groups as the SDK sees them: paging to the last one, filters, and the service's own refusals. */
import {
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
  ListUserPoolsCommand,
  ListUsersCommand,
  type UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStack, type Stack } from "./stack.ts";

let stack: Stack;
let cognito: CognitoIdentityProviderClient;
beforeAll(async () => {
  stack = await startStack();
  cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
});
afterAll(() => stack.stop());

async function everyPage<T>(
  fetchPage: (
    next: string | undefined,
  ) => Promise<readonly [readonly T[] | undefined, string | undefined]>,
): Promise<{ items: T[]; pages: number }> {
  const items: T[] = [];
  for (let pages = 1, next: string | undefined; ; pages += 1) {
    const [page = [], following] = await fetchPage(next);
    items.push(...page);
    if (following === undefined) return { items, pages };
    next = following;
  }
}

async function usersBy(Filter?: string): Promise<UserType[]> {
  const { items } = await everyPage<UserType>(async (PaginationToken) => {
    const page = await cognito.send(
      new ListUsersCommand({
        UserPoolId: stack.poolId,
        PaginationToken,
        ...(Filter === undefined ? {} : { Filter }),
      }),
    );
    return [page.Users, page.PaginationToken];
  });
  return items;
}

describe("pages", () => {
  test("of pools: all of them, each once", async () => {
    const { items, pages } = await everyPage(async (NextToken) => {
      const page = await cognito.send(
        new ListUserPoolsCommand({ MaxResults: 5, NextToken }),
      );
      return [page.UserPools, page.NextToken];
    });
    expect(pages).toBe(3);
    expect(items.map(({ Id }) => Id)).toEqual([...stack.account.pools.keys()]);
  });

  test("of clients: more than one call can give", async () => {
    const pool = [...stack.account.pools.values()].find(
      ({ name }) => name === "tandem-tenants",
    );
    const { items, pages } = await everyPage(async (NextToken) => {
      const page = await cognito.send(
        new ListUserPoolClientsCommand({
          UserPoolId: pool?.id,
          MaxResults: 60,
          NextToken,
        }),
      );
      return [page.UserPoolClients, page.NextToken];
    });
    expect(pages).toBe(2);
    expect(new Set(items.map(({ ClientId }) => ClientId)).size).toBe(70);
  });

  test("of users", async () => {
    expect(await usersBy()).toHaveLength(130);
  });

  test("more than the service gives at once is refused", async () => {
    await expect(
      cognito.send(new ListUserPoolsCommand({ MaxResults: 61 })),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });

  test("a token that the service never gave is refused", async () => {
    await expect(
      cognito.send(
        new ListUserPoolsCommand({ MaxResults: 5, NextToken: "mine" }),
      ),
    ).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

describe("filters of ListUsers", () => {
  const emailOf = (user: UserType): string | undefined =>
    user.Attributes?.find(({ Name }) => Name === "email")?.Value;

  test.each([
    ['email = "ana.acker@customers.example"', 1],
    ['email ^= "ana."', 7],
    ['name ^= "Chlo"', 7],
    ['cognito:user_status = "UNCONFIRMED"', 16],
    ['cognito:user_status = "unconfirmed"', 16],
    ['status = "Disabled"', 7],
    ['email = "nobody@customers.example"', 0],
    ['phone_number ^= "+49"', 0],
  ])("%s finds %i", async (filter, count) => {
    expect(await usersBy(filter)).toHaveLength(count);
  });

  test("by sub and by username find the same user", async () => {
    const [ana] = await usersBy('email = "ana.acker@customers.example"');
    const sub = ana?.Attributes?.find(({ Name }) => Name === "sub")?.Value;
    expect(ana?.Username).toBe(sub);
    for (const name of ["sub", "username"])
      expect((await usersBy(`${name} = "${sub ?? ""}"`)).map(emailOf)).toEqual([
        "ana.acker@customers.example",
      ]);
  });

  test.each(['email like "a"', 'custom:plan = "duo"', "email = ana"])(
    "%s is refused",
    async (filter) => {
      await expect(usersBy(filter)).rejects.toMatchObject({
        name: "InvalidParameterException",
      });
    },
  );
});

test("a pool is described with its triggers, and dates come as dates", async () => {
  const { UserPool } = await cognito.send(
    new DescribeUserPoolCommand({ UserPoolId: stack.poolId }),
  );
  expect(UserPool).toMatchObject({
    Name: "tandem-customers",
    Arn: `arn:aws:cognito-idp:eu-central-1:123456789012:userpool/${stack.poolId}`,
    UsernameAttributes: ["email"],
    EstimatedNumberOfUsers: 130,
    CreationDate: new Date("2026-03-02T09:15:00.000Z"),
    LambdaConfig: {
      PreSignUp:
        "arn:aws:lambda:eu-central-1:123456789012:function:tandem-pre-sign-up",
      PostConfirmation:
        "arn:aws:lambda:eu-central-1:123456789012:function:tandem-welcome",
      PreTokenGeneration:
        "arn:aws:lambda:eu-central-1:123456789012:function:tandem-add-plan-claim",
    },
  });
});

test("a client is described with its flows; one of the two has a secret", async () => {
  const describeClient = async (name: string) =>
    (
      await cognito.send(
        new DescribeUserPoolClientCommand({
          UserPoolId: stack.poolId,
          ClientId: stack.findClient(name).id,
        }),
      )
    ).UserPoolClient;
  expect(await describeClient("shop-web")).toMatchObject({
    ClientId: stack.clientId,
    ExplicitAuthFlows: [
      "ALLOW_USER_PASSWORD_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
    ],
    PreventUserExistenceErrors: "ENABLED",
  });
  expect((await describeClient("shop-web"))?.ClientSecret).toBeUndefined();
  expect((await describeClient("back-office"))?.ClientSecret).toHaveLength(51);
});

test("groups of the pool and of a user", async () => {
  const { Groups } = await cognito.send(
    new ListGroupsCommand({ UserPoolId: stack.poolId }),
  );
  expect(Groups).toMatchObject([{ GroupName: "staff", Precedence: 1 }]);
  const groupsOf = async (Username: string) =>
    (
      await cognito.send(
        new AdminListGroupsForUserCommand({
          UserPoolId: stack.poolId,
          Username,
        }),
      )
    ).Groups?.map(({ GroupName }) => GroupName);
  expect(await groupsOf("ana.acker@customers.example")).toEqual(["staff"]);
  expect(await groupsOf("ben.acker@customers.example")).toEqual([]);
});

test("a pool that does not exist is not found", async () => {
  const UserPoolId = "eu-central-1_missing";
  for (const call of [
    () => cognito.send(new DescribeUserPoolCommand({ UserPoolId })),
    () => cognito.send(new ListUsersCommand({ UserPoolId })),
  ])
    await expect(call()).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "User pool eu-central-1_missing does not exist.",
    });
});

test("an unknown user is not found", async () => {
  await expect(
    cognito.send(
      new AdminGetUserCommand({ UserPoolId: stack.poolId, Username: "nobody" }),
    ),
  ).rejects.toMatchObject({
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});

test("another Region of the account has no pools", async () => {
  const elsewhere = new CognitoIdentityProviderClient({
    ...stack.sdkConfig,
    region: "us-east-1",
  });
  const page = await elsewhere.send(
    new ListUserPoolsCommand({ MaxResults: 60 }),
  );
  expect(page.UserPools).toEqual([]);
});

test("an unsigned call is refused where AWS wants a signature", async () => {
  const response = await fetch(stack.url, {
    method: "POST",
    headers: {
      "X-Amz-Target": "AWSCognitoIdentityProviderService.ListUserPools",
    },
    body: '{"MaxResults":5}',
  });
  expect(await response.json()).toMatchObject({
    __type: "MissingAuthenticationTokenException",
  });
});

test("two stacks know nothing of each other", async () => {
  const other = await startStack({ workspace: false, populated: false });
  try {
    const page = await new CognitoIdentityProviderClient(other.sdkConfig).send(
      new ListUserPoolsCommand({ MaxResults: 60 }),
    );
    expect(page.UserPools).toEqual([]);
  } finally {
    await other.stop();
  }
});
