/**
 * Everything that can be said about a token without asking anyone: what it is, whose, its times, its claims in plain
 * words, and what is odd about it. Plain data that hover, inspector and CLI print; a decoded token is never called valid.
 */
import { explainClaim, explainHeaderField, type Meaning } from "./claims.ts";
import { adviseConsumers, type ConsumerAdvice } from "./consumers.ts";
import { kindOf, type DecodedToken, type TokenKind } from "./decode.ts";
import { readIssuer, type Issuer } from "./issuer.ts";
import {
  printValue,
  readMember,
  readString,
  type Json,
  type JsonObject,
} from "./json.ts";
import type { Extra } from "./normalize-token.ts";
import { collectNotes, type Note } from "./notes.ts";
import { describeRelative, formatUtc } from "./times.ts";

/** A point in time, ready to print except for the reader's own time zone. */
export interface TimePoint {
  /** Since the epoch. */
  readonly seconds: number;
  readonly utc: string;
  /** "3 minutes ago" */
  readonly relative: string;
}

export interface ClaimRow {
  readonly name: string;
  /** One line; hostile text. */
  readonly value: string;
  /** For claims that are times. */
  readonly time?: TimePoint;
  readonly meaning: Meaning;
}

export interface Lifetime {
  readonly issued?: TimePoint;
  readonly expires: TimePoint;
  /** The part of its life that is over, 0 to 1; absent when the token does not say when it was issued. */
  readonly elapsed?: number;
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
  /** Which API takes it; empty for what is not a user pool's id or access token. */
  readonly consumers: readonly ConsumerAdvice[];
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
    consumers:
      token.kind === "signed" && issuer !== undefined
        ? adviseConsumers(token, issuer)
        : [],
    header: listRows(token.header ?? {}, explainHeaderField),
    claims: listRows(
      claims ?? {},
      (name) => explainClaim(name, kind),
      options.now,
    ),
  };
}

function readLifetime(claims: JsonObject, now: number): Lifetime | undefined {
  const expires = readTime(readMember(claims, "exp"), now);
  if (expires === undefined) return undefined;
  const issued = readTime(readMember(claims, "iat"), now);
  const end = expires.seconds;
  return {
    ...(issued === undefined ? {} : { issued }),
    ...(issued === undefined || issued.seconds >= end
      ? {}
      : { elapsed: share(now - issued.seconds, end - issued.seconds) }),
    expires,
    state: end <= now ? "expired" : end <= now + soon ? "expiring" : "valid",
    text: `${end <= now ? "Expired" : "Expires"} ${expires.relative}`,
  };
}

function share(part: number, whole: number): number {
  return Math.min(1, Math.max(0, part / whole));
}

function readTime(value: Json | undefined, now: number): TimePoint | undefined {
  if (typeof value !== "number") return undefined;
  const utc = formatUtc(value);
  return utc === undefined
    ? undefined
    : { seconds: value, utc, relative: describeRelative(value, now) };
}

function listRows(
  object: JsonObject,
  explain: (name: string) => Meaning,
  now?: number,
): readonly ClaimRow[] {
  return Object.entries(object).map(([name, value]: [string, Json]) => {
    const time =
      now !== undefined && timeClaims.has(name)
        ? readTime(value, now)
        : undefined;
    return {
      name,
      value: printValue(value),
      ...(time === undefined ? {} : { time }),
      meaning: explain(name),
    };
  });
}
