/** An account's authorizers put to the rules: for each kind, the setting that takes the token and each that refuses it. */
import { describe, expect, it } from "vitest";
import type {
  ApiReading,
  ApiService,
  Authorizer,
  Authorizers,
} from "../../../src/core/ports/authorizers.ts";
import { PortError } from "../../../src/core/ports/port-error.ts";
import { readAccountApis } from "../../../src/core/tokens/account-apis.ts";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";
import {
  judgeApis,
  type ApiAnswer,
  type ApiReport,
} from "../../../src/core/tokens/judge-apis.ts";
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  now,
  poolId,
  unsigned,
} from "./sign.ts";

const arn = `arn:aws:cognito-idp:eu-central-1:123456789012:userpool/${poolId}`;
const updated = issuer.replace("cognito-idp", "issuer-cognito-idp");
const oauth = { ...accessClaims, scope: "openid shop/read" };

function judge(
  claims: object,
  service: ApiService,
  ...authorizers: readonly Authorizer[]
): ApiReport {
  const token = decodeToken(unsigned(claims));
  if (token.kind !== "signed") throw new Error(token.kind);
  const found = readIssuer(token.claims["iss"]);
  if (!found.ok) throw new Error(found.problem);
  const api = { service, id: "a1", name: "orders" };
  return judgeApis(
    token,
    found,
    { readings: [{ api, authorizers }], problems: [] },
    now,
  );
}

function only(answers: readonly ApiAnswer[]): ApiAnswer {
  const [answer, ...others] = answers;
  if (answer === undefined || others.length > 0)
    throw new Error(`${String(answers.length)} answers`);
  return answer;
}

/** The verdict, and what its rules say that led to it. */
function tell({ advice: { takes, rules } }: ApiAnswer): string {
  const wanted = { yes: true, no: false, depends: null }[takes];
  const telling = rules.filter(({ ok }) => ok === wanted);
  return `${takes}: ${telling.map(({ message }) => message).join(" ")}`;
}

const route = (name: string, ...scopes: readonly string[]) => ({
  name,
  scopes,
});

const userPool: Authorizer = {
  kind: "user-pool",
  name: "customers",
  poolArns: [arn],
  routes: [route("GET /orders")],
};
const scoped = { ...userPool, routes: [route("GET /orders", "shop/read")] };
const jwt: Authorizer = {
  kind: "jwt",
  name: "shop",
  issuer,
  audience: [clientId],
  routes: [route("GET /basket")],
};
const graphql: Authorizer = {
  kind: "graphql-user-pool",
  name: "AMAZON_COGNITO_USER_POOLS",
  poolId,
  primary: true,
  routes: [],
};
const listener: Authorizer = {
  kind: "listener-jwt",
  name: "Rule 1",
  issuer,
  claims: [],
  routes: [route("HTTPS:443 /api/*")],
};
const claim = (name: string, format: string, ...values: readonly string[]) => ({
  ...listener,
  claims: [{ name, format, values }],
});

describe("an authorizer that names the pool", () => {
  it.each<
    readonly [
      what: string,
      claims: object,
      service: ApiService,
      authorizer: Authorizer,
      sentence: RegExp,
    ]
  >([
    ["REST", idClaims, "rest", userPool, /^yes: /],
    ["REST, access token", oauth, "rest", userPool, /^no: .*takes id tokens/],
    ["REST with scopes", oauth, "rest", scoped, /^yes: .*shop\/read/],
    ["REST with scopes, id token", idClaims, "rest", scoped, /^no: .*access/],
    [
      "REST with scopes, another scope",
      { ...oauth, scope: "shop/buy" },
      "rest",
      scoped,
      /^no: The token carries shop\/buy, not shop\/read/,
    ],
    [
      "REST, newer issuer",
      { ...idClaims, iss: updated },
      "rest",
      userPool,
      /^no: .*newer issuer form/,
    ],
    [
      "REST, token validation that fits",
      idClaims,
      "rest",
      { ...userPool, audiencePattern: `other|${clientId}` },
      /^yes: /,
    ],
    [
      "REST, token validation that does not",
      idClaims,
      "rest",
      { ...userPool, audiencePattern: "^other$" },
      /^no: .*\(aud\) does not fit its expression \^other\$/,
    ],
    [
      "REST, token validation and no aud",
      oauth,
      "rest",
      { ...scoped, audiencePattern: "^other$" },
      /^depends: .*for the claim aud/,
    ],
    ["HTTP, access token", oauth, "http", jwt, /^yes: /],
    ["HTTP, id token", idClaims, "http", jwt, /^yes: /],
    [
      "HTTP, another client",
      oauth,
      "http",
      { ...jwt, audience: ["a", "b"] },
      /^no: .*client_id of this access token\) is not among a, b/,
    ],
    [
      "HTTP, bound to a resource",
      { ...oauth, aud: "https://api.example" },
      "http",
      jwt,
      /^no: https:\/\/api\.example \(aud/,
    ],
    [
      "HTTP, a slash after the issuer",
      oauth,
      "http",
      { ...jwt, issuer: `${issuer}/` },
      /^no: .*ends in a slash/,
    ],
    [
      "HTTP, the newer form of the issuer",
      oauth,
      "http",
      { ...jwt, issuer: updated },
      /^no: .*The pool is the same, but/,
    ],
    [
      "HTTP, a route with scopes, id token",
      idClaims,
      "http",
      { ...jwt, routes: [route("GET /basket", "shop/read")] },
      /^no: .*no scope, as id tokens never do/,
    ],
    [
      "HTTP without audience",
      oauth,
      "http",
      { ...jwt, audience: [] },
      /^depends: /,
    ],
    ["AppSync", idClaims, "appsync", graphql, /^yes: .*every client/],
    [
      "AppSync, expression that fits",
      oauth,
      "appsync",
      { ...graphql, clientPattern: clientId },
      /^yes: /,
    ],
    [
      "AppSync, expression that does not",
      oauth,
      "appsync",
      { ...graphql, clientPattern: "other" },
      /^no: .*client_id\) does not fit its expression other/,
    ],
    [
      "AppSync, expression that fits a part",
      oauth,
      "appsync",
      { ...graphql, clientPattern: clientId.slice(0, 5) },
      /^depends: Taken if its expression/,
    ],
    [
      "AppSync, OpenID Connect",
      idClaims,
      "appsync",
      { kind: "graphql-issuer", name: "OIDC", issuer, routes: [] },
      /^yes: /,
    ],
    ["load balancer", oauth, "load-balancer", listener, /^yes: /],
    [
      "load balancer, newer issuer",
      { ...oauth, iss: updated },
      "load-balancer",
      { ...listener, issuer: updated },
      /^no: .*newer issuer form/,
    ],
    [
      "load balancer, a claim that fits",
      oauth,
      "load-balancer",
      claim("client_id", "single-string", "a", clientId),
      /^yes: /,
    ],
    [
      "load balancer, a claim that does not",
      oauth,
      "load-balancer",
      claim("client_id", "single-string", "a"),
      /^no: .*client_id: a/,
    ],
    [
      "load balancer, a claim that is missing",
      idClaims,
      "load-balancer",
      claim("scope", "space-separated-values", "shop/read"),
      /^no: .*scope: shop\/read/,
    ],
    [
      "load balancer, one of two scopes",
      oauth,
      "load-balancer",
      claim("scope", "space-separated-values", "shop/read", "shop/buy"),
      /^depends: .*a part of it/,
    ],
    [
      "load balancer, all of an array",
      { ...oauth, "cognito:groups": ["staff", "a"] },
      "load-balancer",
      claim("cognito:groups", "string-array", "staff"),
      /^yes: /,
    ],
    [
      "load balancer, a claim of another form",
      { ...oauth, "cognito:groups": ["staff"] },
      "load-balancer",
      claim("cognito:groups", "single-string", "staff"),
      /^depends: .*another form/,
    ],
    ...(
      [
        ["authenticate", /^no: .*sent to the sign-in page/],
        ["deny", /^no: .*401/],
        ["allow", /^depends: .*let through/],
      ] as const
    ).map(
      ([unauthenticated, sentence]) =>
        [
          `load balancer that signs in (${unauthenticated})`,
          oauth,
          "load-balancer",
          {
            kind: "listener-sign-in",
            name: "Default rule",
            trusts: arn,
            unauthenticated,
            routes: [route("HTTPS:443")],
          },
          sentence,
        ] as const,
    ),
    [
      "expired",
      { ...oauth, exp: now - 60 },
      "http",
      jwt,
      /^no: Expired 1 minute ago/,
    ],
  ])("%s", (_what, claims, service, authorizer, sentence) => {
    expect(tell(only(judge(claims, service, authorizer).answers))).toMatch(
      sentence,
    );
  });

  it("says what to change wherever it refuses", () => {
    const { answers } = judge(
      oauth,
      "http",
      { ...jwt, issuer: `${issuer}/`, audience: ["a"] },
      { ...jwt, routes: [route("GET /", "shop/buy")] },
    );
    const failed = answers.flatMap(({ advice }) =>
      advice.rules.filter(({ ok }) => ok === false),
    );
    expect(failed.map(({ rule }) => rule)).toEqual([
      "Issuer",
      "Client",
      "Scope",
    ]);
    for (const { change } of failed) expect(change).toMatch(/\.$/);
  });
});

it("gives one answer for routes that ask for the same, the refusing ones first", () => {
  const { answers } = judge(oauth, "http", {
    ...jwt,
    routes: [
      route("GET /a", "shop/read", "x/y"),
      route("GET /b", "shop/buy"),
      route("GET /c", "x/y", "shop/read"),
    ],
  });
  expect(answers.map(({ advice, routes }) => [advice.takes, routes])).toEqual([
    ["no", ["GET /b"]],
    ["yes", ["GET /a", "GET /c"]],
  ]);
});

it("keeps apart what trusts another pool, and what its own code decides", () => {
  const report = judge(
    oauth,
    "http",
    { ...jwt, issuer: "https://id.example/" },
    { ...jwt, issuer: `${issuer}X` },
    {
      kind: "lambda",
      name: "guard",
      functionName: "check",
      ttlSeconds: 300,
      identitySource: "$request.header.X-Token",
      routes: [route("GET /")],
    },
  );
  expect(report.answers).toEqual([]);
  expect(report.elsewhere.map(tell)).toEqual([
    expect.stringMatching(/^no: .*the API trusts https:\/\/id\.example\//),
    expect.stringMatching(/^no: The token is from pool .*the API trusts/),
  ]);
  const guard = only(report.ownCode);
  expect(guard.advice.takes).toBe("depends");
  expect(guard.notes.join(" ")).toMatch(
    /header X-Token\. Its function decides: check\. .*300 seconds \(TTL\)/,
  );
});

it("says what its settings mean besides", () => {
  const notes = (authorizer: Authorizer, service: ApiService): string =>
    only(judge(oauth, service, authorizer).answers).notes.join(" ");
  expect(
    notes(
      { ...userPool, routes: [], identitySource: "method.request.header.Auth" },
      "rest",
    ),
  ).toBe(
    "It looks for the token in the header Auth. No method uses this authorizer.",
  );
  expect(
    notes({ ...jwt, identitySource: "$request.querystring.token" }, "http"),
  ).toBe("It looks for the token in the query parameter token.");
  expect(
    notes({ ...graphql, primary: false, defaultAction: "DENY" }, "appsync"),
  ).toMatch(/additional mode.*DENY/);
  expect(notes({ ...graphql, region: "eu-central-1" }, "appsync")).toBe("");
  expect(notes({ ...graphql, region: "us-east-1" }, "appsync")).toMatch(
    /in us-east-1, but the pool's id says eu-central-1/,
  );
  expect(judge(oauth, "http", jwt).remarks.join(" ")).toMatch(
    /two hours.*a revoked token passes until it expires/,
  );
  expect(judge(oauth, "rest", userPool).remarks.join(" ")).toMatch(
    /after the next deployment/,
  );
});

it("is the same a minute later while nothing expires, so that the page stands still", () => {
  const token = decodeToken(unsigned(oauth));
  const found = readIssuer(issuer);
  if (token.kind !== "signed" || !found.ok) throw new Error("not readable");
  const read = {
    readings: [
      { api: { service: "http", id: "a", name: "a" }, authorizers: [jwt] },
    ],
    problems: [],
  } as const;
  expect(judgeApis(token, found, read, now + 60)).toEqual(
    judgeApis(token, found, read, now),
  );
});

describe("reading", () => {
  const problem = (kind: PortError["kind"]): PortError =>
    new PortError(kind, "It failed.", "Try again.");
  const reading = (name: string, failure?: PortError): ApiReading => ({
    api: { service: "rest", id: name, name },
    authorizers: [],
    ...(failure === undefined ? {} : { problem: failure }),
  });
  const portOf = (
    given: Partial<Record<ApiService, readonly (ApiReading | PortError)[]>>,
  ): Authorizers => ({
    async *readApis(service) {
      for (const each of given[service] ?? []) {
        await Promise.resolve();
        if (each instanceof PortError) throw each;
        yield each;
      }
    },
  });

  it("keeps what a service gave before it failed, and says each problem once", async () => {
    const { readings, problems } = await readAccountApis(
      portOf({
        rest: [
          reading("a", problem("access-denied")),
          reading("b", problem("access-denied")),
          problem("throttled"),
        ],
        http: [problem("access-denied")],
        appsync: [reading("c")],
      }),
    );
    expect(readings.map(({ api }) => api.name)).toEqual(["a", "b", "c"]);
    expect(problems).toEqual([
      "REST APIs: It failed. Try again.",
      "HTTP APIs: It failed. Try again.",
    ]);
  });

  it("ends when it is cancelled, also between two answers", async () => {
    await expect(
      readAccountApis(portOf({ rest: [problem("cancelled")] })),
    ).rejects.toMatchObject({ kind: "cancelled" });
    const abort = new AbortController();
    const counts: number[] = [];
    await expect(
      readAccountApis(
        portOf({ rest: [reading("a"), reading("b")] }),
        (count) => {
          counts.push(count);
          abort.abort();
        },
        abort.signal,
      ),
    ).rejects.toMatchObject({ kind: "cancelled" });
    expect(counts).toEqual([1]);
  });
});
