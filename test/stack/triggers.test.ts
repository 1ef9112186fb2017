/** What a client gets to see when a trigger goes wrong: every row of the table of known errors, by the real SDK. */
import {
  AdminConfirmSignUpCommand,
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
  type SignUpCommandOutput,
} from "@aws-sdk/client-cognito-identity-provider";
import { decodeJwt } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import type { Stack } from "./stack.ts";
import {
  startWith,
  type CleanUp,
  type TestFunction,
} from "./support/workspace.ts";

const cleanUps: Parameters<CleanUp>[0][] = [];
afterEach(async () => {
  for (const action of cleanUps.splice(0).reverse()) await action();
});
const cleanUp: CleanUp = (action) => cleanUps.push(action);

const password = "long-enough-1";

function signUp(stack: Stack, name = "ana"): Promise<SignUpCommandOutput> {
  return new CognitoIdentityProviderClient(stack.sdkConfig).send(
    new SignUpCommand({
      ClientId: stack.clientId,
      Username: name,
      Password: password,
      UserAttributes: [{ Name: "email", Value: `${name}@example.com` }],
    }),
  );
}

async function signIn(
  stack: Stack,
  name = "ana",
): Promise<Record<"id" | "access", Record<string, unknown>>> {
  const { AuthenticationResult } = await new CognitoIdentityProviderClient(
    stack.sdkConfig,
  ).send(
    new InitiateAuthCommand({
      ClientId: stack.clientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: name, PASSWORD: password },
    }),
  );
  return {
    id: decodeJwt(AuthenticationResult?.IdToken ?? ""),
    access: decodeJwt(AuthenticationResult?.AccessToken ?? ""),
  };
}

const returning = (body: string): string =>
  `export const handler = async (event) => { ${body} };`;

describe("a PreSignUp trigger that goes wrong", () => {
  const invalidJson = [
    "InvalidLambdaResponseException",
    "Invalid lambda function output : Invalid JSON",
  ] as const;
  const unrecognizable = [
    "InvalidLambdaResponseException",
    "Unrecognizable lambda output",
  ] as const;
  const rows: [
    string,
    Omit<TestFunction, "trigger">,
    readonly [string, string | RegExp],
  ][] = [
    [
      "throws",
      { code: returning("throw new Error('no thanks')") },
      [
        "UserLambdaValidationException",
        "PreSignUp failed with error no thanks.",
      ],
    ],
    [
      "rejects later",
      {
        code: returning(
          "await new Promise((r) => setTimeout(r, 5)); throw new Error('later')",
        ),
      },
      ["UserLambdaValidationException", "PreSignUp failed with error later."],
    ],
    [
      "raises a KeyError in Python",
      {
        runtime: "python3.13",
        code: "def handler(event, context):\n    return event['missing']\n",
      },
      [
        "UserLambdaValidationException",
        "PreSignUp failed with error 'missing'.",
      ],
    ],
    [
      "has a module that cannot be loaded",
      { code: "import 'no-such-package'; export const handler = 1;" },
      [
        "UserLambdaValidationException",
        /^PreSignUp failed with error Error: Cannot find package 'no-such-package'/,
      ],
    ],
    [
      "has another handler than configured",
      { code: "export const other = 1;" },
      [
        "UserLambdaValidationException",
        "PreSignUp failed with error index.handler is undefined or not exported.",
      ],
    ],
    [
      "declares a callback on Node.js 24",
      {
        runtime: "nodejs24.x",
        code: "export const handler = (event, context, callback) => callback(null, event);",
      },
      [
        "UserLambdaValidationException",
        /^PreSignUp failed with error ERROR: AWS Lambda has removed support for callback-based/,
      ],
    ],
    ["returns nothing", { code: returning("") }, invalidJson],
    ["returns null", { code: returning("return null") }, invalidJson],
    [
      "returns the event without async on Node.js 22",
      { code: "export const handler = (event) => event;" },
      invalidJson,
    ],
    [
      "returns None in Python",
      {
        runtime: "python3.13",
        code: "def handler(event, context):\n    event['response']['autoConfirmUser'] = True\n",
      },
      invalidJson,
    ],
    [
      "returns the response only",
      { code: returning("return { response: event.response }") },
      unrecognizable,
    ],
    [
      "drops callerContext",
      {
        code: returning(
          "const { callerContext, ...rest } = event; return rest",
        ),
      },
      unrecognizable,
    ],
    [
      "answers in PascalCase",
      {
        code: returning(
          "return Object.fromEntries(Object.entries(event).map(([k, v]) => [k[0].toUpperCase() + k.slice(1), v]))",
        ),
      },
      unrecognizable,
    ],
    ["answers with a text", { code: returning("return 'ok'") }, unrecognizable],
    [
      "may not be called by Cognito",
      { code: returning("return event"), permitted: false },
      [
        "UnexpectedLambdaException",
        "PreSignUp invocation failed due to error AccessDeniedException.",
      ],
    ],
    [
      "is stopped by its own timeout",
      {
        code: returning(
          "await new Promise((r) => setTimeout(r, 5000)); return event",
        ),
        timeoutSeconds: 1,
      },
      [
        "UserLambdaValidationException",
        /^PreSignUp failed with error RequestId: [\w-]+ Error: Task timed out after 1\.00 seconds\.$/,
      ],
    ],
    [
      "ends its process",
      { code: returning("process.exit(1)") },
      [
        "UserLambdaValidationException",
        /^PreSignUp failed with error RequestId: [\w-]+ Error: Runtime exited with error: exit status 1\.$/,
      ],
    ],
  ];

  test.each(rows)("%s", async (_name, details, [name, message]) => {
    const stack = await startWith(
      { preSignUp: { ...details, trigger: "PreSignUp" } },
      cleanUp,
    );
    const failure: unknown = await signUp(stack).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      name,
      message:
        typeof message === "string"
          ? message
          : (expect.stringMatching(message) as string),
      $metadata: { httpStatusCode: 400 },
    });
    // Refused means refused: there is no user.
    expect([...(stack.account.pools.get(stack.poolId)?.users ?? [])]).toEqual(
      [],
    );
  });

  test("takes longer than Cognito waits", async () => {
    const stack = await startWith(
      {
        preSignUp: {
          trigger: "PreSignUp",
          code: returning(
            "await new Promise((r) => setTimeout(r, 9000)); return event",
          ),
          timeoutSeconds: 30,
        },
      },
      cleanUp,
    );
    const start = Date.now();
    await expect(signUp(stack)).rejects.toMatchObject({
      name: "UnexpectedLambdaException",
      message:
        "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.",
    });
    expect(Date.now() - start).toBeGreaterThanOrEqual(5000);
  }, 15_000);

  test("names a function that does not exist any more", async () => {
    const stack = await startWith(
      { preSignUp: { trigger: "PreSignUp", code: returning("return event") } },
      cleanUp,
    );
    stack.account.functions.clear();
    await expect(signUp(stack)).rejects.toMatchObject({
      name: "UnexpectedLambdaException",
      message:
        "PreSignUp invocation failed due to error AccessDeniedException.",
    });
  });
});

describe("PreSignUp", () => {
  test.each([
    ["true", true],
    ["false", false],
    ['"true"', false],
    ['"false"', false],
    ["1", false],
    ["null", false],
  ])("autoConfirmUser = %s confirms: %s", async (value, confirmed) => {
    const stack = await startWith(
      {
        preSignUp: {
          trigger: "PreSignUp",
          code: returning(
            `event.response.autoConfirmUser = ${value}; return event`,
          ),
        },
      },
      cleanUp,
    );
    expect((await signUp(stack)).UserConfirmed).toBe(confirmed);
  });

  test("gets an event with every member that Cognito sends", async () => {
    const stack = await startWith(
      {
        preSignUp: {
          trigger: "PreSignUp",
          code: returning("throw new Error(JSON.stringify(event))"),
        },
      },
      cleanUp,
    );
    const failure: unknown = await signUp(stack).catch(
      (error: unknown) => error,
    );
    const text = (failure as Error).message;
    expect(
      JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)),
    ).toEqual({
      version: "1",
      triggerSource: "PreSignUp_SignUp",
      region: "eu-central-1",
      userPoolId: stack.poolId,
      userName: "ana",
      callerContext: {
        awsSdkVersion: "aws-sdk-unknown-unknown",
        clientId: stack.clientId,
      },
      request: {
        userAttributes: { email: "ana@example.com" },
        validationData: null,
      },
      response: {
        autoConfirmUser: false,
        autoVerifyEmail: false,
        autoVerifyPhone: false,
      },
    });
  });
});

test("of two sign-ups at once with one name, one wins", async () => {
  const stack = await startWith(
    { preSignUp: { trigger: "PreSignUp", code: returning("return event") } },
    cleanUp,
  );
  const outcomes = await Promise.allSettled([signUp(stack), signUp(stack)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual([
    "fulfilled",
    "rejected",
  ]);
});

describe("the other triggers", () => {
  test("a PostConfirmation that fails leaves the user confirmed", async () => {
    const stack = await startWith(
      {
        after: { trigger: "PostConfirmation", code: returning("") },
      },
      cleanUp,
    );
    await signUp(stack);
    const cognito = new CognitoIdentityProviderClient(stack.sdkConfig);
    const user = { UserPoolId: stack.poolId, Username: "ana" };
    await expect(
      cognito.send(new AdminConfirmSignUpCommand(user)),
    ).rejects.toMatchObject({
      message: "Invalid lambda function output : Invalid JSON",
    });
    expect((await cognito.send(new AdminGetUserCommand(user))).UserStatus).toBe(
      "CONFIRMED",
    );
  });

  test.each(["PreAuthentication", "PostAuthentication"])(
    "a %s that throws refuses the sign-in",
    async (trigger) => {
      const stack = await startWith(
        { gate: { trigger, code: returning("throw new Error('closed')") } },
        cleanUp,
      );
      stack.addUser({ username: "ana", password });
      await expect(signIn(stack)).rejects.toMatchObject({
        name: "UserLambdaValidationException",
        message: `${trigger} failed with error closed.`,
      });
    },
  );

  test("PreTokenGeneration V1 changes the ID token and the groups, and no fixed claim", async () => {
    const stack = await startWith(
      {
        claims: {
          trigger: "PreTokenGeneration",
          code: returning(`event.response.claimsOverrideDetails = {
            claimsToAddOrOverride: { plan: "duo", sub: "someone-else", email: "x" },
            claimsToSuppress: ["email"],
            groupOverrideDetails: { groupsToOverride: ["only"] },
          }; return event`),
        },
      },
      cleanUp,
    );
    const { sub } = stack.addUser({
      username: "ana",
      password,
      attributes: { email: "ana@example.com" },
      groups: ["members"],
    });
    const { id, access } = await signIn(stack);
    expect(id).toMatchObject({ plan: "duo", sub, "cognito:groups": ["only"] });
    expect(id).not.toHaveProperty("email");
    expect(access).toMatchObject({ sub, "cognito:groups": ["only"] });
    expect(access).not.toHaveProperty("plan");
  });

  test("PreTokenGeneration V1 with a claim that is no text is not recognised", async () => {
    const stack = await startWith(
      {
        claims: {
          trigger: "PreTokenGeneration",
          code: returning(
            `event.response.claimsOverrideDetails = { claimsToAddOrOverride: { roles: ["a"] } }; return event`,
          ),
        },
      },
      cleanUp,
    );
    stack.addUser({ username: "ana", password });
    await expect(signIn(stack)).rejects.toMatchObject({
      name: "InvalidLambdaResponseException",
      message: "Unrecognizable lambda output",
    });
  });

  test("PreTokenGeneration V2 changes both tokens and the scopes", async () => {
    const stack = await startWith(
      {
        claims: {
          trigger: "PreTokenGenerationConfig V2_0",
          code: returning(`event.response.claimsAndScopeOverrideDetails = {
            idTokenGeneration: { claimsToAddOrOverride: { roles: ["a", "b"] } },
            accessTokenGeneration: {
              claimsToAddOrOverride: { tenant: 7, seen: event.request.scopes },
              scopesToAdd: ["shop/read"],
              scopesToSuppress: ["aws.cognito.signin.user.admin"],
            },
          }; return event`),
        },
      },
      cleanUp,
    );
    stack.addUser({ username: "ana", password });
    const { id, access } = await signIn(stack);
    expect(id).toMatchObject({ roles: ["a", "b"] });
    expect(access).toMatchObject({
      tenant: 7,
      seen: ["aws.cognito.signin.user.admin"],
      scope: "shop/read",
    });
  });

  test("UserMigration brings a user of the old directory along", async () => {
    const stack = await startWith(
      {
        migrate: {
          trigger: "UserMigration",
          code: returning(`if (event.userName === "old" && event.request.password === "${password}") {
            event.response.userAttributes = { email: "old@example.com", email_verified: "true" };
            event.response.finalUserStatus = "CONFIRMED";
          }
          if (event.userName === "broken") throw new Error("directory is down");
          return event`),
        },
      },
      cleanUp,
    );
    expect((await signIn(stack, "old")).id).toMatchObject({
      "cognito:username": "old",
      email: "old@example.com",
      email_verified: true,
    });
    await expect(signIn(stack, "unknown")).rejects.toMatchObject({
      name: "UserNotFoundException",
      message: "User does not exist.",
    });
    await expect(signIn(stack, "broken")).rejects.toMatchObject({
      name: "UserNotFoundException",
      message: `Exception migrating user in app client ${stack.clientId}`,
    });
  });
});
