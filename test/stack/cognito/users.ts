/** What an administrator does with users: list, look at, create, confirm, disable. */
import type {
  AdminAddUserToGroupRequest,
  AdminCreateUserRequest,
  AdminCreateUserResponse,
  AdminDisableUserRequest,
  AdminGetUserRequest,
  AdminGetUserResponse,
  AdminListGroupsForUserRequest,
  AdminListGroupsForUserResponse,
  AdminSetUserPasswordRequest,
  ListUsersRequest,
  ListUsersResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { randomUUID } from "node:crypto";
import { AwsError, notFound } from "../aws-error.ts";
import { pageOf } from "../page.ts";
import type { Operation, Operations, User } from "../state.ts";
import { describeUser, findUser, poolOf, userOf } from "./lookup.ts";
import { checkPassword } from "./password-policy.ts";
import { describeGroup } from "./pools.ts";
import { runTrigger } from "./triggers.ts";
import { compileUserFilter } from "./user-filter.ts";

const listUsers: Operation<ListUsersRequest, ListUsersResponse> = (
  input,
  { account },
) => {
  const pool = poolOf(account, input.UserPoolId);
  const matches = compileUserFilter(input.Filter);
  const page = pageOf([...pool.users.values()].filter(matches), {
    limit: input.Limit,
    maximum: 60,
    token: input.PaginationToken,
  });
  const wanted = input.AttributesToGet;
  return {
    Users: page.items.map((user) => {
      const described = describeUser(user);
      return wanted === undefined
        ? described
        : {
            ...described,
            Attributes: described.Attributes?.filter(
              ({ Name }) => Name !== undefined && wanted.includes(Name),
            ),
          };
    }),
    PaginationToken: page.next,
  };
};

const adminGetUser: Operation<AdminGetUserRequest, AdminGetUserResponse> = (
  input,
  { account },
) => {
  const user = userOf(poolOf(account, input.UserPoolId), input.Username);
  const { Attributes, ...described } = describeUser(user);
  return {
    ...described,
    Username: user.username,
    UserAttributes: Attributes,
  };
};

const adminListGroupsForUser: Operation<
  AdminListGroupsForUserRequest,
  AdminListGroupsForUserResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const user = userOf(pool, input.Username);
  const page = pageOf(
    [...pool.groups.values()].filter(({ name }) => user.groups.has(name)),
    { limit: input.Limit, maximum: 60, token: input.NextToken },
  );
  return {
    Groups: page.items.map((group) => describeGroup(pool, group)),
    NextToken: page.next,
  };
};

const adminCreateUser: Operation<
  AdminCreateUserRequest,
  AdminCreateUserResponse
> = async (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const typed = input.Username ?? "";
  if (findUser(pool, typed) !== undefined)
    throw new AwsError(
      "UsernameExistsException",
      "User account already exists",
    );
  const sub = randomUUID();
  const attributes = Object.fromEntries(
    (input.UserAttributes ?? []).map(({ Name = "", Value = "" }) => [
      Name,
      Value,
    ]),
  );
  const [alias] = pool.usernameAttributes;
  if (alias !== undefined) attributes[alias] ??= typed;
  const now = new Date();
  const user: User = {
    username: alias === undefined ? typed : sub,
    sub,
    password: input.TemporaryPassword ?? `Temp-${randomUUID()}A1`,
    status: "FORCE_CHANGE_PASSWORD",
    enabled: true,
    attributes,
    groups: new Set(),
    created: now,
    modified: now,
    confirmationCode: undefined,
  };
  // The three flags of the answer are ignored for users whom an administrator creates.
  await runTrigger(account, pool, "PreSignUp", "PreSignUp_AdminCreateUser", {
    userName: user.username,
    clientId: "CLIENT_ID_NOT_APPLICABLE",
    request: {
      userAttributes: attributes,
      validationData: null,
      ...(input.ClientMetadata === undefined
        ? {}
        : { clientMetadata: input.ClientMetadata }),
    },
  });
  pool.users.set(user.username, user);
  return { User: describeUser(user) };
};

const adminSetUserPassword: Operation<
  AdminSetUserPasswordRequest,
  Record<string, never>
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const user = userOf(pool, input.Username);
  const password = input.Password ?? "";
  checkPassword(pool.passwordPolicy, password);
  user.password = password;
  user.status =
    input.Permanent === true ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD";
  user.modified = new Date();
  return {};
};

const adminAddUserToGroup: Operation<
  AdminAddUserToGroupRequest,
  Record<string, never>
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const user = userOf(pool, input.Username);
  const group = input.GroupName ?? "";
  if (!pool.groups.has(group)) throw notFound("Group not found.");
  user.groups.add(group);
  return {};
};

function setEnabled(
  enabled: boolean,
): Operation<AdminDisableUserRequest, Record<string, never>> {
  return (input, { account }) => {
    const user = userOf(poolOf(account, input.UserPoolId), input.Username);
    user.enabled = enabled;
    user.modified = new Date();
    return {};
  };
}

const adminDeleteUser: Operation<
  AdminDisableUserRequest,
  Record<string, never>
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  pool.users.delete(userOf(pool, input.Username).username);
  return {};
};

export const userOperations: Operations = {
  ListUsers: listUsers,
  AdminGetUser: adminGetUser,
  AdminListGroupsForUser: adminListGroupsForUser,
  AdminCreateUser: adminCreateUser,
  AdminSetUserPassword: adminSetUserPassword,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminDisableUser: setEnabled(false),
  AdminEnableUser: setEnabled(true),
  AdminDeleteUser: adminDeleteUser,
};
