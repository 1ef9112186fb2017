/**
 * The mutation matrix: a good token with every claim and header field altered, removed and re-typed, its signature
 * flipped, keys swapped and the clock moved, judged by us and by AWS's own verifier. Both must agree, except where
 * `differences` says why not: there we are the stricter ones, or read a key type that aws-jwt-verify does not.
 */
import { CognitoJwtVerifier } from "aws-jwt-verify";
import {
  base64url,
  CompactSign,
  exportJWK,
  generateKeyPair,
  type CryptoKey,
} from "jose";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { PublicKey } from "../../../src/core/ports/keys.ts";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";
import { readMember } from "../../../src/core/tokens/json.ts";
import { verifyToken } from "../../../src/core/tokens/verify.ts";
import {
  accessClaims,
  clientId,
  idClaims,
  issuer,
  now,
  poolId,
} from "./sign.ts";

/** What we refuse and aws-jwt-verify takes, or the reverse, by the name of the mutation. */
const differences: readonly {
  readonly mutations: RegExp;
  readonly ours: boolean;
  readonly why: string;
}[] = [
  {
    mutations: /^claim (?:exp removed|exp \+0)$/,
    ours: false,
    why: "A user pool's token always expires, and RFC 7519, 4.1.4 refuses it on the second itself.",
  },
  {
    mutations: /^claim iat (?:removed|\+90|\+86400|= 1e\+300)$|^clock -7200$/,
    ours: false,
    why: "A user pool always writes iat; one in the future means a wrong clock or an invented token. aws-jwt-verify does not look.",
  },
  {
    mutations: /^claim iss = https:\/\/cognito-idp\.eu-west-1\./,
    ours: true,
    why: "The replica of a pool may be served from another Region than its id names. We ask AWS's own host there, which knows no such pool otherwise; aws-jwt-verify expects the Region of the id.",
  },
  {
    mutations: /^text padded/,
    ours: false,
    why: "RFC 7515, 2 forbids padding in base64url; Cognito writes none, and stricter servers refuse it.",
  },
  {
    mutations: /^key signs with PS/,
    ours: true,
    why: "A JWKS may carry keys for RSASSA-PSS; aws-jwt-verify does not know them.",
  },
  {
    mutations: /^header crit demands/,
    ours: false,
    why: "RFC 7515, 4.1.11: who does not understand a critical extension must refuse. aws-jwt-verify does not look.",
  },
];

interface Mutation {
  readonly name: string;
  readonly token: string;
  /** Seconds since the epoch. */
  readonly time?: number;
}

interface Signer {
  readonly key: PublicKey;
  readonly alg: string;
  readonly privateKey: CryptoKey;
}

const algorithms = [
  ...["RS256", "RS384", "RS512", "PS256", "PS512"],
  ...["ES256", "ES384", "ES512", "EdDSA"],
];
const signers = new Map<string, Signer>();
beforeAll(async () => {
  for (const alg of algorithms) signers.set(alg, await createSigner(alg));
  signers.set("second", await createSigner("RS256", "second"));
  signers.set("foreign", await createSigner("RS256", "RS256"));
}, 60_000);

async function createSigner(alg: string, kid = alg): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, {
    extractable: true,
  });
  const { kty = "", n, e, crv, x, y } = await exportJWK(publicKey);
  const members = Object.entries({ n, e, crv, x, y }).filter(
    ([, value]) => value !== undefined,
  );
  return {
    alg,
    privateKey,
    key: { kid, kty, alg, use: "sig", ...Object.fromEntries(members) },
  };
}

function signer(name: string): Signer {
  const found = signers.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}

function publishedKeys(): readonly PublicKey[] {
  return [...signers]
    .filter(([name]) => name !== "foreign")
    .map(([, { key }]) => key);
}

function sign(
  claims: unknown,
  header: object = {},
  { alg, key, privateKey }: Signer = signer("RS256"),
): Promise<string> {
  return signText(JSON.stringify(claims), header, { alg, key, privateKey });
}

function signText(
  payload: string,
  header: object,
  { alg, key, privateKey }: Signer,
): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ kid: key.kid, alg, ...header })
    .sign(privateKey, { crit: { x: false } });
}

const otherTypes = [
  ...[null, true, 0, -1, 1.5, 1e300, "", " ", "x"],
  ...[[], ["x"], {}, { a: 1 }],
];
const print = (value: unknown): string =>
  value === undefined ? "removed" : JSON.stringify(value);
type Claims = Readonly<Record<string, unknown>>;

async function* mutate(claims: Claims): AsyncGenerator<Mutation> {
  yield { name: "nothing", token: await sign(claims) };
  yield* mutateClaims(claims);
  yield* mutateHeader(claims);
  yield* mutateKeys(claims);
  yield* mutateText(claims);
  for (const shift of [-7200, -61, -1, 0, 1, 2999, 3001, 86_400])
    yield {
      name: `clock ${String(shift)}`,
      token: await sign(claims),
      time: now + shift,
    };
}

async function* mutateClaims(claims: Claims): AsyncGenerator<Mutation> {
  for (const name of [...Object.keys(claims), "nbf", "aud", "client_id"]) {
    const without = Object.fromEntries(
      Object.entries(claims).filter(([key]) => key !== name),
    );
    yield { name: `claim ${name} removed`, token: await sign(without) };
    for (const value of otherTypes)
      yield {
        name: `claim ${name} = ${JSON.stringify(value)}`,
        token: await sign({ ...claims, [name]: value }),
      };
    const value = claims[name];
    if (typeof value === "string")
      for (const altered of [`${value} `, value.slice(0, -1), [value]])
        yield {
          name: `claim ${name} altered to ${JSON.stringify(altered)}`,
          token: await sign({ ...claims, [name]: altered }),
        };
  }
  for (const name of ["exp", "iat", "nbf"])
    for (const shift of [-86_400, -1, 0, 1, 90, 86_400])
      yield {
        name: `claim ${name} ${shift < 0 ? "" : "+"}${String(shift)}`,
        token: await sign({ ...claims, [name]: now + shift }),
      };
  for (const iss of [
    `${issuer}/`,
    issuer.replace("https", "http"),
    issuer.replace("central", "west"),
    issuer.replace("amazonaws", "evil"),
    issuer.toUpperCase(),
    `https://issuer-cognito-idp.eu-central-1.amazonaws.com/${poolId}`,
  ])
    yield { name: `claim iss = ${iss}`, token: await sign({ ...claims, iss }) };
  for (const use of ["id", "access", "refresh", "ID"])
    yield {
      name: `claim token_use = ${use}`,
      token: await sign({ ...claims, token_use: use }),
    };
}

async function* mutateHeader(claims: Claims): AsyncGenerator<Mutation> {
  const good = await sign(claims);
  const [, payload = "", signature = ""] = good.split(".");
  for (const name of ["alg", "kid", "typ"])
    for (const value of [undefined, ...otherTypes, "none", "HS256", "rs256"]) {
      const header = { alg: "RS256", kid: "RS256", [name]: value };
      const encoded = base64url.encode(JSON.stringify(header));
      yield {
        name: `header ${name} = ${print(value)}, signature kept`,
        token: `${encoded}.${payload}.${signature}`,
      };
      yield {
        name: `header ${name} = ${print(value)}, signature gone`,
        token: `${encoded}.${payload}.`,
      };
      if (name !== "alg")
        yield {
          name: `header ${name} = ${print(value)}, signed`,
          token: await sign(claims, { [name]: value }).catch(() => good),
        };
    }
  yield {
    name: "header crit demands an extension, signed",
    token: await sign(claims, { crit: ["x"], x: 1 }),
  };
  const secret = new TextEncoder().encode(JSON.stringify(signer("RS256").key));
  for (const alg of ["HS256", "HS512"])
    yield {
      name: `header ${alg} keyed with the public key`,
      token: await new CompactSign(
        new TextEncoder().encode(JSON.stringify(claims)),
      )
        .setProtectedHeader({ alg, kid: "RS256" })
        .sign(secret),
    };
}

async function* mutateKeys(claims: Claims): AsyncGenerator<Mutation> {
  for (const alg of algorithms)
    yield {
      name: `key signs with ${alg}`,
      token: await sign(claims, {}, signer(alg)),
    };
  yield {
    name: "key is the pool's second",
    token: await sign(claims, {}, signer("second")),
  };
  for (const kid of ["second", "RS512", "ES256", "EdDSA", "unheard-of"])
    yield {
      name: `key ${kid} named, another signed`,
      token: await sign(claims, { kid }),
    };
  yield {
    name: "key of somebody else under the pool's key id",
    token: await sign(claims, {}, signer("foreign")),
  };
}

async function* mutateText(claims: Claims): AsyncGenerator<Mutation> {
  const token = await sign(claims);
  const [header = "", payload = "", signature = ""] = token.split(".");
  const bytes = base64url.decode(signature);
  for (const bit of [0, 1, 7, 8, 100, 1023, 2040, 2047]) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield {
      name: `text with signature bit ${String(bit)} flipped`,
      token: `${header}.${payload}.${base64url.encode(flipped)}`,
    };
  }
  yield { name: "text padded", token: `${header}.${payload}.${signature}==` };
  for (const [name, text] of Object.entries({
    "without signature": `${header}.${payload}`,
    "with empty signature": `${header}.${payload}.`,
    "with a shorter signature": `${header}.${payload}.${signature.slice(0, -4)}`,
    "with a longer signature": `${header}.${payload}.${signature}AAAA`,
    "with four parts": `${token}.${signature}`,
    "with parts swapped": `${payload}.${header}.${signature}`,
    "with Bearer": `Bearer ${token}`,
    "in capitals": token.toUpperCase(),
    "with a byte in the middle changed": `${header}.${payload.slice(0, 40)}${payload[40] === "A" ? "B" : "A"}${payload.slice(41)}.${signature}`,
    empty: "",
  }))
    yield { name: `text ${name}`, token: text };
  for (const body of ["[]", "null", "7", '"x"', "{", "", "{}"])
    yield {
      name: `text with the payload ${body}`,
      token: await signText(body, {}, signer("RS256")).catch(() => ""),
    };
  for (const body of [
    JSON.stringify(claims).replace("{", '{"exp":1,'),
    JSON.stringify(claims).replace("{", '{"__proto__":{"exp":1},'),
    `\uFEFF${JSON.stringify(claims)}`,
  ])
    yield {
      name: `text with the payload ${body.slice(0, 24)}`,
      token: await signText(body, {}, signer("RS256")),
    };
}

async function judgedByUs(
  { token, time = now }: Mutation,
  tokenUse: "id" | "access",
): Promise<boolean> {
  const decoded = decodeToken(token);
  if (decoded.kind !== "signed") return false;
  const { verdict } = await verifyToken(decoded, {
    issuer: readIssuer(readMember(decoded.claims, "iss")),
    keys: publishedKeys(),
    now: time,
    poolId,
    clientId,
    tokenUse,
  });
  return verdict === "valid";
}

function judgedByThem(
  { token, time = now }: Mutation,
  tokenUse: "id" | "access",
): boolean {
  const verifier = CognitoJwtVerifier.create({
    userPoolId: poolId,
    tokenUse,
    clientId,
  });
  verifier.cacheJwks({ keys: publishedKeys().map((key) => ({ ...key })) });
  vi.useFakeTimers({ now: time * 1000, toFake: ["Date"] });
  try {
    verifier.verifySync(token);
    return true;
  } catch {
    return false;
  } finally {
    vi.useRealTimers();
  }
}

describe.each([
  ["access", { ...accessClaims }],
  ["id", { ...idClaims }],
] as const)("an %s token, mutated", (tokenUse, claims: Claims) => {
  it("gets the same verdict as from aws-jwt-verify", async () => {
    const disagreements: string[] = [];
    const used = new Set<RegExp>();
    let judged = 0;
    let valid = 0;
    for await (const mutation of mutate(claims)) {
      const ours = await judgedByUs(mutation, tokenUse);
      const theirs = judgedByThem(mutation, tokenUse);
      judged++;
      if (ours) valid++;
      const argued = differences.find(
        (it) => it.ours === ours && it.mutations.test(mutation.name),
      );
      if (ours !== theirs && argued !== undefined) used.add(argued.mutations);
      else if (ours !== theirs)
        disagreements.push(`${mutation.name}: ours ${String(ours)}`);
    }
    expect(disagreements).toEqual([]);
    expect(judged).toBeGreaterThan(300);
    expect(valid).toBeGreaterThan(20);
    // A difference that is argued but no longer there would hide the next one.
    expect(used.size).toBe(differences.length);
  }, 60_000);
});
