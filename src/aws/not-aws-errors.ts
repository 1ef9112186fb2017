/**
 * Answers that no AWS service gives: a page, a redirect, an error without a name. Something else stands at that
 * address or in between: a proxy, a sign-in page, a web server on the emulator's port.
 */
import { PortError } from "../core/ports/port-error.ts";
import { addressed, type ErrorContext } from "./error-context.ts";

interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function notAwsError(
  error: Error & { $response?: Answer },
  context: ErrorContext,
): PortError | undefined {
  const status = error.$response?.statusCode ?? 0;
  const unreadable = error.name === "SyntaxError";
  // The SDK names an error Unknown when the answer names none; AWS names its own below 500.
  const nameless = /^Unknown(Error)?$/.test(error.name) && status < 500;
  if (!unreadable && !nameless) return undefined;
  const type = error.$response?.headers?.["content-type"] ?? "";
  if (/html/i.test(type) || /"\s*<(!doctype|html)/i.test(error.message))
    return somethingElse("an HTML page", status, context);
  if (status >= 300 && status < 400)
    return somethingElse("a redirect", status, context);
  return somethingElse(
    unreadable ? "text that is not JSON" : "an error without a name",
    status,
    context,
  );
}

/** The sentence for an address that is up but is no AWS service; `what` came instead. */
export function somethingElse(
  what: string,
  status: number,
  context: ErrorContext,
): PortError {
  return new PortError(
    "not-aws",
    `Something that is not AWS answered ${context.action} at ${addressed(context)}: ${what}, HTTP status ${String(status)}.`,
    context.connection.endpoint === undefined
      ? "A proxy or the sign-in page of a network may stand in between: check the network, then retry."
      : "Check the address with Cognito: Set Service Endpoint, or what runs there, then retry.",
  );
}
