/**
 * Errors that the service itself names. One row per kind: the names that mean it and the sentence for it; the first
 * row that fits answers. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/CommonErrors.html
 */
import { PortError, type PortErrorKind } from "../core/ports/port-error.ts";
import {
  addressed,
  capital,
  signer,
  type ErrorContext,
} from "./error-context.ts";

interface Row {
  readonly names: RegExp;
  readonly kind: PortErrorKind;
  /** `said` is the service's own text, cleaned of control characters and cut. */
  readonly sentence: (
    context: ErrorContext,
    said: string,
  ) => readonly [message: string, remedy: string];
}

const rows: readonly Row[] = [
  {
    names: /^(Throttl|TooManyRequests|RequestLimitExceeded|SlowDown)/,
    kind: "throttled",
    sentence: ({ action }) => [
      `AWS is throttling ${action}: too many requests for this account and Region.`,
      "Wait a few seconds, then retry.",
    ],
  },
  {
    names: /^(AccessDenied|NotAuthorized|Unauthorized|OptInRequired)/,
    kind: "access-denied",
    sentence: ({ action, connection }, said) => [
      `AWS refused ${action} to ${signer(connection)}.`,
      /explicit deny/i.test(said)
        ? "A policy denies it explicitly: have that statement changed, or choose another profile."
        : `Have the IAM permission ${action} granted, or choose another profile.`,
    ],
  },
  {
    names: /^(ExpiredToken|TokenExpired)/,
    kind: "expired-credentials",
    sentence: ({ connection }) => [
      connection.profile === undefined
        ? "The default AWS credentials have expired."
        : `The credentials of ${signer(connection)} have expired.`,
      "Renew them (for an SSO profile with aws sso login), then retry.",
    ],
  },
  {
    names: /^(UnrecognizedClient|InvalidClientTokenId|MissingAuthentication)/,
    kind: "no-credentials",
    sentence: ({ connection }) => [
      `AWS does not know the access key of ${signer(connection)}, or its session token is wrong.`,
      "Renew the key or choose another profile with Cognito: Select Connection, then retry.",
    ],
  },
  {
    names:
      /^(InvalidSignature|SignatureDoesNotMatch|IncompleteSignature|RequestExpired|RequestTimeTooSkewed)/,
    kind: "no-credentials",
    sentence: ({ connection }) => [
      `AWS does not accept the signature of ${signer(connection)}.`,
      "Check the secret access key of the profile and this machine's clock, then retry.",
    ],
  },
  {
    names: /^(NotImplemented|UnknownOperation|Unsupported|InvalidAction)/,
    kind: "not-implemented",
    sentence: (context) => [
      `${capital(addressed(context))} does not implement ${context.action}.`,
      "Emulators leave calls out: use another one for this part, or AWS itself.",
    ],
  },
  {
    names: /NotFound/,
    kind: "not-found",
    sentence: ({ resource, connection }) => [
      `${resource ?? "What was asked for"} does not exist in ${connection.region} for ${signer(connection)}.`,
      "Refresh the explorer, or check Region and profile with Cognito: Select Connection.",
    ],
  },
  {
    names: /^(InvalidParameter|Validation|Serialization|InvalidRequest)/,
    kind: "invalid-request",
    sentence: ({ action }, said) => [
      `AWS rejected ${action} as invalid${said === "" ? "" : `: ${said}`}`,
      "Check the Region and what was entered, then retry.",
    ],
  },
];

export function serviceError(
  error: Error & {
    $metadata?: { httpStatusCode?: number; requestId?: string };
  },
  context: ErrorContext,
): PortError {
  const status = error.$metadata?.httpStatusCode ?? 0;
  const requestId = error.$metadata?.requestId;
  const detail =
    requestId === undefined
      ? error.name
      : `${error.name}, request id ${requestId}`;
  const name = status === 501 ? "NotImplemented" : error.name;
  const row = rows.find(({ names }) => names.test(name));
  if (row !== undefined) {
    const [message, remedy] = row.sentence(context, clean(error.message));
    return new PortError(row.kind, message, remedy, detail);
  }
  return status >= 500
    ? new PortError(
        "unknown",
        `${capital(addressed(context))} failed at ${context.action} with HTTP status ${String(status)}.`,
        "The fault is on the other side: retry in a moment.",
        detail,
      )
    : new PortError(
        "unknown",
        `The call ${context.action} failed (${error.name}).`,
        "Retry; if it stays, run Cognito: Show Log for the details.",
        detail,
      );
}

/** A service's text in one plain line that ends as a sentence. */
function clean(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, " ").trim();
  if (line === "") return "";
  if (line.length > 200) return `${line.slice(0, 200)}…`;
  return /[.!?…]$/.test(line) ? line : `${line}.`;
}
