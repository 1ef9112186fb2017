/**
 * What the pre token generation trigger does to the tokens. Version 1 changes the ID token only (and the groups of
 * both), version 2 both tokens and the scopes.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
import type { JsonValue } from "../../../src/core/triggers/contract.ts";
import type { JsonObject } from "../../../src/core/triggers/response-check.ts";
import type { Account, AppClient, User, UserPool } from "../state.ts";
import { attributesForTrigger } from "./lookup.ts";
import { isJsonObject, runTrigger } from "./triggers.ts";

type Claims = Readonly<Record<string, unknown>>;

export interface TokenDraft {
  readonly id: Claims;
  readonly access: Claims;
}

/**
 * Claims that a trigger cannot change. Whether Cognito refuses or ignores an attempt is not documented; here it is
 * ignored.
 */
const fixedClaims = new Set(
  (
    "acr amr at_hash auth_time azp client_id device_key event_id exp iat identities iss jti nbf nonce origin_jti sub " +
    "token_use username version"
  ).split(" "),
);

export async function shapeTokens(
  account: Account,
  pool: UserPool,
  client: AppClient,
  user: User,
  source: string,
  draft: TokenDraft,
): Promise<TokenDraft> {
  const versioned = pool.triggers.PreTokenGenerationConfig?.LambdaVersion;
  const groups = [...user.groups];
  const roles = groups.flatMap((name) => pool.groups.get(name)?.roleArn ?? []);
  const response = await runTrigger(
    account,
    pool,
    "PreTokenGeneration",
    source,
    {
      userName: user.username,
      clientId: client.id,
      request: {
        userAttributes: attributesForTrigger(user),
        groupConfiguration: {
          groupsToOverride: groups,
          iamRolesToOverride: roles,
          preferredRole: roles[0] ?? null,
        },
        ...(versioned === undefined || versioned === "V1_0"
          ? {}
          : { scopes: scopesOf(draft.access) }),
      },
    },
  );
  if (response === undefined) return draft;
  const v1 = response["claimsOverrideDetails"];
  if (isJsonObject(v1))
    return withGroups(
      { id: withClaims(draft.id, v1, client), access: draft.access },
      v1,
    );
  const v2 = response["claimsAndScopeOverrideDetails"];
  if (!isJsonObject(v2)) return draft;
  return withGroups(
    {
      id: withClaims(draft.id, v2["idTokenGeneration"], client),
      access: withScopes(
        withClaims(draft.access, v2["accessTokenGeneration"], client),
        v2["accessTokenGeneration"],
      ),
    },
    v2,
  );
}

function withClaims(
  claims: Claims,
  change: JsonValue | undefined,
  client: AppClient,
): Claims {
  if (!isJsonObject(change)) return claims;
  const added = isJsonObject(change["claimsToAddOrOverride"])
    ? change["claimsToAddOrOverride"]
    : {};
  // A claim that is both added and suppressed is suppressed.
  const suppressed = textsOf(change["claimsToSuppress"]);
  const allowed = Object.entries(added).filter(([name, value]) =>
    name === "aud"
      ? claims["token_use"] === "access" && value === client.id
      : !isFixed(name),
  );
  return Object.fromEntries(
    [...Object.entries(claims), ...allowed].filter(
      ([name]) => isFixed(name) || !suppressed.includes(name),
    ),
  );
}

function withScopes(claims: Claims, change: JsonValue | undefined): Claims {
  if (!isJsonObject(change)) return claims;
  const suppressed = textsOf(change["scopesToSuppress"]);
  const scopes = [...scopesOf(claims), ...textsOf(change["scopesToAdd"])];
  return {
    ...claims,
    scope: scopes.filter((scope) => !suppressed.includes(scope)).join(" "),
  };
}

/** The override replaces the groups as a whole; an empty one removes them. */
function withGroups(draft: TokenDraft, change: JsonObject): TokenDraft {
  if (!("groupOverrideDetails" in change)) return draft;
  const override = change["groupOverrideDetails"];
  const groups = isJsonObject(override)
    ? textsOf(override["groupsToOverride"])
    : [];
  const replace = (claims: Claims): Claims => {
    const rest = Object.entries(claims).filter(
      ([name]) => name !== "cognito:groups",
    );
    return Object.fromEntries(
      groups.length === 0 ? rest : [...rest, ["cognito:groups", groups]],
    );
  };
  return { id: replace(draft.id), access: replace(draft.access) };
}

function isFixed(name: string): boolean {
  return fixedClaims.has(name) || /^(?:cognito|dev):/.test(name);
}

function scopesOf(claims: Claims): string[] {
  return String(claims["scope"]).split(" ");
}

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value)
    ? value.filter((item: JsonValue) => typeof item === "string")
    : [];
}
