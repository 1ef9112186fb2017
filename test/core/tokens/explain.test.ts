/** What a developer reads about a token before anyone is asked. */
import { base64url } from "jose";
import { describe, expect, it } from "vitest";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { explainClaim } from "../../../src/core/tokens/claims.ts";
import {
  explainToken,
  type Explanation,
} from "../../../src/core/tokens/explain.ts";
import type { JsonObject } from "../../../src/core/tokens/json.ts";
import {
  describeRelative,
  describeSpan,
  formatLocal,
  formatUtc,
} from "../../../src/core/tokens/times.ts";
import {
  accessClaims,
  clientId,
  idClaims,
  now,
  poolId,
  unsigned,
} from "./sign.ts";

const signature = base64url.encode(new Uint8Array(256));
function explain(
  claims: object,
  header: JsonObject = { kid: "k", alg: "RS256" },
  signed = signature,
): Explanation {
  return explainToken(decodeToken(unsigned(claims, header, signed)), { now });
}
const texts = ({ notes }: Explanation): string =>
  notes.map(({ severity, text }) => `${severity}: ${text}`).join("\n");

describe("a plain token", () => {
  it("is named, with pool, client, user and times", () => {
    const token = explain(accessClaims);
    expect(token).toMatchObject({
      kind: "access",
      title: "Access token",
      issuer: { ok: true, poolId, region: "eu-central-1" },
      client: clientId,
      user: "ada",
      lifetime: {
        state: "valid",
        text: "Expires in 50 minutes",
        issued: { utc: "2026-11-21 11:50:00 UTC", relative: "10 minutes ago" },
      },
    });
    expect(token.lifetime?.elapsed).toBeCloseTo(1 / 6);
    expect(texts(token)).not.toMatch(/^(error|warning)/m);
  });

  it("an id token names its client in aud and its user in cognito:username", () => {
    expect(explain(idClaims)).toMatchObject({
      kind: "id",
      client: clientId,
      user: "ada",
    });
  });

  it("shows times of claims readably, and leaves the number in sight", () => {
    const row = explain(accessClaims).claims.find(({ name }) => name === "exp");
    expect(row).toMatchObject({
      value: String(now + 3000),
      time: { utc: "2026-11-21 12:50:00 UTC", relative: "in 50 minutes" },
    });
  });

  it("explains every claim that Cognito writes, with the AWS page", () => {
    for (const [claims, kind] of [
      [accessClaims, "access"],
      [idClaims, "id"],
    ] as const)
      for (const name of Object.keys(claims))
        expect(explainClaim(name, kind)).toMatchObject({
          text: expect.stringMatching(/\w{4}/) as string,
          page: expect.stringMatching(
            /^https:\/\/docs\.aws\.amazon\.com\//,
          ) as string,
        });
  });

  it("tells custom, developer, trigger-made and prototype-named claims apart", () => {
    expect(explainClaim("custom:tenant", "id").text).toMatch(
      /custom attribute/,
    );
    expect(explainClaim("dev:x", "id").text).toMatch(/administrators/);
    expect(explainClaim("tenant", "access").text).toMatch(/trigger/);
    expect(explainClaim("constructor", "access").text).toMatch(/trigger/);
    expect(explainClaim("aud", "access").text).toMatch(/Not there by default/);
    expect(explainClaim("aud", "id").text).toMatch(/app client/);
  });
});

describe("what is odd about it", () => {
  it.each<[string, object, RegExp]>([
    [
      "expired",
      { exp: now - 180 },
      /^error: Expired 3 minutes ago after a life of/m,
    ],
    ["soon over", { exp: now + 100 }, /^info: Expires soon: in 1 minute/m],
    ["no exp", { exp: undefined }, /^error: The claim exp is missing/m],
    [
      "from the future",
      { iat: now + 600 },
      /^warning: Issued in the future \(in 10 minutes\)/m,
    ],
    [
      "no token_use",
      { token_use: undefined },
      /^error: The claim token_use is missing/m,
    ],
    [
      "another provider",
      { iss: "https://accounts.google.com" },
      /^error: The issuer is accounts\.google\.com/m,
    ],
    ["no issuer", { iss: undefined }, /^error: The token names no issuer/m],
    [
      "an audience",
      { aud: "https://api.example" },
      /^info: This access token has an audience/m,
    ],
    ["API sign-in only", {}, /^info: The only scope is the one/m],
    [
      "no self-service",
      { scope: "openid" },
      /^info: Without the scope aws\.cognito/m,
    ],
    [
      "no revocation",
      { origin_jti: undefined },
      /^info: It carries no origin_jti/m,
    ],
    [
      "a machine's",
      { username: undefined, sub: clientId, scope: "api/read" },
      /most likely a machine-to-machine/m,
    ],
    [
      "e-mail unverified",
      { email_verified: false },
      /^info: The e-mail address is not verified/m,
    ],
    [
      "newer issuer form",
      {
        iss: `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${poolId}`,
      },
      /^warning: The issuer has the newer form/m,
    ],
    [
      "another Region",
      { iss: `https://cognito-idp.eu-west-1.amazonaws.com/${poolId}` },
      /^warning: The issuer's Region \(eu-west-1\)/m,
    ],
    [
      "too long for headers",
      { "custom:x": "x".repeat(9000) },
      /^warning: The token is 1\d KB long/m,
    ],
  ])("%s", (_what, change, sentence) => {
    expect(texts(explain({ ...accessClaims, ...change }))).toMatch(sentence);
    expect(texts(explain(accessClaims)).match(sentence) === null).toBe(
      Object.keys(change).length > 0,
    );
  });

  it.each<[JsonObject, string, RegExp]>([
    [{ alg: "none" }, "", /^error: The token is unsigned/m],
    [{ alg: "HS256" }, "c2ln", /^error: Signed with HS256/m],
    [{ alg: "ES256" }, "c2ln", /^error: Signed with ES256.*load balancer/m],
    [{ kid: "k" }, "c2ln", /^error: The header names no algorithm/m],
    [{ alg: "RS256" }, "", /^error: The signature is missing/m],
    [
      { alg: "RS256" },
      signature.slice(0, 200),
      /^error: The signature has 150 bytes.*cut/m,
    ],
  ])("header %o", (header, signed, sentence) => {
    expect(texts(explain(accessClaims, header, signed))).toMatch(sentence);
  });

  it("says of a refresh token that it cannot be read", () => {
    const head = base64url.encode('{"cty":"JWT","enc":"A256GCM"}');
    const token = explainToken(decodeToken(`${head}.a-b.cc.dd.ee`), { now });
    expect(token.kind).toBe("refresh");
    expect(texts(token)).toMatch(/cannot be read by anyone but Cognito/);
  });

  it("says what stuck to the token", () => {
    const token = explainToken(decodeToken(unsigned(accessClaims)), {
      now,
      extras: ["quotes", "spaces", "bearer"],
    });
    expect(texts(token)).toMatch(/warning: .*quotes, spaces or line breaks/);
    expect(texts(token)).toMatch(/info: The word Bearer/);
  });

  it("puts the gravest first", () => {
    const order = explain({
      ...accessClaims,
      exp: 5,
      iat: now + 600,
    }).notes.map(({ severity }) => severity);
    expect(order).toEqual(["error", "warning", "info"]);
  });
});

describe("times", () => {
  it.each([
    [0, "0 seconds"],
    [1, "1 second"],
    [59, "59 seconds"],
    [60, "1 minute"],
    [185, "3 minutes"],
    [3600, "1 hour"],
    [3900, "1 hour 5 minutes"],
    [86_400, "1 day"],
    [90_000, "1 day 1 hour"],
    [12 * 86_400 + 7200, "12 days"],
    [800 * 86_400, "2 years 70 days"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(describeSpan(seconds)).toBe(text);
  });

  it("are said relative to now", () => {
    expect(describeRelative(now - 180, now)).toBe("3 minutes ago");
    expect(describeRelative(now + 3420, now)).toBe("in 57 minutes");
    expect(describeRelative(now, now)).toBe("now");
  });

  it("are printed in UTC and in the reader's zone", () => {
    expect(formatUtc(now)).toBe("2026-11-21 12:00:00 UTC");
    expect(formatLocal(now, "Europe/Berlin")).toMatch(
      /^2026-11-21 13:00:00 (GMT\+1|CET)$/,
    );
    expect(formatUtc(1e300)).toBeUndefined();
  });
});
