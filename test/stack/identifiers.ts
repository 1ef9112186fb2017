/**
 * Ids that look like AWS's and come out the same in every run: made from names by hashing. What must be unguessable or
 * unique per run (sessions, refresh tokens, request ids) is made with `node:crypto` where it is needed instead.
 */
import { createHash } from "node:crypto";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

function spell(seed: string, alphabet: string, length: number): string {
  const bytes = createHash("sha512").update(seed).digest();
  return Array.from(bytes.subarray(0, length), (byte) =>
    alphabet.charAt(byte % alphabet.length),
  ).join("");
}

export function poolIdFor(region: string, name: string): string {
  return `${region}_${spell(`pool ${name}`, base62, 9)}`;
}

export function clientIdFor(poolId: string, name: string): string {
  return spell(
    `client ${poolId} ${name}`,
    base62.toLowerCase().slice(0, 36),
    26,
  );
}

export function clientSecretFor(clientId: string): string {
  return spell(`secret ${clientId}`, base62.toLowerCase().slice(0, 36), 51);
}

export function uuidFor(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
