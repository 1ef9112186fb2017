/**
 * Sign-in with a password, and the new-password challenge that may follow. Order of an attempt: secret hash, migration,
 * PreAuthentication, user and password, PostAuthentication, PreTokenGeneration. (Where AWS does not say which of two
 * comes first, e.g. the last two, the order here is a choice.)
 */
import type {
  AdminRespondToAuthChallengeRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { randomBytes } from "node:crypto";
import { AwsError, invalidParameter } from "../aws-error.ts";
import type { Account, AppClient, User, UserPool } from "../state.ts";
import {
  attributesForTrigger,
  checkSecretHash,
  findUser,
  notAuthorized,
} from "./lookup.ts";
import { migrateUser } from "./migration.ts";
import { checkPassword } from "./password-policy.ts";
import { issueTokens } from "./tokens.ts";
import { runTrigger } from "./triggers.ts";

/** One call of (Admin)InitiateAuth, after the client and the flow were found to be right. */
export interface Attempt {
  readonly account: Account;
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

export async function signIn(attempt: Attempt): Promise<InitiateAuthResponse> {
  const { account, pool, client, parameters } = attempt;
  const { USERNAME: typed, PASSWORD: password } = parameters;
  if (typed === undefined || password === undefined)
    throw invalidParameter(
      `Missing required parameter ${typed === undefined ? "USERNAME" : "PASSWORD"}`,
    );
  checkSecretHash(client, typed, parameters["SECRET_HASH"]);
  const user =
    findUser(pool, typed) ??
    (await migrateUser(
      account,
      pool,
      client,
      typed,
      password,
      attempt.clientMetadata,
    ));
  const hides = client.preventUserExistenceErrors === "ENABLED";
  if (user !== undefined || hides)
    await preAuthentication(attempt, typed, user);
  if (user === undefined)
    throw hides
      ? notAuthorized("Incorrect username or password.")
      : new AwsError("UserNotFoundException", "User does not exist.");
  if (!user.enabled) throw notAuthorized("User is disabled.");
  if (user.password !== password)
    throw notAuthorized("Incorrect username or password.");
  switch (user.status) {
    case "UNCONFIRMED":
      throw new AwsError("UserNotConfirmedException", "User is not confirmed.");
    case "RESET_REQUIRED":
      throw new AwsError(
        "PasswordResetRequiredException",
        "Password reset required for the user",
      );
    case "FORCE_CHANGE_PASSWORD":
      return newPasswordChallenge(pool, client, user);
    default:
      return finish(
        account,
        pool,
        client,
        user,
        "TokenGeneration_Authentication",
      );
  }
}

export async function answerNewPassword(
  account: Account,
  pool: UserPool,
  client: AppClient,
  input: RespondToAuthChallengeRequest | AdminRespondToAuthChallengeRequest,
): Promise<InitiateAuthResponse> {
  const answers = input.ChallengeResponses ?? {};
  const challenge = pool.challenges.get(input.Session ?? "");
  const user = findUser(pool, challenge?.username);
  if (
    challenge?.name !== "NEW_PASSWORD_REQUIRED" ||
    challenge.clientId !== client.id ||
    user === undefined
  )
    throw notAuthorized("Invalid session for the user.");
  checkSecretHash(client, answers["USERNAME"] ?? "", answers["SECRET_HASH"]);
  const password = answers["NEW_PASSWORD"] ?? "";
  checkPassword(pool.passwordPolicy, password);
  pool.challenges.delete(input.Session ?? "");
  user.password = password;
  user.status = "CONFIRMED";
  user.modified = new Date();
  return finish(
    account,
    pool,
    client,
    user,
    "TokenGeneration_NewPasswordChallenge",
  );
}

async function preAuthentication(
  { account, pool, client, clientMetadata }: Attempt,
  typed: string,
  user: User | undefined,
): Promise<void> {
  await runTrigger(
    account,
    pool,
    "PreAuthentication",
    "PreAuthentication_Authentication",
    {
      userName: user?.username ?? typed,
      clientId: client.id,
      request: {
        userAttributes: user === undefined ? {} : attributesForTrigger(user),
        validationData: clientMetadata ?? null,
        ...(client.preventUserExistenceErrors === "ENABLED"
          ? { userNotFound: user === undefined }
          : {}),
      },
    },
  );
}

/** What follows when a user has proved who they are. */
export async function finish(
  account: Account,
  pool: UserPool,
  client: AppClient,
  user: User,
  source: string,
): Promise<InitiateAuthResponse> {
  await runTrigger(
    account,
    pool,
    "PostAuthentication",
    "PostAuthentication_Authentication",
    {
      userName: user.username,
      clientId: client.id,
      request: { userAttributes: attributesForTrigger(user) },
    },
  );
  return {
    ChallengeParameters: {},
    AuthenticationResult: await issueTokens(account, pool, client, user, {
      source,
    }),
  };
}

function newPasswordChallenge(
  pool: UserPool,
  client: AppClient,
  user: User,
): InitiateAuthResponse {
  const session = newChallengeSession();
  pool.challenges.set(session, {
    name: "NEW_PASSWORD_REQUIRED",
    clientId: client.id,
    username: user.username,
  });
  return {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: session,
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: "[]",
      userAttributes: JSON.stringify(user.attributes),
    },
  };
}

export function newChallengeSession(): string {
  return randomBytes(300).toString("base64url");
}
