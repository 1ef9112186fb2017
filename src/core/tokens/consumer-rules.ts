/**
 * The rules by which APIs take or refuse a token, one function each. A rule says what it compares, and where it fails
 * what to change; a rule that hangs on a setting of the API that was not told says which one (null), and guesses nothing.
 */
import type { Issuer } from "./issuer.ts";
import { describeRelative } from "./times.ts";

/** What the token itself says. */
export interface TokenFacts {
  readonly use: "id" | "access";
  readonly scopes: readonly string[];
  readonly client: string;
  readonly audience: string | undefined;
  readonly issuer: Issuer & { readonly ok: true };
  /** Seconds since the epoch. */
  readonly exp: number | undefined;
}

/** What is known of the API's settings; an empty list means that it asks for none, absent means that nobody said. */
export interface ApiSettings {
  readonly poolIds?: readonly string[];
  /** App clients, or the audience of a JWT authorizer. */
  readonly clients?: readonly string[];
  /** The token must carry one of them. */
  readonly scopes?: readonly string[];
  /** Which token the code asks for. */
  readonly tokenUse?: "id" | "access";
}

export interface RuleOutcome {
  /** What is compared: "Token", "Client", ... */
  readonly rule: string;
  /** null: depends on a setting that is not known. */
  readonly ok: boolean | null;
  readonly message: string;
  /** What to do about a failure. */
  readonly change?: string;
}

export type ApiRule = (
  token: TokenFacts,
  settings: ApiSettings,
  now: number | undefined,
) => RuleOutcome;

export function takesUse(
  wanted: "id" | "access",
  refusal: string,
  change: string,
): ApiRule {
  return ({ use }) =>
    use === wanted
      ? { rule: "Token", ok: true, message: `It takes ${use} tokens.` }
      : { rule: "Token", ok: false, message: refusal, change };
}

export const takesBothUses: ApiRule = () => ({
  rule: "Token",
  ok: true,
  message: "It takes id and access tokens.",
});

/** Code that says itself which token it wants. */
export const takesConfiguredUse: ApiRule = ({ use }, { tokenUse }) =>
  tokenUse === undefined
    ? {
        rule: "Token",
        ok: null,
        message: `Taken if its tokenUse is ${use}; this is an ${use} token.`,
      }
    : {
        rule: "Token",
        ok: use === tokenUse,
        message: `It asks for an ${tokenUse} token; this is an ${use} token.`,
        ...(use === tokenUse
          ? {}
          : {
              change: `Send the ${tokenUse} token, or set tokenUse: "${use}".`,
            }),
      };

export const knowsPool: ApiRule = ({ issuer }, { poolIds }) => {
  const rule = "Pool";
  const known = poolIds?.includes(issuer.poolId) ?? null;
  return known === false
    ? {
        rule,
        ok: false,
        message: `The token is from pool ${issuer.poolId}; the API trusts ${list(poolIds)}.`,
        change:
          "Sign in at the pool that the API trusts, or set this pool there.",
      }
    : {
        rule,
        ok: known,
        message:
          known === null
            ? `Taken if it names this pool (${issuer.poolId}).`
            : `It names this pool (${issuer.poolId}).`,
      };
};

/** Compares `aud` where there is one and `client_id` elsewhere, as API Gateway's JWT authorizers do. */
export const knowsAudience: ApiRule = (
  { audience, client, use },
  { clients },
) =>
  compareClient(
    audience ?? client,
    `${audience === undefined ? "client_id" : "aud"} of this ${use} token`,
    clients,
  );

/** Compares `aud` of id tokens and `client_id` of access tokens. */
export const knowsClient: ApiRule = ({ client, use }, { clients }) =>
  compareClient(client, use === "id" ? "aud" : "client_id", clients);

function compareClient(
  value: string,
  claim: string,
  clients: readonly string[] | undefined,
): RuleOutcome {
  const rule = "Client";
  const known = clients?.includes(value) ?? null;
  return known === false
    ? {
        rule,
        ok: false,
        message: `${value} (${claim}) is not among ${list(clients)}.`,
        change: `Add ${value} to the audience or clients of the API, or sign in through a client that it names.`,
      }
    : {
        rule,
        ok: known,
        message:
          known === null
            ? `Taken if its audience or client setting holds ${value} (${claim}).`
            : `${value} (${claim}) is among its clients.`,
      };
}

/** @param always whether the API asks for a scope in any case. */
export function wantsScope(always: boolean): ApiRule {
  return ({ scopes, use }, settings) => {
    const rule = "Scope";
    const wanted = settings.scopes;
    if (wanted?.length === 0 && !always)
      return { rule, ok: true, message: "It asks for no scope." };
    if (scopes.length === 0 && (always || wanted !== undefined))
      return {
        rule,
        ok: false,
        message: `The token carries no scope${use === "id" ? ", as id tokens never do" : ""}.`,
        change: "Send an access token that was asked for with the scope.",
      };
    if (wanted === undefined || wanted.length === 0)
      return {
        rule,
        ok: null,
        message:
          scopes.length === 0
            ? "Taken if it asks for no scope; this token carries none."
            : `Taken if it asks for ${always ? "" : "no scope, or for "}one of: ${scopes.join(", ")}.`,
      };
    const shared = wanted.filter((scope) => scopes.includes(scope));
    return shared.length > 0
      ? { rule, ok: true, message: `The token carries ${list(shared)}.` }
      : {
          rule,
          ok: false,
          message: `The token carries ${list(scopes)}, not ${list(wanted)}.`,
          change:
            "Ask for the scope at sign-in through managed login (and allow it for the app client), or add it in a pre token generation trigger of version 2 or later: sign-in through the API gives aws.cognito.signin.user.admin alone.",
        };
  };
}

/** A scope that the operation itself demands. */
export function needsScope(scope: string, change: string): ApiRule {
  return ({ scopes }) =>
    scopes.includes(scope)
      ? {
          rule: "Scope",
          ok: true,
          message: `It carries the scope ${scope}.`,
        }
      : {
          rule: "Scope",
          ok: false,
          message: `The scope ${scope} is missing.`,
          change,
        };
}

export const refusesUpdatedIssuer: ApiRule = ({ issuer }) =>
  issuer.form === "updated"
    ? {
        rule: "Issuer",
        ok: false,
        message:
          "It does not accept the newer issuer form (issuer-cognito-idp).",
        change:
          "Set the pool's issuer back to the original form, or use an authorizer that accepts the newer one.",
      }
    : {
        rule: "Issuer",
        ok: true,
        message: "The issuer has a form it accepts.",
      };

export const notExpired: ApiRule = ({ exp }, _settings, now) => {
  const rule = "Expiry";
  if (exp === undefined || now === undefined)
    return { rule, ok: null, message: "When it expires is not known." };
  return exp > now
    ? { rule, ok: true, message: `Expires ${describeRelative(exp, now)}.` }
    : {
        rule,
        ok: false,
        message: `Expired ${describeRelative(exp, now)}.`,
        change: "Get a new one with the refresh token, or sign in again.",
      };
};

/** Something that no token and no setting asked for here can tell. */
export function depends(rule: string, message: string): ApiRule {
  return () => ({ rule, ok: null, message });
}

function list(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? "none" : names.join(", ");
}
