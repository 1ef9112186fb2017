/**
 * Fetches a pool's public keys over plain HTTP(S): no credentials, no redirect, limited time and size. Whatever comes
 * back instead of keys becomes one sentence, so that a proxy's HTML page is never mistaken for a bad token.
 */
import type { Keys, PublicKey } from "../core/ports/keys.ts";
import { PortError } from "../core/ports/port-error.ts";
import { largestKeySet, readKeySet } from "../core/tokens/key-set.ts";

export interface KeysLimits {
  readonly milliseconds: number;
  readonly bytes: number;
}

const defaultLimits: KeysLimits = {
  milliseconds: 10_000,
  bytes: largestKeySet,
};

export function createKeys(limits: KeysLimits = defaultLimits): Keys {
  return {
    fetchKeys: async (url, signal) => {
      const { host } = new URL(url);
      const timeout = AbortSignal.timeout(limits.milliseconds);
      try {
        const response = await fetch(url, {
          redirect: "manual",
          credentials: "omit",
          headers: { accept: "application/json" },
          signal:
            signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
        });
        refuseStatus(response, host);
        return readKeys(await readText(response, limits.bytes, host), host);
      } catch (error) {
        if (error instanceof PortError) throw error;
        if (signal?.aborted === true)
          throw new PortError(
            "cancelled",
            "Fetching the keys was cancelled.",
            "",
          );
        throw timeout.aborted
          ? new PortError(
              "timeout",
              `${host} did not answer within ${String(limits.milliseconds / 1000)} seconds.`,
              "Check the network and the proxy, then verify again.",
            )
          : describeFailure(error, host);
      }
    },
  };
}

function refuseStatus(response: Response, host: string): void {
  if (response.ok) return;
  const { status } = response;
  void response.body?.cancel();
  if (status === 400 || status === 404)
    throw new PortError(
      "not-found",
      `${host} knows no such user pool.`,
      "Check the pool id and the Region in the token's issuer, and the endpoint if one is set.",
      `HTTP ${String(status)}`,
    );
  if (status === 429)
    throw new PortError(
      "throttled",
      `${host} asks for fewer requests.`,
      "Wait a little, then verify again.",
      "HTTP 429",
    );
  if (status >= 300 && status < 400)
    throw new PortError(
      "not-aws",
      `${host} answered with a redirect, which is not followed.`,
      "A proxy or a sign-in page stands between: check the network and the proxy.",
      `HTTP ${String(status)}`,
    );
  throw new PortError(
    status >= 500 ? "unreachable" : "unknown",
    `${host} answered with HTTP ${String(status)} instead of keys.`,
    "Check the network, the proxy and the endpoint, then verify again.",
    `HTTP ${String(status)}`,
  );
}

async function readText(
  response: Response,
  most: number,
  host: string,
): Promise<string> {
  const decoder = new TextDecoder();
  let size = 0;
  let text = "";
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > most)
      throw new PortError(
        "not-aws",
        `${host} sent more than ${String(most / 1024)} KB: these are not a user pool's keys.`,
        "Check the proxy and the endpoint.",
      );
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

function readKeys(text: string, host: string): readonly PublicKey[] {
  const keys = readKeySet(text);
  if (keys === undefined)
    throw new PortError(
      "not-aws",
      `${host} answered with ${/^\s*</.test(text) ? "a web page" : "something else"} instead of keys.`,
      "A proxy, a sign-in page or a wrong endpoint stands between: check them, then verify again.",
    );
  return keys;
}

const certificateCodes =
  /^(?:SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

function describeFailure(error: unknown, host: string): PortError {
  const code = readCode(error);
  if (code !== undefined && certificateCodes.test(code))
    return new PortError(
      "untrusted-certificate",
      `The certificate of ${host} is not trusted.`,
      "If a proxy inspects your traffic, give its certificate to VS Code (NODE_EXTRA_CA_CERTS or the system's store).",
      code,
    );
  return new PortError(
    "unreachable",
    `${host} cannot be reached.`,
    "Check the network, the proxy and the endpoint, then verify again.",
    code,
  );
}

/** fetch hides the socket's error code in the cause, or in the first of several. */
function readCode(error: unknown): string | undefined {
  for (
    let each: unknown = error, depth = 0;
    each instanceof Error && depth < 4;
    depth++
  ) {
    if ("code" in each && typeof each.code === "string") return each.code;
    each = each instanceof AggregateError ? each.errors[0] : each.cause;
  }
  return undefined;
}
