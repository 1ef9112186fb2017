/** Signs tokens as a user pool does, with keys made for the test run. */
import { base64url, CompactSign, exportJWK, generateKeyPair } from "jose";
import type { PublicKey } from "../../../src/core/ports/keys.ts";
import type { JsonObject } from "../../../src/core/tokens/json.ts";

export const poolId = "eu-central-1_aBcDeF123";
export const issuer = `https://cognito-idp.eu-central-1.amazonaws.com/${poolId}`;
export const clientId = "7abcdefghijklmnopqrstuvwx1";
/** 2026-11-21 12:00:00 UTC */
export const now = 1_795_262_400;

export interface Pool {
  readonly keys: readonly PublicKey[];
  /** Signs with the pool's key; fields set to undefined are left out. */
  sign(claims: object, header?: object): Promise<string>;
}

export async function createPool(kid = "access-key"): Promise<Pool> {
  const { publicKey, privateKey } = await generateKeyPair("RS256", {
    modulusLength: 2048,
  });
  const { n = "", e = "" } = await exportJWK(publicKey);
  return {
    keys: [{ kid, kty: "RSA", alg: "RS256", use: "sig", n, e }],
    sign: (claims, header = {}) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ kid, alg: "RS256", ...header })
        .sign(privateKey),
  };
}

/** The claims of a plain access token, fresh at `now`. */
export const accessClaims = {
  sub: "43f4a852-1111-2222-3333-444455556666",
  iss: issuer,
  client_id: clientId,
  origin_jti: "0b0f2a3c-1111-4222-8333-444455556666",
  event_id: "a8cd2a13-1111-4222-8333-444455556666",
  token_use: "access",
  scope: "aws.cognito.signin.user.admin",
  auth_time: now - 600,
  exp: now + 3000,
  iat: now - 600,
  jti: "9d0a8d5d-1111-4222-8333-444455556666",
  username: "ada",
} as const;

export const idClaims = {
  sub: accessClaims.sub,
  email_verified: true,
  iss: issuer,
  "cognito:username": "ada",
  origin_jti: accessClaims.origin_jti,
  aud: clientId,
  event_id: accessClaims.event_id,
  token_use: "id",
  auth_time: now - 600,
  exp: now + 3000,
  iat: now - 600,
  jti: accessClaims.jti,
  email: "ada@example.com",
} as const;

/** Three parts that look right and are signed by nobody. */
export function unsigned(
  claims: object,
  header: JsonObject = { kid: "access-key", alg: "RS256" },
  signature = "c2ln",
): string {
  return `${base64url.encode(JSON.stringify(header))}.${base64url.encode(JSON.stringify(claims))}.${signature}`;
}
