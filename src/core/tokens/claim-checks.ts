/**
 * The checks of a token's claims, which need no key: types, use, client and times. The claims are hostile, so each is
 * read by its shape; a clock that is a little wrong is forgiven only as far as the caller says.
 */
import { outcome, type Check } from "./check.ts";
import type { SignedToken } from "./decode.ts";
import { readMember, readNumber, readString } from "./json.ts";
import { describeRelative, describeSpan } from "./times.ts";

/** Clocks differ; an issue time this far ahead, in seconds, is still taken for the present. */
const clockSkew = 60;

/** Claims that are texts wherever they stand (RFC 7519, section 4.1; RFC 8693, section 4.2). */
const texts = ["sub", "jti", "scope"] as const;

export function checkClaimTypes({ claims }: SignedToken): Check {
  const wrong: string[] = texts.filter((name) => {
    const value = readMember(claims, name);
    return value !== undefined && typeof value !== "string";
  });
  const audience = readMember(claims, "aud");
  if (
    audience !== undefined &&
    ![audience].flat().every((each) => typeof each === "string")
  )
    wrong.push("aud");
  return outcome("claims", "Claim types")(
    wrong.length === 0,
    wrong.length === 0
      ? "The claims have the types that servers expect."
      : `Not of the type that servers expect: ${wrong.join(", ")}.`,
  );
}

export function checkTokenUse(
  { claims }: SignedToken,
  expected?: "id" | "access",
): Check {
  const check = outcome("token-use", "Token use");
  const use = readMember(claims, "token_use");
  if (use !== "id" && use !== "access")
    return check(
      false,
      use === undefined
        ? "The claim token_use is missing: a user pool's token says id or access."
        : "The claim token_use is neither id nor access.",
    );
  if (expected !== undefined && use !== expected)
    return check(
      false,
      `This is an ${use} token where an ${expected} token is needed.`,
    );
  return check(true, `The token says that it is an ${use} token.`);
}

export function checkClient({ claims }: SignedToken, expected?: string): Check {
  const check = outcome("client", "App client");
  const use = readMember(claims, "token_use");
  const claim =
    use === "access" || (use !== "id" && Object.hasOwn(claims, "client_id"))
      ? "client_id"
      : "aud";
  const client = readString(claims, claim);
  if (client === undefined)
    return check(
      false,
      `The claim ${claim}, which names the client, is missing or not a text.`,
    );
  if (expected === undefined)
    return check(
      null,
      `Issued for ${client} (${claim}); there was no client to compare with.`,
    );
  return client === expected
    ? check(true, `Issued for ${client} (${claim}).`)
    : check(false, `Issued for ${client} (${claim}), not for ${expected}.`);
}

export function checkTimes(
  { claims }: SignedToken,
  now: number,
  tolerance: number,
): readonly Check[] {
  const exp = readNumber(claims, "exp");
  const nbf = readNumber(claims, "nbf");
  const iat = readNumber(claims, "iat");
  const expiry = outcome("exp", "Expiry");
  const notBefore = outcome("nbf", "Not before");
  const issued = outcome("iat", "Issue time");
  return [
    exp === undefined
      ? expiry(false, "The claim exp is missing or not a number.")
      : exp + tolerance > now
        ? expiry(
            true,
            exp > now
              ? `Expires ${describeRelative(exp, now)}.`
              : `Expired ${describeRelative(exp, now)}, within the tolerance.`,
          )
        : expiry(false, `Expired ${describeRelative(exp, now)}.`),
    ...(readMember(claims, "nbf") === undefined
      ? []
      : [
          nbf === undefined
            ? notBefore(false, "The claim nbf is not a number.")
            : nbf - tolerance <= now
              ? notBefore(true, `Usable since ${describeSpan(now - nbf)}.`)
              : notBefore(false, `Usable only ${describeRelative(nbf, now)}.`),
        ]),
    iat === undefined
      ? issued(false, "The claim iat is missing or not a number.")
      : iat - Math.max(tolerance, clockSkew) <= now
        ? issued(true, `Issued ${describeRelative(iat, now)}.`)
        : issued(
            false,
            `Issued in the future (${describeRelative(iat, now)}): a clock is wrong, or the token was made up.`,
          ),
  ];
}
