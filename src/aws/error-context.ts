/** What a failed call was about, and how the sentences of `errors.ts` and its neighbours name it. */
import type { Connection } from "../core/ports/connection.ts";

export interface ErrorContext {
  readonly connection: Connection;
  /** The call as IAM names its permission, e.g. `cognito-idp:ListUserPools`. */
  readonly action: string;
  /** What was asked for, e.g. `User pool eu-central-1_abc`: the subject of "does not exist". */
  readonly resource?: string;
}

/** Who signs, as a user would say it. */
export function signer({ profile }: Connection): string {
  return profile === undefined
    ? "the default AWS credentials"
    : `AWS profile ${profile}`;
}

/** Where the call went. Without an endpoint of the user's, a profile may still name one of its own. */
export function addressed({ connection, action }: ErrorContext): string {
  const { endpoint, region } = connection;
  if (endpoint !== undefined)
    return `the endpoint ${URL.canParse(endpoint) ? new URL(endpoint).host : endpoint}`;
  return `the ${action.slice(0, action.indexOf(":"))} address for ${region}`;
}

/** For a phrase that opens the sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
