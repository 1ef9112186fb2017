/**
 * Puts together the attempts of those runs whose lines name a user. Invariant: runs that name different users are never
 * in one attempt, however closely they follow each other.
 */
import { cognitoWaitsMs } from "../invocation.ts";
import {
  addRun,
  agrees,
  lastOf,
  linkNames,
  mayFollow,
  newAttempt,
  type OpenAttempt,
} from "./attempt.ts";
import { longestWait, slack } from "./flow-order.ts";
import { failed, type TriggerRun } from "./trigger-run.ts";

/** A user has hardly more attempts at once; a load test has. */
const mostOpen = 20;

/** `runs`: in order of time, each with a user's name or sub. */
export function nameAttempts(runs: readonly TriggerRun[]): OpenAttempt[] {
  const namesFor = linkNames(runs);
  const attempts: OpenAttempt[] = [];
  const ofName = new Map<string, OpenAttempt[]>();
  for (const run of runs) {
    const names = namesFor(run);
    const open = [...new Set(names.flatMap((name) => ofName.get(name) ?? []))];
    const { attempt, sure, retry } = findPlace(open, run);
    const place = attempt ?? newAttempt({ run, certainty: "named", retry });
    if (attempt === undefined) attempts.push(place);
    else addRun(place, { run, certainty: sure ? "named" : "probably", retry });
    for (const name of names) {
      const known = (ofName.get(name) ?? []).filter(
        (each) => each !== place && lastOf(each).end > run.begin - longestWait,
      );
      ofName.set(name, [...known.slice(-mostOpen), place]);
    }
  }
  return attempts;
}

interface Place {
  readonly attempt?: OpenAttempt;
  /** No other attempt of the same user fits as well. */
  readonly sure: boolean;
  readonly retry: boolean;
}

function findPlace(open: readonly OpenAttempt[], run: TriggerRun): Place {
  const possible = open.filter((attempt) => agrees(attempt, run));
  const retried = possible.find((attempt) => isRetry(lastOf(attempt), run));
  if (retried !== undefined)
    return { attempt: retried, sure: true, retry: true };
  const fitting = byEnd(
    possible.filter((attempt) =>
      opens(run)
        ? leadsTo(lastOf(attempt), run)
        : mayFollow(lastOf(attempt), run),
    ),
  );
  // Where a log is missing in between, whoever is named by both runs is enough.
  const [attempt] =
    fitting.length > 0
      ? fitting
      : opens(run)
        ? []
        : byEnd(possible.filter((each) => isLater(lastOf(each), run)));
  return {
    ...(attempt === undefined ? {} : { attempt }),
    sure: fitting.length < 2,
    retry: false,
  };
}

/** The one that ended last goes first. */
function byEnd(attempts: readonly OpenAttempt[]): readonly OpenAttempt[] {
  return [...attempts].sort((a, b) => lastOf(b).end - lastOf(a).end);
}

/** With these an attempt begins, save for what may come before them at once. */
function opens({ trigger, source, firstRound }: TriggerRun): boolean {
  switch (trigger) {
    case "DefineAuthChallenge":
      return firstRound === true;
    case "PreSignUp":
    case "PreAuthentication":
    case "UserMigration":
    case "InboundFederation":
      return true;
    case "PreTokenGeneration":
      return source === "TokenGeneration_RefreshTokens";
    default:
      return /_(?:ForgotPassword|ResendCode|AdminCreateUser|\w+UserAttribute)$/.test(
        source ?? "",
      );
  }
}

/** `run` begins attempts, but belongs to the one that `before` has begun. */
function leadsTo(before: TriggerRun, run: TriggerRun): boolean {
  const beginners = [
    "InboundFederation",
    "UserMigration",
    "PreAuthentication",
    "PreSignUp",
    "CustomMessage",
  ];
  return (
    beginners.includes(before.trigger) &&
    before.trigger !== run.trigger &&
    run.source !== "TokenGeneration_RefreshTokens" &&
    mayFollow(before, run)
  );
}

function isLater(before: TriggerRun, run: TriggerRun): boolean {
  const gap = run.begin - before.end;
  const over = ["PreTokenGeneration", "PostConfirmation"].includes(
    before.trigger,
  );
  return !over && gap >= -slack && gap <= longestWait;
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html */
function isRetry(before: TriggerRun, run: TriggerRun): boolean {
  const after = run.begin - before.begin;
  return (
    before.trigger === run.trigger &&
    before.source === run.source &&
    before.firstRound === run.firstRound &&
    after <= 2 * cognitoWaitsMs &&
    (failed(before) || before.end - before.begin >= cognitoWaitsMs - slack)
  );
}
