/**
 * Makes damaged and hostile tokens from a seed, and takes each through everything that reads tokens: finding, decoding,
 * explaining, the hover's text and verifying. Nothing may throw, nothing may call an altered token valid, and no sentence
 * may repeat a piece of the token. `npm run fuzz:tokens [COUNT [SEED]]` runs many; the unit tests run a few.
 */
import type { AccountApis } from "../../src/core/tokens/account-apis.ts";
import { adviseConsumers } from "../../src/core/tokens/consumers.ts";
import { decodeToken } from "../../src/core/tokens/decode.ts";
import { findApiAddress } from "../../src/core/tokens/detect-api.ts";
import { explainToken } from "../../src/core/tokens/explain.ts";
import { findTokens } from "../../src/core/tokens/find-tokens.ts";
import { readIssuer } from "../../src/core/tokens/issuer.ts";
import { judgeApis } from "../../src/core/tokens/judge-apis.ts";
import { readMember } from "../../src/core/tokens/json.ts";
import { normalizeToken } from "../../src/core/tokens/normalize-token.ts";
import { verifyToken } from "../../src/core/tokens/verify.ts";
import { printHover } from "../../src/vscode/token-hover/hover-text.ts";
import {
  accessClaims,
  createPool,
  idClaims,
  issuer,
  now,
  poolId,
  type Pool,
} from "../core/tokens/sign.ts";

/** Authorizers that look at many claims. */
const apis: AccountApis = {
  readings: [
    {
      api: { service: "rest", id: "a", name: "a" },
      authorizers: [
        {
          kind: "user-pool",
          name: "pool",
          poolArns: [`arn:aws:cognito-idp:eu-central-1:1:userpool/${poolId}`],
          audiencePattern: "[a-z0-9]+",
          routes: [
            { name: "GET /", scopes: [] },
            { name: "PUT /", scopes: ["a/b"] },
          ],
        },
        {
          kind: "listener-jwt",
          name: "claims",
          issuer,
          claims: [
            "token_use single-string access",
            "scope space-separated-values a/b",
            "cognito:groups string-array staff",
            "__proto__ single-string x",
          ].map((condition) => {
            const [name = "", format = "", value = ""] = condition.split(" ");
            return { name, format, values: [value] };
          }),
          routes: [],
        },
      ],
    },
  ],
  problems: [],
};

type Random = (below: number) => number;

/** Numbers that only the seed decides (mulberry32). */
function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % below;
  };
}

const pieces = [
  ..."eyJ . .. = + / % %2E %ZZ \" ' ` \\n \\u0000 - _ {} [] null".split(" "),
  ...["\n", "\r\n", " ", "\t", "\0", "\u202e", "\ud800", "é", "🔑"],
  ...["Bearer ", "A".repeat(400), "eyJhbGciOiJub25lIn0", "https://x/?t="],
];
const values: readonly unknown[] = [
  ...[null, true, 0, -1, 1e308, 1.5, "", "x", "\u202e\n|`<b>](command:x)"],
  ...[[], {}, [[]], { a: [{}] }, "https://evil.example/a_b", "none", "id"],
];

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)] as T;
}

function alterJson(random: Random, object: object): unknown {
  if (random(20) === 0) return pick(random, values);
  const entries = Object.entries(object);
  for (let edits = random(4); edits > 0; edits--) {
    const at = random(entries.length + 1);
    const name =
      entries[at]?.[0] ?? pick(random, ["__proto__", "nbf", "ü", ""]);
    if (random(3) === 0) entries.splice(at, 1);
    else entries[at] = [name, pick(random, values)];
  }
  return Object.fromEntries(entries);
}

function alterText(random: Random, text: string): string {
  const at = random(text.length + 1);
  const length = random(random(2) === 0 ? 3 : text.length + 1);
  switch (random(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + pick(random, pieces) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return text + text.slice(at);
    case 4:
      return text.split(".").reverse().join(".");
    case 5:
      return text.replace(/(.{60})/g, `$1${pick(random, pieces)}`);
    default:
      return `${pick(random, pieces)}${text}${pick(random, pieces)}`;
  }
}

const encode = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url");

function makeText(random: Random, good: readonly string[]): string {
  let text = pick(random, good);
  if (random(2) === 0)
    text = [
      encode(alterJson(random, { alg: "RS256", kid: "access-key" })),
      encode(alterJson(random, random(2) === 0 ? accessClaims : idClaims)),
      text.split(".")[2],
    ].join(".");
  for (let edits = random(4); edits > 0; edits--)
    text = alterText(random, text);
  return text;
}

async function read(text: string, pool: Pool): Promise<boolean> {
  let valid = false;
  findApiAddress(text, 0);
  const found = [...findTokens(text)].map(({ token }) => token);
  for (const token of [text, normalizeToken(text).token, ...found]) {
    const decoded = decodeToken(token);
    const explanation = explainToken(decoded, { now });
    const hover = printHover(explanation, {
      links: {
        inspect: "command:inspect",
        verify: "command:verify",
        copyClaims: "command:copy",
        findUser: "command:user",
        findClient: "command:client",
      },
    });
    if (/\]\(command:(?!inspect|verify|copy|user|client)|<b>/.test(hover))
      throw new Error("A claim wrote Markdown into the hover.");
    if (decoded.kind === "damaged" && repeats(decoded.problem, token))
      throw new Error("A sentence repeats a piece of the token.");
    if (decoded.kind !== "signed") continue;
    const named = readIssuer(readMember(decoded.claims, "iss"));
    adviseConsumers(decoded, named);
    if (named.ok) judgeApis(decoded, named, apis, now);
    const { verdict } = await verifyToken(decoded, {
      issuer: named,
      keys: pool.keys,
      now,
    });
    valid ||= verdict === "valid";
  }
  return valid;
}

/** Whether twelve characters in a row are the same. */
function repeats(sentence: string, token: string): boolean {
  for (let at = 0; at + 12 <= sentence.length; at++)
    if (token.includes(sentence.slice(at, at + 12))) return true;
  return false;
}

export interface FuzzResult {
  readonly texts: number;
  /** Texts that still held the unaltered token. */
  readonly valid: number;
}

/** Rejects with the seed of the text that failed; that seed with a count of 1 makes it again. */
export async function fuzzTokens(
  count: number,
  seed: number,
): Promise<FuzzResult> {
  const pool = await createPool();
  const good = [await pool.sign(accessClaims), await pool.sign(idClaims)];
  let valid = 0;
  for (let index = 0; index < count; index++) {
    const text = makeText(createRandom(seed + index), good);
    let isValid: boolean;
    try {
      isValid = await read(text, pool);
    } catch (error) {
      throw new Error(`Seed ${String(seed + index)}`, { cause: error });
    }
    if (isValid && !good.some((token) => holds(text, token)))
      throw new Error(`Seed ${String(seed + index)}: altered, yet valid`);
    if (isValid) valid++;
  }
  return { texts: count, valid };
}

/** Quotes, line breaks and percent codes around and in a token are taken off before it is judged. */
function holds(text: string, token: string): boolean {
  return [text, text.replace(/\s+/g, ""), normalizeToken(text).token].some(
    (each) => each.includes(token),
  );
}

if (import.meta.main) {
  const [count = "100000", seed = "1"] = process.argv.slice(2);
  const started = performance.now();
  const { texts, valid } = await fuzzTokens(Number(count), Number(seed));
  console.log(
    `${String(texts)} texts from seed ${seed} in ${((performance.now() - started) / 1000).toFixed(1)} s: nothing thrown; ${String(valid)} still held the unaltered token.`,
  );
}
