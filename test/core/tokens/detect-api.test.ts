/** Which API a token is probably for: by the address beside it, by the account, by what the project sets up. */
import { describe, expect, it } from "vitest";
import {
  findApiAddress,
  findApiSetup,
  guessApi,
} from "../../../src/core/tokens/detect-api.ts";
import { cpuTime } from "../../support/cpu-time.ts";

describe("the text around a token", () => {
  it.each([
    ["curl https://a.execute-api.eu-central-1.amazonaws.com/prod -H ", "http"],
    ["POST https://a.appsync-api.eu-west-1.amazonaws.com/graphql\n", "appsync"],
    ["http://shop-12.eu-central-1.elb.amazonaws.com/", "alb"],
    [
      "GET https://a.auth.us-east-1.amazoncognito.com/oauth2/userInfo",
      "user-info",
    ],
    ["X-Amz-Target: AWSCognitoIdentityProviderService.GetUser", "self-service"],
    ["X-Amz-Target: AWSCognitoIdentityService.GetId", "identity-pool"],
  ])("%s", (text, id) => {
    expect(findApiAddress(text, text.length)?.ids[0]).toBe(id);
  });

  it("says nothing where no address stands, and takes an issuer for none", () => {
    for (const text of [
      "token=",
      '"iss": "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a"',
      "https://api.shop.example/orders",
    ])
      expect(findApiAddress(text, text.length)).toBeUndefined();
  });

  it("goes by the address that is nearest to the token", () => {
    const text =
      "https://a.appsync-api.eu-west-1.amazonaws.com/graphql\nhttps://a.execute-api.eu-west-1.amazonaws.com/\nBearer ";
    expect(findApiAddress(text, text.length)?.ids).toContain("http");
    expect(findApiAddress(text, 0)?.ids).toEqual(["appsync"]);
  });

  it("is looked at in time linear in its length", () => {
    const text = ".execute-api.".repeat(100_000);
    expect(cpuTime(() => findApiAddress(text, 0))).toBeLessThan(2_000);
  });
});

describe("what the project sets up", () => {
  const of = (text: string): readonly string[] | undefined =>
    findApiSetup([{ path: "template.yaml", text }])?.ids;
  it.each([
    ["Type: COGNITO_USER_POOLS", ["rest"]],
    [
      "Type: COGNITO_USER_POOLS\nAuthorizationScopes: [a/b]",
      ["rest-scopes", "rest"],
    ],
    ["Type: AWS::Serverless::Api\n UserPoolArn: !GetAtt A.Arn", ["rest"]],
    ["JwtConfiguration:\n issuer: https://x", ["http"]],
    ["new HttpUserPoolAuthorizer('a', pool)", ["http"]],
    ["AuthenticationType: AMAZON_COGNITO_USER_POOLS", ["appsync"]],
    ["Type: authenticate-cognito", ["alb-sign-in"]],
    ["Type: jwt-validation", ["alb"]],
    ["import { CognitoJwtVerifier } from 'aws-jwt-verify'", ["lambda"]],
    ["Type: AWS::Serverless::Api", undefined],
    ["Type: AWS::Cognito::UserPool", undefined],
  ])("%s", (text, ids) => {
    expect(of(text)).toEqual(ids);
  });
});

describe("the guess", () => {
  const line = {
    ids: ["http", "rest", "rest-scopes"],
    because: "the line names it",
  };
  const account = {
    ids: ["rest-scopes", "appsync"],
    because: "the account has it",
  };
  it("follows the strongest clue", () => {
    expect(guessApi([])).toBeUndefined();
    expect(guessApi([line])).toEqual({
      id: "http",
      reason: "Chosen because the line names it.",
    });
  });
  it("lets weaker clues narrow it, and never widen or turn it", () => {
    expect(guessApi([line, account])).toEqual({
      id: "rest-scopes",
      reason: "Chosen because the line names it, and the account has it.",
    });
    expect(
      guessApi([line, { ids: ["appsync"], because: "the project" }])?.id,
    ).toBe("http");
    expect(guessApi([account, line])?.id).toBe("rest-scopes");
  });
});
