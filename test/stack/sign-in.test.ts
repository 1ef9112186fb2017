/** Sign-up, sign-in, refresh and the tokens, with the texts that Cognito's errors have. */
import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  type AuthFlowType,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  jwtVerify,
} from "jose";
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Stack } from "./stack.ts";
import { startWith, type CleanUp } from "./support/workspace.ts";

const cleanUps: Parameters<CleanUp>[0][] = [];
let stack: Stack;
let cognito: CognitoIdentityProviderClient;
beforeAll(async () => {
  stack = await startWith({}, (action) => cleanUps.push(action));
  cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
  stack.addUser({
    username: "ana",
    password: "right-one-1",
    attributes: { email: "ana@example.com", email_verified: "true" },
    groups: ["members"],
  });
  stack.addUser({ username: "off", password: "right-one-1", enabled: false });
  stack.addUser({
    username: "reset",
    password: "right-one-1",
    status: "RESET_REQUIRED",
  });
});
afterAll(async () => {
  for (const action of cleanUps.splice(0).reverse()) await action();
});

interface Attempt {
  readonly client?: string;
  readonly flow?: AuthFlowType;
  readonly hash?: string;
}

function signIn(username: string, password: string, attempt: Attempt = {}) {
  return cognito.send(
    new InitiateAuthCommand({
      ClientId: stack.findClient(attempt.client ?? "app").id,
      AuthFlow: attempt.flow ?? "USER_PASSWORD_AUTH",
      AuthParameters: {
        USERNAME: username,
        PASSWORD: password,
        ...(attempt.hash === undefined ? {} : { SECRET_HASH: attempt.hash }),
      },
    }),
  );
}

function secretHash(username: string): string {
  const { id, secret = "" } = stack.findClient("server");
  return createHmac("sha256", secret)
    .update(username + id)
    .digest("base64");
}

describe("a sign-in", () => {
  test.each<[string, string, string, Attempt, string, string]>([
    [
      "wrong password",
      "ana",
      "wrong",
      {},
      "NotAuthorizedException",
      "Incorrect username or password.",
    ],
    [
      "unknown user",
      "nobody",
      "x",
      {},
      "UserNotFoundException",
      "User does not exist.",
    ],
    [
      "disabled user",
      "off",
      "right-one-1",
      {},
      "NotAuthorizedException",
      "User is disabled.",
    ],
    [
      "password to be reset",
      "reset",
      "right-one-1",
      {},
      "PasswordResetRequiredException",
      "Password reset required for the user",
    ],
    [
      "administrators' flow by the public operation",
      "ana",
      "right-one-1",
      { flow: "ADMIN_USER_PASSWORD_AUTH" },
      "InvalidParameterException",
      "Initiate Auth method not supported.",
    ],
  ])("%s", async (_name, username, password, attempt, name, message) => {
    await expect(signIn(username, password, attempt)).rejects.toMatchObject({
      name,
      message,
    });
  });

  test("unknown user, where the client hides who exists", async () => {
    await expect(
      signIn("nobody", "x", { client: "server", hash: secretHash("nobody") }),
    ).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test("secret hash missing, wrong, right", async () => {
    const { id } = stack.findClient("server");
    await expect(
      signIn("ana", "right-one-1", { client: "server" }),
    ).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: `Client ${id} is configured with secret but SECRET_HASH was not received`,
    });
    await expect(
      signIn("ana", "right-one-1", {
        client: "server",
        hash: secretHash("ben"),
      }),
    ).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: `Unable to verify secret hash for client ${id}`,
    });
    const { AuthenticationResult } = await signIn("ana", "right-one-1", {
      client: "server",
      hash: secretHash("ana"),
    });
    expect(AuthenticationResult?.TokenType).toBe("Bearer");
  });

  test("the administrators' flow, by the administrators' operation, gets in", async () => {
    const answer = await cognito.send(
      new AdminInitiateAuthCommand({
        UserPoolId: stack.poolId,
        ClientId: stack.clientId,
        AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: "ana", PASSWORD: "right-one-1" },
      }),
    );
    expect(answer.AuthenticationResult?.ExpiresIn).toBe(3600);
  });

  test("a flow that the client does not allow", async () => {
    await expect(
      cognito.send(
        new AdminInitiateAuthCommand({
          UserPoolId: stack.poolId,
          ClientId: stack.findClient("server").id,
          AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "ana", PASSWORD: "right-one-1" },
        }),
      ),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "ADMIN_USER_PASSWORD_AUTH flow not enabled for this client",
    });
  });

  test("a client that does not exist", async () => {
    await expect(
      cognito.send(
        new InitiateAuthCommand({
          ClientId: "nosuchclient",
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: "ana", PASSWORD: "x" },
        }),
      ),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "User pool client nosuchclient does not exist.",
    });
  });
});

describe("tokens", () => {
  test("ID and access token verify with a key of their own, and say what Cognito's say", async () => {
    const { AuthenticationResult: tokens } = await signIn("ana", "right-one-1");
    const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${stack.poolId}`;
    const keys = createRemoteJWKSet(
      new URL(`${stack.url}/${stack.poolId}/.well-known/jwks.json`),
    );
    const id = await jwtVerify(tokens?.IdToken ?? "", keys, {
      issuer,
      audience: stack.clientId,
    });
    const access = await jwtVerify(tokens?.AccessToken ?? "", keys, { issuer });
    expect(Object.keys(id.protectedHeader).sort()).toEqual(["alg", "kid"]);
    expect(id.protectedHeader.alg).toBe("RS256");
    expect(id.protectedHeader.kid).not.toBe(access.protectedHeader.kid);
    expect(id.payload).toMatchObject({
      "cognito:username": "ana",
      "cognito:groups": ["members"],
      email: "ana@example.com",
      email_verified: true,
      token_use: "id",
    });
    expect(access.payload).toMatchObject({
      username: "ana",
      client_id: stack.clientId,
      token_use: "access",
      scope: "aws.cognito.signin.user.admin",
      origin_jti: id.payload["origin_jti"],
    });
    expect(access.payload).not.toHaveProperty("aud");
    expect((id.payload.exp ?? 0) - (id.payload.iat ?? 0)).toBe(3600);
    expect(tokens?.RefreshToken?.split(".")).toHaveLength(5);
  });

  test("another pool's keys do not verify them", async () => {
    const other = await startWith({}, (action) => cleanUps.push(action));
    const { AuthenticationResult: tokens } = await signIn("ana", "right-one-1");
    const response = await fetch(
      `${other.url}/${other.poolId}/.well-known/jwks.json`,
    );
    const keys = createLocalJWKSet(
      (await response.json()) as Parameters<typeof createLocalJWKSet>[0],
    );
    await expect(jwtVerify(tokens?.IdToken ?? "", keys)).rejects.toMatchObject({
      code: "ERR_JWKS_NO_MATCHING_KEY",
    });
  });

  test("refresh gives new ones of the same session, and no refresh token", async () => {
    const first = (await signIn("ana", "right-one-1")).AuthenticationResult;
    const { AuthenticationResult: second } = await cognito.send(
      new InitiateAuthCommand({
        ClientId: stack.clientId,
        AuthFlow: "REFRESH_TOKEN_AUTH",
        AuthParameters: { REFRESH_TOKEN: first?.RefreshToken ?? "" },
      }),
    );
    expect(second?.RefreshToken).toBeUndefined();
    const before = decodeJwt(first?.IdToken ?? "");
    const after = decodeJwt(second?.IdToken ?? "");
    expect(after["origin_jti"]).toBe(before["origin_jti"]);
    expect(after["auth_time"]).toBe(before["auth_time"]);
    expect(after.jti).not.toBe(before.jti);
    await expect(
      cognito.send(
        new InitiateAuthCommand({
          ClientId: stack.clientId,
          AuthFlow: "REFRESH_TOKEN_AUTH",
          AuthParameters: { REFRESH_TOKEN: "not.mine" },
        }),
      ),
    ).rejects.toMatchObject({ message: "Invalid Refresh Token" });
  });

  test("GetUser takes the access token and refuses the ID token", async () => {
    const { AuthenticationResult: tokens } = await signIn("ana", "right-one-1");
    const user = await cognito.send(
      new GetUserCommand({ AccessToken: tokens?.AccessToken }),
    );
    expect(user.Username).toBe("ana");
    await expect(
      cognito.send(new GetUserCommand({ AccessToken: tokens?.IdToken })),
    ).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "Invalid Access Token",
    });
  });
});

describe("sign-up", () => {
  const signUp = (
    Username: string,
    Password = "long-enough-1",
    attributes: Record<string, string> = {},
  ) =>
    cognito.send(
      new SignUpCommand({
        ClientId: stack.clientId,
        Username,
        Password,
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({
          Name,
          Value,
        })),
      }),
    );

  test("is confirmed with the code that was sent", async () => {
    const answer = await signUp("carla", undefined, {
      email: "carla@example.com",
    });
    expect(answer).toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: {
        AttributeName: "email",
        DeliveryMedium: "EMAIL",
        Destination: "c***@e***",
      },
    });
    await expect(signIn("carla", "long-enough-1")).rejects.toMatchObject({
      name: "UserNotConfirmedException",
    });
    const confirm = (ConfirmationCode: string) =>
      cognito.send(
        new ConfirmSignUpCommand({
          ClientId: stack.clientId,
          Username: "carla",
          ConfirmationCode,
        }),
      );
    await expect(confirm("wrong")).rejects.toMatchObject({
      name: "CodeMismatchException",
      message: "Invalid verification code provided, please try again.",
    });
    const code =
      stack.account.pools.get(stack.poolId)?.users.get("carla")
        ?.confirmationCode ?? "";
    await confirm(code);
    await expect(confirm(code)).rejects.toMatchObject({
      name: "NotAuthorizedException",
      message: "User cannot be confirmed. Current status is CONFIRMED",
    });
    expect(
      decodeJwt(
        (await signIn("carla", "long-enough-1")).AuthenticationResult
          ?.IdToken ?? "",
      ),
    ).toMatchObject({
      email_verified: true,
    });
  });

  test("an administrator's confirmation verifies nothing", async () => {
    await signUp("dora", undefined, { email: "dora@example.com" });
    await cognito.send(
      new AdminConfirmSignUpCommand({
        UserPoolId: stack.poolId,
        Username: "dora",
      }),
    );
    expect(
      decodeJwt(
        (await signIn("dora", "long-enough-1")).AuthenticationResult?.IdToken ??
          "",
      ),
    ).toMatchObject({
      email_verified: false,
    });
  });

  test.each([
    [
      "short-1",
      "Password did not conform with policy: Password not long enough",
    ],
    [
      "long-enough",
      "Password did not conform with policy: Password must have numeric characters",
    ],
  ])("password %s is refused", async (password, message) => {
    await expect(signUp("erik", password)).rejects.toMatchObject({
      name: "InvalidPasswordException",
      message,
    });
  });

  test("a name that is taken, an attribute that is not there", async () => {
    await expect(signUp("ana")).rejects.toMatchObject({
      name: "UsernameExistsException",
      message: "User already exists",
    });
    await expect(
      signUp("finn", undefined, { "custom:shoe": "42" }),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining(
        "custom:shoe: Attribute does not exist in the schema.",
      ) as string,
    });
    expect(
      (await signUp("gina", undefined, { "custom:plan": "duo" })).UserSub,
    ).toBeDefined();
  });
});

test("a user whom an administrator made changes the password at the first sign-in", async () => {
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId: stack.poolId,
      Username: "nina",
      TemporaryPassword: "temporary-1",
    }),
  );
  const { ChallengeName, Session } = await signIn("nina", "temporary-1");
  expect(ChallengeName).toBe("NEW_PASSWORD_REQUIRED");
  const answer = new RespondToAuthChallengeCommand({
    ClientId: stack.clientId,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session,
    ChallengeResponses: { USERNAME: "nina", NEW_PASSWORD: "of-her-own-1" },
  });
  expect(
    (await cognito.send(answer)).AuthenticationResult?.AccessToken,
  ).toBeDefined();
  await expect(cognito.send(answer)).rejects.toMatchObject({
    message: "Invalid session for the user.",
  });
  expect(
    (await signIn("nina", "of-her-own-1")).AuthenticationResult?.AccessToken,
  ).toBeDefined();
  await cognito.send(
    new AdminSetUserPasswordCommand({
      UserPoolId: stack.poolId,
      Username: "nina",
      Password: "given-anew-1",
      Permanent: true,
    }),
  );
  expect(
    (await signIn("nina", "given-anew-1")).AuthenticationResult?.AccessToken,
  ).toBeDefined();
});
