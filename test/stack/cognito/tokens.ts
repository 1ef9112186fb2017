/**
 * Makes the three tokens of a session as a user pool does: ID and access token signed with a key pair each, the refresh
 * token opaque. The pool's pre token generation trigger has its say; claims that no trigger may touch stay as they are.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
import type { AuthenticationResultType } from "@aws-sdk/client-cognito-identity-provider";
import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
} from "jose";
import { randomBytes, randomUUID } from "node:crypto";
import type { Account, AppClient, Session, User, UserPool } from "../state.ts";
import { shapeTokens, type TokenDraft } from "./token-shaping.ts";

export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

/** A pool signs ID tokens with one key and access tokens with another. */
export interface PoolKeys {
  readonly id: SigningKey;
  readonly access: SigningKey;
}

export const lifeSeconds = 3600;

/** The scope of every access token that was not made by an OAuth endpoint. */
export const selfServiceScope = "aws.cognito.signin.user.admin";

export function keysOf(pool: UserPool): Promise<PoolKeys> {
  pool.keys ??= Promise.all([makeKey(), makeKey()]).then(([id, access]) => ({
    id,
    access,
  }));
  return pool.keys;
}

export function issuerOf(account: Account, pool: UserPool): string {
  return `https://cognito-idp.${account.region}.amazonaws.com/${pool.id}`;
}

/** Tokens for a session, after the trigger. A refresh token is given for a new session only. */
export async function issueTokens(
  account: Account,
  pool: UserPool,
  client: AppClient,
  user: User,
  options: { readonly source: string; readonly session?: Session },
): Promise<AuthenticationResultType> {
  const now = Math.floor(Date.now() / 1000);
  const session = options.session ?? {
    clientId: client.id,
    username: user.username,
    authTime: now,
    originJti: randomUUID(),
    eventId: randomUUID(),
  };
  const draft = await shapeTokens(
    account,
    pool,
    client,
    user,
    options.source,
    draftTokens(account, pool, client, user, session, now),
  );
  const keys = await keysOf(pool);
  const tokens: AuthenticationResultType = {
    IdToken: await sign(keys.id, draft.id),
    AccessToken: await sign(keys.access, draft.access),
    ExpiresIn: lifeSeconds,
    TokenType: "Bearer",
  };
  if (options.session !== undefined) return tokens;
  const refreshToken = makeRefreshToken();
  pool.sessions.set(refreshToken, session);
  return { ...tokens, RefreshToken: refreshToken };
}

function draftTokens(
  account: Account,
  pool: UserPool,
  client: AppClient,
  user: User,
  session: Session,
  now: number,
): TokenDraft {
  const groups = [...user.groups];
  const both = {
    sub: user.sub,
    ...(groups.length === 0 ? {} : { "cognito:groups": groups }),
    iss: issuerOf(account, pool),
    origin_jti: session.originJti,
    event_id: session.eventId,
    auth_time: session.authTime,
    exp: now + lifeSeconds,
    iat: now,
  };
  return {
    id: {
      ...both,
      ...attributeClaims(user),
      "cognito:username": user.username,
      aud: client.id,
      token_use: "id",
      jti: randomUUID(),
    },
    access: {
      ...both,
      client_id: client.id,
      token_use: "access",
      scope: selfServiceScope,
      jti: randomUUID(),
      username: user.username,
    },
  };
}

/** Attributes are strings; the two `_verified` ones are Booleans in the ID token. */
function attributeClaims(user: User): Record<string, string | boolean> {
  return Object.fromEntries(
    Object.entries(user.attributes).map(([name, value]) => [
      name,
      name.endsWith("_verified") ? value === "true" : value,
    ]),
  );
}

async function makeKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const { kty, n, e } = await exportJWK(publicKey);
  const bare = { kty, n, e } as JWK;
  const thumbprint = await calculateJwkThumbprint(bare);
  const kid = Buffer.from(thumbprint, "base64url").toString("base64");
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { alg: "RS256", e, kid, kty, n, use: "sig" } as JWK,
  };
}

function sign(
  key: SigningKey,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ kid: key.kid, alg: "RS256" })
    .sign(key.privateKey);
}

/** Five parts like a JWE; nobody but Cognito could read it anyway. */
function makeRefreshToken(): string {
  const header = Buffer.from(
    JSON.stringify({ cty: "JWT", enc: "A256GCM", alg: "RSA-OAEP" }),
  );
  return [
    header,
    randomBytes(256),
    randomBytes(12),
    randomBytes(800),
    randomBytes(16),
  ]
    .map((part) => part.toString("base64url"))
    .join(".");
}
