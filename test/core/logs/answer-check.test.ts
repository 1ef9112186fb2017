/** What a handler logs of its events and answers, held against the contract. */
import { describe, expect, test } from "vitest";
import {
  createAnswerCheck,
  describeFault,
  type AnswerFault,
} from "../../../src/core/logs/answer-check.ts";
import { createGrouping } from "../../../src/core/logs/group-invocations.ts";
import { redact } from "../../../src/core/logs/redact.ts";
import type { TriggerId } from "../../../src/core/triggers/contract.ts";
import { linesOf } from "../../support/log-lines.ts";
import { cpuTime } from "../../support/cpu-time.ts";

const id = "8f5c2a1e-1111-2222-3333-444455556666";

/** The faults that one run's lines tell of. */
function faults(
  texts: readonly string[],
  declared: readonly TriggerId[] = [],
): readonly AnswerFault[] {
  const grouping = createGrouping();
  const check = createAnswerCheck(() => declared);
  const messages = texts.map(
    (text) => `2026-11-21T09:15:00.007Z\t${id}\tINFO\t${text}`,
  );
  return linesOf([`START RequestId: ${id} Version: 1`, ...messages]).flatMap(
    (line) => check.take(grouping.add(line)),
  );
}
const told = (
  texts: readonly string[],
  declared: readonly TriggerId[] = [],
): readonly string[] =>
  faults(texts, declared).map(
    ({ problem }) => `${problem.kind} ${problem.path}`,
  );

const event = {
  version: "1",
  triggerSource: "PreSignUp_SignUp",
  region: "eu-central-1",
  userPoolId: "eu-central-1_aB3",
  userName: "ana",
  callerContext: { awsSdkVersion: "x", clientId: "c" },
  request: { userAttributes: { email: "ana@example.com" } },
  response: {
    autoConfirmUser: false,
    autoVerifyEmail: false,
    autoVerifyPhone: false,
  },
};
const json = (value: unknown): string => JSON.stringify(value);
const answer = {
  ...event,
  response: { ...event.response, autoConfirmUser: "true" },
};

describe("an answer of the wrong type is found", () => {
  test.each<[string, readonly string[]]>([
    ["logged after its event", [json(event), json(answer)]],
    ["logged alone", [json(answer)]],
    ["behind words", [`pre sign-up returns ${json(answer)}.`]],
    [
      "by our snippet",
      [`cognito event ${json(event)}`, `cognito answer ${json(answer)}`],
    ],
    ["indented", [JSON.stringify(answer, null, 2)]],
    [
      "as the response alone, after its event",
      [json(event), json(answer.response)],
    ],
    [
      "as a part that holds the response",
      [json(event), json({ response: answer.response })],
    ],
  ])("%s", (_, texts) => {
    expect(told(texts)).toEqual(["wrong-type response.autoConfirmUser"]);
  });

  test("as the response alone, where the trigger is known from the pool", () => {
    expect(told([json(answer.response)], ["PreSignUp"])).toHaveLength(1);
    expect(told([json(answer.response)])).toEqual([]);
  });
  test("as a record of the JSON format", () => {
    const record = json({
      timestamp: "t",
      level: "INFO",
      requestId: id,
      message: answer,
    });
    const check = createAnswerCheck(() => []);
    const { add } = createGrouping();
    const [fault] = linesOf([record]).flatMap((line) => check.take(add(line)));
    expect(fault?.problem.path).toBe("response.autoConfirmUser");
    expect(fault?.contract.id).toBe("PreSignUp");
  });
  test("and told once, in a sentence that claims no more than is known", () => {
    const found = faults([json(answer), json(answer), json(answer)]);
    expect(found).toHaveLength(1);
    expect(found.map(describeFault).map((text) => redact(text, "all"))).toEqual(
      [
        'The answer is wrong: response.autoConfirmUser of a PreSignUp trigger must be a boolean; it is the text "true". AWS does not document what Cognito does with it.',
      ],
    );
  });
});

describe("our snippet's answer is checked as a whole", () => {
  const snippet = (value: unknown): readonly string[] => [
    `cognito event ${json(event)}`,
    `cognito answer ${json(value)}`,
  ];
  test("nothing", () => {
    expect(faults(snippet(null)).map(describeFault)).toEqual([
      "The answer is wrong: The PreSignUp trigger answered nothing; it must give the event back. Users report InvalidLambdaResponseException: Invalid lambda function output : Invalid JSON.",
    ]);
    expect(told(["cognito answer null"], ["PreSignUp"])).toEqual(["no-event "]);
  });
  test("a text", () => {
    expect(told(snippet("ok"))).toEqual(["not-whole-event "]);
  });
  test("the response alone", () => {
    expect(told(snippet(event.response))).toContain(
      "not-whole-event triggerSource",
    );
  });
  test("a member that no such trigger has", () => {
    expect(
      told(snippet({ ...event, response: { autoconfirm: true } })),
    ).toEqual(["unknown-member response.autoconfirm"]);
  });
  test("a member that is missing", () => {
    const challenge = {
      ...event,
      triggerSource: "VerifyAuthChallengeResponse_Authentication",
    };
    expect(
      told([
        `cognito event ${json({ ...challenge, response: { answerCorrect: null } })}`,
        `cognito answer ${json({ ...challenge, response: {} })}`,
      ]),
    ).toEqual(["missing-member response.answerCorrect"]);
  });
  test("as it must be", () => {
    expect(
      told(
        snippet({
          ...event,
          response: { ...event.response, autoConfirmUser: true },
        }),
      ),
    ).toEqual([]);
  });
});

describe("what is no fault stays without one", () => {
  test.each<[string, readonly string[]]>([
    ["an event as it came", [json(event)]],
    ["an event logged twice", [json(event), json(event)]],
    [
      "a part of an event",
      [json({ triggerSource: "PreSignUp_SignUp", userName: "ana" })],
    ],
    [
      "a part of an event, behind a word",
      [`result ${json({ triggerSource: "PreSignUp_SignUp", request: {} })}`],
    ],
    [
      "an event of another service",
      [json({ httpMethod: "GET", response: { autoConfirmUser: "x" } })],
    ],
    [
      "other JSON",
      [
        json({ autoConfirmUser: "true", plan: "gold" }),
        '{"a":[1,2,{"b":null}]}',
        "[1]",
      ],
    ],
    ["an answer cut short", [json(answer).slice(0, -3)]],
    [
      "members that Cognito may add",
      [json({ ...event, response: { ...event.response, new: 1 } })],
    ],
    [
      "attributes that also a request has",
      [json(event), json({ userAttributes: { email: 1 } })],
    ],
  ])("%s", (_, texts) => {
    expect(told(texts, ["PreSignUp"])).toEqual([]);
  });
  test("the answer of a sender, which Cognito does not read", () => {
    expect(told([`cognito answer null`], ["CustomEmailSender"])).toEqual([]);
  });
});

test("of pre token generation the version that the answer is of", () => {
  const token = {
    ...event,
    triggerSource: "TokenGeneration_Authentication",
    request: { ...event.request, scopes: ["openid"] },
  };
  const v2 = {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { plan: 3 } },
    },
  };
  const v1 = { claimsOverrideDetails: { claimsToAddOrOverride: { plan: 3 } } };
  expect(told([json({ ...token, response: v2 })])).toEqual([]);
  expect(told([json({ ...token, response: v1 })])).toEqual([
    "wrong-type response.claimsOverrideDetails.claimsToAddOrOverride.plan",
  ]);
  expect(
    told(
      [`answer ${json({ ...token, response: v1 })}`],
      ["PreTokenGenerationV2"],
    ),
  ).toContain("unknown-member response.claimsOverrideDetails");
});

test("a line of opening brackets takes time in proportion to its length", () => {
  const time = (length: number): number => {
    const text = '{"a":'.repeat(length / 5);
    return cpuTime(() => faults([text]));
  };
  time(40_000);
  expect(time(400_000)).toBeLessThan(time(40_000) * 60 + 50);
});
