/**
 * The settings that every AWS client of ours is made with. A client is made per batch of requests and thrown away, and
 * its credentials are read from disk then: a new `aws sso login` or an edited profile counts without a window reload.
 */
import {
  createCredentialChain,
  fromEnv,
  fromIni,
  fromNodeProviderChain,
} from "@aws-sdk/credential-providers";
import type { Connection } from "../core/ports/connection.ts";
import { readEndpoint } from "../core/ports/endpoint.ts";
import { PortError } from "../core/ports/port-error.ts";

/** How long one try may take, and how many tries there are. */
export interface Limits {
  readonly connectMs: number;
  readonly requestMs: number;
  readonly attempts: number;
}

const defaultLimits: Limits = {
  connectMs: 5_000,
  requestMs: 10_000,
  attempts: 3,
};

type Credentials = ReturnType<typeof fromNodeProviderChain>;

/** Constructor arguments for any AWS SDK client. Throws a `PortError` for an endpoint that is no address. */
export function clientSettings(
  connection: Connection,
  limits: Limits = defaultLimits,
) {
  const endpoint = endpointOf(connection);
  return {
    region: connection.region,
    credentials: credentialsFor(connection, endpoint?.loopback ?? false),
    maxAttempts: limits.attempts,
    requestHandler: {
      connectionTimeout: limits.connectMs,
      requestTimeout: limits.requestMs,
      throwOnRequestTimeout: true,
    },
    // The SDK puts prefixes such as `streaming-` before the host even of an address that was given to it.
    ...(endpoint === undefined
      ? {}
      : { endpoint: endpoint.url.href, disableHostPrefix: true }),
  };
}

function endpointOf(connection: Connection) {
  if (connection.endpoint === undefined) return undefined;
  const reading = readEndpoint(connection.endpoint);
  if (reading.kind === "valid") return reading;
  throw new PortError(
    "invalid-request",
    `The setting cognitoDebugger.connection.endpoint is not usable. ${reading.problem}`,
    "Run Cognito: Set Service Endpoint to correct it, or leave it empty for AWS.",
  );
}

/**
 * The chosen profile, else the default chain. An emulator on this machine wants a signature but checks none: where no
 * credentials are set up, placeholders sign for it, and the instance metadata service is not asked.
 */
function credentialsFor(
  { profile }: Connection,
  loopback: boolean,
): Credentials {
  if (profile !== undefined)
    return fromNodeProviderChain({ profile, ignoreCache: true });
  if (!loopback) return fromNodeProviderChain({ ignoreCache: true });
  return createCredentialChain(fromEnv(), fromIni({ ignoreCache: true }), () =>
    Promise.resolve({ accessKeyId: "local", secretAccessKey: "placeholder" }),
  );
}
