/**
 * What Node says when no answer arrives: nothing listens, no such name, a certificate nobody vouches for, silence.
 * Invariant: codes and addresses are read, messages are not.
 */
import { PortError } from "../core/ports/port-error.ts";
import { addressed, capital, type ErrorContext } from "./error-context.ts";

const certificateCodes =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|ERR_TLS_CERT)/;

export function networkError(
  error: Error,
  context: ErrorContext,
): PortError | undefined {
  const failure = firstFailure(error);
  const { code } = failure;
  const where = reached(failure) ?? addressed(context);
  const { endpoint } = context.connection;
  switch (code) {
    case "ECONNREFUSED":
      return new PortError(
        "unreachable",
        `Nothing answers at ${where}: the connection was refused.`,
        endpoint === undefined
          ? "Check the network or VPN, and the endpoint_url of the profile if it has one, then retry."
          : "Start it, or change the address with Cognito: Set Service Endpoint, then retry.",
        code,
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new PortError(
        "unreachable",
        `The name ${where} cannot be found.`,
        endpoint === undefined
          ? "Check the network, and the spelling of the Region with Cognito: Select AWS Region, then retry."
          : "Check the network, and the spelling of the address with Cognito: Set Service Endpoint, then retry.",
        code,
      );
    case "ECONNRESET":
    case "EPIPE":
      return new PortError(
        "unreachable",
        `The connection was dropped by ${where} before it answered ${context.action}.`,
        "Retry; if it stays, look at what runs there or at the proxy in between.",
        code,
      );
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ENETDOWN":
      return new PortError(
        "unreachable",
        `No network path leads to ${where}.`,
        "Check the network or VPN, then retry.",
        code,
      );
    case "EPROTO":
      return new PortError(
        "not-aws",
        `${capital(where)} does not speak TLS as an https address must.`,
        "If it is a local emulator, write its endpoint with http:// instead of https://.",
        code,
      );
    default:
  }
  if (code !== undefined && certificateCodes.test(code))
    return new PortError(
      "untrusted-certificate",
      `The certificate of ${where} is not trusted here.`,
      "For a proxy or an emulator, start VS Code with NODE_EXTRA_CA_CERTS set to its CA file.",
      code,
    );
  if (code?.startsWith("HPE_") === true)
    return new PortError(
      "not-aws",
      `${capital(where)} answered with something that is not HTTP.`,
      "Check the port of the address with Cognito: Set Service Endpoint.",
      code,
    );
  if (error.name === "TimeoutError" || code === "ETIMEDOUT")
    return new PortError(
      "timeout",
      `No answer in time from ${where} to ${context.action}.`,
      "Retry; if it stays, check the network and, for an emulator, whether it hangs.",
      code,
    );
  return undefined;
}

interface Failure {
  readonly code: string | undefined;
  readonly hostname: string | undefined;
  readonly address: string | undefined;
  readonly port: number | undefined;
}

/** A name with several addresses, such as localhost, fails with one error for each; the first says enough. */
function firstFailure(error: Error): Failure {
  const inner =
    error instanceof AggregateError
      ? (error.errors as readonly unknown[])[0]
      : error;
  const read = (key: string): unknown =>
    typeof inner === "object" && inner !== null
      ? (inner as Record<string, unknown>)[key]
      : undefined;
  const text = (key: string): string | undefined => {
    const value = read(key);
    return typeof value === "string" ? value : undefined;
  };
  const port = read("port");
  return {
    code: text("code"),
    hostname: text("hostname"),
    address: text("address"),
    port: typeof port === "number" ? port : undefined,
  };
}

/** Host and port as Node tried them: they tell the truth also when a profile names the endpoint. */
function reached({ hostname, address, port }: Failure): string | undefined {
  if (hostname !== undefined) return hostname;
  if (address === undefined || port === undefined) return undefined;
  return address.includes(":")
    ? `[${address}]:${String(port)}`
    : `${address}:${String(port)}`;
}
