/**
 * Which API takes this token: one row per kind of API, whose rules are asked in order. Settings of the API decide where
 * they are known; where they are not, the row says on which one it hangs. Nothing here is a verification.
 */
import { pages } from "./aws-pages.ts";
import type {
  ApiRule,
  ApiSettings,
  RuleOutcome,
  TokenFacts,
} from "./api-rule.ts";
import {
  needsScope,
  notExpired,
  refusesUpdatedIssuer,
  takesBothUses,
  takesConfiguredUse,
  takesUse,
  wantsScope,
} from "./consumer-rules.ts";
import type { SignedToken } from "./decode.ts";
import {
  carriesClaims,
  fitsAudiencePattern,
  knowsAudience,
  knowsClient,
  knowsPool,
  signsInItself,
} from "./identity-rules.ts";
import type { Issuer } from "./issuer.ts";
import { readMember, readNumber, readString } from "./json.ts";

/** The settings that a reader can be asked for; the others come from the account. */
export type SettingName = "poolIds" | "clients" | "scopes" | "tokenUse";

export interface ConsumerAdvice {
  readonly id: string;
  readonly consumer: string;
  /** `depends`: on settings of the API that are not known, which `reason` names. */
  readonly takes: "yes" | "no" | "depends";
  /** The rule that decides: the first that fails, else what it depends on. */
  readonly reason: string;
  /** Every rule, the failing ones first. */
  readonly rules: readonly RuleOutcome[];
  /** How the token must be sent, where it is no matter of course. */
  readonly sending?: string;
  /** The settings that the rules look at. */
  readonly asks: readonly SettingName[];
  readonly page: string;
}

interface Consumer {
  readonly id: string;
  readonly name: string;
  readonly page: string;
  readonly asks: readonly SettingName[];
  readonly rules: readonly ApiRule[];
  readonly sending?: string;
  /** Rare: only told of an API that is one. */
  readonly unlisted?: true;
}

const selfService = "aws.cognito.signin.user.admin";

const consumers: readonly Consumer[] = [
  {
    id: "rest",
    name: "API Gateway REST API, method without OAuth scopes",
    page: pages.restAuthorizer,
    asks: ["poolIds"],
    rules: [
      refusesUpdatedIssuer,
      takesUse(
        "id",
        "A Cognito authorizer takes id tokens here.",
        "Send the id token, or set OAuth scopes on the method and deploy the API.",
      ),
      knowsPool,
      fitsAudiencePattern,
    ],
  },
  {
    id: "rest-scopes",
    name: "API Gateway REST API, method with OAuth scopes",
    page: pages.restAuthorizer,
    asks: ["poolIds", "scopes"],
    rules: [
      refusesUpdatedIssuer,
      takesUse(
        "access",
        "With scopes on the method it takes access tokens only.",
        "Send the access token, or remove the scopes from the method and deploy the API.",
      ),
      wantsScope(true),
      knowsPool,
      fitsAudiencePattern,
    ],
  },
  {
    id: "http",
    name: "API Gateway HTTP API, JWT authorizer",
    page: pages.httpAuthorizer,
    asks: ["poolIds", "clients", "scopes"],
    rules: [takesBothUses, knowsPool, knowsAudience, wantsScope(false)],
  },
  {
    id: "appsync",
    name: "AppSync, Cognito user pool mode",
    page: pages.appSync,
    asks: ["poolIds", "clients"],
    rules: [takesBothUses, knowsPool, knowsClient],
    sending: "Send it as it is, without the word Bearer.",
  },
  {
    id: "appsync-oidc",
    name: "AppSync, OpenID Connect mode",
    page: pages.appSync,
    asks: [],
    rules: [knowsPool, knowsClient],
    unlisted: true,
  },
  {
    id: "alb",
    name: "Application Load Balancer, JWT validation",
    page: pages.albLimits,
    asks: ["poolIds"],
    rules: [refusesUpdatedIssuer, takesBothUses, knowsPool, carriesClaims],
    sending: "Send it after the word Bearer.",
  },
  {
    id: "alb-sign-in",
    name: "Application Load Balancer, sign-in of its own",
    page: pages.albData,
    asks: [],
    rules: [signsInItself],
  },
  {
    id: "lambda",
    name: "Lambda authorizer with aws-jwt-verify",
    page: pages.verifying,
    asks: ["poolIds", "clients", "tokenUse", "scopes"],
    rules: [takesConfiguredUse, knowsPool, knowsClient, wantsScope(false)],
  },
  {
    id: "own",
    name: "Your own resource server",
    page: pages.verifying,
    asks: ["poolIds", "clients", "scopes"],
    rules: [
      takesUse(
        "access",
        "An API should take access tokens: an id token tells an app who the user is, not what its bearer may do.",
        "Send the access token.",
      ),
      knowsPool,
      knowsClient,
      wantsScope(false),
    ],
  },
  {
    id: "identity-pool",
    name: "Identity pool",
    page: pages.identityPools,
    asks: ["poolIds", "clients"],
    rules: [
      takesUse("id", "Identity pools take id tokens.", "Send the id token."),
      knowsPool,
      knowsClient,
    ],
  },
  {
    id: "self-service",
    name: "Cognito's own operations (GetUser, ChangePassword …)",
    page: pages.accessToken,
    asks: [],
    rules: [
      takesUse("access", "They take access tokens.", "Send the access token."),
      needsScope(
        selfService,
        "Allow this scope for the app client and ask for it at sign-in.",
      ),
    ],
  },
  {
    id: "user-info",
    name: "The userInfo endpoint",
    page: pages.userInfo,
    asks: [],
    rules: [
      takesUse("access", "It takes access tokens.", "Send the access token."),
      needsScope(
        "openid",
        "Sign in through managed login and ask for openid: sign-in through the API does not give it.",
      ),
    ],
  },
];

/** Advice for an id or access token of a user pool; nothing for others. Expiry is not looked at. */
export function adviseConsumers(
  token: SignedToken,
  issuer: Issuer,
): readonly ConsumerAdvice[] {
  const facts = readFacts(token, issuer);
  return facts === undefined
    ? []
    : consumers
        .filter(({ unlisted }) => unlisted !== true)
        .map((consumer) => advise(consumer, facts, {}));
}

/**
 * The same for one API whose settings are known, its expiry included.
 * @param now seconds since the epoch.
 */
export function adviseConsumer(
  id: string,
  token: SignedToken,
  issuer: Issuer,
  settings: ApiSettings,
  now: number,
): ConsumerAdvice | undefined {
  const facts = readFacts(token, issuer);
  const consumer = consumers.find((each) => each.id === id);
  return facts && consumer && advise(consumer, facts, settings, now);
}

function advise(
  { id, name, page, asks, rules, sending }: Consumer,
  facts: TokenFacts,
  settings: ApiSettings,
  now?: number,
): ConsumerAdvice {
  const outcomes = [
    ...rules,
    ...(now === undefined ? [] : [notExpired]),
  ].flatMap((rule) => rule(facts, settings, now) ?? []);
  const failing = outcomes.filter(({ ok }) => ok === false);
  const open = outcomes.filter(({ ok }) => ok === null);
  const [first] = failing;
  return {
    id,
    consumer: name,
    page,
    asks,
    ...(sending === undefined ? {} : { sending }),
    takes: first !== undefined ? "no" : open.length > 0 ? "depends" : "yes",
    reason:
      first !== undefined
        ? [first.message, first.change ?? ""].join(" ").trim()
        : [
            ...(open.length > 0 ? open : outcomes).map(
              ({ message }) => message,
            ),
            ...(sending === undefined ? [] : [sending]),
          ].join(" "),
    rules: [...failing, ...open, ...outcomes.filter(({ ok }) => ok === true)],
  };
}

function readFacts(
  { claims }: SignedToken,
  issuer: Issuer,
): TokenFacts | undefined {
  const use = readMember(claims, "token_use");
  const audience = readString(claims, "aud");
  const client = use === "id" ? audience : readString(claims, "client_id");
  const iss = readString(claims, "iss");
  if (
    (use !== "id" && use !== "access") ||
    client === undefined ||
    iss === undefined ||
    !issuer.ok
  )
    return undefined;
  return {
    use,
    client,
    audience,
    issuer,
    iss,
    claims,
    exp: readNumber(claims, "exp"),
    scopes: (readString(claims, "scope") ?? "")
      .split(" ")
      .filter((scope) => scope !== ""),
  };
}
