/**
 * The user migration trigger of a password sign-in by an unknown user: a user of the old directory is created with the
 * password that was typed. An untouched response means that there is no such user there either.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
import { randomUUID } from "node:crypto";
import { AwsError } from "../aws-error.ts";
import type { Account, AppClient, User, UserPool } from "../state.ts";
import { isJsonObject, runTrigger } from "./triggers.ts";

export async function migrateUser(
  account: Account,
  pool: UserPool,
  client: AppClient,
  typed: string,
  password: string,
  clientMetadata: Readonly<Record<string, string>> | undefined,
): Promise<User | undefined> {
  if (pool.triggers.UserMigration === undefined) return undefined;
  // Reported: whatever goes wrong in the trigger, the client sees this one error.
  const response = await runTrigger(
    account,
    pool,
    "UserMigration",
    "UserMigration_Authentication",
    {
      userName: typed,
      clientId: client.id,
      request: {
        password,
        ...(clientMetadata === undefined
          ? {}
          : { validationData: clientMetadata }),
      },
    },
  ).catch(() => {
    throw new AwsError(
      "UserNotFoundException",
      `Exception migrating user in app client ${client.id}`,
    );
  });
  const given = response?.["userAttributes"];
  if (response === undefined || !isJsonObject(given)) return undefined;
  const { username: ownName, ...rest } = given;
  const attributes = Object.fromEntries(
    Object.entries(rest).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  const [alias] = pool.usernameAttributes;
  if (alias !== undefined) attributes[alias] ??= typed;
  const sub = randomUUID();
  const now = new Date();
  const user: User = {
    username:
      alias === undefined
        ? typeof ownName === "string"
          ? ownName
          : typed
        : sub,
    sub,
    password,
    status:
      response["finalUserStatus"] === "CONFIRMED"
        ? "CONFIRMED"
        : "RESET_REQUIRED",
    enabled: true,
    attributes,
    groups: new Set(),
    created: now,
    modified: now,
    confirmationCode: undefined,
  };
  pool.users.set(user.username, user);
  return user;
}
