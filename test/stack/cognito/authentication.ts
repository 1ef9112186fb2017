/**
 * The authentication operations: which flow goes through which operation and for which client, refresh, and GetUser
 * with the access token.
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
import { AwsError, invalidParameter } from "../aws-error.ts";
import type {
  Account,
  AppClient,
  Operation,
  Operations,
  UserPool,
} from "../state.ts";
import {
  attributesOf,
  checkSecretHash,
  clientOf,
  findUser,
  notAuthorized,
  poolOf,
  poolOfClient,
} from "./lookup.ts";
import { answerCustomChallenge, startCustomSignIn } from "./custom-sign-in.ts";
import { answerNewPassword, signIn, type Attempt } from "./password-sign-in.ts";
import { issueTokens, issuerOf, keysOf, selfServiceScope } from "./tokens.ts";

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
  CUSTOM_AUTH: { by: "both", allow: "ALLOW_CUSTOM_AUTH" },
  REFRESH_TOKEN_AUTH: { by: "both", allow: "ALLOW_REFRESH_TOKEN_AUTH" },
  REFRESH_TOKEN: { by: "both", allow: "ALLOW_REFRESH_TOKEN_AUTH" },
};

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
    // A pool that has no keys yet has signed nothing.
    if (pool.keys === undefined) continue;
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
    if (pool.revoked?.has(String(verified.payload["origin_jti"])))
      throw notAuthorized("Access Token has been revoked");
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
  switch (flow.allow) {
    case "ALLOW_CUSTOM_AUTH":
      return startCustomSignIn(attempt);
    case "ALLOW_REFRESH_TOKEN_AUTH":
      return refresh(attempt);
    default:
      return signIn(attempt);
  }
}

function answerChallenge(
  account: Account,
  pool: UserPool,
  client: AppClient,
  input: RespondToAuthChallengeRequest | AdminRespondToAuthChallengeRequest,
): Promise<InitiateAuthResponse> {
  switch (input.ChallengeName) {
    case "CUSTOM_CHALLENGE":
      return answerCustomChallenge(account, pool, client, input);
    case "NEW_PASSWORD_REQUIRED":
      return answerNewPassword(account, pool, client, input);
    default:
      throw invalidParameter(
        `This stack has no challenge ${input.ChallengeName ?? ""}.`,
      );
  }
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
