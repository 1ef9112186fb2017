/**
 * Checks a decoded token against a pool's public keys. Every check is made and told, not only the first that fails.
 * "Valid" means that no check failed and the signature was really checked, with an algorithm that the key allows.
 */
import { compactVerify, errors, importJWK, type JWK } from "jose";
import type { PublicKey } from "../ports/keys.ts";
import { algorithmFor, checkAlgorithm } from "./algorithms.ts";
import { outcome, type Check } from "./check.ts";
import {
  checkClaimTypes,
  checkClient,
  checkTimes,
  checkTokenUse,
} from "./claim-checks.ts";
import type { SignedToken } from "./decode.ts";
import type { Issuer } from "./issuer.ts";
import { readString } from "./json.ts";

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
  /** The whole issuer, compared exactly. */
  readonly issuerUrl?: string;
  readonly poolId?: string;
  readonly clientId?: string;
  readonly tokenUse?: "id" | "access";
}

export async function verifyToken(
  token: SignedToken,
  expected: Expectations,
): Promise<Verification> {
  const { keys } = expected;
  const key = findKey(token, keys);
  const checks = [
    checkAlgorithm(token, key),
    checkIssuer(token, expected),
    checkKeyId(token, keys),
    await checkSignature(token, key),
    checkClaimTypes(token),
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

/** What can be said of a token that Cognito alone can read. */
export function checkEncrypted({
  tokenUse,
}: Pick<Expectations, "tokenUse">): Verification {
  const unknown = outcome("signature", "Signature")(
    null,
    "Nobody but Cognito can check an encrypted token.",
  );
  return tokenUse === undefined
    ? { verdict: "unknown", checks: [unknown] }
    : {
        verdict: "invalid",
        checks: [
          unknown,
          outcome("token-use", "Token use")(
            false,
            `This is an encrypted token where an ${tokenUse} token is needed.`,
          ),
        ],
      };
}

function checkIssuer(
  { claims }: SignedToken,
  { issuer, issuerUrl, poolId }: Expectations,
): Check {
  const check = outcome("issuer", "Issuer");
  if (!issuer.ok) return check(false, issuer.problem);
  if (issuerUrl !== undefined && readString(claims, "iss") !== issuerUrl)
    return check(
      false,
      `The token's issuer is pool ${issuer.poolId} at another address than the expected ${issuerUrl}.`,
    );
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
  key: PublicKey | undefined,
): Promise<Check> {
  const check = outcome("signature", "Signature");
  if (token.signatureBytes === 0)
    return check(false, "The token has no signature.");
  if (checkAlgorithm(token, key).ok === false)
    return check(false, "Refused because of the algorithm.");
  const alg = key && algorithmFor(token, key);
  if (key === undefined || alg === undefined)
    return check(null, "Not checked: there is no key to check it with.");
  try {
    await compactVerify(token.compact, await importJWK(bareKey(key), alg), {
      algorithms: [alg],
    });
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

/** The public members alone: a private half that stands in a saved set is never loaded. */
function bareKey({ kty, n, e, crv, x, y }: PublicKey): JWK {
  return Object.fromEntries(
    Object.entries({ kty, n, e, crv, x, y }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
