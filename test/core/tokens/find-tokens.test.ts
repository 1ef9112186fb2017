/** Where tokens stand in the texts that people debug with. */
import { describe, expect, it } from "vitest";
import {
  findTokenAt,
  findTokens,
} from "../../../src/core/tokens/find-tokens.ts";
import { accessClaims, idClaims, unsigned } from "./sign.ts";
import { cpuTime } from "../../support/cpu-time.ts";

const signature = "s".repeat(342);
const access = unsigned(accessClaims, { kid: "a", alg: "RS256" }, signature);
const id = unsigned(idClaims, { kid: "i", alg: "RS256" }, signature);
const refresh = `eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.aaaa.bbbb.cccc.dddd`;

const find = (text: string): readonly string[] =>
  [...findTokens(text)].map(({ token }) => token);

describe("finding tokens", () => {
  it.each([
    ["bare", access],
    ["after Bearer", `Authorization: Bearer ${access}`],
    ["in JSON", `{"AccessToken":"${access}","ExpiresIn":3600}`],
    ["in JSON inside JSON", `{"body":"{\\"token\\":\\"${access}\\"}"}`],
    ["in a URL", `https://a.example/cb?state=1&access_token=${access}&x=2`],
    ["in a URL's path", `https://a.example/confirm/${access}/now`],
    ["in an encoded URL", `next=%2Fcb%3Faccess_token%3D${access}%26state%3D1`],
    ["after an encoded space", `auth=Bearer%20${access}`],
    ["in a cookie", `Cookie: a=1; token=${access}; b=2`],
    ["in an .env file", `TOKEN=${access}\nREGION=eu-central-1`],
    ["quoted in an .env file", `TOKEN='${access}'`],
    ["in an .http variable", `@token = ${access}\n\nGET https://a.example`],
    ["in a log line", `2026-11-21T12:00:00Z INFO token=${access} user=ada`],
    ["after an escaped line break", `"first\\n${access}\\nlast"`],
    ["at the end of a sentence", `It was ${access}.`],
    ["in brackets", `(${access})`],
    ["in Markdown", `\`${access}\``],
    ["with encoded dots", access.replaceAll(".", "%2E")],
  ])("%s", (_where, text) => {
    expect(find(text)).toEqual([access]);
  });

  it("finds an encrypted refresh token whole", () => {
    expect(find(`RefreshToken: ${refresh}.`)).toEqual([refresh]);
  });

  it("finds several, with their places", () => {
    const text = `{"IdToken":"${id}","AccessToken":"${access}"}`;
    const found = [...findTokens(text)];
    expect(found.map(({ token }) => token)).toEqual([id, access]);
    for (const { range, token } of found)
      expect(text.slice(range.start, range.end)).toBe(token);
  });

  it.each(["\n", "\r\n"])("joins a token cut over lines (%j)", (eol) => {
    const cut = (access.match(/.{1,76}/g) ?? []).join(eol);
    const text = `token:${eol}${cut}${eol}${eol}next line`;
    const [found, ...others] = [...findTokens(text)];
    expect(others).toEqual([]);
    expect(found?.token).toBe(access);
    expect(text.slice(found?.range.start, found?.range.end)).toBe(cut);
  });

  it("does not swallow the word on the line after a whole token", () => {
    expect(find(`${access}\nnext`)).toEqual([access]);
  });

  it("keeps two tokens on two lines apart", () => {
    expect(find(`${access}\n${id}\n`)).toEqual([access, id]);
  });

  it("finds truncated tokens, so that they can be explained", () => {
    expect(find(`x ${access.slice(0, 60)}`)).toEqual([access.slice(0, 60)]);
    const [header = "", payload = ""] = access.split(".");
    expect(find(`x ${header}.${payload} y`)).toEqual([`${header}.${payload}`]);
  });

  it("finds tokens in ordinary base64, padding and plus included", () => {
    expect(find("k=eyJhbGciOiJSUzI1NiJ9==.eyJ+YWJj.c2ln z")).toEqual([
      "eyJhbGciOiJSUzI1NiJ9==.eyJ+YWJj.c2ln",
    ]);
  });

  it("keeps the empty signature of an unsigned token", () => {
    const none = unsigned(accessClaims, { alg: "none" }, "");
    expect(find(`"${none}"`)).toEqual([none]);
  });

  it.each([
    ["base64 of some other JSON", "cursor=eyJpZCI6MTIzLCJuYW1lIjoiYWRhIn0"],
    ["a word that contains the letters", "keyJhbGciOi.abc.def"],
    ["plain text", "The eyJ prefix of a token."],
    ["a session cookie that starts with data", "eyJ1c2VyIjoxfQ.ZZZZZZ.abcdef"],
  ])("leaves alone %s", (_what, text) => {
    expect(find(text)).toEqual([]);
  });

  it("answers for a cursor at either end and inside, and nowhere else", () => {
    const text = `ab ${access} cd`;
    for (const offset of [3, 4, 100, 3 + access.length])
      expect(findTokenAt(text, offset)?.token).toBe(access);
    for (const offset of [0, 2, 4 + access.length, text.length])
      expect(findTokenAt(text, offset)).toBeUndefined();
  });
});

describe("a hostile line", () => {
  const shapes: Readonly<Record<string, string>> = {
    "near-tokens": "eyJhbGciOiJSUzI1NiJ9.eyJhbGciOiJSUzI1NiJ9 ",
    "one endless part": "eyJhbGciOiJSUzI1NiJ9",
    "starts inside words": "eyJeyJeyJ.",
    "cut lines": "eyJhbGciOiJSUzI1NiJ9.\nabc.abc.abc\n",
    plus: "eyJhbGciOi+a=",
    "words on lines": "eyJhbGciOiJSUzI1NiJ9\nabcdefghij klm\n",
  };
  it.each(Object.entries(shapes))(
    "of %s takes time in proportion to its length",
    (_name, shape) => {
      const measure = (length: number): number => {
        const text = shape.repeat(Math.ceil(length / shape.length));
        return cpuTime(() => {
          for (const found of findTokens(text))
            if (found.range.end > text.length) throw new Error("out of range");
        });
      };
      measure(100_000);
      const ratio = measure(1_000_000) / Math.max(measure(100_000), 0.2);
      // Linear is 10; quadratic would be 100.
      expect(ratio).toBeLessThan(40);
    },
  );
});
