/**
 * Which trigger may follow which in one attempt, and how soon: at once where Cognito goes on by itself, later where it
 * waits for a person. The order of PostAuthentication and PreTokenGeneration, and of UserMigration and
 * PreAuthentication, is not documented: both are allowed.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import { cognitoWaitsMs } from "../invocation.ts";

/** Cognito's own way takes a fraction of this, but an environment that must be made first counts as well. */
const atOnce = cognitoWaitsMs;

/**
 * The longest that the session of a challenge may live.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
export const longestWait = 15 * 60_000;

/** Clocks of two functions differ a little. */
export const slack = 100;

type Successors = Readonly<Record<string, number>>;

const senders: Successors = {
  CustomMessage: atOnce,
  CustomEmailSender: atOnce,
  CustomSMSSender: atOnce,
};
const done: Successors = {
  PostAuthentication: atOnce,
  PreTokenGeneration: atOnce,
};
const afterPerson: Successors = {
  PostConfirmation: longestWait,
  PostAuthentication: longestWait,
  PreTokenGeneration: longestWait,
};
const afterMessage: Successors = { ...senders, ...afterPerson };

const successors: Readonly<Record<string, Successors>> = {
  InboundFederation: { ...done, PreSignUp: atOnce, PreAuthentication: atOnce },
  UserMigration: { ...afterMessage, PreAuthentication: atOnce },
  PreAuthentication: {
    ...afterMessage,
    UserMigration: atOnce,
    DefineAuthChallenge: atOnce,
  },
  DefineAuthChallenge: {
    ...senders,
    ...done,
    CreateAuthChallenge: atOnce,
    // The password, where SRP comes first.
    DefineAuthChallenge: longestWait,
  },
  CreateAuthChallenge: { VerifyAuthChallengeResponse: longestWait },
  VerifyAuthChallengeResponse: { DefineAuthChallenge: atOnce },
  PreSignUp: { ...senders, PostConfirmation: longestWait },
  PostConfirmation: { PreTokenGeneration: atOnce },
  PostAuthentication: { PreTokenGeneration: atOnce },
  PreTokenGeneration: { PostAuthentication: atOnce },
  CustomMessage: afterMessage,
  CustomEmailSender: afterMessage,
  CustomSMSSender: afterMessage,
};

/** The longest pause after which `next` may follow `trigger`, milliseconds; undefined: it never does. */
export function pauseBetween(
  trigger: string,
  next: string,
): number | undefined {
  return successors[trigger]?.[next];
}

/** Cognito goes on by itself from `trigger` to `next`, and never the other way round. */
export function goesBefore(trigger: string, next: string): boolean {
  return (
    pauseBetween(trigger, next) === atOnce &&
    pauseBetween(next, trigger) === undefined
  );
}

/** Pairs between which Cognito calls no other trigger. */
export function nothingBetween(trigger: string, next: string): boolean {
  return (
    (trigger === "DefineAuthChallenge" && next === "CreateAuthChallenge") ||
    (trigger === "VerifyAuthChallengeResponse" &&
      next === "DefineAuthChallenge")
  );
}

/** Triggers that run once in an attempt. */
export function runsOnce(trigger: string): boolean {
  return [
    "PreSignUp",
    "PostConfirmation",
    "PreAuthentication",
    "PostAuthentication",
    "PreTokenGeneration",
  ].includes(trigger);
}
