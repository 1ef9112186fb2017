/** Which handlers are taken for which trigger, and which are left alone. */
import { describe, expect, it } from "vitest";
import { matchTrigger } from "../../../src/core/triggers/match-trigger.ts";
import type { TriggerEvidence } from "../../../src/core/triggers/trigger-evidence.ts";

const seen = (evidence: Partial<TriggerEvidence>): TriggerEvidence => ({
  path: "src/index.js",
  functionName: "handler",
  directives: [],
  typeNames: [],
  triggerSources: [],
  responseMembers: [],
  requestMembers: [],
  eventMembers: [],
  ...evidence,
});
const triggersOf = (
  evidence: Partial<TriggerEvidence>,
): readonly string[] | undefined => matchTrigger(seen(evidence))?.triggers;

describe("a handler is recognised by", () => {
  it.each<[string, Partial<TriggerEvidence>, string[]]>([
    ["a comment", { directives: ["PreSignUp"] }, ["PreSignUp"]],
    [
      "a comment that names two",
      { directives: ["PreSignUp, PostConfirmation"] },
      ["PreSignUp", "PostConfirmation"],
    ],
    [
      "a comment against what its name says",
      { directives: ["CustomMessage"], path: "pre-sign-up.js" },
      ["CustomMessage"],
    ],
    [
      "its configuration against its type",
      { declared: ["PreSignUp"], typeNames: ["CustomMessageTriggerHandler"] },
      ["PreSignUp"],
    ],
    [
      "a comment against its configuration",
      { declared: ["PreSignUp"], directives: ["CustomMessage"] },
      ["CustomMessage"],
    ],
    [
      "the configured version, whatever it writes",
      {
        declared: ["PreTokenGenerationV1"],
        responseMembers: ["claimsAndScopeOverrideDetails"],
      },
      ["PreTokenGenerationV1"],
    ],
    [
      "what it writes, where several versions are configured",
      {
        declared: ["PreTokenGenerationV1", "PreTokenGenerationV2"],
        responseMembers: ["claimsAndScopeOverrideDetails"],
      },
      ["PreTokenGenerationV2"],
    ],
    ["its type", { typeNames: ["PreSignUpTriggerHandler"] }, ["PreSignUp"]],
    [
      "the type of a later event version",
      { typeNames: ["PreTokenGenerationV2TriggerEvent"] },
      ["PreTokenGenerationV2"],
    ],
    [
      "the type of the first event version",
      { typeNames: ["PreTokenGenerationTriggerHandler"] },
      ["PreTokenGenerationV1"],
    ],
    [
      "the type of one source of its events",
      { typeNames: ["UserMigrationAuthenticationTriggerEvent"] },
      ["UserMigration"],
    ],
    [
      "a trigger source it compares",
      { triggerSources: ["PostConfirmation_ConfirmSignUp"] },
      ["PostConfirmation"],
    ],
    [
      "trigger sources of two triggers",
      { triggerSources: ["PreSignUp_SignUp", "CustomMessage_SignUp"] },
      ["PreSignUp", "CustomMessage"],
    ],
    [
      "a response member",
      { responseMembers: ["autoConfirmUser"] },
      ["PreSignUp"],
    ],
    [
      "a response member in another case",
      { responseMembers: ["autoconfirmUser"] },
      ["PreSignUp"],
    ],
    [
      "a response member of versions 2 and 3",
      { responseMembers: ["claimsAndScopeOverrideDetails"] },
      ["PreTokenGenerationV2", "PreTokenGenerationV3"],
    ],
    [
      "a telling request member",
      { requestMembers: ["challengeAnswer"], eventMembers: ["response"] },
      ["VerifyAuthChallengeResponse"],
    ],
    [
      "the attributes that it reads, where it answers nothing",
      { requestMembers: ["userAttributes"], handlerLike: true },
      ["PostConfirmation", "PreAuthentication", "PostAuthentication"],
    ],
    [
      "whether there is a user, by a dict's method, where it answers nothing",
      { requestMembers: ["get", "userNotFound"], handlerLike: true },
      ["PreAuthentication"],
    ],
    [
      "what the client sent along with a user's sign-in, where it gives the event back and answers nothing",
      {
        requestMembers: ["validationData", "get"],
        eventMembers: ["request", "userName"],
        handlerLike: true,
        givesEventBack: true,
      },
      ["PreAuthentication"],
    ],
    [
      "a code that it reads beside the attributes, where it answers nothing",
      { requestMembers: ["code", "userAttributes"], conventional: true },
      ["CustomSMSSender", "CustomEmailSender"],
    ],
    [
      "its file and what it reads",
      { path: "lambda/preSignUp.ts", requestMembers: ["userAttributes"] },
      ["PreSignUp"],
    ],
    [
      "its folder and what it reads",
      {
        path: "functions/post_confirmation/app.py",
        eventMembers: ["userName", "request"],
      },
      ["PostConfirmation"],
    ],
    [
      "what it reads rather than a name that says little",
      { path: "custom-message.js", requestMembers: ["challengeAnswer"] },
      ["VerifyAuthChallengeResponse"],
    ],
    [
      "its function's name rather than its file's",
      {
        path: "triggers/pre-sign-up-and-more.py",
        functionName: "define_auth_challenge",
        requestMembers: ["session"],
      },
      ["DefineAuthChallenge"],
    ],
  ])("%s", (_, evidence, triggers) => {
    expect(triggersOf(evidence)).toEqual(triggers);
  });
});

describe("a handler is left alone", () => {
  it.each<[string, Partial<TriggerEvidence>]>([
    ["without any evidence", {}],
    ["with a name alone", { path: "src/pre-sign-up.js" }],
    [
      "that reads a body, behind a telling name and members of ours",
      {
        path: "api/post-confirmation.js",
        eventMembers: ["userName", "request", "body"],
      },
    ],
    [
      "that writes a member of a migration and reads attributes, which no migration has yet",
      {
        requestMembers: ["userAttributes"],
        responseMembers: ["finalUserStatus"],
        eventMembers: ["userPoolId"],
      },
    ],
    [
      "of API Gateway that calls Cognito",
      {
        path: "cognito/custom-message.js",
        eventMembers: ["body"],
        imports: ["@aws-sdk/client-cognito-identity-provider"],
      },
    ],
    [
      "of SQS in a migration",
      { path: "jobs/user-migration.py", eventMembers: ["Records"] },
    ],
    [
      "of Alexa, whose event has a request too",
      {
        path: "skill/cognito/custom-message.js",
        eventMembers: ["request", "response", "session"],
      },
    ],
    [
      "that reads data to validate of what it gives back, and no user",
      {
        requestMembers: ["validationData"],
        eventMembers: ["request"],
        handlerLike: true,
        givesEventBack: true,
      },
    ],
    [
      "that works on users of a pool",
      {
        path: "tasks/migrate_user.py",
        eventMembers: ["userPoolId", "userName"],
        conventional: true,
      },
    ],
    [
      "that reads attributes of no known trigger",
      { requestMembers: ["userAttributes"], eventMembers: ["userName"] },
    ],
    [
      "that reads attributes and a code, and may send it",
      { requestMembers: ["userAttributes", "code"], handlerLike: true },
    ],
    [
      "that reads attributes and a body",
      {
        requestMembers: ["userAttributes"],
        eventMembers: ["body"],
        handlerLike: true,
      },
    ],
    [
      "that makes a guard, not a challenge",
      {
        functionName: "createAuthGuardHandler",
        eventMembers: ["request", "userName"],
        conventional: true,
      },
    ],
    ["typed for another service", { typeNames: ["APIGatewayProxyEvent"] }],
  ])("%s", (_, evidence) => {
    expect(triggersOf(evidence)).toBeUndefined();
  });
});
