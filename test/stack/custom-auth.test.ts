/** Custom authentication through the stack: the rounds that a client sees, and what the triggers are told in each. */
import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { passwordlessWorkspace, startStack, type Stack } from "./stack.ts";
import {
  addCustomer,
  createShopClient,
  type ShopClient,
} from "./support/passwordless.ts";

let stack: Stack;
let shop: ShopClient;
beforeAll(async () => {
  stack = await startStack({
    workspace: passwordlessWorkspace,
    populated: false,
  });
  shop = createShopClient(stack);
  addCustomer(stack, "ana@example.com");
  addCustomer(stack, "bo@example.com");
});
afterAll(async () => {
  shop.close();
  await stack.stop();
});

const messages = (name: string): string[] =>
  [
    ...(stack.logs.groups.get(`/aws/lambda/${name}`)?.streams.values() ?? []),
  ].flatMap(({ events }) => events.map(({ message }) => message));

describe("custom authentication", () => {
  test("a wrong answer is asked again, the right one signs in", async () => {
    const first = await shop.begin("ana@example.com");
    expect(first).toMatchObject({
      ChallengeName: "CUSTOM_CHALLENGE",
      ChallengeParameters: { delivery: "email" },
    });
    expect(first.ChallengeParameters).not.toHaveProperty("expected");

    const second = await shop.answer("ana@example.com", first.Session, "000");
    expect(second.ChallengeName).toBe("CUSTOM_CHALLENGE");
    const code = shop.codeFor(second.Session);
    const done = await shop.answer("ana@example.com", second.Session, code);
    expect(done.AuthenticationResult?.IdToken).toMatch(/^eyJ/);
    await expect(
      shop.answer("ana@example.com", second.Session, code),
    ).rejects.toMatchObject({ message: "Invalid session for the user." });

    const sessions = messages("tandem-define-challenge")
      .map((text) => /\{.*"session":(\[[^\]]*\])/.exec(text)?.[1])
      .filter((text) => text !== undefined)
      .map((text) => JSON.parse(text) as unknown);
    const wrong = {
      challengeName: "CUSTOM_CHALLENGE",
      challengeResult: false,
      challengeMetadata: "EMAIL_CODE",
    };
    expect(sessions).toEqual([
      [],
      [wrong],
      [wrong, { ...wrong, challengeResult: true }],
    ]);
    expect(messages("tandem-note-sign-in").join()).toMatch(/REPORT/);
    expect(messages("tandem-add-claims").join()).toMatch(
      /TokenGeneration_Authentication/,
    );
  });

  test("three wrong answers end it", async () => {
    let round = await shop.begin("bo@example.com");
    for (const text of ["1", "2"])
      round = await shop.answer("bo@example.com", round.Session, text);
    await expect(
      shop.answer("bo@example.com", round.Session, "3"),
    ).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test("an unknown user is asked like a known one, and never gets in", async () => {
    const first = await shop.begin("nobody@example.com");
    await expect(
      shop.answer(
        "nobody@example.com",
        first.Session,
        shop.codeFor(first.Session),
      ),
    ).rejects.toMatchObject({ message: "Incorrect username or password." });
    expect(messages("tandem-define-challenge").join()).toContain(
      '"userNotFound":true',
    );
  });

  test("administrators' operations do the same", async () => {
    const cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
    const first = await cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: stack.poolId,
        ClientId: stack.clientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME: "ana@example.com" },
      }),
    );
    const done = await cognito.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: stack.poolId,
        ClientId: stack.clientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session: first.Session,
        ChallengeResponses: {
          USERNAME: "ana@example.com",
          ANSWER: shop.codeFor(first.Session),
        },
      }),
    );
    cognito.destroy();
    expect(done.AuthenticationResult?.AccessToken).toMatch(/^eyJ/);
  });
});
