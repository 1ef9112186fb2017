/** Which issuers are trusted, and where their keys are asked for: never at a host that only the token names. */
import { describe, expect, it } from "vitest";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";

const pool = "eu-central-1_aBcDeF123";
const keysOf = (iss: unknown, endpoint?: string): string | undefined => {
  const issuer = readIssuer(iss, endpoint);
  return issuer.ok ? issuer.keysUrl : undefined;
};

describe("issuers of AWS", () => {
  it.each([
    [`https://cognito-idp.eu-central-1.amazonaws.com/${pool}`, "original"],
    [
      `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${pool}`,
      "updated",
    ],
    [
      "https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_AAAAAAAAA",
      "original",
    ],
    [
      "https://cognito-idp.ap-southeast-5.amazonaws.com/ap-southeast-5_AAAAAAAAA",
      "original",
    ],
    [
      "https://cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_AAAAAAAAA",
      "original",
    ],
  ])("%s", (iss, form) => {
    const issuer = readIssuer(iss);
    expect(issuer).toMatchObject({ ok: true, form });
    expect(keysOf(iss)).toBe(`${iss}/.well-known/jwks.json`);
  });
});

describe("a token cannot choose the host that is called", () => {
  const host = "cognito-idp.eu-central-1.amazonaws.com";
  it.each([
    ["another host", `https://evil.example/${pool}`],
    ["AWS's name as a user", `https://${host}@evil.example/${pool}`],
    ["AWS's name as a prefix", `https://${host}.evil.example/${pool}`],
    ["AWS's name as a port-less path", `https://evil.example/${host}/${pool}`],
    [
      "a look-alike",
      `https://evil-cognito-idp.eu-central-1.amazonaws.com/${pool}`,
    ],
    ["another service", `https://s3.eu-central-1.amazonaws.com/${pool}`],
    [
      "a made-up suffix",
      `https://cognito-idp.eu-central-1.amazonaws.io/${pool}`,
    ],
    [
      "Europe's suffix elsewhere",
      `https://cognito-idp.eu-central-1.amazonaws.eu/${pool}`,
    ],
    [
      "China",
      "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AAAAAAAAA",
    ],
    ["another port", `https://${host}:8443/${pool}`],
    ["no TLS", `http://${host}/${pool}`],
    ["upper case", `https://Cognito-IDP.eu-central-1.amazonaws.com/${pool}`],
    ["a slash at the end", `https://${host}/${pool}/`],
    ["a path behind", `https://${host}/${pool}/x`],
    ["a path before", `https://${host}/../${pool}`],
    ["a query", `https://${host}/${pool}?x`],
    ["a fragment", `https://${host}/${pool}#x`],
    ["an encoded slash", `https://${host}/${pool}%2f..`],
    ["a pool id without Region", `https://${host}/local_abc`],
    ["an endless pool id", `https://${host}/eu-central-1_${"a".repeat(60)}`],
    ["a space", ` https://${host}/${pool}`],
    ["a loopback address", `http://127.0.0.1:9229/${pool}`],
    ["the metadata address", `http://169.254.169.254/${pool}`],
    ["a file", `file:///${pool}`],
    ["no address", pool],
    ["a number", 5],
    ["nothing", undefined],
    ["an identity pool", "https://cognito-identity.amazonaws.com"],
    [
      "a sign-in domain",
      `https://shop.auth.eu-central-1.amazoncognito.com/${pool}`,
    ],
  ])("%s", (_what, iss) => {
    expect(keysOf(iss)).toBeUndefined();
  });

  it.each([
    ["https://cognito-identity.amazonaws.com", /identity pool/],
    ["https://shop.auth.eu-central-1.amazoncognito.com", /sign-in domain/],
    [
      "https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_A",
      /not offered/,
    ],
    ["http://localhost:9229/local_abc", /Set Service Endpoint/],
    [
      "https://accounts.google.com",
      /accounts\.google\.com, which is not a user pool/,
    ],
  ])("says what %s is", (iss, sentence) => {
    const issuer = readIssuer(iss);
    expect(issuer.ok ? "" : issuer.problem).toMatch(sentence);
  });
});

describe("with an endpoint of the user's own", () => {
  const endpoint = "http://127.0.0.1:9229";
  it("asks the endpoint for AWS's issuers, as it stands for AWS", () => {
    expect(
      keysOf(
        `https://cognito-idp.eu-central-1.amazonaws.com/${pool}`,
        endpoint,
      ),
    ).toBe(`${endpoint}/${pool}/.well-known/jwks.json`);
  });
  it("asks the endpoint for its own issuers, under any loopback name", () => {
    for (const host of ["127.0.0.1", "localhost", "[::1]"])
      expect(keysOf(`http://${host}:9229/local_abc`, endpoint)).toBe(
        `${endpoint}/local_abc/.well-known/jwks.json`,
      );
  });
  it("asks nobody for anyone else", () => {
    expect(keysOf("http://localhost:9999/local_abc", endpoint)).toBeUndefined();
    expect(
      keysOf("http://evil.example:9229/local_abc", endpoint),
    ).toBeUndefined();
    expect(
      keysOf("http://x@localhost:9229/local_abc", endpoint),
    ).toBeUndefined();
  });
  it("keeps a path that the endpoint has", () => {
    expect(
      keysOf(
        `https://cognito-idp.eu-central-1.amazonaws.com/${pool}`,
        "https://dev.example/cognito/",
      ),
    ).toBe(`https://dev.example/cognito/${pool}/.well-known/jwks.json`);
  });
  it("ignores an endpoint that is no address", () => {
    expect(
      keysOf(`https://cognito-idp.eu-central-1.amazonaws.com/${pool}`, "dev"),
    ).toBe(
      `https://cognito-idp.eu-central-1.amazonaws.com/${pool}/.well-known/jwks.json`,
    );
  });
});
