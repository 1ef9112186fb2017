/**
 * `decode`: every token of a text, read, and verified when asked to. The text comes from standard input and goes nowhere;
 * the network is asked for keys only with `--verify`, and only at the issuer that was named or one of AWS's own.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createKeys } from "../aws/keys.ts";
import { PortError } from "../core/ports/port-error.ts";
import { decodeToken, type DecodedToken } from "../core/tokens/decode.ts";
import { explainToken } from "../core/tokens/explain.ts";
import { findTokens } from "../core/tokens/find-tokens.ts";
import { readIssuer, type Issuer } from "../core/tokens/issuer.ts";
import { readMember } from "../core/tokens/json.ts";
import { createKeyCache } from "../core/tokens/key-cache.ts";
import { largestKeySet, readKeySet } from "../core/tokens/key-set.ts";
import { normalizeToken, type Extra } from "../core/tokens/normalize-token.ts";
import {
  checkEncrypted,
  verifyToken,
  type Expectations,
  type Verification,
} from "../core/tokens/verify.ts";
import { readDecodeArgs, type DecodeOptions } from "./decode-args.ts";
import { refusal } from "./find-files.ts";
import {
  printTokensAsJson,
  printTokensForPeople,
  type TokenReport,
} from "./format/tokens.ts";
import { exitCodes, type ExitCode, type Outside } from "./outside.ts";

type Keys = Expectations["keys"];
type KeySource = (token: DecodedToken, issuer: Issuer) => Promise<Keys>;

export async function decode(
  args: readonly string[],
  outside: Outside,
): Promise<ExitCode> {
  const read = readDecodeArgs(args);
  if (!read.ok) {
    outside.complain(read.sentence);
    return exitCodes.failure;
  }
  const { options } = read;
  const keysOf = await chooseKeys(options, outside);
  if (typeof keysOf === "string") {
    outside.complain(keysOf);
    return exitCodes.failure;
  }
  if (options.texts.length > 0)
    outside.complain(
      "A token given as an argument is kept in the shell's history and seen by other processes; standard input keeps it to itself.",
    );
  const text =
    options.texts.length > 0
      ? options.texts.join("\n")
      : await outside.readInput();
  const now = options.now ?? outside.now() / 1000;
  const reports: TokenReport[] = [];
  try {
    for (const { token, extras } of takeTokens(text))
      reports.push(
        await report(decodeToken(token), extras, { options, now, keysOf }),
      );
  } catch {
    // What was thrown could repeat a part of a token, so it is not passed on.
    outside.complain(
      "Decoding failed inside. Please report what kind of token it was, without the token.",
    );
    return exitCodes.failure;
  }
  outside.write(
    options.format === "json"
      ? printTokensAsJson(reports)
      : printTokensForPeople(reports),
  );
  return exitCodeOf(reports, options);
}

/** All tokens of the text; a text without any is taken for one damaged token, so that it is said what is wrong. */
function takeTokens(
  text: string,
): readonly { readonly token: string; readonly extras: readonly Extra[] }[] {
  const found = [...findTokens(text)];
  const whole = normalizeToken(text.replace(/^\uFEFF/, ""));
  const [only] = found;
  if (only === undefined || (found.length === 1 && only.token === whole.token))
    return [whole];
  return found.map(({ token }) => ({ token, extras: [] }));
}

async function report(
  token: DecodedToken,
  extras: readonly Extra[],
  {
    options,
    now,
    keysOf,
  }: {
    readonly options: DecodeOptions;
    readonly now: number;
    readonly keysOf: KeySource;
  },
): Promise<TokenReport> {
  const endpoint = endpointOf(options.issuer);
  const explanation = explainToken(token, {
    now,
    extras,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const base = { token, explanation };
  if (token.kind === "damaged")
    return { ...base, verdict: "undecodable", checks: [] };
  if (!isJudged(options)) return { ...base, verdict: "decoded", checks: [] };
  const expected: Omit<Expectations, "issuer" | "keys"> = {
    now,
    ...(options.tolerance === undefined
      ? {}
      : { tolerance: options.tolerance }),
    ...(options.issuer === undefined ? {} : { issuerUrl: options.issuer }),
    ...(options.pool === undefined ? {} : { poolId: options.pool }),
    ...(options.client === undefined ? {} : { clientId: options.client }),
    ...(options.tokenUse === undefined ? {} : { tokenUse: options.tokenUse }),
  };
  if (token.kind === "encrypted")
    return { ...base, ...judge(checkEncrypted(expected)) };
  const issuer = readIssuer(readMember(token.claims, "iss"), endpoint);
  const keys = await keysOf(token, issuer);
  return {
    ...base,
    ...judge(await verifyToken(token, { ...expected, issuer, keys })),
  };
}

function judge({
  verdict,
  checks,
}: Verification): Pick<TokenReport, "verdict" | "checks"> {
  return { verdict: verdict === "unknown" ? "decoded" : verdict, checks };
}

/** Whether something was asked that can fail. */
function isJudged(options: DecodeOptions): boolean {
  const { verify, jwks, issuer, pool, client, tokenUse } = options;
  return (
    verify ||
    [jwks, issuer, pool, client, tokenUse].some((it) => it !== undefined)
  );
}

/** An issuer that is not AWS's own is trusted because the user named it. */
function endpointOf(issuer: string | undefined): string | undefined {
  return issuer === undefined || readIssuer(issuer).ok
    ? undefined
    : new URL(issuer).origin;
}

/** Where keys come from, or the sentence why there can be none. */
async function chooseKeys(
  options: DecodeOptions,
  outside: Outside,
): Promise<KeySource | string> {
  if (options.jwks !== undefined) {
    const keys = await readSavedKeys(options.jwks, outside.folder);
    return typeof keys === "string" ? keys : () => Promise.resolve(keys);
  }
  if (!options.verify)
    return () =>
      Promise.resolve("Not checked: give --verify, or --jwks with saved keys.");
  const cache = createKeyCache(createKeys(), { now: outside.now });
  return async (token, issuer) => {
    if (!issuer.ok) return "No keys were asked for: the issuer is not trusted.";
    if (!isExpected(token, issuer, options))
      return "No keys were asked for: this is not the issuer that was expected.";
    try {
      const kid = readMember(token.header ?? {}, "kid");
      return (
        await cache.fetchKeys(
          issuer.keysUrl,
          typeof kid === "string" ? kid : undefined,
        )
      ).keys;
    } catch (error) {
      if (error instanceof PortError) return `${error.message} ${error.remedy}`;
      throw error;
    }
  };
}

function isExpected(
  token: DecodedToken,
  issuer: Issuer & { readonly ok: true },
  options: DecodeOptions,
): boolean {
  return (
    (options.pool === undefined || options.pool === issuer.poolId) &&
    (options.issuer === undefined ||
      (token.kind === "signed" &&
        options.issuer === readMember(token.claims, "iss")))
  );
}

async function readSavedKeys(
  path: string,
  folder: string,
): Promise<Exclude<Keys, string> | string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(resolve(folder, path));
  } catch (error) {
    return refusal(path, error);
  }
  const keys =
    bytes.length > largestKeySet
      ? undefined
      : readKeySet(new TextDecoder().decode(bytes));
  return (
    keys ??
    `${path} is no key set: it should hold what <issuer>/.well-known/jwks.json answers.`
  );
}

/** A verification that was asked for and could not be made is a failure too: nobody may take it for success. */
function exitCodeOf(
  reports: readonly TokenReport[],
  options: DecodeOptions,
): ExitCode {
  const asked = options.verify || options.jwks !== undefined;
  if (
    reports.some(
      ({ verdict, token }) =>
        verdict === "undecodable" ||
        (asked && verdict === "decoded" && token.kind === "signed"),
    )
  )
    return exitCodes.failure;
  return reports.some(({ verdict }) => verdict === "invalid")
    ? exitCodes.findings
    : exitCodes.clean;
}
