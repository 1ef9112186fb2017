/**
 * Custom authentication without SRP: Define decides, Create asks, Verify judges the answer, Define decides again, until
 * it issues tokens or gives up. PreAuthentication does not run here: reported, and AWS support confirmed it once.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-challenge.html
 */
import type {
  AdminRespondToAuthChallengeRequest,
  InitiateAuthResponse,
  RespondToAuthChallengeRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import type { JsonValue } from "../../../src/core/triggers/contract.ts";
import type { JsonObject } from "../../../src/core/triggers/response-check.ts";
import { AwsError, invalidParameter } from "../aws-error.ts";
import type {
  Account,
  AppClient,
  Challenge,
  ChallengeResult,
  User,
  UserPool,
} from "../state.ts";
import {
  attributesForTrigger,
  checkSecretHash,
  findUser,
  notAuthorized,
} from "./lookup.ts";
import {
  finish,
  newChallengeSession,
  type Attempt,
} from "./password-sign-in.ts";
import { metadata } from "./sign-up.ts";
import { isJsonObject, runTrigger, type TriggerName } from "./triggers.ts";

/** One round of the conversation: the triggers' subject, and what is told to all of them. */
interface Round {
  readonly account: Account;
  readonly pool: UserPool;
  readonly client: AppClient;
  readonly typed: string;
  /** Undefined: the pool has no such user, and the client hides that. */
  readonly user: User | undefined;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

export async function startCustomSignIn({
  account,
  pool,
  client,
  parameters,
}: Attempt): Promise<InitiateAuthResponse> {
  const { USERNAME: typed, CHALLENGE_NAME: first = "CUSTOM_CHALLENGE" } =
    parameters;
  if (typed === undefined)
    throw invalidParameter("Missing required parameter USERNAME");
  if (first !== "CUSTOM_CHALLENGE")
    throw invalidParameter(`This stack does not begin with ${first}.`);
  checkSecretHash(client, typed, parameters["SECRET_HASH"]);
  const user = findUser(pool, typed);
  if (user === undefined && client.preventUserExistenceErrors !== "ENABLED")
    throw new AwsError("UserNotFoundException", "User does not exist.");
  if (user?.enabled === false) throw notAuthorized("User is disabled.");
  // The metadata of InitiateAuth does not reach these triggers.
  return decide(
    { account, pool, client, typed, user, clientMetadata: undefined },
    [],
  );
}

export async function answerCustomChallenge(
  account: Account,
  pool: UserPool,
  client: AppClient,
  input: RespondToAuthChallengeRequest | AdminRespondToAuthChallengeRequest,
): Promise<InitiateAuthResponse> {
  const answers = input.ChallengeResponses ?? {};
  const challenge = pool.challenges.get(input.Session ?? "");
  if (challenge?.custom === undefined || challenge.clientId !== client.id)
    throw notAuthorized("Invalid session for the user.");
  checkSecretHash(client, answers["USERNAME"] ?? "", answers["SECRET_HASH"]);
  const { ANSWER: answer } = answers;
  if (answer === undefined)
    throw invalidParameter("Missing required parameter ANSWER");
  pool.challenges.delete(input.Session ?? "");
  const { session, metadata: ownName, privateParameters } = challenge.custom;
  const round: Round = {
    account,
    pool,
    client,
    typed: challenge.username,
    user: findUser(pool, challenge.username),
    clientMetadata: input.ClientMetadata,
  };
  const verdict = await ask(
    round,
    "VerifyAuthChallengeResponse",
    "VerifyAuthChallengeResponse_Authentication",
    { privateChallengeParameters: privateParameters, challengeAnswer: answer },
  );
  return decide(round, [
    ...session,
    {
      challengeName: "CUSTOM_CHALLENGE",
      challengeResult: verdict["answerCorrect"] === true,
      challengeMetadata: ownName,
    },
  ]);
}

async function decide(
  round: Round,
  session: readonly ChallengeResult[],
): Promise<InitiateAuthResponse> {
  const { account, pool, client, user } = round;
  const decision = await ask(
    round,
    "DefineAuthChallenge",
    "DefineAuthChallenge_Authentication",
    { session },
  );
  if (decision["failAuthentication"] === true)
    throw notAuthorized("Incorrect username or password.");
  if (decision["issueTokens"] === true) {
    if (user === undefined)
      throw notAuthorized("Incorrect username or password.");
    return finish(
      account,
      pool,
      client,
      user,
      "TokenGeneration_Authentication",
    );
  }
  if (decision["challengeName"] !== "CUSTOM_CHALLENGE")
    throw new AwsError(
      "InvalidLambdaResponseException",
      "Unrecognizable lambda output",
    );
  return challenge(round, session);
}

async function challenge(
  round: Round,
  session: readonly ChallengeResult[],
): Promise<InitiateAuthResponse> {
  const { pool, client, user, typed } = round;
  const made = await ask(
    round,
    "CreateAuthChallenge",
    "CreateAuthChallenge_Authentication",
    { challengeName: "CUSTOM_CHALLENGE", session },
  );
  const privateParameters = textsOf(made["privateChallengeParameters"]);
  // Reported: without a private parameter the client sees a wrong user name or password.
  if (Object.keys(privateParameters).length === 0)
    throw notAuthorized("Incorrect username or password.");
  const username = user?.username ?? typed;
  const ownName = made["challengeMetadata"];
  const waiting: Challenge = {
    name: "CUSTOM_CHALLENGE",
    clientId: client.id,
    username,
    custom: {
      session,
      metadata: typeof ownName === "string" ? ownName : null,
      privateParameters,
    },
  };
  const key = newChallengeSession();
  pool.challenges.set(key, waiting);
  return {
    ChallengeName: "CUSTOM_CHALLENGE",
    Session: key,
    ChallengeParameters: {
      USERNAME: username,
      ...textsOf(made["publicChallengeParameters"]),
    },
  };
}

/** The `response` of a trigger that the flow cannot do without. */
async function ask(
  { account, pool, client, typed, user, clientMetadata }: Round,
  name: TriggerName,
  source: string,
  request: JsonObject,
): Promise<JsonObject> {
  const response = await runTrigger(account, pool, name, source, {
    userName: user?.username ?? typed,
    clientId: client.id,
    request: {
      userAttributes: user === undefined ? {} : attributesForTrigger(user),
      ...request,
      ...metadata(clientMetadata && { ...clientMetadata }),
      ...(client.preventUserExistenceErrors === "ENABLED"
        ? { userNotFound: user === undefined }
        : {}),
    },
  });
  if (response === undefined)
    throw new AwsError(
      "InvalidUserPoolConfigurationException",
      "Custom auth lambda trigger is not configured for the user pool.",
    );
  return response;
}

function textsOf(value: JsonValue | undefined): Record<string, string> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
}
