/**
 * Sign-in with a password, refresh, and the new-password challenge. Order of an attempt: client and flow, secret hash,
 * PreAuthentication, user and password, PostAuthentication, PreTokenGeneration. (Where AWS does not say which of two
 * comes first, e.g. the last two, the order here is a choice.)
 */
import type {
  AdminInitiateAuthRequest,
  AdminRespondToAuthChallengeRequest,
  AuthFlowType,
  ExplicitAuthFlowsType,
  GetUserRequest,
  GetUserResponse,
  InitiateAuthRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import { jwtVerify } from "jose";
import { randomBytes } from "node:crypto";
import { AwsError, invalidParameter } from "../aws-error.ts";
import type {
  Account,
  AppClient,
  Operation,
  Operations,
  User,
  UserPool,
} from "../state.ts";
import {
  attributesForTrigger,
  attributesOf,
  checkSecretHash,
  clientOf,
  findUser,
  notAuthorized,
  poolOf,
  poolOfClient,
} from "./lookup.ts";
import { migrateUser } from "./migration.ts";
import { checkPassword } from "./password-policy.ts";
import { issueTokens, issuerOf, keysOf, selfServiceScope } from "./tokens.ts";
import { runTrigger } from "./triggers.ts";

/** Which operation takes a flow, and what the client must allow for it. */
const flows: Partial<
  Record<
    AuthFlowType,
    {
      readonly by: "anyone" | "admin" | "both";
      readonly allow: ExplicitAuthFlowsType;
    }
  >
> = {
  USER_PASSWORD_AUTH: { by: "anyone", allow: "ALLOW_USER_PASSWORD_AUTH" },
  ADMIN_USER_PASSWORD_AUTH: {
    by: "admin",
    allow: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  },
  REFRESH_TOKEN_AUTH: { by: "both", allow: "ALLOW_REFRESH_TOKEN_AUTH" },
  REFRESH_TOKEN: { by: "both", allow: "ALLOW_REFRESH_TOKEN_AUTH" },
};

interface Attempt {
  readonly account: Account;
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly parameters: Readonly<Record<string, string>>;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

const initiateAuth: Operation<InitiateAuthRequest, InitiateAuthResponse> = (
  input,
  { account },
) => {
  const { pool, client } = poolOfClient(account, input.ClientId);
  return start(account, pool, client, input, "anyone");
};

const adminInitiateAuth: Operation<
  AdminInitiateAuthRequest,
  InitiateAuthResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  return start(account, pool, clientOf(pool, input.ClientId), input, "admin");
};

const respondToAuthChallenge: Operation<
  RespondToAuthChallengeRequest,
  InitiateAuthResponse
> = (input, { account }) => {
  const { pool, client } = poolOfClient(account, input.ClientId);
  return answerChallenge(account, pool, client, input);
};

const adminRespondToAuthChallenge: Operation<
  AdminRespondToAuthChallengeRequest,
  InitiateAuthResponse
> = (input, { account }) => {
  const pool = poolOf(account, input.UserPoolId);
  return answerChallenge(account, pool, clientOf(pool, input.ClientId), input);
};

const getUser: Operation<GetUserRequest, GetUserResponse> = async (
  input,
  { account },
) => {
  for (const pool of account.pools.values()) {
    const { access } = await keysOf(pool);
    const verified = await jwtVerify(
      input.AccessToken ?? "",
      access.publicKey,
      {
        issuer: issuerOf(account, pool),
      },
    ).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === "ERR_JWT_EXPIRED")
        throw notAuthorized("Access Token has expired");
      return undefined;
    });
    if (verified?.payload["token_use"] !== "access") continue;
    const { username, scope } = verified.payload;
    if (!String(scope).split(" ").includes(selfServiceScope))
      throw notAuthorized("Access Token does not have required scopes");
    const user = findUser(pool, String(username));
    if (user === undefined)
      throw new AwsError("UserNotFoundException", "User does not exist.");
    return { Username: user.username, UserAttributes: attributesOf(user) };
  }
  throw notAuthorized("Invalid Access Token");
};

export const authenticationOperations: Operations = {
  InitiateAuth: initiateAuth,
  AdminInitiateAuth: adminInitiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  GetUser: getUser,
};

function start(
  account: Account,
  pool: UserPool,
  client: AppClient,
  input: InitiateAuthRequest | AdminInitiateAuthRequest,
  by: "anyone" | "admin",
): Promise<InitiateAuthResponse> {
  const flow = input.AuthFlow && flows[input.AuthFlow];
  if (flow === undefined || (flow.by !== by && flow.by !== "both"))
    throw invalidParameter("Initiate Auth method not supported.");
  if (!client.flows.includes(flow.allow))
    throw invalidParameter(
      `${input.AuthFlow ?? ""} flow not enabled for this client`,
    );
  const attempt: Attempt = {
    account,
    pool,
    client,
    parameters: input.AuthParameters ?? {},
    clientMetadata: input.ClientMetadata,
  };
  return flow.by === "both" ? refresh(attempt) : signIn(attempt);
}

async function signIn(attempt: Attempt): Promise<InitiateAuthResponse> {
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

async function finish(
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

async function refresh({
  account,
  pool,
  client,
  parameters,
}: Attempt): Promise<InitiateAuthResponse> {
  const session = pool.sessions.get(parameters["REFRESH_TOKEN"] ?? "");
  const user = findUser(pool, session?.username);
  if (
    session === undefined ||
    user === undefined ||
    session.clientId !== client.id
  )
    throw notAuthorized("Invalid Refresh Token");
  checkSecretHash(client, user.username, parameters["SECRET_HASH"]);
  if (!user.enabled) throw notAuthorized("User is disabled.");
  return {
    ChallengeParameters: {},
    AuthenticationResult: await issueTokens(account, pool, client, user, {
      source: "TokenGeneration_RefreshTokens",
      session,
    }),
  };
}

function newPasswordChallenge(
  pool: UserPool,
  client: AppClient,
  user: User,
): InitiateAuthResponse {
  const session = randomBytes(300).toString("base64url");
  pool.challenges.set(session, {
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

async function answerChallenge(
  account: Account,
  pool: UserPool,
  client: AppClient,
  input: RespondToAuthChallengeRequest | AdminRespondToAuthChallengeRequest,
): Promise<InitiateAuthResponse> {
  if (input.ChallengeName !== "NEW_PASSWORD_REQUIRED")
    throw invalidParameter(
      `This stack answers NEW_PASSWORD_REQUIRED only, not ${input.ChallengeName ?? ""}.`,
    );
  const answers = input.ChallengeResponses ?? {};
  const challenge = pool.challenges.get(input.Session ?? "");
  const user = findUser(pool, challenge?.username);
  if (challenge?.clientId !== client.id || user === undefined)
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
