/** What must never stand in an output channel, and what must stay readable in it. */
import { describe, expect, test } from "vitest";
import { redact } from "../../../src/core/logs/redact.ts";
import { cpuTime } from "../../support/cpu-time.ts";

const encode = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url");
const token = `${encode({ alg: "RS256", kid: "k" })}.${encode({ sub: "7f", token_use: "id" })}.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw`;
const refreshToken = `${encode({ enc: "A256GCM", alg: "RSA-OAEP" })}.aaaa-bbbb.cccc_dddd.eeee.ffff`;

describe("credentials go", () => {
  test.each([
    [`got ${token} back`, "got [redacted token] back"],
    [`got ${refreshToken}.`, "got [redacted token]"],
    [`token-${token}`, "token-[redacted token]"],
    [`cut short: ${token.slice(0, 40)}`, "cut short: [redacted token]"],
    [
      `https://app.example/cb#id_token=${token}&state=1`,
      "https://app.example/cb#id_token=[redacted]&state=1",
    ],
    [
      '{"password":"hunter2","user":"ann"}',
      '{"password":"[redacted]","user":"ann"}',
    ],
    ['{"code":123456,"n":1}', '{"code":"[redacted]","n":1}'],
    [
      String.raw`{"body":"{\"Password\":\"a\\\"b\",\"user\":\"ann\"}"}`,
      String.raw`{"body":"{\"Password\":\"[redacted]\",\"user\":\"ann\"}"}`,
    ],
    [
      "{ password: 'it\\'s', user: 'ann' }",
      "{ password: '[redacted]', user: 'ann' }",
    ],
    [
      "{'clientSecret': 'abc', 'a': b'x'}",
      "{'clientSecret': '[redacted]', 'a': b'x'}",
    ],
    [
      "grant_type=authorization_code&code=5f0e-11&client_secret=s3cr3t&x=1",
      "grant_type=authorization_code&code=[redacted]&client_secret=[redacted]&x=1",
    ],
    ["Authorization: Bearer abc.def-ghi", "Authorization: [redacted]"],
    [
      "authorization: AWS4-HMAC-SHA256 Credential=x, Signature=y\nnext",
      "authorization: [redacted]\nnext",
    ],
    ["sent Bearer abcdefgh12 to it", "sent Bearer [redacted] to it"],
    [
      '{"authorization":["Bearer x","y"],"a":1}',
      '{"authorization":["[redacted]"],"a":1}',
    ],
    [
      "privateChallengeParameters: { answer: '4711' }",
      "privateChallengeParameters: { answer: '[redacted]' }",
    ],
    ["SECRET_HASH => abc=", "SECRET_HASH => [redacted]"],
    ["AWS_SESSION_TOKEN=FwoGZXIvYXdzEBYaD", "AWS_SESSION_TOKEN=[redacted]"],
    ['{"password":"never closed', '{"password":"[redacted]'],
    ['{"Session":"AYABeFk3LmJhY2t1cC1zZXNzaW9u"}', '{"Session":"[redacted]"}'],
  ])("%s", (text, shown) => {
    expect(redact(text, "credentials")).toBe(shown);
    expect(redact(shown, "credentials")).toBe(shown);
  });
});

describe("what helps to find the fault stays", () => {
  test.each([
    '{"triggerSource":"PreSignUp_SignUp","response":{"autoConfirmUser":"true"}}',
    '{"token_use":"id","hasSecret":true,"password":null,"max_tokens":5}',
    '{"code":"UserNotConfirmedException","statusCode":400}',
    "Error: connect ECONNREFUSED code: 'ECONNREFUSED'",
    "exit code: 137",
    '{"codeParameter":"{####}","session":[{"challengeName":"SRP_A","challengeResult":true}]}',
    "The password must have 8 characters: see the policy",
    "arn:aws:lambda:eu-central-1:123456789012:function:pre-sign-up",
    "2026-11-21T09:15:00.123Z",
  ])("%s", (text) => {
    expect(redact(text, "credentials")).toBe(text);
  });
});

describe("e-mail addresses and phone numbers", () => {
  test.each([
    ['{"email":"ana@example.com"}', '{"email":"a***@example.com"}'],
    ["to <ana.lópez+x@mail.example.co.uk>.", "to <a***@mail.example.co.uk>."],
    ["?email=ana%40example.com&x=1", "?email=a***%40example.com&x=1"],
    ["ana@example.com,bob@example.com", "a***@example.com,b***@example.com"],
    ["jörg@bücher.example", "j***@bücher.example"],
    ['"phone_number":"+34600123456"', '"phone_number":"+***3456"'],
    [
      "https://ana@example.com:x@example.com/",
      "https://a***@example.com:x***@example.com/",
    ],
  ])("%s", (text, shown) => {
    expect(redact(text, "all")).toBe(shown);
    expect(redact(shown, "all")).toBe(shown);
    expect(redact(text, "credentials")).toBe(text);
  });

  test.each([
    "jose@6.2.17 and @scope/name@1.0.0",
    "a@b, @decorator, user@host",
    "2026-11-21T09:15:00+0000 1+1234567890123456789 eA+12345678901/",
    "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_aB3",
  ])("what is none stays: %s", (text) => {
    expect(redact(text, "all")).toBe(text);
  });
});

test.each([
  "clientSecret",
  "SECRET_HASH",
  "api-key",
  "privateKey",
  "PASSWORD_CLAIM_SIGNATURE",
  "totp",
  "login_code",
  "Set-Cookie",
  "authorizationCode",
  "expectedAnswer",
  "aws_secret_access_key",
])("a line that holds no secret but %s is looked at", (name) => {
  expect(redact(`${name}="x1y2z3"`, "credentials")).toBe(
    `${name}="[redacted]"`,
  );
});

test("where everything is wanted, everything is shown", () => {
  const text = `password=x1 ana@example.com ${token}`;
  expect(redact(text, "none")).toBe(text);
});

describe("hostile lines take time in proportion to their length", () => {
  test.each<[string, string]>([
    ["token starts", "eyJ"],
    ["dots", "eyJ."],
    ["keys", "password="],
    ["lists", "code=["],
    ["open quotes", 'password:"'],
    ["backslashes", 'password:"\\\\'],
    ["bearers", "Bearer "],
    ["long words", "a_-"],
    ["addresses", "password a@b.cd,"],
    ["ats", "@a.a.a.a."],
    ["names without an end", "aaaa%40aaaa"],
    ["numbers", "+123456789"],
  ])("%s", (_, piece) => {
    const time = (length: number): number => {
      const text = piece.repeat(length / piece.length);
      return cpuTime(() => redact(text, "all"));
    };
    time(50_000);
    // Ten times the text: a quadratic scan would take a hundred times as long.
    expect(time(500_000)).toBeLessThan(time(50_000) * 40 + 20);
  });
});
