/**
 * Finds pools, clients and users, or fails with the service's own words; and the checks that every public operation
 * makes before it does anything: the client exists, its secret was used.
 */
import type {
  AttributeType,
  UserType,
} from "@aws-sdk/client-cognito-identity-provider";
import { createHmac } from "node:crypto";
import { AwsError, notFound } from "../aws-error.ts";
import type { Account, AppClient, User, UserPool } from "../state.ts";

export function notAuthorized(message: string): AwsError {
  return new AwsError("NotAuthorizedException", message);
}

export function poolOf(account: Account, id: string | undefined): UserPool {
  const pool = account.pools.get(id ?? "");
  if (pool === undefined)
    throw notFound(`User pool ${id ?? ""} does not exist.`);
  return pool;
}

export function clientOf(pool: UserPool, id: string | undefined): AppClient {
  const client = pool.clients.get(id ?? "");
  if (client === undefined)
    throw notFound(`User pool client ${id ?? ""} does not exist.`);
  return client;
}

/** Public operations name the client only. */
export function poolOfClient(
  account: Account,
  id: string | undefined,
): { pool: UserPool; client: AppClient } {
  for (const pool of account.pools.values()) {
    const client = pool.clients.get(id ?? "");
    if (client !== undefined) return { pool, client };
  }
  throw notFound(`User pool client ${id ?? ""} does not exist.`);
}

/** By username, by sub, or by an attribute that the pool signs in with. */
export function findUser(
  pool: UserPool,
  name: string | undefined,
): User | undefined {
  if (name === undefined) return undefined;
  const direct = pool.users.get(name);
  if (direct !== undefined) return direct;
  for (const user of pool.users.values()) {
    const aliases = pool.usernameAttributes.map(
      (attribute) => user.attributes[attribute],
    );
    if (user.sub === name || aliases.includes(name)) return user;
  }
  return undefined;
}

export function userOf(pool: UserPool, name: string | undefined): User {
  const user = findUser(pool, name);
  if (user === undefined)
    throw new AwsError("UserNotFoundException", "User does not exist.");
  return user;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html */
export function checkSecretHash(
  client: AppClient,
  username: string,
  hash: string | undefined,
): void {
  if (client.secret === undefined) return;
  if (hash === undefined)
    throw notAuthorized(
      `Client ${client.id} is configured with secret but SECRET_HASH was not received`,
    );
  const expected = createHmac("sha256", client.secret)
    .update(username + client.id)
    .digest("base64");
  if (hash !== expected)
    throw notAuthorized(`Unable to verify secret hash for client ${client.id}`);
}

export function attributesOf(user: User): AttributeType[] {
  return Object.entries({ sub: user.sub, ...user.attributes }).map(
    ([Name, Value]) => ({ Name, Value }),
  );
}

export function describeUser(user: User): UserType {
  return {
    Username: user.username,
    Attributes: attributesOf(user),
    UserCreateDate: user.created,
    UserLastModifiedDate: user.modified,
    Enabled: user.enabled,
    UserStatus: user.status,
  };
}

/** `request.userAttributes` of a trigger's event: all values are strings. */
export function attributesForTrigger(user: User): Record<string, string> {
  return {
    sub: user.sub,
    "cognito:user_status": user.status,
    ...user.attributes,
  };
}
