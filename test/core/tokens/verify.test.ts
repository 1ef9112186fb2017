/** Verdicts on really signed tokens, check by check. `mutations.test.ts` compares them with AWS's own verifier. */
import { base64url, CompactSign } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import type { PublicKey } from "../../../src/core/ports/keys.ts";
import { decodeToken } from "../../../src/core/tokens/decode.ts";
import { readIssuer } from "../../../src/core/tokens/issuer.ts";
import type { CheckId } from "../../../src/core/tokens/check.ts";
import {
  verifyToken,
  type Expectations,
  type Verification,
} from "../../../src/core/tokens/verify.ts";
import {
  accessClaims,
  clientId,
  createPool,
  idClaims,
  now,
  poolId,
  unsigned,
  type Pool,
} from "./sign.ts";

let pool: Pool;
let other: Pool;
beforeAll(async () => {
  pool = await createPool();
  other = await createPool();
});

async function verify(
  token: string,
  expected: Partial<Expectations> = {},
): Promise<Verification> {
  const decoded = decodeToken(token);
  if (decoded.kind !== "signed") throw new Error(`It was ${decoded.kind}`);
  return verifyToken(decoded, {
    issuer: readIssuer(decoded.claims["iss"]),
    keys: pool.keys,
    now,
    ...expected,
  });
}

function failing({ checks }: Verification): readonly CheckId[] {
  return checks.filter(({ ok }) => ok === false).map(({ id }) => id);
}

function without<T extends object>(claims: T, name: keyof T): object {
  return Object.fromEntries(
    Object.entries(claims).filter(([key]) => key !== name),
  );
}

/** HMAC over the token, keyed with something public: the classic confusion attack. */
async function signHmac(secret: string): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(accessClaims)))
    .setProtectedHeader({ alg: "HS256", kid: "access-key" })
    .sign(new TextEncoder().encode(secret));
}

describe("a good token", () => {
  it.each([accessClaims, idClaims])("is valid ($token_use)", async (claims) => {
    const result = await verify(await pool.sign(claims), { clientId, poolId });
    expect(failing(result)).toEqual([]);
    expect(result.verdict).toBe("valid");
    expect(result.checks.every(({ ok }) => ok === true)).toBe(true);
  });

  it("is not called valid while there are no keys", async () => {
    const result = await verify(await pool.sign(accessClaims), {
      keys: "The network is down.",
    });
    expect(result.verdict).toBe("unknown");
    expect(result.checks.find(({ id }) => id === "kid")?.message).toBe(
      "The network is down.",
    );
  });
});

describe("each check fails by itself", () => {
  it.each([
    ["issuer", { ...accessClaims, iss: "https://evil.example/x_1" }],
    ["issuer", without(accessClaims, "iss")],
    ["claims", { ...accessClaims, sub: 7 }],
    ["claims", { ...accessClaims, aud: [clientId, 7] }],
    ["token-use", { ...accessClaims, token_use: "refresh" }],
    ["client", without(accessClaims, "client_id")],
    ["client", { ...without(idClaims, "aud"), client_id: clientId }],
    ["client", { ...accessClaims, client_id: 7 }],
    ["exp", { ...accessClaims, exp: now }],
    ["exp", { ...accessClaims, exp: now - 180 }],
    ["exp", { ...accessClaims, exp: String(now + 60) }],
    ["exp", without(accessClaims, "exp")],
    ["nbf", { ...accessClaims, nbf: now + 5 }],
    ["nbf", { ...accessClaims, nbf: "soon" }],
    ["iat", { ...accessClaims, iat: now + 90 }],
    ["iat", without(accessClaims, "iat")],
  ] as const)("%s (%o)", async (id, claims) => {
    const result = await verify(await pool.sign(claims));
    expect(failing(result)).toEqual([id]);
    expect(result.verdict).toBe("invalid");
  });

  it("kid of another pool", async () => {
    const token = await pool.sign(accessClaims, { kid: "unheard-of" });
    expect(failing(await verify(token))).toEqual(["kid"]);
  });

  it("a signature of another key under the same kid", async () => {
    const token = await other.sign(accessClaims);
    expect(failing(await verify(token))).toEqual(["signature"]);
  });

  it("one flipped bit of the signature, and one changed claim", async () => {
    const token = await pool.sign(accessClaims);
    const [header = "", payload = "", signature = ""] = token.split(".");
    const bytes = base64url.decode(signature);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    const flipped = `${header}.${payload}.${base64url.encode(bytes)}`;
    const changed = `${header}.${base64url.encode(JSON.stringify({ ...accessClaims, username: "eve" }))}.${signature}`;
    for (const bad of [flipped, changed]) {
      const result = await verify(bad);
      expect(failing(result)).toEqual(["signature"]);
      expect(
        result.checks.find(({ id }) => id === "signature")?.message,
      ).toMatch(/altered, cut, or signed by someone else/);
    }
  });

  it("another pool, client or use than the expected one", async () => {
    const result = await verify(await pool.sign(accessClaims), {
      poolId: "eu-central-1_other",
      clientId: "other",
      tokenUse: "id",
    });
    expect(failing(result)).toEqual(["issuer", "token-use", "client"]);
  });

  it("honours the tolerance for exp and nbf", async () => {
    const token = await pool.sign({
      ...accessClaims,
      exp: now - 5,
      nbf: now + 5,
    });
    expect(failing(await verify(token))).toEqual(["exp", "nbf"]);
    expect(failing(await verify(token, { tolerance: 10 }))).toEqual([]);
  });

  it("tells all of them at once", async () => {
    const token = unsigned(
      { iss: "https://evil.example/x", exp: now - 5 },
      { alg: "none" },
      "",
    );
    expect(failing(await verify(token))).toEqual([
      "alg",
      "issuer",
      "kid",
      "signature",
      "token-use",
      "client",
      "exp",
      "iat",
    ]);
  });
});

describe("attacks on the algorithm", () => {
  it.each(["none", "None", "NONE", "nOnE"])(
    "alg %s is refused",
    async (alg) => {
      for (const signature of ["", "c2ln"])
        expect(
          failing(
            await verify(
              unsigned(accessClaims, { alg, kid: "access-key" }, signature),
            ),
          ),
        ).toEqual(["alg", "signature"]);
    },
  );

  it("an HMAC keyed with the public key is refused", async () => {
    for (const secret of [
      JSON.stringify(pool.keys[0]),
      pool.keys[0]?.n ?? "",
    ]) {
      const result = await verify(await signHmac(secret));
      expect(failing(result)).toEqual(["alg", "signature"]);
    }
  });

  it("a secret key in the key set is never used", async () => {
    const keys: readonly PublicKey[] = [
      { kid: "access-key", kty: "oct", alg: "HS256" },
    ];
    const result = await verify(await pool.sign(accessClaims), { keys });
    expect(failing(result)).toEqual(["alg", "signature"]);
  });

  it("a header that demands an extension is refused", async () => {
    const token = unsigned(
      accessClaims,
      { alg: "RS256", kid: "access-key", crit: ["x"], x: 1 },
      "A".repeat(342),
    );
    expect(failing(await verify(token))).toEqual(["signature"]);
  });

  it.each(["RS384", "RS512", "PS256", "ES256", 5, ["RS256"]])(
    "alg %o is refused",
    async (alg) => {
      const token = unsigned(accessClaims, { alg, kid: "access-key" });
      expect(failing(await verify(token))).toEqual(["alg", "signature"]);
    },
  );
});
