/**
 * The one place where what AWS, the network, a proxy or an emulator did becomes a sentence. Each reader below looks at
 * the error and either knows it or passes; the last one always answers.
 */
import { PortError } from "../core/ports/port-error.ts";
import { credentialError } from "./credential-errors.ts";
import type { ErrorContext } from "./error-context.ts";
import { networkError } from "./network-errors.ts";
import { notAwsError } from "./not-aws-errors.ts";
import { serviceError } from "./service-errors.ts";

/** Runs one call of the SDK; whatever it rejects with leaves as a `PortError`. */
export async function callAws<T>(
  context: ErrorContext,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toPortError(error, context);
  }
}

/** The sentence for `error`. Gives a `PortError` back as it is. */
export function toPortError(error: unknown, context: ErrorContext): PortError {
  if (error instanceof PortError) return error;
  const known = error instanceof Error ? error : new Error("not an error");
  return (
    cancelled(known, context) ??
    credentialError(known, context) ??
    networkError(known, context) ??
    notAwsError(known, context) ??
    serviceError(known, context)
  );
}

function cancelled(error: Error, context: ErrorContext): PortError | undefined {
  return error.name === "AbortError"
    ? new PortError(
        "cancelled",
        `The call ${context.action} was cancelled.`,
        "Run it again.",
      )
    : undefined;
}
