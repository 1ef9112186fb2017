/**
 * The outage, told through the APIs: customers register and cannot sign in, because PreSignUp says "true" as a text.
 * The developer corrects the file, and the next customer gets in. Runs on a copy of the sample workspace.
 */
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { outageWorkspace, startStack } from "./stack.ts";
import { copyOf, type CleanUp } from "./support/workspace.ts";

const cleanUps: Parameters<CleanUp>[0][] = [];
afterEach(async () => {
  for (const action of cleanUps.splice(0).reverse()) await action();
});
const cleanUp: CleanUp = (action) => cleanUps.push(action);

test("customers stay UNCONFIRMED until the text becomes a Boolean", async () => {
  const workspace = await copyOf(outageWorkspace, cleanUp);
  const stack = await startStack({ workspace });
  cleanUp(() => stack.stop());
  const cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
  const logs = new CloudWatchLogsClient(stack.sdkConfig);
  const Password = "Correct-horse-9";
  const signUp = (Username: string) =>
    cognito.send(
      new SignUpCommand({ ClientId: stack.clientId, Username, Password }),
    );
  const signIn = (USERNAME: string) =>
    cognito.send(
      new InitiateAuthCommand({
        ClientId: stack.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD: Password },
      }),
    );
  const messages = async (name: string): Promise<string[]> =>
    (
      await logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }),
      )
    ).events?.map(({ message = "" }) => message) ?? [];

  // The outage.
  expect((await signUp("ana@example.com")).UserConfirmed).toBe(false);
  const ana = await cognito.send(
    new AdminGetUserCommand({
      UserPoolId: stack.poolId,
      Username: "ana@example.com",
    }),
  );
  expect(ana.UserStatus).toBe("UNCONFIRMED");
  await expect(signIn("ana@example.com")).rejects.toMatchObject({
    name: "UserNotConfirmedException",
    message: "User is not confirmed.",
  });
  expect(await messages("tandem-pre-sign-up")).toEqual([
    expect.stringMatching(/^INIT_START /),
    expect.stringMatching(/^START RequestId: /),
    expect.stringMatching(
      /\tINFO\tsign-up from example\.com by PreSignUp_SignUp\n$/,
    ),
    expect.stringMatching(/^END RequestId: /),
    expect.stringMatching(/^REPORT RequestId: /),
  ]);

  // The correction, saved in the editor.
  const file = path.join(workspace, "src/pre-sign-up/index.js");
  const faulty = await readFile(file, "utf8");
  const corrected = faulty.replace(
    'autoConfirmUser = "true"',
    "autoConfirmUser = true",
  );
  expect(corrected).not.toBe(faulty);
  await writeFile(file, corrected);

  // The next customer.
  expect((await signUp("ben@example.com")).UserConfirmed).toBe(true);
  expect(await messages("tandem-welcome")).toContainEqual(
    expect.stringMatching(/^\[INFO\]\t.*\tnew customer /),
  );
  const { AuthenticationResult: tokens } = await signIn("ben@example.com");
  const { payload } = await jwtVerify(
    tokens?.IdToken ?? "",
    createRemoteJWKSet(
      new URL(`${stack.url}/${stack.poolId}/.well-known/jwks.json`),
    ),
    {
      algorithms: ["RS256"],
      issuer: `https://cognito-idp.eu-central-1.amazonaws.com/${stack.poolId}`,
      audience: stack.clientId,
    },
  );
  expect(payload).toMatchObject({
    token_use: "id",
    email: "ben@example.com",
    email_verified: true,
    plan: "free",
  });
});

test("the sample token of requests.http belongs to the sample pool and to nobody", async () => {
  const stack = await startStack({ populated: false });
  cleanUp(() => stack.stop());
  const text = await readFile(
    path.join(outageWorkspace, "requests.http"),
    "utf8",
  );
  const token = /Bearer (\S+)/.exec(text)?.[1] ?? "";
  const claims = JSON.parse(
    Buffer.from(token.split(".")[1] ?? "", "base64url").toString(),
  ) as Record<string, unknown>;
  expect(claims).toMatchObject({
    iss: `https://cognito-idp.eu-central-1.amazonaws.com/${stack.poolId}`,
    aud: stack.clientId,
  });
  await expect(
    jwtVerify(
      token,
      createRemoteJWKSet(
        new URL(`${stack.url}/${stack.poolId}/.well-known/jwks.json`),
      ),
    ),
  ).rejects.toMatchObject({ code: "ERR_JWKS_NO_MATCHING_KEY" });
});
