/**
 * Takes credentials out of log text before it is shown: VS Code keeps output channels in files. Whatever looks like a
 * token goes, and the value of every key that names a secret, in JSON, query strings, key=value and object dumps; also
 * what reaches a person, unless that is wanted. Invariants: one pass, linear in the text; what surrounds a secret stays
 * as it was; redacting twice changes nothing.
 */

import { redactContacts } from "./redact-contacts.ts";

const tokenMark = "[redacted token]";
const valueMark = "[redacted]";

/** What is taken out: `all` is credentials, e-mail addresses and phone numbers. */
export type Redaction = "all" | "credentials" | "none";

/** `text` without tokens, passwords, codes and secrets; and without what reaches a person, where that is asked for. */
export function redact(text: string, redaction: Redaction): string {
  if (redaction === "none") return text;
  const clean = mayHoldSecret.test(text)
    ? redactBearers(redactTokens(redactValues(text)))
    : text;
  return redaction === "all" ? redactContacts(clean) : clean;
}

/** Most lines hold nothing of the kind: one look over them is enough. Every name below has one of these parts. */
const mayHoldSecret =
  /eyJ|bearer |basic |answer|api[_-]?key|authori[sz]ation|code|cookie|otp|pass|private|pwd|secret|session|token/i;

/** Every token of Cognito, three parts or five, starts as base64url of `{"`. So do its paging tokens. */
function redactTokens(text: string): string {
  // Whole runs first, the start within them after: searching for the start alone would rescan the run each time.
  return text.replace(/[\w.-]{24,}/g, (run) => {
    const start = run.indexOf("eyJ");
    return start === -1 || run.length - start < 24
      ? run
      : run.slice(0, start) + tokenMark;
  });
}

function redactBearers(text: string): string {
  return text.replace(
    /\b(Bearer|Basic) {1,4}(?=[\w+/~.=-]{8})[\w+/~.=-]+/gi,
    `$1 ${valueMark}`,
  );
}

/** Names that are a secret as a whole word, case and separators aside. */
const secretNames = new Set([
  "answer",
  "authorization",
  "authorizationcode",
  "authcode",
  "challengeanswer",
  "code",
  "confirmationcode",
  "cookie",
  "expectedanswer",
  "mfacode",
  "otp",
  "passcode",
  "passwd",
  "passwordclaimsecretblock",
  "passwordclaimsignature",
  "privatekey",
  "pwd",
  "secretblock",
  "secrethash",
  "session",
  "setcookie",
  "smsmfacode",
  "softwaretokenmfacode",
  "totp",
  "verificationcode",
]);
const secretEnding =
  /(?:password|passphrase|secret|secretaccesskey|token|apikey|logincode)$/;

/** Names whose value, written without quotes, goes to the end of its line. */
const wholeLineNames = new Set(["authorization", "cookie", "setcookie"]);

/** No secret whatever the name: a literal, a template's placeholder, our own mark. */
const harmless =
  /^(?:true|false|null|undefined|None|True|False|\{####\}|\[redacted(?: token)?\])?$/;
/** Under the bare name `code`: exit codes and HTTP statuses, and the names of errors. */
const errorCode =
  /^(?:\d{1,3}|ERR_[A-Z_]+|E(?:NOENT|ACCES|PERM|PIPE|CONN[A-Z]+|TIMEDOUT|NOTFOUND|HOSTUNREACH|ADDRINUSE|AI_AGAIN)|(?:[A-Z][a-z]+){2,})$/;
/** A challenge session of Cognito is long; the word also names other things. */
const shortestSession = 20;

function isHarmless(plain: string, value: string): boolean {
  if (value.length > 80) return false;
  if (plain === "session" && value.length < shortestSession) return true;
  return harmless.test(value) || (plain === "code" && errorCode.test(value));
}

function redactValues(text: string): string {
  let out = "";
  let done = 0;
  for (const { index } of text.matchAll(/[:=]/g)) {
    if (index < done) continue;
    const name = nameBefore(text, index);
    if (name === undefined) continue;
    const value = valueAfter(text, index + 1, name);
    if (value === undefined) continue;
    out += text.slice(done, value.start) + value.mark;
    done = value.end;
  }
  return out + text.slice(done);
}

interface Name {
  readonly plain: string;
  /** The quote that closes the name, with the backslashes of JSON inside JSON. */
  readonly quote: string;
}

/** The secret's name that ends before `end`; undefined where another name stands there, or none. */
function nameBefore(text: string, end: number): Name | undefined {
  let at = end;
  while (at > end - 4 && text[at - 1] === " ") at -= 1;
  const close = at;
  if (isQuote(text.charCodeAt(at - 1))) at -= 1;
  while (at < close && at > close - 8 && text[at - 1] === "\\") at -= 1;
  const last = at;
  while (at > last - 64 && isNamePart(text.charCodeAt(at - 1))) at -= 1;
  if (last - at < 2) return undefined;
  const plain = text.slice(at, last).toLowerCase().replaceAll(/[_-]/g, "");
  return secretNames.has(plain) || secretEnding.test(plain)
    ? { plain, quote: text.slice(last, close) }
    : undefined;
}

const isQuote = (code: number): boolean => code === 0x22 || code === 0x27;

/** Letters, digits, `_` and `-`: looked at one by one, because a pattern anchored at its end reads the text twice. */
const isNamePart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x30 && code <= 0x39) ||
  code === 0x5f ||
  code === 0x2d;

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
}

function valueAfter(
  text: string,
  from: number,
  { plain, quote }: Name,
): Replacement | undefined {
  const lead = /^[=>]?\s{0,16}/.exec(text.slice(from, from + 18))?.[0] ?? "";
  const start = from + lead.length;
  const mark = `${quote}${valueMark}${quote}`;
  const string = stringAt(text, start);
  if (string !== undefined)
    return isHarmless(plain, text.slice(string.start, string.end))
      ? undefined
      : { start: string.start, end: string.end, mark: valueMark };
  if (text[start] === "[") {
    const end = endOfStrings(text, start + 1);
    return end === undefined ? undefined : { start: start + 1, end, mark };
  }
  if (text[start] === "{") return undefined; // Its own members are looked at one by one.
  const end = endOf(
    wholeLineNames.has(plain) ? /["'\n]/g : /[\s,;&)}\]"'<>\\]/g,
    text,
    start,
  );
  return isHarmless(plain, text.slice(start, end))
    ? undefined
    : { start, end, mark };
}

interface QuotedString {
  readonly start: number;
  readonly end: number;
  /** After the closing quote. */
  readonly after: number;
}

/** The quoted string that begins at `at`, in the manner of JSON, JSON within JSON, JavaScript or Python. */
function stringAt(text: string, at: number): QuotedString | undefined {
  const open = /^[bru]?(\\{0,7}["'`])/.exec(text.slice(at, at + 9));
  if (open === null) return undefined;
  const quote = open[1] ?? "";
  const start = at + open[0].length;
  const end = closingQuote(text, start, quote);
  return { start, end, after: Math.min(text.length, end + quote.length) };
}

/** Where a list of strings ends whose first item stands at `at`; undefined where no string stands there. */
function endOfStrings(text: string, at: number): number | undefined {
  let next = at;
  let end: number | undefined;
  for (;;) {
    next += /^\s{0,16}/.exec(text.slice(next, next + 16))?.[0].length ?? 0;
    const string = stringAt(text, next);
    if (string === undefined) return end;
    end = string.after;
    const comma = /^\s{0,16},/.exec(text.slice(end, end + 17));
    if (comma === null) return end;
    next = end + comma[0].length;
  }
}

/** Where the quote closes that was opened by `quote` (with its backslashes); the end of the text where it never does. */
function closingQuote(text: string, from: number, quote: string): number {
  const depth = quote.length - 1;
  const mark = quote.slice(-1);
  for (
    let at = text.indexOf(mark, from);
    at !== -1;
    at = text.indexOf(mark, at + 1)
  ) {
    let slashes = 0;
    while (at - slashes > from && text[at - slashes - 1] === "\\") slashes += 1;
    // Each level of JSON within JSON doubles the backslashes: what is left over after its own is the value's.
    if (slashes < depth) return at - slashes;
    if ((slashes - depth) % (2 * (depth + 1)) === 0) return at - depth;
  }
  return text.length;
}

function endOf(stop: RegExp, text: string, from: number): number {
  stop.lastIndex = from;
  return stop.exec(text)?.index ?? text.length;
}
