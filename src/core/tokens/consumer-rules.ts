/**
 * What APIs ask of a token whoever issued it: its use, its scopes, its time. One function per rule. A rule says what it
 * compares, and where it fails what to change; where it hangs on a setting that was not told (null) it guesses nothing.
 */
import { list, type ApiRule } from "./api-rule.ts";
import { describeRelative } from "./times.ts";

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
