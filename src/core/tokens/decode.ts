/**
 * Reads a token without judging it: header and claims, or a sentence on what is damaged. It never throws, whatever
 * the text, and no sentence repeats a part of the token. Decoding proves nothing; `verify.ts` does.
 */
import { decodeBase64url } from "./base64url.ts";
import { isDeeperThan, isObject, readMember, type JsonObject } from "./json.ts";

/** A signed token whose header and claims can be read. Its signature may still be missing, cut or wrong. */
export interface SignedToken {
  readonly kind: "signed";
  /** The three parts as they stand, for the signature check. */
  readonly compact: string;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  readonly signatureBytes: number;
}

/** Five parts, the header names an encryption: Cognito's refresh tokens have this form. Only its header can be read. */
export interface EncryptedToken {
  readonly kind: "encrypted";
  readonly header: JsonObject;
}

export interface DamagedToken {
  readonly kind: "damaged";
  /** What is wrong and, where it can be told, in which part and at which character. */
  readonly problem: string;
  /** False when nothing about the text resembles a token. */
  readonly resemblesToken: boolean;
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
}

export type DecodedToken = SignedToken | EncryptedToken | DamagedToken;

/** `other`: a signed token that says neither id nor access. `refresh`: encrypted. `damaged`: not readable. */
export type TokenKind = "id" | "access" | "refresh" | "other" | "damaged";

export function kindOf(token: DecodedToken): TokenKind {
  if (token.kind === "damaged") return "damaged";
  if (token.kind === "encrypted") return "refresh";
  const use = readMember(token.claims, "token_use");
  return use === "id" || use === "access" ? use : "other";
}

/** Longest text that is decoded, in characters. A token that fits into an HTTP header is far shorter. */
export const longestToken = 256 * 1024;

/** Printing JSON that is nested deeper could exhaust the stack. */
const mostLevels = 500;

/** Decodes `text`: a token and nothing else, as `findTokens` and `normalizeToken` give it. */
export function decodeToken(text: string): DecodedToken {
  if (text === "") return damaged("There is nothing to decode.", false);
  if (text.length > longestToken)
    return damaged(
      `The text is ${String(text.length)} characters long: no token is that long.`,
      false,
    );
  const parts = text.split(".");
  const [first = "", second = "", third = ""] = parts;
  if (parts.length === 1 && !first.startsWith("eyJ"))
    return damaged(
      "This is not a JSON Web Token: it has no dots and no readable header. Authorization codes, session strings and other opaque values look like this.",
      false,
    );
  const header = readPart(first, "header");
  if (parts.length === 5 && header.ok && isEncryption(header.value))
    return { kind: "encrypted", header: header.value };
  if (!header.ok) return damaged(header.problem, first.startsWith("eyJ"));
  const read = { header: header.value };
  if (parts.length === 1)
    return damaged(
      "The token ends inside or right after its header: the claims and the signature are missing.",
      true,
      read,
    );
  const claims = readPart(second, "payload");
  if (!claims.ok) return damaged(claims.problem, true, read);
  const both = { ...read, claims: claims.value };
  if (parts.length > 3)
    return damaged(
      `The token has ${String(parts.length)} parts where a signed token has three: it was cut or two tokens were joined.`,
      true,
      both,
    );
  const signature = readBytes(third, "signature");
  if (!signature.ok) return damaged(signature.problem, true, both);
  return {
    kind: "signed",
    compact: text,
    ...both,
    signatureBytes: signature.value.length,
  };
}

function damaged(
  problem: string,
  resemblesToken: boolean,
  read: Pick<DamagedToken, "header" | "claims"> = {},
): DamagedToken {
  return { kind: "damaged", problem, resemblesToken, ...read };
}

function isEncryption(header: JsonObject): boolean {
  return typeof readMember(header, "enc") === "string";
}

type Part = "header" | "payload" | "signature";
type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

function readBytes(part: string, name: Part): Read<Uint8Array> {
  const bad = part.search(/[^A-Za-z0-9_-]/);
  if (bad >= 0) {
    const character = part.charAt(bad);
    return fail(
      "+/=".includes(character)
        ? `The ${name} is written in ordinary base64 (character ${String(bad + 1)} is "${character}"): tokens use base64url, without "+", "/" and "=".`
        : `The ${name} is damaged: character ${String(bad + 1)} does not belong to base64url.`,
    );
  }
  if (part.length % 4 === 1)
    return fail(
      `The ${name} is cut: ${String(part.length)} characters cannot be whole base64url.`,
    );
  return { ok: true, value: decodeBase64url(part) };
}

function readPart(part: string, name: Part): Read<JsonObject> {
  if (part === "") return fail(`The ${name} is empty.`);
  const bytes = readBytes(part, name);
  if (!bytes.ok) return bytes;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.value,
    );
  } catch {
    return fail(
      `The ${name} is damaged: what it encodes is not text (UTF-8). It was cut or changed.`,
    );
  }
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value))
      return fail(`The ${name} is JSON, but not an object.`);
    return isDeeperThan(mostLevels, value)
      ? fail(
          `The ${name} is nested more than ${String(mostLevels)} levels deep: no token is.`,
        )
      : { ok: true, value };
  } catch (error) {
    return fail(describeJsonError(error, text, name));
  }
}

/** The engine's own message quotes the text, which is part of a token; only the position is taken from it. */
function describeJsonError(error: unknown, text: string, name: Part): string {
  const found = /position (\d+)/.exec(String(error))?.[1];
  const position = found === undefined ? text.length : Number(found);
  return position >= text.length
    ? `The ${name} is cut: its JSON stops after ${String(text.length)} characters.`
    : `The ${name} is damaged: its JSON breaks at character ${String(position + 1)}.`;
}

function fail(problem: string): {
  readonly ok: false;
  readonly problem: string;
} {
  return { ok: false, problem };
}
