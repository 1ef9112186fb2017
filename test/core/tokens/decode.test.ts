/** What each kind of damage is called; nothing of the token stands in a sentence, and nothing throws. */
import { base64url } from "jose";
import { describe, expect, it } from "vitest";
import {
  decodeToken,
  type DamagedToken,
} from "../../../src/core/tokens/decode.ts";
import { normalizeToken } from "../../../src/core/tokens/normalize-token.ts";
import { explainToken } from "../../../src/core/tokens/explain.ts";
import { accessClaims, now, unsigned } from "./sign.ts";

const good = unsigned(accessClaims);
const [header = "", payload = "", signature = ""] = good.split(".");

function damage(text: string): DamagedToken {
  const decoded = decodeToken(text);
  if (decoded.kind !== "damaged") throw new Error(`It was ${decoded.kind}`);
  return decoded;
}

describe("decoding", () => {
  it("reads header and claims", () => {
    const decoded = decodeToken(good);
    expect(decoded).toMatchObject({
      kind: "signed",
      header: { kid: "access-key", alg: "RS256" },
      claims: accessClaims,
      signatureBytes: 3,
    });
  });

  it("knows a refresh token by its five parts and its encryption", () => {
    const head = base64url.encode('{"cty":"JWT","enc":"A256GCM"}');
    expect(decodeToken(`${head}.a-b.cc.dd.ee`).kind).toBe("encrypted");
  });

  it("reads a token without signature, so that it can be refused with reason", () => {
    expect(decodeToken(`${header}.${payload}`)).toMatchObject({
      kind: "signed",
      signatureBytes: 0,
    });
  });

  it.each([
    ["nothing", "", /nothing to decode/],
    ["an opaque value", "a1b2c3d4", /not a JSON Web Token/],
    ["the header alone", header, /claims and the signature are missing/],
    ["half a header", header.slice(0, 22), /header is cut/],
    [
      "a payload cut inside",
      `${header}.${payload.slice(0, 40)}`,
      /payload is cut: its JSON stops/,
    ],
    [
      "an impossible length",
      `${header}.${payload.slice(0, 41)}.x`,
      /payload is cut: 41 characters/,
    ],
    ["an empty payload", `${header}..${signature}`, /payload is empty/],
    [
      "a stray character",
      `${header}.${payload.slice(0, 5)}!${payload.slice(6)}.x`,
      /payload is damaged: character 6/,
    ],
    [
      "ordinary base64",
      `${header}.${payload.slice(0, 5)}/${payload.slice(6)}.x`,
      /ordinary base64 \(character 6/,
    ],
    [
      "broken JSON",
      `${header}.${base64url.encode('{"a":1,,"b":2}')}.x`,
      /JSON breaks at character 8/,
    ],
    [
      "bytes that are no text",
      `${header}.${base64url.encode(new Uint8Array([123, 255, 254]))}.x`,
      /not text/,
    ],
    [
      "a list as payload",
      `${header}.${base64url.encode("[1]")}.x`,
      /not an object/,
    ],
    ["two joined tokens", `${good}${good}`, /5 parts/],
    ["four parts", `${good}.abcd`, /4 parts/],
    [
      "a signature with a stray character",
      `${header}.${payload}.ab%d`,
      /signature is damaged: character 3/,
    ],
    ["a megabyte", "eyJ".repeat(400_000), /no token is that long/],
  ])("says what is damaged: %s", (_what, text, sentence) => {
    expect(damage(text).problem).toMatch(sentence);
  });

  it("keeps what could be read of a damaged token", () => {
    expect(damage(`${header}.####.x`).header).toMatchObject({ alg: "RS256" });
  });

  it("never repeats the token in a sentence", () => {
    const secret = base64url.encode('{"sub":"SECRET-VALUE",}');
    const { problem } = damage(`${header}.${secret}.x`);
    expect(problem).not.toContain("SECRET");
    expect(problem).not.toContain(secret.slice(0, 8));
  });

  it("survives nesting that is too deep to print", () => {
    const deep = `{"sub":${"[".repeat(60_000)}${"]".repeat(60_000)}}`;
    const decoded = decodeToken(`${header}.${base64url.encode(deep)}.c2ln`);
    expect(() => explainToken(decoded, { now })).not.toThrow();
  });

  it("never throws on mutated tokens, nor does the explanation", () => {
    let state = 42;
    const random = (below: number): number => {
      state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return Math.floor((state / 2 ** 32) * below);
    };
    const alphabet = 'eyJ.-_=+/%" \n\0\u{202e}é{}[]0aZ';
    for (let round = 0; round < 5_000; round++) {
      const characters = Array.from(good);
      for (let change = random(6); change >= 0; change--)
        characters.splice(
          random(characters.length),
          random(4),
          alphabet.charAt(random(alphabet.length)),
        );
      const { token, extras } = normalizeToken(characters.join(""));
      const explained = explainToken(decodeToken(token), { now, extras });
      expect(explained.title).not.toBe("");
    }
  });
});

describe("normalising what was pasted", () => {
  it.each([
    [`  ${good}\n`, []],
    [`"${good}"`, ["quotes"]],
    [`Bearer ${good}`, ["bearer"]],
    [`authorization: bearer ${good}`, ["bearer"]],
    [`'Bearer ${good}'`, ["quotes", "bearer"]],
    [`${good.slice(0, 30)}\r\n  ${good.slice(30)}`, ["spaces"]],
    [good.replaceAll(".", "%2E"), ["percent-codes"]],
    [`Bearer%20${good.replaceAll(".", "%2e")}`, ["bearer", "percent-codes"]],
  ] as const)("takes off what is not the token: %j", (text, extras) => {
    expect(normalizeToken(text)).toEqual({ token: good, extras });
  });
});
