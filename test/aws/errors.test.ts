/** What users see when an address is wrong, down, or not AWS: each failure made by a real server, through the real SDK. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import {
  createServer as createRawServer,
  type AddressInfo,
  type Server,
} from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFunctions } from "../../src/aws/functions.ts";
import { createUserPools } from "../../src/aws/user-pools.ts";
import type { Connection } from "../../src/core/ports/connection.ts";
import { PortError } from "../../src/core/ports/port-error.ts";

const limits = { connectMs: 500, requestMs: 500, attempts: 1 };
const servers: (Server & { closeAllConnections?: () => void })[] = [];

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "do-not-show-this");
  vi.stubEnv("AWS_SESSION_TOKEN", undefined);
  vi.stubEnv("AWS_PROFILE", undefined);
  vi.stubEnv("AWS_CONFIG_FILE", "/nonexistent/config");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent/credentials");
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  servers.push(server);
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const serve = (answer: RequestListener): Promise<string> =>
  listen(createServer(answer));

const answering =
  (
    status: number,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

/** The error that listing pools at `host` ends with. */
async function failure(
  host: string,
  scheme = "http",
  connection: Partial<Connection> = {},
): Promise<PortError> {
  const pools = createUserPools(
    { region: "eu-central-1", endpoint: `${scheme}://${host}`, ...connection },
    { limits },
  );
  return rejection(pools.listPools());
}

async function rejection(call: Promise<unknown>): Promise<PortError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PortError);
  const portError = error as PortError;
  expect(portError.message).toMatch(/^[A-Z].*\.$/s);
  expect(portError.remedy).toMatch(/^[A-Z].*\.$/s);
  expect(JSON.stringify([portError.message, portError])).not.toContain(
    "do-not-show-this",
  );
  return portError;
}

describe("nobody answers", () => {
  test("nothing listens: the sentence names host and port, and says to start it or change the address", async () => {
    const host = await serve(answering(200, {}));
    for (const server of servers.splice(0)) server.close();
    const error = await failure(host);
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain(host);
    expect(error.remedy).toContain("Start it");
    expect(error.remedy).toContain("Set Service Endpoint");
  });

  test("the name does not exist", async () => {
    const error = await failure("nowhere.invalid");
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain("nowhere.invalid");
  });

  test("the connection is dropped", async () => {
    const host = await serve((request) => request.socket.destroy());
    const error = await failure(host);
    expect(error.kind).toBe("unreachable");
    expect(error.message).toContain("connection was dropped");
    expect(error.message).toContain(host);
  });

  test("silence ends after the time limit", async () => {
    const host = await serve(() => undefined);
    const error = await failure(host);
    expect(error.kind).toBe("timeout");
    expect(error.message).toContain(host);
  });

  test("a cancelled call is cancelled, not failed", async () => {
    const host = await serve(() => undefined);
    const stop = new AbortController();
    const call = createUserPools({
      region: "eu-central-1",
      endpoint: `http://${host}`,
    }).listPools(undefined, stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 50);
    expect((await rejection(call)).kind).toBe("cancelled");
  });
});

describe("something answers that is not AWS", () => {
  test.each([
    [200, "an HTML page"],
    [502, "an HTML page"],
  ])("an HTML page with status %i", async (status, words) => {
    const host = await serve(
      answering(status, "<!DOCTYPE html><title>Sign in</title>", {
        "content-type": "text/html",
      }),
    );
    const error = await failure(host);
    expect(error.kind).toBe("not-aws");
    expect(error.message).toContain(words);
    expect(error.message).toContain(host);
    expect(error.message).not.toContain("<");
  });

  test("a redirect to a sign-in page", async () => {
    const host = await serve(answering(302, "", { location: "/login" }));
    const error = await failure(host);
    expect(error.kind).toBe("not-aws");
    expect(error.message).toContain("a redirect");
  });

  test("plain text", async () => {
    const error = await failure(await serve(answering(200, "It works!")));
    expect(error.kind).toBe("not-aws");
    expect(error.message).toContain("not JSON");
  });

  test("nothing at all, with status 200", async () => {
    const error = await failure(await serve(answering(200, "")));
    expect(error.kind).toBe("not-aws");
  });

  test("a web server's 404", async () => {
    const error = await failure(await serve(answering(404, {})));
    expect(error.kind).toBe("not-aws");
    expect(error.message).toContain("404");
  });

  test("a server that speaks no HTTP", async () => {
    const raw = createRawServer((socket) => {
      socket.on("error", () => undefined);
      socket.end("220 mail ready\r\n");
    });
    const error = await failure(await listen(raw));
    expect(error.kind).toBe("not-aws");
    expect(error.message).toContain("not HTTP");
  });

  test("https to a server without TLS", async () => {
    const error = await failure(await serve(answering(200, {})), "https");
    expect(error.kind).toBe("not-aws");
    expect(error.remedy).toContain("http://");
  });

  test("a certificate nobody vouches for", async () => {
    const read = (name: string): string =>
      readFileSync(new URL(`untrusted/${name}`, import.meta.url), "utf8");
    const host = await listen(
      createSecureServer(
        { key: read("key.pem"), cert: read("certificate.pem") },
        answering(200, { UserPools: [] }),
      ),
    );
    const error = await failure(host, "https");
    expect(error.kind).toBe("untrusted-certificate");
    expect(error.remedy).toContain("NODE_EXTRA_CA_CERTS");
  });
});

describe("the service refuses", () => {
  test.each([
    [400, "ThrottlingException", "throttled", "Wait"],
    [400, "TooManyRequestsException", "throttled", "Wait"],
    [
      400,
      "AccessDeniedException",
      "access-denied",
      "cognito-idp:ListUserPools",
    ],
    [400, "ExpiredTokenException", "expired-credentials", "aws sso login"],
    [400, "UnrecognizedClientException", "no-credentials", "Renew"],
    [403, "InvalidSignatureException", "no-credentials", "clock"],
    [400, "ResourceNotFoundException", "not-found", "Region"],
    [400, "InvalidParameterException", "invalid-request", "Check"],
    [501, "InternalFailure", "not-implemented", "Emulators"],
    [400, "UnknownOperationException", "not-implemented", "Emulators"],
    [500, "InternalErrorException", "unknown", "retry"],
    [400, "SomethingNewException", "unknown", "Show Log"],
  ])("%i %s is %s", async (status, name, kind, remedy) => {
    const host = await serve(
      answering(
        status,
        { __type: name, message: "said\u0007 by the service" },
        { "x-amzn-requestid": "11111111-2222" },
      ),
    );
    const error = await failure(host);
    expect(error.kind).toBe(kind);
    expect(error.remedy).toContain(remedy);
    expect(error.detail).toBe(`${name}, request id 11111111-2222`);
    expect(error.message).not.toContain("\u0007");
  });

  test("an explicit deny is not answered with 'have it granted'", async () => {
    const host = await serve(
      answering(400, {
        __type: "AccessDeniedException",
        message:
          "User: arn:aws:iam::111122223333:user/x is not authorized to perform: cognito-idp:ListUserPools with an explicit deny in a service control policy",
      }),
    );
    expect((await failure(host)).remedy).toContain("explicitly");
  });

  test("a function that is gone is named", async () => {
    const host = await serve(
      answering(
        404,
        { Type: "User", Message: "Function not found" },
        { "x-amzn-errortype": "ResourceNotFoundException" },
      ),
    );
    const error = await rejection(
      createFunctions(
        { region: "eu-central-1", endpoint: `http://${host}` },
        limits,
      ).describeFunction("pre-sign-up"),
    );
    expect(error.kind).toBe("not-found");
    expect(error.message).toContain("Function pre-sign-up does not exist");
  });
});

describe("credentials", () => {
  beforeEach(() => {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
  });

  test("none at all: an emulator on this machine is called with placeholders", async () => {
    let authorization: string | undefined;
    const host = await serve((request, response) => {
      authorization = request.headers.authorization;
      response.end(JSON.stringify({ UserPools: [] }));
    });
    const pools = createUserPools(
      { region: "eu-central-1", endpoint: `http://${host}` },
      { limits },
    );
    expect(await pools.listPools()).toEqual({ items: [] });
    expect(authorization).toContain("Credential=local/");
  });

  test("none at all: AWS is not called, and the sentence says where credentials were sought", async () => {
    const pools = createUserPools({ region: "eu-central-1" }, { limits });
    const error = await rejection(pools.listPools());
    expect(error.kind).toBe("no-credentials");
    expect(error.remedy).toContain("Select Connection");
  });

  test("a profile that is not there is named, also for an emulator: a chosen profile is never replaced", async () => {
    const host = await serve(answering(200, { UserPools: [] }));
    const error = await failure(host, "http", { profile: "staging" });
    expect(error.kind).toBe("no-credentials");
    expect(error.message).toContain("AWS profile staging");
  });

  test("an SSO profile without a session says which command signs in", async () => {
    vi.stubEnv(
      "AWS_CONFIG_FILE",
      fileURLToPath(new URL("profiles/config", import.meta.url)),
    );
    const error = await rejection(
      createUserPools(
        { region: "eu-central-1", profile: "corp" },
        { limits },
      ).listPools(),
    );
    expect(error.kind).toBe("expired-credentials");
    expect(error.remedy).toContain("aws sso login --profile corp");
  });
});

test("a malformed endpoint is a sentence about the setting, before anything is called", () => {
  expect(() =>
    createUserPools({ region: "eu-central-1", endpoint: "127.0.0.1:9229" }),
  ).toThrow(
    expect.objectContaining({
      name: "PortError",
      kind: "invalid-request",
      message: expect.stringContaining(
        "cognitoDebugger.connection.endpoint",
      ) as string,
    }) as PortError,
  );
});
