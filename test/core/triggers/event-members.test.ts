/** What is known at a place in an event, and what is said about it. */
import { describe, expect, it } from "vitest";
import { contractOf } from "../../../src/core/triggers/contracts.ts";
import {
  allowedTexts,
  describeMember,
  membersAt,
} from "../../../src/core/triggers/event-members.ts";

const preSignUp = contractOf("PreSignUp");
const define = contractOf("DefineAuthChallenge");
const names = (...path: string[]): readonly string[] =>
  membersAt(preSignUp, path).map(({ name }) => name);

it("knows the texts that a member may be", () => {
  const texts = (...path: string[]): readonly string[] =>
    allowedTexts(define, path).map(({ text }) => text);
  expect(texts("response", "challengeName")).toContain("CUSTOM_CHALLENGE");
  expect(texts("triggerSource")).toEqual([
    "DefineAuthChallenge_Authentication",
  ]);
  expect(texts("response", "issueTokens")).toEqual([]);
});

describe("members of an event", () => {
  it("are the envelope's at the event itself", () => {
    expect(names()).toContain("triggerSource");
    expect(names()).toContain("request");
  });

  it("are the trigger's in request and response", () => {
    expect(names("response")).toEqual([
      "autoConfirmUser",
      "autoVerifyEmail",
      "autoVerifyPhone",
    ]);
    expect(names("request")).toContain("userAttributes");
  });

  it("are found inside lists and nested objects", () => {
    expect(
      membersAt(define, ["request", "session", "0"]).map(({ name }) => name),
    ).toContain("challengeMetadata");
    expect(
      membersAt(contractOf("PreTokenGenerationV2"), [
        "response",
        "claimsAndScopeOverrideDetails",
        "idTokenGeneration",
      ]).map(({ name }) => name),
    ).toEqual(["claimsToAddOrOverride", "claimsToSuppress"]);
  });

  it("are none where the contract names none", () => {
    expect(names("request", "userAttributes")).toEqual([]);
    expect(names("nothing", "like", "this")).toEqual([]);
  });
});

describe("what is said about a member", () => {
  const said = (...path: string[]): string | undefined =>
    describeMember([preSignUp], path);

  it("names its type, what it arrives with, when it is ignored, and the page", () => {
    const text = said("response", "autoConfirmUser") ?? "";
    expect(text).toContain("Type: boolean.");
    expect(text).toContain("The event arrives with false.");
    expect(text).toContain("ignores it for PreSignUp_AdminCreateUser");
    expect(text).toMatch(/\(https:\/\/docs\.aws\.amazon\.com\/cognito\/.*\)$/);
  });

  it("gives the values that are allowed", () => {
    expect(
      describeMember(
        [contractOf("UserMigration")],
        ["response", "finalUserStatus"],
      ),
    ).toContain('"CONFIRMED" or "RESET_REQUIRED", or null');
  });

  it("says that attributes are text", () => {
    expect(said("request", "userAttributes", "email_verified")).toMatch(
      /Type: string\..*All values are strings/,
    );
  });

  it("lists the trigger's sources", () => {
    expect(said("triggerSource")).toContain("`PreSignUp_ExternalProvider`");
  });

  it("does not claim what AWS does not document", () => {
    expect(
      describeMember(
        [contractOf("VerifyAuthChallengeResponse")],
        ["response", "answerCorrect"],
      ),
    ).toContain("arrives with null (not documented by AWS)");
  });

  it("tells triggers that agree once", () => {
    const text =
      describeMember(
        [
          contractOf("PreTokenGenerationV2"),
          contractOf("PreTokenGenerationV3"),
        ],
        ["response", "claimsAndScopeOverrideDetails"],
      ) ?? "";
    expect(text).toContain("PreTokenGeneration V2_0, PreTokenGeneration V3_0");
    expect(text.match(/Type:/g)).toHaveLength(1);
  });

  it("is nothing where no trigger has it", () => {
    expect(said("response", "answerCorrect")).toBeUndefined();
  });
});
