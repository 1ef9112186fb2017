/**
 * Which signature algorithms are believed, and with which keys. Only algorithms whose keys have a public half stand here,
 * so that neither `alg: none` nor an HMAC keyed with a public key can pass; and the key decides, not the token: user
 * pools sign with RS256, anything else counts only where the published key can be used for it.
 * https://www.rfc-editor.org/rfc/rfc7518#section-3.1 https://www.rfc-editor.org/rfc/rfc8037#section-3.1
 */
import type { PublicKey } from "../ports/keys.ts";
import { outcome, type Check } from "./check.ts";
import type { SignedToken } from "./decode.ts";
import { printValue, readMember } from "./json.ts";

/** Key type, and for curves the curve. */
const keyTypes: Readonly<Record<string, readonly [kty: string, crv?: string]>> =
  {
    RS256: ["RSA"],
    RS384: ["RSA"],
    RS512: ["RSA"],
    PS256: ["RSA"],
    PS384: ["RSA"],
    PS512: ["RSA"],
    ES256: ["EC", "P-256"],
    ES384: ["EC", "P-384"],
    ES512: ["EC", "P-521"],
    EdDSA: ["OKP", "Ed25519"],
  };

/** The algorithm that `key` is to check the token with; undefined when the two do not go together. */
export function algorithmFor(
  { header }: SignedToken,
  key: PublicKey,
): string | undefined {
  const alg = readMember(header, "alg");
  if (typeof alg !== "string" || !Object.hasOwn(keyTypes, alg))
    return undefined;
  const [kty, crv] = keyTypes[alg] ?? [];
  const fits =
    key.kty === kty &&
    (crv === undefined || key.crv === crv) &&
    (key.use === undefined || key.use === "sig") &&
    (key.alg === undefined || key.alg === alg);
  return fits ? alg : undefined;
}

/** @param key the published key that the token names; undefined when there is none. */
export function checkAlgorithm(
  token: SignedToken,
  key: PublicKey | undefined,
): Check {
  const check = outcome("alg", "Algorithm");
  const alg = readMember(token.header, "alg");
  if (alg === undefined)
    return check(false, "The header names no algorithm (alg).");
  const name = printValue(alg).slice(0, 20);
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
  if (typeof alg !== "string" || !Object.hasOwn(keyTypes, alg))
    return check(false, `${name} is not what user pools sign with (RS256).`);
  if (key !== undefined && algorithmFor(token, key) === undefined)
    return check(
      false,
      `${name} is not what the key that the token names is for (${key.kty} key${key.alg === undefined ? "" : ` for ${key.alg}`}${key.use === undefined || key.use === "sig" ? "" : `, use ${key.use}`}).`,
    );
  if (alg === "RS256") return check(true, "RS256, as user pools sign.");
  return key === undefined
    ? check(
        null,
        `${name} is not what user pools sign with (RS256), and no published key says otherwise.`,
      )
    : check(true, `${name}, as the published key says.`);
}
