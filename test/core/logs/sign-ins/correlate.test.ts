/** Sign-ins told by their logs: which runs belong together, how surely, and that two users are never taken for one. */
import { describe, expect, test } from "vitest";
import { groupInvocations } from "../../../../src/core/logs/group-invocations.ts";
import { correlate } from "../../../../src/core/logs/sign-ins/correlate.ts";
import { createRandom } from "../../../support/random.ts";
import {
  event,
  linesOf,
  logsOf,
  triggersOf,
  type PretendedRun,
} from "./pretended-runs.ts";

const result = (ok: boolean) => ({
  challengeName: "CUSTOM_CHALLENGE",
  challengeResult: ok,
  challengeMetadata: null,
});
const define = (user: string, session: readonly unknown[]): string =>
  event("DefineAuthChallenge_Authentication", user, { session });
const create = (user: string): string =>
  event("CreateAuthChallenge_Authentication", user);
const verify = (user: string): string =>
  event("VerifyAuthChallengeResponse_Authentication", user);

/** A custom sign-in by `user` that begins at `at`; every handler logs its event but those in `silent`. */
function customSignIn(
  user: string,
  at: number,
  { silent = [] as readonly string[], thinks = 8_000, step = 60, ms = 20 } = {},
): PretendedRun[] {
  const says = (trigger: string, text: string): { says?: string } =>
    silent.includes(trigger) ? {} : { says: text };
  const run = (trigger: string, after: number, text: string): PretendedRun => ({
    trigger,
    at: at + after,
    ms,
    ...says(trigger, text),
  });
  const back = thinks + 2 * step;
  return [
    run("DefineAuthChallenge", 0, define(user, [])),
    run("CreateAuthChallenge", step, create(user)),
    run("VerifyAuthChallengeResponse", back, verify(user)),
    run("DefineAuthChallenge", back + step, define(user, [result(true)])),
    run(
      "PostAuthentication",
      back + 2 * step,
      event("PostAuthentication_Authentication", user),
    ),
    run(
      "PreTokenGeneration",
      back + 3 * step,
      event("TokenGeneration_Authentication", user),
    ),
  ];
}

/** Each attempt as its names and its triggers, with a mark on those that are no certainty. */
function told(runs: readonly PretendedRun[]): readonly string[] {
  return correlate(logsOf(runs), triggersOf).attempts.map(
    ({ names, runs: own }) =>
      `${[...names].join("+") || "nobody"}: ${own
        .map(
          ({ run, certainty, retry }) =>
            `${run.trigger.replace(/AuthChallenge(Response)?|uthentication|Generation/, "")}${certainty === "named" ? "" : certainty === "probably" ? "?" : "??"}${retry ? " again" : ""}`,
        )
        .join(" ")}`,
  );
}

describe("one user", () => {
  test("a custom sign-in is one attempt", () => {
    expect(told(customSignIn("ana", 0))).toEqual([
      "ana: Define Create Verify Define PostA PreToken",
    ]);
  });

  test("a handler that logs nothing of its event belongs there probably", () => {
    expect(
      told(customSignIn("ana", 0, { silent: ["PostAuthentication"] })),
    ).toEqual(["ana: Define Create Verify Define PostA? PreToken"]);
  });

  test("only one handler names the user: the others are placed around it", () => {
    const silent = [
      "DefineAuthChallenge",
      "CreateAuthChallenge",
      "PostAuthentication",
      "PreTokenGeneration",
    ];
    expect(told(customSignIn("ana", 0, { silent }))).toEqual([
      "ana: Define? Create? Verify Define? PostA? PreToken?",
    ]);
  });

  test("runs of the same millisecond are in the order of the flow, however their lines came", () => {
    const options = { step: 0, ms: 0.4, silent: ["PostAuthentication"] };
    for (const runs of [
      customSignIn("ana", 0, options),
      customSignIn("ana", 0, options).reverse(),
    ])
      expect(told(runs)).toEqual([
        expect.stringMatching(
          /^ana: Define Create Verify Define (PostA\? PreToken|PreToken PostA\?)$/,
        ),
      ]);
  });

  test("where nobody is named, time and flow alone tell, and it says so", () => {
    const silent = [
      "DefineAuthChallenge",
      "CreateAuthChallenge",
      "VerifyAuthChallengeResponse",
      "PostAuthentication",
      "PreTokenGeneration",
    ];
    expect(told(customSignIn("ana", 0, { silent }))).toEqual([
      "nobody: Define? Create? Verify? Define? PostA? PreToken?",
    ]);
  });

  test("a second sign-in begins with the second first round", () => {
    expect(
      told([...customSignIn("ana", 0), ...customSignIn("ana", 20_000)]),
    ).toHaveLength(2);
  });

  test("given up and begun again within the minute: two attempts", () => {
    expect(
      told([
        ...customSignIn("ana", 0).slice(0, 2),
        ...customSignIn("ana", 15_000),
      ]),
    ).toEqual([
      // The user might still answer the first e-mail.
      "ana: Define Create",
      "ana: Define Create Verify? Define PostA PreToken",
    ]);
  });

  test("Cognito calls a trigger again that took too long: one attempt", () => {
    expect(
      told([
        { trigger: "DefineAuthChallenge", at: 0, says: define("ana", []) },
        {
          trigger: "CreateAuthChallenge",
          at: 50,
          ms: 5_600,
          says: create("ana"),
        },
        { trigger: "CreateAuthChallenge", at: 5_060, says: create("ana") },
        {
          trigger: "VerifyAuthChallengeResponse",
          at: 12_000,
          says: verify("ana"),
        },
      ]),
    ).toEqual(["ana: Define Create Create again Verify"]);
  });

  test("on two devices at once: two attempts, each in the order of the flow", () => {
    const laptop = customSignIn("ana", 0, { thinks: 9_000 });
    const phone = customSignIn("ana", 30, { thinks: 4_000 });
    const attempts = told([...laptop, ...phone]);
    expect(attempts.map((text) => text.replaceAll("?", ""))).toEqual([
      "ana: Define Create Verify Define PostA PreToken",
      "ana: Define Create Verify Define PostA PreToken",
    ]);
    expect(attempts.join()).toContain("?");
  });

  test("a password sign-in, a refresh and a reset are three", () => {
    const says = (source: string): string => event(source, "ana");
    expect(
      told([
        {
          trigger: "PreAuthentication",
          at: 0,
          says: says("PreAuthentication_Authentication"),
        },
        {
          trigger: "PostAuthentication",
          at: 60,
          says: says("PostAuthentication_Authentication"),
        },
        {
          trigger: "PreTokenGeneration",
          at: 120,
          says: says("TokenGeneration_Authentication"),
        },
        {
          trigger: "PreTokenGeneration",
          at: 2_000,
          says: says("TokenGeneration_RefreshTokens"),
        },
        {
          trigger: "CustomMessage",
          at: 3_000,
          says: says("CustomMessage_ForgotPassword"),
        },
        {
          trigger: "PostConfirmation",
          at: 60_000,
          says: says("PostConfirmation_ConfirmForgotPassword"),
        },
      ]),
    ).toEqual([
      "ana: PreA PostA PreToken",
      "ana: PreToken",
      "ana: CustomMessage PostConfirmation",
    ]);
  });

  test("another app client is another attempt", () => {
    const runs = customSignIn("ana", 0);
    const [first, second, ...rest] = runs;
    const elsewhere = (run: PretendedRun | undefined): PretendedRun[] =>
      run === undefined
        ? []
        : [
            {
              ...run,
              says: (run.says ?? "").replace(
                /3n4b5\w+/,
                "anotherclientanother0",
              ),
            },
          ];
    expect(
      told([...elsewhere(first), ...elsewhere(second), ...rest]),
    ).toHaveLength(2);
  });

  test("one handler logs the user name, another the sub, a third both: one attempt", () => {
    const sub = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
    const source = "PreAuthentication_Authentication";
    expect(
      told([
        { trigger: "PreAuthentication", at: 0, says: event(source, "ana") },
        { trigger: "PostAuthentication", at: 60, says: `"sub":"${sub}"` },
        {
          trigger: "PreTokenGeneration",
          at: 120,
          says: event("TokenGeneration_Authentication", "ana", {
            userAttributes: { sub },
          }),
        },
      ]),
    ).toEqual([`ana+${sub}: PreA PostA PreToken`]);
  });

  test("a sign-up is confirmed minutes later", () => {
    expect(
      told([
        {
          trigger: "PreSignUp",
          at: 0,
          says: event("PreSignUp_SignUp", "ana"),
        },
        {
          trigger: "CustomMessage",
          at: 100,
          says: event("CustomMessage_SignUp", "ana"),
        },
        {
          trigger: "PostConfirmation",
          at: 120_000,
          says: event("PostConfirmation_ConfirmSignUp", "ana"),
        },
      ]),
    ).toEqual(["ana: PreSignUp CustomMessage PostConfirmation"]);
  });
});

describe("several users at once", () => {
  test("a run that names nobody and fits two sign-ins is a maybe of both", () => {
    const silent = ["PostAuthentication"];
    const [ana, bo] = [
      customSignIn("ana", 0, { silent }),
      customSignIn("bo", 5, { silent }),
    ];
    expect(told([...ana, ...bo])).toEqual([
      "ana: Define Create Verify Define PostA?? PostA?? PreToken",
      "bo: Define Create Verify Define PostA?? PostA?? PreToken",
    ]);
  });

  test("a function of two triggers is known by its events, and unknown without", () => {
    const [line] = linesOf({ trigger: "Both", at: 0, says: create("ana") }, 1);
    expect(line).toBeDefined();
    const both = () => ["CreateAuthChallenge", "DefineAuthChallenge"] as const;
    const logs = (says?: string) =>
      groupInvocations(
        linesOf(
          { trigger: "Both", at: 0, ...(says === undefined ? {} : { says }) },
          1,
        ),
      ).invocations;
    expect(correlate(logs(create("ana")), both)).toMatchObject({
      attempts: [{ runs: [{ run: { trigger: "CreateAuthChallenge" } }] }],
      unknown: [],
    });
    const silent = correlate(logs(), both);
    expect(silent.attempts).toEqual([]);
    expect(silent.unknown).toHaveLength(1);
  });

  const functions = [
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "PostAuthentication",
    "PreTokenGeneration",
  ];
  test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
    "generated interleaving %i: no attempt is of two users, no guess is wrong, no run is lost",
    (seed) => {
      const below = createRandom(seed);
      const silent = functions.filter(() => below(10) < 3);
      const users = Array.from(
        { length: 2 + below(8) },
        (_, index) => `user-${String(index)}`,
      );
      const owner = new Map<number, string>();
      const runs = users.flatMap((user) =>
        customSignIn(user, below(20_000), {
          silent,
          thinks: 500 + below(20_000),
          step: 30 + below(400),
          ms: 5 + below(20),
        }).map((run) => ({ run, user })),
      );
      runs.forEach(({ user }, index) => owner.set(index, user));
      const { attempts } = correlate(
        logsOf(runs.map(({ run }) => run)),
        triggersOf,
      );
      const seen = new Set<number>();
      for (const { names, runs: own } of attempts) {
        expect(names.size).toBeLessThan(2);
        const [name] = names;
        for (const { run, certainty } of own) {
          const index = Number(run.log.invocation.requestId?.slice(-12));
          seen.add(index);
          if (name !== undefined && certainty !== "maybe")
            expect(owner.get(index)).toBe(name);
        }
      }
      expect(seen.size).toBe(runs.length);
    },
  );
});
