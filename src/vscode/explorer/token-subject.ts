/** Whom a token is about, read where it stands: commands hand over its place, and no claim travels in an argument. */
import { decodeToken } from "../../core/tokens/decode.ts";
import { readIssuer } from "../../core/tokens/issuer.ts";
import { readMember, readString } from "../../core/tokens/json.ts";
import { findTokenOf } from "../token-lines.ts";
import { readTokenSource } from "../token-source.ts";
import type { Target } from "./find-node.ts";

/** The pool and the user or client that the token at this place names; undefined when it names none. */
export function readTokenSubject(
  place: unknown,
  kind: Target["find"]["kind"],
  endpoint: string | undefined,
): Target | undefined {
  const found = findTokenOf(readTokenSource(place));
  const token = found && decodeToken(found.token);
  if (token?.kind !== "signed") return undefined;
  const { claims } = token;
  const issuer = readIssuer(readMember(claims, "iss"), endpoint);
  if (!issuer.ok) return undefined;
  const { poolId } = issuer;
  if (kind === "client") {
    const id = readString(claims, "client_id") ?? readString(claims, "aud");
    return id === undefined ? undefined : { poolId, find: { kind, id } };
  }
  const username =
    readString(claims, "cognito:username") ?? readString(claims, "username");
  return username === undefined
    ? undefined
    : { poolId, find: { kind, username } };
}
