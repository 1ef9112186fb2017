/**
 * Checks a decoded token against a pool's public keys. Every check is made and told, not only the first that fails.
 * RS256 alone is accepted, so that neither `alg: none` nor an HMAC keyed with a public key can pass. "Valid" means
 * that no check failed and the signature was really checked.
 */
import { compactVerify, errors, importJWK } from "jose";
import type { PublicKey } from "../ports/keys.ts";
import type { SignedToken } from "./decode.ts";
import type { Issuer } from "./issuer.ts";
import { printValue, readMember, readNumber, readString } from "./json.ts";
import { describeRelative, describeSpan } from "./times.ts";

export type CheckId =
  | "alg"
  | "issuer"
  | "kid"
  | "signature"
  | "token-use"
  | "client"
  | "exp"
  | "nbf"
  | "iat";

export interface Check {
  readonly id: CheckId;
  readonly title: string;
  /** null: could not be made, or there was nothing to compare with. */
  readonly ok: boolean | null;
  readonly message: string;
}

export interface Verification {
  /** `unknown`: nothing failed, but the signature could not be checked. */
  readonly verdict: "valid" | "invalid" | "unknown";
  readonly checks: readonly Check[];
}

export interface Expectations {
  readonly issuer: Issuer;
  /** The issuer's keys, or the sentence why there are none. */
  readonly keys: readonly PublicKey[] | string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** Seconds by which exp and nbf may be missed. Default 0: a server may be as strict. */
  readonly tolerance?: number;
  readonly poolId?: string;
  readonly clientId?: string;
  readonly tokenUse?: "id" | "access";
}

/** Clocks differ; an issue time this far ahead, in seconds, is still taken for the present. */
const clockSkew = 60;

export async function verifyToken(
  token: SignedToken,
  expected: Expectations,
): Promise<Verification> {
  const { keys } = expected;
  const checks = [
    checkAlgorithm(token),
    checkIssuer(expected),
    checkKeyId(token, keys),
    await checkSignature(token, keys),
    checkTokenUse(token, expected.tokenUse),
    checkClient(token, expected.clientId),
    ...checkTimes(token, expected.now, expected.tolerance ?? 0),
  ];
  const signed = checks.some(({ id, ok }) => id === "signature" && ok === true);
  return {
    verdict: checks.some(({ ok }) => ok === false)
      ? "invalid"
      : signed
        ? "valid"
        : "unknown",
    checks,
  };
}

function checkAlgorithm({ header }: SignedToken): Check {
  const alg = readMember(header, "alg");
  const check = outcome("alg", "Algorithm");
  if (alg === "RS256") return check(true, "RS256, as user pools sign.");
  if (alg === undefined)
    return check(false, "The header names no algorithm (alg).");
  const name = printValue(alg);
  if (/^none$/i.test(name))
    return check(
      false,
      "The token is unsigned (alg: none). Anyone can write such a token; Cognito never does.",
    );
  if (/^HS/i.test(name))
    return check(
      false,
      `${name} signs with a shared secret; user pools sign with RS256. Refused, also because a public key could be misused as that secret.`,
    );
  return check(false, `${name} is not what user pools sign with (RS256).`);
}

function checkIssuer({ issuer, poolId }: Expectations): Check {
  const check = outcome("issuer", "Issuer");
  if (!issuer.ok) return check(false, issuer.problem);
  if (poolId !== undefined && poolId !== issuer.poolId)
    return check(
      false,
      `The token belongs to pool ${issuer.poolId}, not to ${poolId}.`,
    );
  return check(
    true,
    `Pool ${issuer.poolId}${issuer.region === undefined ? "" : ` in ${issuer.region}`}; its keys are at ${issuer.keysHost}.`,
  );
}

function findKey(
  { header }: SignedToken,
  keys: Expectations["keys"],
): PublicKey | undefined {
  const kid = readString(header, "kid");
  return typeof keys === "string"
    ? undefined
    : keys.find((key) => key.kid === kid);
}

function checkKeyId(token: SignedToken, keys: Expectations["keys"]): Check {
  const check = outcome("kid", "Key id");
  if (readString(token.header, "kid") === undefined)
    return check(false, "The header names no key (kid).");
  if (typeof keys === "string") return check(null, keys);
  return findKey(token, keys) === undefined
    ? check(
        false,
        `None of the pool's ${String(keys.length)} keys has this id (kid): the token is another pool's, or the keys were rotated.`,
      )
    : check(true, "The pool publishes this key.");
}

async function checkSignature(
  token: SignedToken,
  keys: Expectations["keys"],
): Promise<Check> {
  const check = outcome("signature", "Signature");
  if (token.signatureBytes === 0)
    return check(false, "The token has no signature.");
  if (readMember(token.header, "alg") !== "RS256")
    return check(false, "Refused because of the algorithm.");
  const key = findKey(token, keys);
  if (key === undefined)
    return check(null, "Not checked: there is no key to check it with.");
  if (key.kty !== "RSA" || key.n === undefined || key.e === undefined)
    return check(null, "Not checked: the published key is no RSA key.");
  try {
    const { kty, n, e } = key;
    await compactVerify(
      token.compact,
      await importJWK({ kty, n, e }, "RS256"),
      { algorithms: ["RS256"] },
    );
    return check(true, "Made by the pool's key over exactly this text.");
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed)
      return check(
        false,
        "Does not fit the header and claims: the token was altered, cut, or signed by someone else.",
      );
    if (error instanceof errors.JOSENotSupported)
      return check(
        false,
        "The header demands an extension (crit) that user pools do not use.",
      );
    return check(
      false,
      "Could not be checked: the header, the signature or the published key has an impossible form.",
    );
  }
}

function checkTokenUse(
  { claims }: SignedToken,
  expected: Expectations["tokenUse"],
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

function checkClient({ claims }: SignedToken, expected?: string): Check {
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

function checkTimes(
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

function outcome(
  id: CheckId,
  title: string,
): (ok: boolean | null, message: string) => Check {
  return (ok, message) => ({ id, title, ok, message });
}
