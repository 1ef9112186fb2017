/**
 * Failures to obtain credentials, before anything is sent. The providers' own messages may hold paths and commands:
 * they are looked at for the kind of failure and never shown.
 */
import { PortError } from "../core/ports/port-error.ts";
import { capital, signer, type ErrorContext } from "./error-context.ts";

export function credentialError(
  error: Error,
  { connection }: ErrorContext,
): PortError | undefined {
  if (!/^(Credentials|Token)?(Provider|sProvider)Error$/.test(error.name))
    return undefined;
  const { profile } = connection;
  const who = signer(connection);
  const option = profile === undefined ? "" : ` --profile ${profile}`;
  if (/\bsso\b/i.test(error.message))
    return new PortError(
      "expired-credentials",
      `The SSO sign-in of ${who} has expired or was never made.`,
      `Run aws sso login${option} in a terminal, then retry.`,
    );
  if (/aws login|login[/\\]cache|reauthenticate/i.test(error.message))
    return new PortError(
      "expired-credentials",
      `The console sign-in of ${who} has expired or was never made.`,
      `Run aws login${option} in a terminal, then retry.`,
    );
  if (/multi-factor/i.test(error.message))
    return new PortError(
      "no-credentials",
      `${capital(who)} asks for a multi-factor code, which Cognito Debugger cannot enter.`,
      "Choose a profile that needs no code, or one that is signed in with aws sso login.",
    );
  return new PortError(
    "no-credentials",
    profile === undefined
      ? "No AWS credentials were found: not in the environment, not in the shared config files, not from a role of this machine."
      : `${capital(who)} gives no credentials: it does not exist, is incomplete, or what it refers to failed.`,
    "Run Cognito: Select Connection to choose another profile, or set this one up with aws configure, then retry.",
  );
}
