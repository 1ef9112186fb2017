/** Bad days on demand, as the SDK meets them; and the record of calls, which tests use to say that nothing was asked for. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Fault } from "./faults.ts";
import { startStack, type Stack } from "./stack.ts";

let stack: Stack;
beforeEach(async () => {
  stack = await startStack({ populated: false });
});
afterEach(() => stack.stop());

const once = { maxAttempts: 1 };
const listPools = (options: { maxAttempts?: number } = once) =>
  new CognitoIdentityProviderClient({ ...stack.sdkConfig, ...options }).send(
    new ListUserPoolsCommand({ MaxResults: 60 }),
  );
const listGroups = () =>
  new CloudWatchLogsClient({ ...stack.sdkConfig, ...once }).send(
    new DescribeLogGroupsCommand({}),
  );
const getFunction = () =>
  new LambdaClient({ ...stack.sdkConfig, ...once }).send(
    new GetFunctionConfigurationCommand({ FunctionName: "tandem-welcome" }),
  );

describe("each kind", () => {
  test.each<[Fault["kind"], () => Promise<unknown>, object]>([
    [
      "throttle",
      listPools,
      { name: "TooManyRequestsException", $metadata: { httpStatusCode: 400 } },
    ],
    [
      "throttle",
      listGroups,
      { name: "ThrottlingException", $metadata: { httpStatusCode: 400 } },
    ],
    [
      "throttle",
      getFunction,
      { name: "TooManyRequestsException", $metadata: { httpStatusCode: 429 } },
    ],
    ["access-denied", listPools, { name: "AccessDeniedException" }],
    [
      "access-denied",
      getFunction,
      { name: "AccessDeniedException", $metadata: { httpStatusCode: 403 } },
    ],
    ["expired-token", listGroups, { name: "ExpiredTokenException" }],
    ["html", listPools, { name: "SyntaxError" }],
    ["drop", listPools, { code: "ECONNRESET" }],
  ])("%s", async (kind, call, expected) => {
    stack.faults.add({ target: "*", kind });
    await expect(call()).rejects.toMatchObject(expected);
    stack.faults.clear();
    await expect(call()).resolves.toBeDefined();
  });

  test("slow", async () => {
    stack.faults.add({ target: "ListUserPools", kind: "slow", delayMs: 300 });
    const start = Date.now();
    expect((await listPools()).UserPools).toHaveLength(1);
    expect(Date.now() - start).toBeGreaterThanOrEqual(295);
  });

  test("the public keys as well", async () => {
    const url = `${stack.url}/${stack.poolId}/.well-known/jwks.json`;
    stack.faults.add({ target: "jwks", kind: "html", status: 502 });
    const response = await fetch(url);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain("<html>");
    stack.faults.clear();
    expect(await (await fetch(url)).json()).toMatchObject({
      keys: [{ alg: "RS256", use: "sig", kty: "RSA" }, { alg: "RS256" }],
    });
  });
});

test("a fault with a count goes by itself: the SDK's second attempt succeeds", async () => {
  stack.faults.add({
    target: "cognito-idp:ListUserPools",
    kind: "throttle",
    count: 1,
  });
  const answer = await listPools({ maxAttempts: 3 });
  expect(answer.$metadata.attempts).toBe(2);
});

test("a fault hits only what it names", async () => {
  stack.faults.add({ target: "logs:*", kind: "access-denied" });
  await expect(listPools()).resolves.toBeDefined();
  await expect(listGroups()).rejects.toBeDefined();
});

test("faults and calls over HTTP, for tests in another process", async () => {
  const post = (body: string) =>
    fetch(`${stack.url}/_stack/faults`, { method: "POST", body });
  expect((await post('{"target":"*","kind":"throttle"}')).status).toBe(200);
  await expect(listPools()).rejects.toBeDefined();
  expect((await post('{"target":"*","kind":"bang"}')).status).toBe(400);
  expect((await post("not json")).status).toBe(400);
  await fetch(`${stack.url}/_stack/faults`, { method: "DELETE" });
  await expect(listPools()).resolves.toBeDefined();
  const calls = await fetch(`${stack.url}/_stack/calls`);
  expect(await calls.json()).toMatchObject([
    { service: "cognito-idp", operation: "ListUserPools" },
    { service: "cognito-idp", operation: "ListUserPools" },
  ]);
  expect(stack.calls).toHaveLength(2);
});

test("STS says who is calling", async () => {
  const response = await fetch(stack.url, {
    method: "POST",
    headers: {
      Authorization:
        "AWS4-HMAC-SHA256 Credential=AKIA/20260302/eu-central-1/sts/aws4_request, SignedHeaders=host, Signature=0",
      "Content-Type": "application/x-www-form-urlencoded",
    },
    body: "Action=GetCallerIdentity&Version=2011-06-15",
  });
  expect(await response.text()).toContain("<Account>123456789012</Account>");
});
