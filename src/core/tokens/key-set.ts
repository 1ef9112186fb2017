/**
 * Reads a JWKS (RFC 7517, section 5), fetched or saved. What is no public key is left out; the private half of a key that
 * stands in a saved set by mistake is not even read.
 */
import type { PublicKey } from "../ports/keys.ts";
import { isObject, readMember, readString } from "./json.ts";

/** In bytes. A user pool's set is about one kilobyte. */
export const largestKeySet = 256 * 1024;

const optional = ["alg", "use", "n", "e", "crv", "x", "y"] as const;

/** The keys of the set; undefined when the text is none. A single key is taken for a set of one. */
export function readKeySet(text: string): readonly PublicKey[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const keys = readMember(value, "keys");
  if (keys === undefined) {
    const single = readKey(value);
    return single.length === 0 ? undefined : single;
  }
  return Array.isArray(keys) ? keys.flatMap(readKey) : undefined;
}

function readKey(value: unknown): readonly PublicKey[] {
  if (!isObject(value)) return [];
  const kid = readString(value, "kid");
  const kty = readString(value, "kty");
  if (kid === undefined || kty === undefined) return [];
  const rest = optional.flatMap((name) => {
    const text = readString(value, name);
    return text === undefined ? [] : [[name, text] as const];
  });
  return [{ kid, kty, ...Object.fromEntries(rest) }];
}
