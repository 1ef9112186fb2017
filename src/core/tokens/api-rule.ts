/** The form of a rule by which an API takes or refuses a token: what it is told of both, and what it answers. */
import type { ClaimCondition } from "../ports/authorizers.ts";
import type { PoolIssuer } from "./issuer.ts";
import type { JsonObject } from "./json.ts";

/** What the token itself says. */
export interface TokenFacts {
  readonly use: "id" | "access";
  readonly scopes: readonly string[];
  readonly client: string;
  readonly audience: string | undefined;
  readonly issuer: PoolIssuer;
  /** The claim as it is written. */
  readonly iss: string;
  /** Seconds since the epoch. */
  readonly exp: number | undefined;
  readonly claims: JsonObject;
}

/** What is known of the API's settings; an empty list means that it asks for none, absent means that nobody said. */
export interface ApiSettings {
  readonly poolIds?: readonly string[];
  /** An issuer that is compared as it is written, in place of pools. */
  readonly issuer?: string;
  /** App clients, or the audience of a JWT authorizer. */
  readonly clients?: readonly string[];
  /** A regular expression for the app client's id. */
  readonly clientPattern?: string;
  /** A regular expression for the claim `aud`. */
  readonly audiencePattern?: string;
  /** The token must carry one of them. */
  readonly scopes?: readonly string[];
  /** Which token the code asks for. */
  readonly tokenUse?: "id" | "access";
  /** Further claims that are compared. */
  readonly claims?: readonly ClaimCondition[];
  /** What a load balancer does with who is not signed in: authenticate, deny, allow. */
  readonly unauthenticated?: string;
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

/** Undefined where there is nothing to compare. */
export type ApiRule = (
  token: TokenFacts,
  settings: ApiSettings,
  now: number | undefined,
) => RuleOutcome | undefined;

export function list(names: readonly string[] | undefined): string {
  return names === undefined || names.length === 0 ? "none" : names.join(", ");
}
