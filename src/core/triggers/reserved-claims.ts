/**
 * Claims that a pre token generation trigger cannot touch, as the developer guide's table of claims says. What is not
 * here can be added, changed and left out.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */

/** Kept by Cognito in every token that has them. */
const kept = new Set([
  "acr",
  "amr",
  "at_hash",
  "auth_time",
  "azp",
  "client_id",
  "cognito:username",
  "device_key",
  "event_id",
  "exp",
  "iat",
  "identities",
  "iss",
  "jti",
  "nbf",
  "nonce",
  "origin_jti",
  "sub",
  "token_use",
]);

/** Members of access tokens only; the guide does not speak of them for id tokens. */
const keptInAccessTokens = new Set(["username", "version"]);

/** They are made of the groups, and change with `groupOverrideDetails`. */
export const groupClaims: ReadonlySet<string> = new Set([
  "cognito:groups",
  "cognito:roles",
  "cognito:preferred_role",
]);

/** Whether `claimsToAddOrOverride` of this token cannot set the claim. */
export function cannotAdd(claim: string, token: "id" | "access"): boolean {
  return (
    cannotSuppress(claim, token) ||
    claim.startsWith("cognito:") ||
    claim.startsWith("dev:")
  );
}

/** Whether `claimsToSuppress` of this token cannot take the claim out. */
export function cannotSuppress(claim: string, token: "id" | "access"): boolean {
  return (
    kept.has(claim) ||
    (token === "access" ? keptInAccessTokens.has(claim) : claim === "aud") ||
    (claim.startsWith("cognito:") && !groupClaims.has(claim))
  );
}
