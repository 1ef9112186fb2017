/**
 * What APIs ask about where a token comes from: its pool or issuer, its client, and claims that a load balancer names.
 * The same promise as in `consumer-rules.ts`: what was not told is named, never guessed.
 */
import type { ClaimCondition } from "../ports/authorizers.ts";
import {
  list,
  type ApiRule,
  type RuleOutcome,
  type TokenFacts,
} from "./api-rule.ts";
import { namesPool } from "./issuer.ts";
import { readMember } from "./json.ts";
import { fitsPattern } from "./pattern.ts";

export const knowsPool: ApiRule = (token, { poolIds, issuer: wanted }) => {
  if (wanted !== undefined) return compareIssuer(token, wanted);
  const rule = "Pool";
  const { poolId } = token.issuer;
  const known = poolIds?.includes(poolId) ?? null;
  return known === false
    ? {
        rule,
        ok: false,
        message: `The token is from pool ${poolId}; the API trusts ${list(poolIds)}.`,
        change: otherPool,
      }
    : {
        rule,
        ok: known,
        message:
          known === null
            ? `Taken if it names this pool (${poolId}).`
            : `It names this pool (${poolId}).`,
      };
};

const otherPool =
  "Sign in at the pool that the API trusts, or set this pool there.";

/** Servers compare the whole text. */
function compareIssuer(
  { iss, issuer: { poolId } }: TokenFacts,
  wanted: string,
): RuleOutcome {
  const rule = "Issuer";
  if (wanted === iss)
    return { rule, ok: true, message: `It trusts this issuer (${iss}).` };
  if (wanted.replace(/\/+$/, "") === iss)
    return {
      rule,
      ok: false,
      message: `The API's issuer ends in a slash (${wanted}), the token's does not, and the two are compared as they are written.`,
      change: "Remove the slash from the authorizer's issuer.",
    };
  return namesPool(wanted, poolId)
    ? {
        rule,
        ok: false,
        message: `The API trusts ${wanted}; the token's issuer is ${iss}. The pool is the same, but the two are compared as they are written.`,
        change: `Set the authorizer's issuer to ${iss}.`,
      }
    : {
        rule,
        ok: false,
        message: `The token is from pool ${poolId}; the API trusts ${wanted === "" ? "no issuer" : wanted}.`,
        change: otherPool,
      };
}

/** Compares `aud` where there is one and `client_id` elsewhere, as API Gateway's JWT authorizers do. */
export const knowsAudience: ApiRule = (
  { audience, client, use },
  { clients },
) =>
  clients?.length === 0
    ? {
        rule: "Client",
        ok: null,
        message:
          "It names no audience, and AWS does not say what it takes then.",
      }
    : compareClient(
        audience ?? client,
        `${audience === undefined ? "client_id" : "aud"} of this ${use} token`,
        clients,
      );

/** Compares `aud` of id tokens and `client_id` of access tokens. */
export const knowsClient: ApiRule = (
  { client, use },
  { clients, clientPattern },
) => {
  const claim = use === "id" ? "aud" : "client_id";
  return clientPattern === undefined
    ? compareClient(client, claim, clients)
    : comparePattern(client, claim, clientPattern);
};

function compareClient(
  value: string,
  claim: string,
  clients: readonly string[] | undefined,
): RuleOutcome {
  const rule = "Client";
  if (clients?.length === 0)
    return { rule, ok: true, message: "It takes every client of the pool." };
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

function comparePattern(
  value: string,
  claim: string,
  pattern: string,
): RuleOutcome {
  const rule = "Client";
  const ok = fitsPattern(pattern, value);
  const fits = `its expression ${pattern}`;
  if (ok === null)
    return { rule, ok, message: `Taken if ${fits} fits ${value} (${claim}).` };
  return ok
    ? { rule, ok, message: `${value} (${claim}) fits ${fits}.` }
    : {
        rule,
        ok,
        message: `${value} (${claim}) does not fit ${fits}.`,
        change:
          "Let the expression take this client too, or sign in through a client that it takes.",
      };
}

/** What a REST API's Cognito authorizer calls token validation; most have none. */
export const fitsAudiencePattern: ApiRule = (
  { audience, use },
  { audiencePattern },
) => {
  if (audiencePattern === undefined) return undefined;
  return audience === undefined
    ? {
        rule: "Client",
        ok: null,
        message: `Its token validation (${audiencePattern}) is for the claim aud, which this ${use} token does not have.`,
      }
    : comparePattern(audience, "aud", audiencePattern);
};

/** Further claims that a load balancer's rule names. */
export const carriesClaims: ApiRule = ({ claims }, { claims: wanted }) => {
  const rule = "Claims";
  if (wanted === undefined)
    return {
      rule,
      ok: null,
      message: "Taken if the further claims that its rule names fit.",
    };
  if (wanted.length === 0)
    return { rule, ok: true, message: "It asks for no further claim." };
  const outcomes = wanted.map((condition) => ({
    condition,
    ok: fulfils(condition, readMember(claims, condition.name)),
  }));
  const failed = outcomes.filter(({ ok }) => ok === false);
  const open = outcomes.filter(({ ok }) => ok === null);
  const tell = (some: typeof outcomes): string =>
    some
      .map(({ condition: { name, values } }) => `${name}: ${list(values)}`)
      .join("; ");
  if (failed.length > 0)
    return {
      rule,
      ok: false,
      message: `The token does not carry what its rule asks for (${tell(failed)}).`,
      change:
        "Send a token with these claims, or change the rule: an access token has client_id and scope, an id token has aud.",
    };
  return open.length > 0
    ? {
        rule,
        ok: null,
        message: `Its rule asks for ${tell(open)}; the token carries a part of it or has the claim in another form.`,
      }
    : { rule, ok: true, message: `The token carries ${tell(outcomes)}.` };
};

/** null: AWS does not say whether one of several values is enough, nor what a claim of another form means. */
function fulfils(
  { format, values }: ClaimCondition,
  claim: unknown,
): boolean | null {
  if (claim === undefined) return false;
  if (format === "single-string")
    return typeof claim === "string" ? values.includes(claim) : null;
  const carried =
    format === "space-separated-values" && typeof claim === "string"
      ? claim.split(" ")
      : format === "string-array" && Array.isArray(claim)
        ? claim
        : undefined;
  if (carried === undefined) return null;
  const found = values.filter((value) => carried.includes(value)).length;
  return found === 0 ? false : found === values.length ? true : null;
}

/** A load balancer that signs users in looks at its own cookie, whatever token a request carries. */
export const signsInItself: ApiRule = (_token, { unauthenticated }) => {
  const rule = "Session";
  const own =
    "It signs users in by itself and looks at its own session cookie, not at a token that a request carries.";
  return unauthenticated === "allow"
    ? {
        rule,
        ok: null,
        message: `${own} Requests without that session are let through, so what is behind it must check the token.`,
      }
    : {
        rule,
        ok: false,
        message: `${own}${
          unauthenticated === undefined
            ? ""
            : unauthenticated === "deny"
              ? " Without it the answer is 401."
              : " Without it the request is sent to the sign-in page."
        }`,
        change:
          "Sign in through the load balancer with a browser; for calls with a token, set a rule that validates tokens.",
      };
};
