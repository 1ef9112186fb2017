/** How a define auth challenge trigger decides: on one path, member by member, and from step to step of a sign-in. */
import type {
  AnsweredChallenge,
  ExitFact,
  HandlerFacts,
  ValueFact,
} from "../interp/facts.ts";

/** `unset`: surely not set on this path. Undefined: not known, or not the same on all ways here. */
export function decisionOf(
  exit: ExitFact,
  member: string,
): ValueFact | "unset" | undefined {
  const writes = exit.writes.filter((write) => write.member === member);
  if (writes.length === 0) return exit.lacks(member) ? "unset" : undefined;
  const [write, ...others] = writes;
  const [value, ...rest] = write?.values ?? [];
  return others.length > 0 ||
    rest.length > 0 ||
    write?.known !== true ||
    write.sometimes
    ? undefined
    : value;
}

export function isBoolean(
  decided: ReturnType<typeof decisionOf>,
  value: boolean,
): boolean {
  return (
    typeof decided === "object" &&
    decided.kind === "boolean" &&
    decided.value === value
  );
}

const results = ["challengeResult", "challenge_result"];
const names = [
  "challengeName",
  "challenge_name",
  "challengeMetadata",
  "challenge_metadata",
];

/** What of a step the way to this end may have looked at. */
export const looksBefore = (
  exit: ExitFact,
): { readonly result: boolean; readonly name: boolean } => ({
  result: exit.mayHaveLooked(results),
  name: exit.mayHaveLooked(names),
});

export const answered = (
  challengeName: string,
  challengeResult: boolean,
): AnsweredChallenge => ({ challengeName, challengeResult });

/** Sessions that are looked into; beyond them a sign-in is not followed. */
const sessionBound = 40;
export const longestSession = 8;

/**
 * The ends a handler comes to in sign-ins as they go: each step is one that its answer to the step before allows. A client
 * may begin any of them with a password. Who looks whether the user exists is asked about one who does as well.
 */
export function exitsOfSignIns(facts: HandlerFacts): readonly ExitFact[] {
  const found: ExitFact[] = [];
  const sessions: (readonly AnsweredChallenge[])[] = [
    [],
    [answered("SRP_A", true)],
  ];
  const looks = facts.requestReads.has("userNotFound");
  for (const [i, session] of sessions.entries()) {
    const exits = [
      ...facts.exitsAfter(session),
      ...(looks ? facts.exitsAfter(session, true) : []),
    ];
    found.push(...exits);
    if (session.length >= longestSession) continue;
    const next = steps.filter(([name]) =>
      exits.some((exit) => mayOffer(exit, name)),
    );
    for (const [, ...answers] of next)
      for (const answer of answers)
        if (sessions.length < sessionBound)
          sessions.push([...session, ...answer]);
    // Who never asks, as far as can be seen, is asked all the same what becomes of an answer.
    if (i === sessions.length - 1 && !sessions.some(hasCustom))
      sessions.push(...customAnswers.map((each) => [each]));
  }
  return found;
}

/**
 * Whether somebody who answers every challenge right may get tokens at some step, as far as is known. Cognito's own
 * challenges besides the password are not followed.
 */
export function mayComeIn(facts: HandlerFacts): boolean {
  const { exits, exitsAfter, mentions } = facts;
  if (exits.some(comesInUnseen) || mentions(otherChallenges)) return true;
  const right = answered("CUSTOM_CHALLENGE", true);
  const sessions = [[right], [], [answered("SRP_A", true)]];
  for (const session of sessions) {
    const exits = exitsAfter(session, true);
    if (exits.length === 0 || exits.some(mayIssue)) return true;
    if (sessions.length > sessionBound) return true;
    if (session.length >= longestSession) continue;
    for (const [name, ...answers] of steps)
      if (exits.some((exit) => mayOffer(exit, name)))
        for (const answer of answers)
          if (answer.every(({ challengeResult }) => challengeResult))
            sessions.push([...session, ...answer]);
  }
  return false;
}

const otherChallenges =
  /NEW_PASSWORD_REQUIRED|SOFTWARE_TOKEN|DEVICE_|SELECT_|_OTP\b|WEB_AUTHN|MFA_SETUP/u;

/** Another rule's matter. */
function comesInUnseen(exit: ExitFact): boolean {
  const { result, name } = looksBefore(exit);
  return !(result && name) && isBoolean(decisionOf(exit, "issueTokens"), true);
}

function mayIssue(exit: ExitFact): boolean {
  const issue = decisionOf(exit, "issueTokens");
  return issue !== "unset" && !isBoolean(issue, false);
}

const customAnswers = [
  answered("CUSTOM_CHALLENGE", false),
  answered("CUSTOM_CHALLENGE", true),
];

const hasCustom = (session: readonly AnsweredChallenge[]): boolean =>
  session.some(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE");

/** By challenge: what the session goes on with. Cognito asks for a second factor by itself. */
const steps: readonly (readonly [
  name: string,
  ...answers: (readonly AnsweredChallenge[])[],
])[] = [
  ["CUSTOM_CHALLENGE", ...customAnswers.map((each) => [each])],
  [
    "PASSWORD_VERIFIER",
    [answered("PASSWORD_VERIFIER", true)],
    [answered("PASSWORD_VERIFIER", true), answered("SMS_MFA", true)],
  ],
];

/** Whether the sign-in may go on from here with this challenge. */
export function mayOffer(exit: ExitFact, name: string): boolean {
  const ends = ["issueTokens", "failAuthentication"].some((flag) =>
    isBoolean(decisionOf(exit, flag), true),
  );
  const offered = decisionOf(exit, "challengeName");
  if (ends || offered === "unset") return false;
  return (
    offered?.kind !== "string" ||
    offered.value === undefined ||
    offered.value === name
  );
}
