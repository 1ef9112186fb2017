/** A client of the shop without passwords: begins a sign-in, reads the e-mail with the code, answers. */
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type InitiateAuthCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Stack } from "../stack.ts";

export interface ShopClient {
  readonly begin: (email: string) => Promise<InitiateAuthCommandOutput>;
  readonly answer: (
    email: string,
    session: string | undefined,
    text: string,
  ) => Promise<InitiateAuthCommandOutput>;
  /** The code in the e-mail that belongs to this session. */
  readonly codeFor: (session: string | undefined) => string;
  /** A whole sign-in, after so many wrong answers. */
  readonly signIn: (
    email: string,
    wrongAnswers?: number,
  ) => Promise<InitiateAuthCommandOutput>;
  readonly close: () => void;
}

export function createShopClient(stack: Stack): ShopClient {
  const cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
  const begin: ShopClient["begin"] = (email) =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId: stack.clientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME: email },
      }),
    );
  const answer: ShopClient["answer"] = (email, session, text) =>
    cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: stack.clientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session: session,
        ChallengeResponses: { USERNAME: email, ANSWER: text },
      }),
    );
  const codeFor: ShopClient["codeFor"] = (session) =>
    stack.account.pools.get(stack.poolId)?.challenges.get(session ?? "")?.custom
      ?.privateParameters["expected"] ?? "no code";
  return {
    begin,
    answer,
    codeFor,
    signIn: async (email, wrongAnswers = 0) => {
      let round = await begin(email);
      for (let wrong = 0; wrong < wrongAnswers; wrong++)
        round = await answer(email, round.Session, "000");
      return answer(email, round.Session, codeFor(round.Session));
    },
    close: () => {
      cognito.destroy();
    },
  };
}

/** Adds a confirmed customer who has an e-mail address. */
export function addCustomer(stack: Stack, email: string): void {
  stack.addUser({
    username: email,
    password: "right-one-1",
    attributes: { email, email_verified: "true" },
  });
}
