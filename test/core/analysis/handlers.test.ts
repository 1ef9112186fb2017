/** Which functions are reported as handlers, where they stand, and which names in them stand for parts of the event. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { LanguageId } from "../../../src/core/analysis/finding.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

/** Each handler as: its name, the triggers, what receives the event, and its names. */
async function handlersOf(
  languageId: LanguageId,
  text: string,
): Promise<unknown> {
  const { handlers } = await analyzer.analyze({
    path: "src/pre-sign-up/index",
    languageId,
    text,
  });
  return handlers.map(({ nameRange, triggers, eventRange, names }) => ({
    name: text.slice(nameRange.start, nameRange.end),
    triggers,
    event: eventRange && text.slice(eventRange.start, eventRange.end),
    names: Object.fromEntries(
      names.map(({ name, path }) => [name, path.join(".")]),
    ),
  }));
}

test("names that stand for the event and its members are followed", async () => {
  expect(
    await handlersOf(
      "javascript",
      `exports.handler = async (event) => {
  const { request: { userAttributes }, response } = event;
  const { clientMetadata = {} } = event.request;
  let attributes = userAttributes;
  response.autoConfirmUser = true;
  return event;
};`,
    ),
  ).toEqual([
    {
      name: "handler",
      triggers: ["PreSignUp"],
      event: "event",
      names: {
        event: "",
        userAttributes: "request.userAttributes",
        response: "response",
        clientMetadata: "request.clientMetadata",
        attributes: "request.userAttributes",
      },
    },
  ]);
});

test("an event that is taken apart in the head has no name of its own", async () => {
  expect(
    await handlersOf(
      "typescript",
      `export async function handler({ request, response, ...rest }: PreSignUpTriggerEvent) {
  return { ...rest, request, response };
}`,
    ),
  ).toMatchObject([
    {
      name: "handler",
      triggers: ["PreSignUp"],
      names: { request: "request", response: "response" },
    },
  ]);
});

test("Python subscripts and get are members", async () => {
  expect(
    await handlersOf(
      "python",
      `class Check:
    def handle(self, event, context):
        return event


def handler(event, context):
    attributes = event["request"]["userAttributes"]
    metadata = event.get("request", {}).get("clientMetadata")
    event["response"]["autoConfirmUser"] = True
    return event
`,
    ),
  ).toEqual([
    {
      name: "handler",
      triggers: ["PreSignUp"],
      event: "event",
      names: {
        event: "",
        attributes: "request.userAttributes",
        metadata: "request.clientMetadata",
      },
    },
  ]);
});

test("a handler of something else is not reported", async () => {
  expect(
    await handlersOf(
      "javascript",
      `exports.handler = async (event) => ({ statusCode: 200, body: event.body });`,
    ),
  ).toEqual([]);
});

test("names that every object has are names like any other", async () => {
  expect(
    await handlersOf(
      "javascript",
      `exports.handler = async (event) => {
  event.response.autoConfirmUser = event.toString() === \`\${toString("utf8")}\`;
  return event;
};`,
    ),
  ).toMatchObject([{ triggers: ["PreSignUp"] }]);
  expect(
    await handlersOf(
      "python",
      `def handler(event, context):
    event["response"]["autoConfirmUser"] = event["toString"] == f"{constructor(context)}"
    return event
`,
    ),
  ).toMatchObject([{ triggers: ["PreSignUp"] }]);
});

test("a trigger whose member stands on the path of another is not named", async () => {
  const found = await handlersOf(
    "javascript",
    `exports.handler = async (event) => {
  if (event.triggerSource === "PostAuthentication_Authentication")
    event.response.privateChallengeParameters = { at: event.userName };
  return event;
};`,
  );
  const naming = (trigger: string): object => [
    { triggers: expect.arrayContaining([trigger]) as unknown },
  ];
  expect(found).toMatchObject(naming("PostAuthentication"));
  expect(found).not.toMatchObject(naming("CreateAuthChallenge"));
});

test("names of any entry of a list are followed, pieces of a text are not", async () => {
  expect(
    await handlersOf(
      "javascript",
      `// cognito-trigger: DefineAuthChallenge
exports.handler = async (event) => {
  const { session } = event.request;
  const a = session[session.length - 1];
  const b = session.slice(-1)[0];
  const c = session.at(-1);
  const start = event.userName.slice(0, 3);
  event.response.issueTokens = [a, b, c].every((x) => x.challengeResult);
  return event;
};`,
    ),
  ).toEqual([
    {
      name: "handler",
      triggers: ["DefineAuthChallenge"],
      event: "event",
      names: {
        event: "",
        session: "request.session",
        a: "request.session.-1",
        b: "request.session.0",
        c: "request.session.-1",
      },
    },
  ]);
});

test.each([
  [
    "helpers and methods",
    "pre-sign-up",
    `const rules = {
  allows({ email }) {
    return email !== undefined;
  },
};
function confirm(e) {
  const answer = e.response;
  answer.autoConfirmUser = true;
}
function unused(e) {
  return e;
}
exports.handler = async (event) => {
  if (rules.allows(event.request.userAttributes)) confirm(event);
  return event;
};`,
    [
      ["allows", ["email: request.userAttributes.email"]],
      ["function confirm", ["e: ", "answer: response"]],
    ],
  ],
  [
    "callbacks",
    "define-auth-challenge",
    `exports.handler = async (event) => {
  const { session } = event.request;
  event.response.failAuthentication = session.some((round) => round.challengeResult === false);
  return event;
};`,
    [["", ["round: request.session.*"]]],
  ],
])(
  "names in %s that are handed a part of the event are followed",
  async (_, folder, text, expected) => {
    const { handlers } = await analyzer.analyze({
      path: `src/${folder}/index.js`,
      languageId: "javascript",
      text,
    });
    expect(
      handlers.flatMap(({ helpers }) =>
        helpers.map(({ range, names }) => [
          text.slice(range.start, range.end).split("(")[0],
          names.map(({ name, path }) => `${name}: ${path.join(".")}`),
        ]),
      ),
    ).toEqual(expected);
  },
);
