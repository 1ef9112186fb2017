/** Fetching a pool's keys over real HTTP: what comes back instead of keys is said, and nothing else is called. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createKeys } from "../../src/aws/keys.ts";
import { PortError } from "../../src/core/ports/port-error.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      resolve();
    }),
  );
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/pool/.well-known/jwks.json`;
}

async function failure(
  url: string,
  keys = createKeys(),
  signal?: AbortSignal,
): Promise<PortError> {
  try {
    await keys.fetchKeys(url, signal);
  } catch (error) {
    if (error instanceof PortError) return error;
    throw error;
  }
  throw new Error("It succeeded.");
}

const answer =
  (status: number, body: string, headers = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

describe("fetching keys", () => {
  it("reads the keys, leaves out what is none, and sends no credentials", async () => {
    let sent: Readonly<Record<string, unknown>> = {};
    const key = {
      kid: "a",
      kty: "RSA",
      alg: "RS256",
      use: "sig",
      n: "x",
      e: "AQAB",
    };
    const url = await serve((request, response) => {
      sent = request.headers;
      response.end(
        JSON.stringify({
          keys: [
            key,
            { kty: "RSA" },
            null,
            5,
            { ...key, kid: "b", n: 7, d: "private" },
          ],
        }),
      );
    });
    expect(await createKeys().fetchKeys(url)).toEqual([
      key,
      { kid: "b", kty: "RSA", alg: "RS256", use: "sig", e: "AQAB" },
    ]);
    expect(sent).not.toHaveProperty("authorization");
    expect(sent).not.toHaveProperty("cookie");
  });

  it("does not follow a redirect", async () => {
    let followed = false;
    const elsewhere = await serve((_request, response) => {
      followed = true;
      response.end('{"keys":[]}');
    });
    const url = await serve(answer(302, "", { location: elsewhere }));
    expect(await failure(url)).toMatchObject({
      kind: "not-aws",
      message: /redirect/,
    });
    expect(followed).toBe(false);
  });

  it.each([
    [404, "{}", "not-found", /knows no such user pool/],
    [400, "{}", "not-found", /knows no such user pool/],
    [429, "{}", "throttled", /fewer requests/],
    [403, "{}", "unknown", /HTTP 403/],
    [503, "", "unreachable", /HTTP 503/],
    [
      200,
      "<html><body>Sign in</body></html>",
      "not-aws",
      /a web page instead of keys/,
    ],
    [200, '{"keys":', "not-aws", /something else instead of keys/],
    [200, '{"keys":{}}', "not-aws", /something else instead of keys/],
    [200, "null", "not-aws", /something else instead of keys/],
  ] as const)(
    "answer %d %j becomes %s",
    async (status, body, kind, message) => {
      const error = await failure(await serve(answer(status, body)));
      expect(error).toMatchObject({ kind, message });
      expect(error.message).toContain("127.0.0.1");
      expect(error.remedy).not.toBe("");
    },
  );

  it("stops reading at the size limit, even of an endless answer", async () => {
    const url = await serve((_request, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
      };
      response.on("drain", more);
      more();
    });
    expect(await failure(url)).toMatchObject({
      kind: "not-aws",
      message: /more than 256 KB/,
    });
  });

  it("gives up after the time limit, also in the middle of an answer", async () => {
    const keys = createKeys({ milliseconds: 150, bytes: 1000 });
    expect(await failure(await serve(() => undefined), keys)).toMatchObject({
      kind: "timeout",
    });
    const url = await serve((_request, response) => {
      response.write('{"keys":');
    });
    expect(await failure(url, keys)).toMatchObject({ kind: "timeout" });
  });

  it("says when nobody listens, and when the connection drops", async () => {
    const url = await serve((request) => {
      request.socket.destroy();
    });
    expect(await failure(url)).toMatchObject({ kind: "unreachable" });
    const gone = open.splice(0)[0];
    await new Promise((resolve) => gone?.close(resolve));
    expect(await failure(url)).toMatchObject({
      kind: "unreachable",
      detail: "ECONNREFUSED",
    });
  });

  it("can be cancelled", async () => {
    const abort = new AbortController();
    const url = await serve(() => {
      abort.abort();
    });
    expect(await failure(url, createKeys(), abort.signal)).toMatchObject({
      kind: "cancelled",
    });
  });
});
