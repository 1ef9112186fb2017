/**
 * What a user's status means for signing in. One row per status that Cognito names; a status it may add later is shown
 * under its own name. https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
import type { PoolUser } from "../ports/user-pools.ts";

/** `blocked`: signing in fails now. `pending`: it goes on to a step that the user must take. */
export type SignInState = "ready" | "pending" | "blocked" | "unknown";

export interface UserState {
  /** The status as Cognito names it, or DISABLED. */
  readonly name: string;
  readonly signIn: SignInState;
  /** A few words beside the name; empty when there is nothing to do. */
  readonly hint: string;
  /** One or two sentences: what it means and what to do. */
  readonly explanation: string;
}

const statuses: Readonly<Record<string, Omit<UserState, "name">>> = {
  UNCONFIRMED: {
    signIn: "blocked",
    hint: "cannot sign in yet",
    explanation:
      "Signed up, but never confirmed: neither with the code that was sent, nor by an administrator, nor by a PreSignUp trigger.",
  },
  CONFIRMED: {
    signIn: "ready",
    hint: "",
    explanation: "Confirmed: the account itself does not stand in the way.",
  },
  FORCE_CHANGE_PASSWORD: {
    signIn: "pending",
    hint: "temporary password",
    explanation:
      "Created by an administrator. The first sign-in with the temporary password asks for a new one; a temporary password that has expired must be sent again.",
  },
  RESET_REQUIRED: {
    signIn: "blocked",
    hint: "must reset the password",
    explanation:
      "The password was reset or the user was imported: a new one must be set with a code before signing in.",
  },
  EXTERNAL_PROVIDER: {
    signIn: "ready",
    hint: "signs in elsewhere",
    explanation:
      "Signs in through an external identity provider and has no password in this pool.",
  },
};

/** A disabled user cannot sign in, whatever the status says. */
export function stateOfUser({
  status,
  enabled,
}: Pick<PoolUser, "status" | "enabled">): UserState {
  const row = Object.hasOwn(statuses, status) ? statuses[status] : undefined;
  if (!enabled)
    return {
      name: "DISABLED",
      signIn: "blocked",
      hint: "cannot sign in",
      explanation: `An administrator disabled this user (status ${status}): enable the user to allow signing in.`,
    };
  return row === undefined
    ? {
        name: status,
        signIn: "unknown",
        hint: "",
        explanation:
          "Cognito gives this status; its meaning is not known here.",
      }
    : { name: status, ...row };
}
