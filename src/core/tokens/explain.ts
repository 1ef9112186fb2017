/**
 * Everything that can be said about a token without asking anyone: what it is, whose, its times, its claims in plain
 * words, and what is odd about it. Plain data that hover, inspector and CLI print; a decoded token is never called valid.
 */
import { explainClaim, explainHeaderField, type Meaning } from "./claims.ts";
import { kindOf, type DecodedToken, type TokenKind } from "./decode.ts";
import { readIssuer, type Issuer } from "./issuer.ts";
import {
  printValue,
  readMember,
  readNumber,
  readString,
  type Json,
  type JsonObject,
} from "./json.ts";
import type { Extra } from "./normalize-token.ts";
import { collectNotes, type Note } from "./notes.ts";
import { describeRelative, formatUtc } from "./times.ts";

export interface ClaimRow {
  readonly name: string;
  /** One line; hostile text. */
  readonly value: string;
  /** Seconds since the epoch, for claims that are times. */
  readonly time?: number;
  readonly meaning: Meaning;
}

export interface Lifetime {
  /** Seconds since the epoch. */
  readonly issued?: number;
  readonly signedIn?: number;
  readonly expires: number;
  readonly state: "valid" | "expiring" | "expired";
  /** "Expired 3 minutes ago", "Expires in 57 minutes". */
  readonly text: string;
}

export interface Explanation {
  readonly kind: TokenKind;
  /** "Access token", "Refresh token", ... */
  readonly title: string;
  readonly issuer?: Issuer;
  readonly client?: string;
  readonly user?: string;
  readonly lifetime?: Lifetime;
  readonly notes: readonly Note[];
  readonly header: readonly ClaimRow[];
  readonly claims: readonly ClaimRow[];
}

export interface ExplainOptions {
  /** Seconds since the epoch. */
  readonly now: number;
  /** The address the user set for all AWS services. */
  readonly endpoint?: string;
  readonly extras?: readonly Extra[];
}

const titles: Readonly<Record<TokenKind, string>> = {
  id: "ID token",
  access: "Access token",
  refresh: "Encrypted token (refresh token)",
  other: "Token of another kind",
  damaged: "Damaged token",
};

const timeClaims = new Set(["exp", "iat", "nbf", "auth_time", "updated_at"]);
/** A token that ends this soon, in seconds, is called expiring. */
const soon = 300;

export function explainToken(
  token: DecodedToken,
  options: ExplainOptions,
): Explanation {
  const kind = kindOf(token);
  const claims = token.kind === "encrypted" ? undefined : token.claims;
  const issuer =
    claims === undefined
      ? undefined
      : readIssuer(readMember(claims, "iss"), options.endpoint);
  const client =
    claims === undefined
      ? undefined
      : (readString(claims, "client_id") ?? readString(claims, "aud"));
  const user =
    claims === undefined
      ? undefined
      : (readString(claims, "cognito:username") ??
        readString(claims, "username"));
  const lifetime =
    claims === undefined ? undefined : readLifetime(claims, options.now);
  return {
    kind,
    title: titles[kind],
    ...(issuer === undefined ? {} : { issuer }),
    ...(client === undefined ? {} : { client }),
    ...(user === undefined ? {} : { user }),
    ...(lifetime === undefined ? {} : { lifetime }),
    notes: collectNotes(token, { ...options, kind, issuer }),
    header: listRows(token.header ?? {}, explainHeaderField, false),
    claims: listRows(claims ?? {}, (name) => explainClaim(name, kind), true),
  };
}

function readLifetime(claims: JsonObject, now: number): Lifetime | undefined {
  const expires = readNumber(claims, "exp");
  if (expires === undefined || formatUtc(expires) === undefined)
    return undefined;
  const issued = readNumber(claims, "iat");
  const signedIn = readNumber(claims, "auth_time");
  const expired = expires <= now;
  return {
    ...(issued === undefined ? {} : { issued }),
    ...(signedIn === undefined ? {} : { signedIn }),
    expires,
    state: expired ? "expired" : expires <= now + soon ? "expiring" : "valid",
    text: `${expired ? "Expired" : "Expires"} ${describeRelative(expires, now)}`,
  };
}

function listRows(
  object: JsonObject,
  explain: (name: string) => Meaning,
  withTimes: boolean,
): readonly ClaimRow[] {
  return Object.entries(object).map(([name, value]: [string, Json]) => {
    const isTime =
      withTimes &&
      timeClaims.has(name) &&
      typeof value === "number" &&
      formatUtc(value) !== undefined;
    return {
      name,
      value: printValue(value),
      ...(isTime ? { time: value } : {}),
      meaning: explain(name),
    };
  });
}
