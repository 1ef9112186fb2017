/** The authorizers of an account's APIs, over HTTP to the local stack: whole over many pages, and each trouble on its own. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createAuthorizers } from "../../src/aws/authorizers.ts";
import type {
  ApiReading,
  ApiService,
} from "../../src/core/ports/authorizers.ts";
import type { Connection } from "../../src/core/ports/connection.ts";
import type { PortError } from "../../src/core/ports/port-error.ts";
import { readAccountApis } from "../../src/core/tokens/account-apis.ts";
import { addShopApis } from "../stack/apis/shop.ts";
import { startStack, type Stack } from "../stack/stack.ts";
import { stubCredentials } from "../support/stub-credentials.ts";

const limits = { connectMs: 1_000, requestMs: 1_000, attempts: 1 };
let stack: Stack;
let connection: Connection;
beforeAll(async () => {
  stack = await startStack({ populated: false });
  connection = { region: stack.region, endpoint: stack.url };
  stubCredentials(stack);
  addShopApis(stack.account, {
    poolId: stack.poolId,
    clientId: stack.clientId,
    issuer: `${stack.url}/${stack.poolId}`,
  });
});
afterEach(() => {
  stack.faults.clear();
  stack.account.apis.pageSize = 100;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await stack.stop();
});

async function read(
  service: ApiService,
  signal?: AbortSignal,
): Promise<readonly ApiReading[]> {
  const readings: ApiReading[] = [];
  const port = createAuthorizers(connection, limits);
  for await (const reading of port.readApis(service, signal))
    readings.push(reading);
  return readings;
}

test.each([1, 100])("REST APIs, pages of %i", async (pageSize) => {
  stack.account.apis.pageSize = pageSize;
  expect(await read("rest")).toEqual([
    {
      api: { service: "rest", id: "a1b2c3d4e5", name: "orders" },
      authorizers: [
        {
          kind: "user-pool",
          name: "customers",
          poolArns: [
            `arn:aws:cognito-idp:${stack.region}:${stack.accountId}:userpool/${stack.poolId}`,
          ],
          identitySource: "method.request.header.Authorization",
          routes: [
            { name: "GET /orders", scopes: [] },
            { name: "POST /orders", scopes: ["shop/buy"] },
            { name: "GET /orders/{id}", scopes: [] },
          ],
        },
        {
          kind: "lambda",
          name: "partners",
          functionName: "check-partner",
          ttlSeconds: 300,
          identitySource: "method.request.header.X-Partner-Token",
          routes: [{ name: "DELETE /orders/{id}", scopes: [] }],
        },
      ],
    },
    {
      api: { service: "rest", id: "f6g7h8i9j0", name: "open-data" },
      authorizers: [],
    },
  ]);
});

test.each([1, 100])("HTTP APIs, pages of %i", async (pageSize) => {
  stack.account.apis.pageSize = pageSize;
  const issuer = `${stack.url}/${stack.poolId}`;
  const [basket, marketing, ...others] = await read("http");
  expect(others).toEqual([]);
  expect(basket).toEqual({
    api: { service: "http", id: "k1l2m3n4o5", name: "basket" },
    authorizers: [
      {
        kind: "jwt",
        name: "shop",
        issuer,
        audience: [stack.clientId],
        identitySource: "$request.header.Authorization",
        routes: [
          { name: "GET /basket", scopes: [] },
          { name: "PUT /basket", scopes: ["shop/buy", "shop/admin"] },
        ],
      },
      {
        kind: "jwt",
        name: "unused",
        issuer: `${issuer}/`,
        audience: [stack.clientId],
        identitySource: "$request.header.Authorization",
        routes: [],
      },
    ],
  });
  expect(marketing?.authorizers).toMatchObject([
    { issuer: "https://tandem.eu.auth0.com/" },
  ]);
});

test("WebSocket APIs are told apart", async () => {
  const { apis } = stack.account;
  apis.http.push({
    id: "ws1",
    name: "chat",
    protocol: "WEBSOCKET",
    authorizers: [],
    routes: [],
  });
  try {
    expect((await read("http")).at(-1)?.api).toEqual({
      service: "http",
      id: "ws1",
      name: "chat",
      webSocket: true,
    });
  } finally {
    apis.http.pop();
  }
});

test.each([1, 100])("AppSync APIs, pages of %i", async (pageSize) => {
  const { apis } = stack.account;
  apis.pageSize = pageSize;
  apis.graphql.push({
    apiId: "ql2",
    name: "reviews",
    authenticationType: "AMAZON_COGNITO_USER_POOLS",
    userPoolConfig: {
      userPoolId: stack.poolId,
      awsRegion: stack.region,
      defaultAction: "DENY",
    },
    additionalAuthenticationProviders: [
      {
        authenticationType: "OPENID_CONNECT",
        openIDConnectConfig: { issuer: "https://id.example", clientId: "web" },
      },
      {
        authenticationType: "AWS_LAMBDA",
        lambdaAuthorizerConfig: {
          authorizerUri: "arn:aws:lambda:eu-central-1:1:function:guard",
          authorizerResultTtlInSeconds: 0,
        },
      },
    ],
  });
  try {
    expect(
      (await read("appsync")).map(({ authorizers }) => authorizers),
    ).toEqual([
      [
        {
          kind: "graphql-user-pool",
          name: "AMAZON_COGNITO_USER_POOLS",
          poolId: stack.poolId,
          region: stack.region,
          clientPattern: "no-such-client",
          primary: false,
          routes: [],
        },
      ],
      [
        {
          kind: "graphql-user-pool",
          name: "AMAZON_COGNITO_USER_POOLS",
          poolId: stack.poolId,
          region: stack.region,
          defaultAction: "DENY",
          primary: true,
          routes: [],
        },
        {
          kind: "graphql-issuer",
          name: "OPENID_CONNECT",
          issuer: "https://id.example",
          clientPattern: "web",
          routes: [],
        },
        {
          kind: "lambda",
          name: "AWS_LAMBDA",
          functionName: "guard",
          ttlSeconds: 0,
          routes: [],
        },
      ],
    ]);
  } finally {
    apis.graphql.pop();
  }
});

test.each([1, 100])("load balancers, pages of %i", async (pageSize) => {
  stack.account.apis.pageSize = pageSize;
  const readings = await read("load-balancer");
  expect(readings.map(({ api: { name } }) => name)).toEqual(["back-office"]);
  expect(readings[0]?.authorizers).toEqual([
    {
      kind: "listener-jwt",
      name: "Rule 10",
      issuer: `${stack.url}/${stack.poolId}`,
      claims: [
        { name: "token_use", format: "single-string", values: ["access"] },
      ],
      routes: [{ name: "HTTPS:443 /api/*", scopes: [] }],
    },
    {
      kind: "listener-sign-in",
      name: "Default rule",
      trusts: `arn:aws:cognito-idp:${stack.region}:${stack.accountId}:userpool/${stack.poolId}`,
      unauthenticated: "authenticate",
      routes: [{ name: "HTTPS:443", scopes: [] }],
    },
  ]);
});

const first = {
  rest: "apigateway:GetRestApis",
  http: "apigatewayv2:GetApis",
  appsync: "appsync:ListGraphqlApis",
  "load-balancer": "elasticloadbalancing:DescribeLoadBalancers",
} as const satisfies Record<ApiService, string>;

test.each(
  (Object.keys(first) as ApiService[]).flatMap((service) =>
    (
      [
        ["throttle", "throttled"],
        ["access-denied", "access-denied"],
        ["expired-token", "expired-credentials"],
        ["html", "not-aws"],
        ["drop", "unreachable"],
      ] as const
    ).map(([fault, kind]) => [service, fault, kind] as const),
  ),
)("%s in trouble (%s) is %s, and it recovers", async (service, fault, kind) => {
  stack.faults.add({ target: first[service], kind: fault });
  await expect(read(service)).rejects.toMatchObject({
    name: "PortError",
    kind,
  } satisfies Partial<PortError>);
  stack.faults.clear();
  expect(await read(service)).not.toEqual([]);
});

test("an API that may not be read costs that API alone", async () => {
  stack.faults.add({
    target: "apigatewayv2:GetAuthorizers",
    kind: "access-denied",
    count: 1,
  });
  const [basket, marketing] = await read("http");
  expect(basket?.authorizers).toEqual([]);
  expect(basket?.problem?.kind).toBe("access-denied");
  expect(marketing?.authorizers).toHaveLength(1);
});

test("a service that may not be read is told, and the others are read", async () => {
  stack.faults.add({ target: "appsync", kind: "access-denied" });
  stack.faults.add({ target: "elasticloadbalancing", kind: "html" });
  const counts: number[] = [];
  const { readings, problems } = await readAccountApis(
    createAuthorizers(connection, limits),
    (count) => counts.push(count),
  );
  expect(readings.map(({ api: { name } }) => name)).toEqual([
    "orders",
    "open-data",
    "basket",
    "marketing",
  ]);
  expect(counts).toEqual([1, 2, 3, 4]);
  expect(problems).toEqual([
    expect.stringMatching(
      /^AppSync: AWS refused appsync:ListGraphqlApis .* Have the IAM permission/,
    ),
    expect.stringMatching(/^Load balancers: Something that is not AWS/),
  ]);
});

test("reading stops when it is cancelled", async () => {
  stack.faults.add({
    target: "apigateway:GetResources",
    kind: "slow",
    delayMs: 10_000,
  });
  const abort = new AbortController();
  const asked = (): number =>
    stack.calls.filter(({ operation }) => operation === "GetResources").length;
  const before = asked();
  const reading = readAccountApis(
    createAuthorizers(connection, { ...limits, requestMs: 20_000 }),
    undefined,
    abort.signal,
  );
  const rejected = expect(reading).rejects.toMatchObject({
    kind: "cancelled",
  });
  await vi.waitFor(() => {
    expect(asked()).toBe(before + 1);
  });
  abort.abort();
  await rejected;
});
