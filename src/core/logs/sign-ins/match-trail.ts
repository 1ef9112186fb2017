/**
 * CloudTrail's events to the attempts whose triggers they called. Invariant: an event with the sub of one user is never
 * shown with an attempt of another.
 */
import type { TrailEvent } from "../../ports/trail.ts";
import { agrees, type Attempt, type Certainty } from "./attempt.ts";

export interface TrailMatch {
  readonly event: TrailEvent;
  readonly certainty: Certainty;
}

/** CloudTrail cuts off the milliseconds; the call is recorded when it has ended, its triggers have a while to answer. */
const before = 1_000;
const after = 7_000;

/** Calls and endpoints that run triggers of a sign-in or sign-up, from the list of AWS's page on CloudTrail. */
const flowCalls =
  /^(?:Admin)?(?:InitiateAuth|RespondToAuthChallenge|GetTokensFromRefreshToken|SignUp|ConfirmSignUp|ResendConfirmationCode|ForgotPassword|ConfirmForgotPassword|ResetUserPassword|CreateUser)$|^(?:Beta_)?(?:Login|Signup|Confirm|ForgotPassword|Mfa|Token|OAuth2Response|SAML2Response|CognitoAuthentication|login|selectChallenge|verifyCode)_?/i;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function matchTrail(
  attempts: readonly Attempt[],
  events: readonly TrailEvent[],
): ReadonlyMap<Attempt, readonly TrailMatch[]> {
  const matches = new Map<Attempt, TrailMatch[]>();
  const add = (attempt: Attempt, match: TrailMatch): void => {
    matches.set(attempt, [...(matches.get(attempt) ?? []), match]);
  };
  for (const event of [...events].sort((a, b) => a.time - b.time)) {
    const near = attempts.filter(
      (attempt) => isNear(attempt, event) && agrees(attempt, event),
    );
    const named = near.filter(({ names }) => names.has(event.sub ?? ""));
    if (named.length > 0) {
      for (const attempt of named)
        add(attempt, {
          event,
          certainty: named.length === 1 ? "named" : "maybe",
        });
      continue;
    }
    if (!flowCalls.test(event.name)) continue;
    const possible = near.filter((attempt) => mayBeOf(attempt, event));
    for (const attempt of possible)
      add(attempt, {
        event,
        certainty: possible.length === 1 ? "probably" : "maybe",
      });
  }
  return matches;
}

function isNear({ runs }: Attempt, { time }: TrailEvent): boolean {
  const begin = runs[0]?.run.begin ?? Infinity;
  const end = Math.max(...runs.map(({ run }) => run.end));
  return time >= begin - before && time <= end + after;
}

/** Where both know a sub, the two are of different users here. */
function mayBeOf({ names }: Attempt, { sub }: TrailEvent): boolean {
  return sub === undefined || ![...names].some((name) => uuid.test(name));
}
