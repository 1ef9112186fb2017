/** Decoding on the command line: tokens on standard input, JSON of a fixed form out, and an exit code that says it all. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  accessClaims,
  clientId,
  createPool,
  idClaims,
  issuer,
  now,
  poolId,
  unsigned,
  type Pool,
} from "../core/tokens/sign.ts";
import { runCommandLine, type Ran } from "../support/command-line.ts";

let pool: Pool;
let folder: string;
beforeAll(async () => {
  pool = await createPool();
  folder = await mkdtemp(join(tmpdir(), "cognito decode "));
  await writeFile(
    join(folder, "jwks.json"),
    JSON.stringify({ keys: pool.keys }),
  );
  await writeFile(join(folder, "other.json"), "<html>");
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Token {
  readonly kind: string;
  readonly header: object | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  readonly verdict: string;
  readonly checks: readonly {
    readonly id: string;
    readonly ok: boolean | null;
    readonly message: string;
  }[];
  readonly problem: string | null;
}

const command = (input: string, ...args: string[]): Promise<Ran> =>
  runCommandLine(folder, ["decode", ...args], {
    readInput: () => Promise.resolve(input),
    now: () => now * 1000,
  });

async function decode(
  input: string,
  ...args: string[]
): Promise<{ readonly code: number; readonly tokens: readonly Token[] }> {
  const { code, out } = await command(input, "--format", "json", ...args);
  const { version, tokens } = JSON.parse(out) as {
    readonly version: number;
    readonly tokens: readonly Token[];
  };
  expect(version).toBe(1);
  for (const token of tokens)
    expect(Object.keys(token)).toEqual([
      ...["kind", "header", "claims"],
      ...["verdict", "checks", "problem"],
    ]);
  return { code, tokens };
}

const failing = ({ checks }: Token): readonly string[] =>
  checks.filter(({ ok }) => ok === false).map(({ id }) => id);

const refresh = `${Buffer.from('{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}').toString("base64url")}.a.b.c.d`;

describe("decode", () => {
  it("reads every token of a text and judges none", async () => {
    const expired = unsigned({ ...accessClaims, exp: now - 60 });
    const { code, tokens } = await decode(
      `{"id":"${unsigned(idClaims)}","access":"${expired}","refresh":"${refresh}"}`,
    );
    expect(code).toBe(0);
    expect(
      tokens.map(({ kind, verdict, checks }) => [kind, verdict, checks]),
    ).toEqual([
      ["id", "decoded", []],
      ["access", "decoded", []],
      ["refresh", "decoded", []],
    ]);
    expect(tokens[1]?.claims).toMatchObject({ username: "ada" });
    expect(tokens[1]?.header).toEqual({ kid: "access-key", alg: "RS256" });
    expect(tokens[2]?.claims).toBeNull();
    expect(tokens.every(({ problem }) => problem === null)).toBe(true);
  });

  it("takes a token as it was copied", async () => {
    const { code, tokens } = await decode(
      `\uFEFFAuthorization: Bearer ${unsigned(accessClaims)}\r\n`,
    );
    expect([code, tokens.map(({ kind }) => kind)]).toEqual([0, ["access"]]);
  });

  it.each([
    ["", "other", /nothing to decode/],
    ["hello", "other", /not a JSON Web Token/],
    [unsigned(accessClaims).slice(0, 120), "other", /payload is cut/],
    [`${unsigned(idClaims)}.x`, "id", /4 parts/],
    [
      unsigned({ deep: JSON.parse("[".repeat(2000) + "]".repeat(2000)) as [] }),
      "other",
      /nested/,
    ],
  ])("says what is damaged (%#)", async (input, kind, problem) => {
    const { code, tokens } = await decode(input);
    expect(code).toBe(2);
    expect(tokens).toMatchObject([
      { kind, verdict: "undecodable", checks: [] },
    ]);
    expect(tokens[0]?.problem).toMatch(problem);
  });

  it("verifies with saved keys and the expectations given", async () => {
    const { code, tokens } = await decode(
      await pool.sign(accessClaims),
      ...["--verify", "--jwks", "jwks.json", "--issuer", issuer],
      ...["--pool", poolId, "--client", clientId, "--token-use", "access"],
    );
    expect(code).toBe(0);
    expect(tokens[0]?.verdict).toBe("valid");
    expect(tokens[0]?.checks.every(({ ok }) => ok === true)).toBe(true);
  });

  it("lists all that is wrong", async () => {
    const { code, tokens } = await decode(
      await pool.sign(accessClaims),
      ...["--jwks", "jwks.json", "--issuer", `${issuer}x`],
      ...["--client", "x", "--token-use", "id", "--now", String(now + 9999)],
    );
    expect(code).toBe(1);
    expect(tokens[0]?.verdict).toBe("invalid");
    expect(tokens.flatMap(failing)).toEqual([
      "issuer",
      "token-use",
      "client",
      "exp",
    ]);
  });

  it("takes the time and the tolerance it is given", async () => {
    const token = await pool.sign(accessClaims);
    const late = ["--jwks", "jwks.json", "--now", String(now + 3005)];
    expect((await decode(token, ...late)).code).toBe(1);
    expect((await decode(token, ...late, "--tolerance", "10")).code).toBe(0);
  });

  it("compares without keys, and says that the signature was not checked", async () => {
    const token = await pool.sign(accessClaims);
    const good = await decode(token, "--client", clientId);
    expect([good.code, good.tokens[0]?.verdict]).toEqual([0, "decoded"]);
    expect(
      good.tokens[0]?.checks.find(({ id }) => id === "signature"),
    ).toMatchObject({ ok: null });
    const bad = await decode(token, "--pool", "eu-central-1_other");
    expect([bad.code, bad.tokens.flatMap(failing)]).toEqual([1, ["issuer"]]);
    const use = await decode(refresh, "--token-use", "access");
    expect([use.code, use.tokens[0]?.verdict]).toEqual([1, "invalid"]);
  });

  it("prints for people, without the token and without control characters", async () => {
    const token = await pool.sign({ ...accessClaims, username: "a\u001b[2Jb" });
    const { code, out } = await command(token, "--jwks", "jwks.json");
    expect(code).toBe(0);
    expect(out).toMatch(/^Access token · Expires in 50 minutes\nValid/);
    expect(out).toContain("a\\u{1b}[2Jb");
    expect(out).not.toContain("\u001b");
    for (const part of token.split("."))
      expect(out).not.toContain(part.slice(0, 12));
  });

  it.each([
    ["--jwks", "missing.json", /missing\.json does not exist/],
    ["--jwks", "other.json", /is no key set/],
    ["--format", "sarif", /pretty or json/],
    ["--token-use", "refresh", /id or access/],
    ["--now", "today", /seconds/],
    ["--issuer", "http://evil.example/x", /--issuer takes/],
    ["--nonsense", "eyJsecret", /no option --nonsense/],
  ])("refuses %s %s with a sentence", async (name, value, sentence) => {
    const { code, out, complaints } = await command("", name, value);
    expect([code, out]).toEqual([2, ""]);
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toMatch(sentence);
    expect(complaints[0]).not.toContain("eyJ");
  });

  it("warns of a token as an argument", async () => {
    const { code, complaints } = await command("", unsigned(accessClaims));
    expect(code).toBe(0);
    expect(complaints[0]).toMatch(/shell's history/);
  });

  it("prints the help on request", async () => {
    expect((await command("", "--help")).out).toMatch(/decode \[OPTION\]/);
  });
});

describe("decode --verify", () => {
  let server: Server;
  let host: string;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end(JSON.stringify({ keys: pool.keys }));
    });
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", () => {
        resolve();
      }),
    );
    host = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });
  afterAll(() => {
    server.close();
  });

  it("asks the issuer that was named, once for all its tokens", async () => {
    const iss = `${host}/local_1`;
    const { code, tokens } = await decode(
      `${await pool.sign({ ...accessClaims, iss })}\n${await pool.sign({ ...idClaims, iss })}`,
      ...["--verify", "--issuer", iss],
    );
    expect([code, tokens.map(({ verdict }) => verdict)]).toEqual([
      0,
      ["valid", "valid"],
    ]);
    expect(asked.splice(0)).toEqual(["/local_1/.well-known/jwks.json"]);
  });

  it("asks nobody whom only the token names", async () => {
    const token = await pool.sign({ ...accessClaims, iss: `${host}/local_1` });
    const { code, tokens } = await decode(token, "--verify");
    expect([code, tokens.flatMap(failing)]).toEqual([1, ["issuer"]]);
    const elsewhere = await decode(
      token,
      ...["--verify", "--issuer", `${host}/local_2`],
    );
    expect([elsewhere.code, elsewhere.tokens.flatMap(failing)]).toEqual([
      1,
      ["issuer"],
    ]);
    expect(asked).toEqual([]);
  });

  it("fails when the keys cannot be had, and says why", async () => {
    const iss = "http://127.0.0.1:9/local_1";
    const { code, tokens } = await decode(
      await pool.sign({ ...accessClaims, iss }),
      ...["--verify", "--issuer", iss],
    );
    expect([code, tokens[0]?.verdict]).toEqual([2, "decoded"]);
    expect(tokens[0]?.checks.find(({ id }) => id === "kid")?.message).toMatch(
      /cannot be reached/,
    );
  });
});
