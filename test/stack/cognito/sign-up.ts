/** SignUp and its confirmation. The three flags of PreSignUp count only as JSON Booleans: a text is ignored. */
import type {
  AdminConfirmSignUpRequest,
  AttributeType,
  ConfirmSignUpRequest,
  SignUpRequest,
  SignUpResponse,
} from "@aws-sdk/client-cognito-identity-provider";
import { randomInt, randomUUID } from "node:crypto";
import { AwsError, invalidParameter } from "../aws-error.ts";
import type {
  Account,
  Operation,
  Operations,
  User,
  UserPool,
} from "../state.ts";
import {
  attributesForTrigger,
  checkSecretHash,
  findUser,
  notAuthorized,
  poolOf,
  poolOfClient,
  userOf,
} from "./lookup.ts";
import { checkPassword } from "./password-policy.ts";
import { runTrigger } from "./triggers.ts";

const signUp: Operation<SignUpRequest, SignUpResponse> = async (
  input,
  { account },
) => {
  const { pool, client } = poolOfClient(account, input.ClientId);
  const typed = input.Username ?? "";
  checkSecretHash(client, typed, input.SecretHash);
  const [alias] = pool.usernameAttributes;
  if (alias === "email" && !/^[^@\s]+@[^@\s]+$/.test(typed))
    throw invalidParameter("Username should be an email.");
  checkPassword(pool.passwordPolicy, input.Password ?? "");
  const attributes = readAttributes(pool, input.UserAttributes ?? []);
  if (alias !== undefined) attributes[alias] ??= typed;
  checkNameIsFree(pool, typed);

  const sub = randomUUID();
  const username = alias === undefined ? typed : sub;
  const flags = await runTrigger(
    account,
    pool,
    "PreSignUp",
    "PreSignUp_SignUp",
    {
      userName: username,
      clientId: client.id,
      request: {
        userAttributes: { ...attributes },
        validationData: validationDataOf(input.ValidationData),
        ...metadata(input.ClientMetadata),
      },
    },
  );
  for (const [flag, attribute] of [
    ["autoVerifyEmail", "email"],
    ["autoVerifyPhone", "phone_number"],
  ] as const) {
    if (flags?.[flag] !== true) continue;
    if (attributes[attribute] === undefined)
      throw invalidParameter(
        `Attribute ${attribute} is required when ${flag} is set.`,
      );
    attributes[`${attribute}_verified`] = "true";
  }
  const confirmed = flags?.["autoConfirmUser"] === true;
  const needsCode = pool.autoVerified.find(
    (name) => attributes[name] !== undefined,
  );
  if (needsCode !== undefined) attributes[`${needsCode}_verified`] ??= "false";
  const now = new Date();
  const user: User = {
    username,
    sub,
    password: input.Password,
    status: confirmed ? "CONFIRMED" : "UNCONFIRMED",
    enabled: true,
    attributes,
    groups: new Set(),
    created: now,
    modified: now,
    confirmationCode: confirmed
      ? undefined
      : String(randomInt(1_000_000)).padStart(6, "0"),
  };
  // Somebody may have taken the name while the trigger ran.
  checkNameIsFree(pool, typed);
  pool.users.set(username, user);
  // Reported, not documented: a user whom the trigger confirms reaches PostConfirmation as well.
  if (confirmed)
    await postConfirmation(
      account,
      pool,
      user,
      client.id,
      input.ClientMetadata,
    );
  return {
    UserConfirmed: confirmed,
    UserSub: sub,
    CodeDeliveryDetails:
      confirmed ||
      needsCode === undefined ||
      attributes[`${needsCode}_verified`] === "true"
        ? undefined
        : {
            AttributeName: needsCode,
            DeliveryMedium: needsCode === "email" ? "EMAIL" : "SMS",
            Destination: mask(attributes[needsCode] ?? ""),
          },
  };
};

const confirmSignUp: Operation<
  ConfirmSignUpRequest,
  Record<string, never>
> = async (input, { account }) => {
  const { pool, client } = poolOfClient(account, input.ClientId);
  checkSecretHash(client, input.Username ?? "", input.SecretHash);
  const user = userOf(pool, input.Username);
  checkUnconfirmed(user);
  if (input.ConfirmationCode !== user.confirmationCode)
    throw new AwsError(
      "CodeMismatchException",
      "Invalid verification code provided, please try again.",
    );
  for (const name of pool.autoVerified)
    if (user.attributes[name] !== undefined)
      user.attributes[`${name}_verified`] = "true";
  await confirm(account, pool, user, client.id, input.ClientMetadata);
  return {};
};

/** Confirms the user, but verifies neither e-mail nor phone. */
const adminConfirmSignUp: Operation<
  AdminConfirmSignUpRequest,
  Record<string, never>
> = async (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  const user = userOf(pool, input.Username);
  checkUnconfirmed(user);
  await confirm(
    account,
    pool,
    user,
    "CLIENT_ID_NOT_APPLICABLE",
    input.ClientMetadata,
  );
  return {};
};

export const signUpOperations: Operations = {
  SignUp: signUp,
  ConfirmSignUp: confirmSignUp,
  AdminConfirmSignUp: adminConfirmSignUp,
};

function checkNameIsFree(pool: UserPool, typed: string): void {
  if (findUser(pool, typed) !== undefined)
    throw new AwsError(
      "UsernameExistsException",
      pool.usernameAttributes[0] === "email"
        ? "An account with the given email already exists."
        : "User already exists",
    );
}

function checkUnconfirmed(user: User): void {
  if (user.status !== "UNCONFIRMED")
    throw notAuthorized(
      `User cannot be confirmed. Current status is ${user.status}`,
    );
}

/** The user is confirmed whatever becomes of the trigger. */
async function confirm(
  account: Account,
  pool: UserPool,
  user: User,
  clientId: string,
  clientMetadata: Record<string, string> | undefined,
): Promise<void> {
  user.status = "CONFIRMED";
  user.confirmationCode = undefined;
  user.modified = new Date();
  await postConfirmation(account, pool, user, clientId, clientMetadata);
}

async function postConfirmation(
  account: Account,
  pool: UserPool,
  user: User,
  clientId: string,
  clientMetadata: Record<string, string> | undefined,
): Promise<void> {
  await runTrigger(
    account,
    pool,
    "PostConfirmation",
    "PostConfirmation_ConfirmSignUp",
    {
      userName: user.username,
      clientId,
      request: {
        userAttributes: attributesForTrigger(user),
        ...metadata(clientMetadata),
      },
    },
  );
}

function readAttributes(
  pool: UserPool,
  given: readonly AttributeType[],
): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const { Name = "", Value = "" } of given) {
    if (
      Name.startsWith("custom:") &&
      !pool.schema.some((known) => known.Name === Name)
    )
      throw invalidParameter(
        `Attributes did not conform to the schema: ${Name}: Attribute does not exist in the schema.\n`,
      );
    attributes[Name] = Value;
  }
  return attributes;
}

function validationDataOf(
  data: readonly AttributeType[] | undefined,
): Record<string, string> | null {
  if (data === undefined || data.length === 0) return null;
  return Object.fromEntries(
    data.map(({ Name = "", Value = "" }) => [Name, Value]),
  );
}

/** The member is missing when the caller gave none. */
export function metadata(clientMetadata: Record<string, string> | undefined): {
  clientMetadata?: Record<string, string>;
} {
  return clientMetadata === undefined ? {} : { clientMetadata };
}

/** `a***@e***`, `+*******1234`. */
function mask(destination: string): string {
  const [name = "", domain] = destination.split("@");
  return domain === undefined
    ? `+*******${name.slice(-4)}`
    : `${name.slice(0, 1)}***@${domain.slice(0, 1)}***`;
}
