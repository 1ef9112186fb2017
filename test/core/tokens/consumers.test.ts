/** Which API takes which token: the question behind most 401 answers. */
import { describe, expect, it } from "vitest";
import {
  adviseConsumer,
  adviseConsumers,
  type ConsumerAdvice,
} from "../../../src/core/tokens/consumers.ts";
import {
  decodeToken,
  type SignedToken,
} from "../../../src/core/tokens/decode.ts";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";
import {
  accessClaims,
  clientId,
  idClaims,
  now,
  poolId,
  unsigned,
} from "./sign.ts";

function readToken(claims: object): SignedToken {
  const token = decodeToken(unsigned(claims));
  if (token.kind !== "signed") throw new Error("It was not readable.");
  return token;
}

function advise(claims: object): readonly ConsumerAdvice[] {
  const token = readToken(claims);
  return adviseConsumers(token, readIssuer(token.claims["iss"]));
}

function about(claims: object, consumer: string): string {
  const [found, ...others] = advise(claims).filter((each) =>
    each.consumer.includes(consumer),
  );
  if (found === undefined || others.length > 0) throw new Error(consumer);
  return `${found.takes}: ${found.reason}`;
}

const oauth = { ...accessClaims, scope: "openid shop/read" };

describe("which API takes it", () => {
  it.each([
    ["without OAuth scopes", idClaims, /^depends: .*names this pool/],
    ["without OAuth scopes", accessClaims, /^no: .*takes id tokens/],
    ["with OAuth scopes", idClaims, /^no: .*access tokens only/],
    ["with OAuth scopes", oauth, /^depends: .*openid, shop\/read/],
    ["with OAuth scopes", { ...oauth, scope: "" }, /^no: .*no scope/],
    ["HTTP API", accessClaims, new RegExp(`${clientId} \\(client_id`)],
    [
      "HTTP API",
      { ...accessClaims, aud: "https://api.example" },
      /https:\/\/api\.example \(aud/,
    ],
    [
      "HTTP API",
      idClaims,
      new RegExp(`${clientId} \\(aud of this id token\\).*carries none`),
    ],
    ["AppSync", idClaims, /^depends: .*without the word Bearer/],
    ["Identity pool", accessClaims, /^no: /],
    ["Identity pool", idClaims, /^depends: /],
    ["own operations", accessClaims, /^yes: /],
    ["own operations", oauth, /^no: .*is missing/],
    ["own operations", idClaims, /^no: /],
    ["userInfo", oauth, /^yes: /],
    ["userInfo", accessClaims, /^no: .*openid is missing/],
  ] as const)("%s", (consumer, claims, sentence) => {
    expect(about(claims, consumer)).toMatch(sentence);
  });

  const settled = [
    ["rest", idClaims, {}, "depends"],
    ["rest", idClaims, { poolIds: [poolId] }, "yes"],
    ["rest", idClaims, { poolIds: ["eu-central-1_other"] }, "no"],
    ["rest-scopes", oauth, { poolIds: [poolId], scopes: ["shop/read"] }, "yes"],
    ["rest-scopes", oauth, { poolIds: [poolId], scopes: ["shop/buy"] }, "no"],
    ["rest-scopes", oauth, { poolIds: [poolId], scopes: [] }, "depends"],
    [
      "http",
      oauth,
      { poolIds: [poolId], clients: [clientId], scopes: [] },
      "yes",
    ],
    [
      "http",
      idClaims,
      { poolIds: [poolId], clients: [clientId], scopes: ["a"] },
      "no",
    ],
    [
      "http",
      { ...oauth, aud: "https://api.example" },
      { poolIds: [poolId], clients: [clientId], scopes: [] },
      "no",
    ],
    ["http", oauth, { clients: ["another"] }, "no"],
    ["appsync", idClaims, { poolIds: [poolId], clients: [clientId] }, "yes"],
    ["appsync", oauth, { clients: ["another"] }, "no"],
    ["alb", oauth, { poolIds: [poolId] }, "depends"],
    ["alb", oauth, { poolIds: [] }, "no"],
    [
      "lambda",
      idClaims,
      { poolIds: [poolId], clients: [clientId], tokenUse: "id", scopes: [] },
      "yes",
    ],
    [
      "lambda",
      idClaims,
      { poolIds: [poolId], clients: [clientId], tokenUse: "access" },
      "no",
    ],
    ["lambda", oauth, { tokenUse: "access" }, "depends"],
    ["own", idClaims, {}, "no"],
    [
      "own",
      oauth,
      { poolIds: [poolId], clients: [clientId], scopes: ["openid"] },
      "yes",
    ],
    [
      "identity-pool",
      idClaims,
      { poolIds: [poolId], clients: [clientId] },
      "yes",
    ],
    ["self-service", accessClaims, {}, "yes"],
    ["user-info", accessClaims, {}, "no"],
    ["self-service", { ...accessClaims, exp: now - 60 }, {}, "no"],
    ["http", oauth, { poolIds: [poolId], clients: [] }, "depends"],
    ["alb", oauth, { poolIds: [poolId], claims: [] }, "yes"],
    ["alb-sign-in", oauth, {}, "no"],
    ["alb-sign-in", oauth, { unauthenticated: "allow" }, "depends"],
    ["identity-pool", accessClaims, {}, "no"],
    ["user-info", oauth, {}, "yes"],
  ] as const;
  it("is shown for each kind of API, taken and refused", () => {
    for (const { id } of advise(idClaims)) {
      const seen = settled.filter((row) => row[0] === id).map((row) => row[3]);
      expect(seen, id).toContain("no");
      // A load balancer with a sign-in of its own never looks at a token.
      expect(seen, id).toContain(id === "alb-sign-in" ? "depends" : "yes");
    }
  });
  it.each(settled)(
    "%s with known settings (%#)",
    (id, claims, settings, takes) => {
      const token = readToken(claims);
      const advice = adviseConsumer(
        id,
        token,
        readIssuer(token.claims["iss"]),
        settings,
        now,
      );
      expect(advice?.takes).toBe(takes);
      const [first] = advice?.rules ?? [];
      expect(first?.ok).toBe({ yes: true, no: false, depends: null }[takes]);
      // What fails comes with what to do.
      for (const { ok, change } of advice?.rules ?? [])
        expect(change !== undefined).toBe(ok === false);
    },
  );

  it("REST APIs refuse the newer issuer form", () => {
    const iss = `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${poolId}`;
    expect(about({ ...idClaims, iss }, "without OAuth scopes")).toMatch(
      /^no: .*issuer/,
    );
    expect(about({ ...oauth, iss }, "with OAuth scopes")).toMatch(
      /^no: .*issuer/,
    );
  });

  it("says nothing of tokens that are not a user pool's", () => {
    expect(advise({ ...idClaims, iss: "https://evil.example" })).toEqual([]);
    expect(advise({ ...idClaims, token_use: "refresh" })).toEqual([]);
    expect(advise({ ...idClaims, aud: 7 })).toEqual([]);
  });

  it("cites an AWS page for every row", () => {
    for (const { page } of advise(idClaims))
      expect(page).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });
});
