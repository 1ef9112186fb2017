/** Answers as handlers really gave them, and what the contract says about each. */
import { describe, expect, it } from "vitest";
import type {
  JsonValue,
  TriggerId,
} from "../../../src/core/triggers/contract.ts";
import { contractOf } from "../../../src/core/triggers/contracts.ts";
import {
  checkResponse,
  type JsonObject,
} from "../../../src/core/triggers/response-check.ts";

const eventWith = (
  request: JsonObject = {},
  response: JsonObject = {},
): JsonObject => ({
  version: "1",
  triggerSource: "Any_Source",
  region: "eu-central-1",
  userPoolId: "eu-central-1_AbCdEfGhI",
  userName: "ada",
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "c" },
  request: { userAttributes: {}, ...request },
  response,
});

const check = (
  trigger: TriggerId,
  response: JsonObject,
  sent: JsonObject = eventWith(),
): string[] =>
  checkResponse(contractOf(trigger), sent, { ...sent, response }).map(
    ({ kind, path }) => `${kind} ${path}`,
  );

describe("an answer", () => {
  it("that is the event as it came has no problem", () => {
    for (const trigger of ["PreSignUp", "PostConfirmation"] as const)
      expect(
        checkResponse(contractOf(trigger), eventWith(), eventWith()),
      ).toEqual([]);
  });

  it.each<JsonValue | undefined>([undefined, null])(
    "of %s is reported as invalid JSON",
    (answer) => {
      const [problem] = checkResponse(
        contractOf("PostConfirmation"),
        eventWith(),
        answer,
      );
      expect(problem?.kind).toBe("no-event");
      expect(problem?.outcome.error).toEqual({
        name: "InvalidLambdaResponseException",
        message: "Invalid lambda function output : Invalid JSON",
      });
    },
  );

  it.each<JsonValue>([
    "ok",
    true,
    [],
    {},
    { statusCode: 200 },
    { autoConfirmUser: true },
  ])("of %j is not recognised", (answer) => {
    const [problem] = checkResponse(
      contractOf("PreSignUp"),
      eventWith(),
      answer,
    );
    expect(problem?.kind).toBe("not-whole-event");
    expect(problem?.outcome.error?.message).toBe(
      "Unrecognizable lambda output",
    );
  });

  it("that lost one member of the envelope is told which", () => {
    const { callerContext, ...rest } = eventWith();
    expect(callerContext).toBeDefined();
    expect(
      checkResponse(contractOf("PreSignUp"), eventWith(), rest).map(
        ({ path }) => path,
      ),
    ).toEqual(["callerContext"]);
  });

  it('with "true" for a boolean has an outcome that nobody documents', () => {
    const sent = eventWith({}, { autoConfirmUser: false });
    const problems = checkResponse(contractOf("PreSignUp"), sent, {
      ...sent,
      response: { autoConfirmUser: "true" },
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      kind: "wrong-type",
      path: "response.autoConfirmUser",
      outcome: { evidence: "unknown" },
    });
    expect(problems[0]?.outcome.error).toBeUndefined();
    expect(problems[0]?.message).toContain('the text "true"');
  });

  it("with members of another trigger or with a slip of the pen is told so", () => {
    expect(check("PreSignUp", { autoVerifyPhoneNumber: true })).toEqual([
      "unknown-member response.autoVerifyPhoneNumber",
    ]);
    expect(check("PostConfirmation", { autoConfirmUser: true })).toEqual([
      "unknown-member response.autoConfirmUser",
    ]);
  });

  it("is checked to any depth", () => {
    expect(
      check("PreTokenGenerationV2", {
        claimsAndScopeOverrideDetails: {
          idTokenGeneration: {
            claimsToAddOrOverride: { plan: { tier: 1, tags: ["a"] } },
            scopesToAdd: ["x"],
          },
          accessTokenGeneration: { scopesToAdd: ["read", 7] },
        },
      }),
    ).toEqual([
      "unknown-member response.claimsAndScopeOverrideDetails.idTokenGeneration.scopesToAdd",
      "wrong-type response.claimsAndScopeOverrideDetails.accessTokenGeneration.scopesToAdd[1]",
    ]);
  });

  it("with a list as a claim of version 1 is not recognised", () => {
    const sent = eventWith();
    const problems = checkResponse(contractOf("PreTokenGenerationV1"), sent, {
      ...sent,
      response: {
        claimsOverrideDetails: { claimsToAddOrOverride: { roles: ["a"] } },
      },
    });
    expect(problems.map(({ outcome }) => outcome.error?.message)).toEqual([
      "Unrecognizable lambda output",
    ]);
  });

  it("without a required member is told so, on the condition the contract gives", () => {
    expect(check("VerifyAuthChallengeResponse", {})).toEqual([
      "missing-member response.answerCorrect",
    ]);
    const custom = eventWith({ challengeName: "CUSTOM_CHALLENGE" });
    expect(
      check("CreateAuthChallenge", { privateChallengeParameters: {} }, custom),
    ).toEqual(["missing-member response.privateChallengeParameters"]);
    expect(
      check("CreateAuthChallenge", {}, eventWith({ challengeName: "SRP_A" })),
    ).toEqual([]);
    expect(check("UserMigration", {})).toEqual([]);
    expect(check("UserMigration", { finalUserStatus: "CONFIRMED" })).toEqual([
      "missing-member response.userAttributes",
    ]);
  });

  it("may leave what Cognito delivered as it came", () => {
    const sent = eventWith({}, { claimsOverrideDetails: null });
    expect(
      check("PreTokenGenerationV2", { claimsOverrideDetails: null }, sent),
    ).toEqual([]);
  });

  it("with a value that is not one of those allowed is told which are", () => {
    const sent = eventWith();
    const problems = checkResponse(contractOf("UserMigration"), sent, {
      ...sent,
      response: {
        userAttributes: { email: "a@example.com" },
        desiredDeliveryMediums: ["EMAIL", "PIGEON"],
      },
    });
    expect(problems.map(({ message }) => message)).toEqual([
      "response.desiredDeliveryMediums[1] of a UserMigration trigger must be one of EMAIL, SMS; it is a text.",
    ]);
  });

  it("of a custom sender is not read at all", () => {
    expect(
      checkResponse(contractOf("CustomEmailSender"), eventWith(), null),
    ).toEqual([]);
  });

  it("never shows what a text holds", () => {
    const sent = eventWith();
    const text = JSON.stringify(
      checkResponse(contractOf("PreSignUp"), sent, {
        ...sent,
        response: { autoConfirmUser: "hunter2-secret" },
      }),
    );
    expect(text).not.toContain("hunter2");
  });
});
