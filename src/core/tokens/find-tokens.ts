/**
 * Finds tokens in any text: bare, after Bearer, in JSON, URLs, cookies, .env and .http files, logs, cut over lines.
 * A token starts where a JOSE header starts in base64url, so other base64 stays alone. The time is linear in the text.
 */
import type { Range } from "../text/position.ts";
import { decodeBase64url } from "./base64url.ts";

export interface FoundToken {
  /** Where it stands in the text, damaged pieces and line breaks included. */
  readonly range: Range;
  /** The token by itself: joined over lines, percent codes undone. */
  readonly token: string;
}

/**
 * `eyJ` is the base64url form of `{"`. It must not continue a word, unless that "word" is an escape: %XX, \n, \u0000.
 * The classes of a part and of what ends it are disjoint, so that no character is looked at twice by one match.
 */
const start =
  /eyJ(?<=(?:^|[^\w-]|%[0-9A-Fa-f]{2}|\\[nrt]|\\u[0-9A-Fa-f]{4})eyJ)/g;
const rest =
  /[\w-]*(?:\+[\w-]+)*(?:(?:={1,2})?(?:\.|%2[Ee])[\w-]*(?:\+[\w-]+)*)*/y;
const continuation = /(?:\r\n|\n|\r)([\w.-]+)(?=[\r\n"'`]|$)/y;

/** Characters of an RS256 signature with the 2048-bit keys of user pools. */
const signatureLength = 342;
/** How many lines one token may be cut over, and how long it may get: what keeps the joining linear. */
const mostLines = 200;
const longestJoined = 16 * 1024;

/** All tokens of `text`, in order. Damaged ones are found too, as long as their first characters are whole. */
export function* findTokens(text: string): Generator<FoundToken> {
  const starts = new RegExp(start);
  for (;;) {
    const found = starts.exec(text);
    if (found === null) return;
    const token = readTokenAt(text, found.index);
    if (token === undefined) continue;
    starts.lastIndex = Math.max(token.range.end, starts.lastIndex);
    yield token;
  }
}

/** The token that covers `offset`; its end counts as inside, as an editor's cursor does. */
export function findTokenAt(
  text: string,
  offset: number,
): FoundToken | undefined {
  for (const found of findTokens(text)) {
    if (found.range.start > offset) return undefined;
    if (found.range.end >= offset) return found;
  }
  return undefined;
}

function readTokenAt(text: string, from: number): FoundToken | undefined {
  if (!startsAsHeader(text.slice(from, from + 64))) return undefined;
  const pattern = new RegExp(rest);
  pattern.lastIndex = from;
  pattern.exec(text);
  let end = pattern.lastIndex;
  let token = text.slice(from, end);
  const next = new RegExp(continuation);
  for (let lines = 0; lines < mostLines && isCut(token); lines++) {
    next.lastIndex = end;
    const more = next.exec(text)?.[1];
    if (more === undefined || startsAsHeader(more.slice(0, 64))) break;
    token += more;
    end = next.lastIndex;
  }
  const joined = token.replace(/%2[Ee]/g, ".");
  const kept = dropTrailingDots(joined);
  return {
    range: { start: from, end: end - (joined.length - kept.length) },
    token: kept,
  };
}

/** The registered header parameters that a header may begin with (RFC 7515 and 7516, section 4.1). */
const headerStart =
  /^\{"(?:alg|kid|typ|cty|enc|zip|jku|jwk|x5u|x5c|x5t|x5t#S256|crit|apu|apv|epk)"/;

function startsAsHeader(text: string): boolean {
  const whole = /^[\w-]*/.exec(text)?.[0] ?? "";
  // Whole groups of four characters: the cut after 64 must not look like damage.
  const bytes = decodeBase64url(whole.slice(0, whole.length & ~3));
  return headerStart.test(String.fromCharCode(...bytes));
}

/** Whether a line break may have cut it: parts are missing, or an RS256-sized signature is not yet complete. */
function isCut(token: string): boolean {
  if (token.length > longestJoined) return false;
  const parts = token.split(".");
  return (
    parts.length < 3 ||
    (parts.length === 3 && (parts[2] ?? "").length < signatureLength)
  );
}

/** A sentence's full stop is not a part; the empty third part of an unsigned token is. */
function dropTrailingDots(token: string): string {
  const parts = token.split(".");
  while (parts.length > 3 && parts.at(-1) === "") parts.pop();
  return parts.join(".");
}
