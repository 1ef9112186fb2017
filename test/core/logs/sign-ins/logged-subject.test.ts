/** Whom a line speaks of, in the ways in which handlers of Node and Python log their event. */
import { expect, test } from "vitest";
import { readSubject } from "../../../../src/core/logs/sign-ins/logged-subject.ts";
import { cpuTime } from "../../../support/cpu-time.ts";

const sub = "0b1c2d3e-4f50-4a6b-8c7d-9e0f1a2b3c4d";
const client = "3n4b5c6d7e8f9g0h1i2j3k4l5m";
const given = {
  triggerSource: "DefineAuthChallenge_Authentication",
  userPoolId: "eu-central-1_AbCdEf123",
  userName: "ana",
  callerContext: { awsSdkVersion: "x", clientId: client },
  request: { userAttributes: { sub, email: "ana@example.com" }, session: [] },
};
const all = {
  source: "DefineAuthChallenge_Authentication",
  userName: "ana",
  sub,
  clientId: client,
  poolId: "eu-central-1_AbCdEf123",
  firstRound: true,
};

test.each([
  ["JSON", JSON.stringify(given)],
  ["indented JSON", JSON.stringify(given, undefined, 2)],
  ["JSON in JSON", JSON.stringify({ message: JSON.stringify(given) })],
  [
    "JSON in JSON in JSON",
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify(given) }) }),
  ],
  [
    "an object dump of Node",
    `event { triggerSource: 'DefineAuthChallenge_Authentication', userPoolId: 'eu-central-1_AbCdEf123', userName: 'ana', callerContext: { clientId: '${client}' }, request: { userAttributes: { sub: '${sub}' }, session: [] } }`,
  ],
  [
    "a dict of Python",
    `{'triggerSource': 'DefineAuthChallenge_Authentication', 'userPoolId': 'eu-central-1_AbCdEf123', 'userName': 'ana', 'callerContext': {'clientId': '${client}'}, 'request': {'userAttributes': {'sub': '${sub}'}, 'session': []}}`,
  ],
  [
    "key=value",
    `triggerSource=DefineAuthChallenge_Authentication userPoolId=eu-central-1_AbCdEf123 userName=ana clientId=${client} sub=${sub} session: []`,
  ],
])("%s", (_form, text) => {
  expect(readSubject(text)).toEqual(all);
});

const result = { challengeName: "CUSTOM_CHALLENGE", challengeResult: false };
const srp = { challengeName: "SRP_A", challengeResult: true };
test.each([
  [[], true],
  [[srp], true],
  [[result], false],
  [[srp, { ...srp, challengeName: "PASSWORD_VERIFIER" }], false],
])("the rounds so far: %j", (session, firstRound) => {
  expect(readSubject(JSON.stringify({ session }))).toEqual({ firstRound });
});

test.each([
  ["no event at all", "sign-ins since this instance started: 3"],
  ["names without values", '{"userName":null,"sub":"","clientId":null}'],
  ["another word with the name in it", 'lastUserName: "bo", subject: "x"'],
  ["a client that there is none of", 'clientId: "CLIENT_ID_NOT_APPLICABLE"'],
])("%s says nothing", (_what, text) => {
  expect(readSubject(text)).toEqual({});
});

test("a name with a quote in it", () => {
  expect(readSubject(`{"userName":"o'hara"}`)).toEqual({ userName: "o'hara" });
});

test("a long hostile line takes no time", () => {
  const time = cpuTime(() => {
    readSubject(`userName:"`.repeat(20_000));
    readSubject(`session:[`.repeat(20_000));
    readSubject(`sub${" ".repeat(200_000)}`);
  });
  expect(time).toBeLessThan(2_000);
});
