/** Ways through a handler: each has to give the event back, and to decide. */
import { formsOf, js, py, type Files, type Form } from "./form.ts";

const confirmed = (text: string): Files => ({
  "src/post-confirmation/index.js": text,
});
const confirmedIn = (body: string, before = ""): Files =>
  confirmed(`${before}
exports.handler = async (event) => {
  ${body}
};
`);
const confirmedInPython = (body: string): Files => ({
  "src/post_confirmation/app.py": `import boto3
table = boto3.resource("dynamodb").Table("users")

def lambda_handler(event, context):
    ${body.replaceAll("\n", "\n    ")}
`,
});
const defined = (body: string): Files => ({
  "src/define-auth-challenge/index.js": `exports.handler = async (event) => {
  const { session } = event.request;
  const { response } = event;
  response.issueTokens = false;
  response.failAuthentication = false;
  ${body}
  return event;
};
`,
});

export const pathForms: readonly Form[] = [
  ...formsOf("return-event", [
    [
      "branch",
      confirmedIn(`if (event.userName === "anna") {
    ⟨return;¦return event;⟩
  }
  return event;`),
    ],
    [
      "branch in Python",
      confirmedInPython(`if event["userName"] == "anna":
    ⟨return¦return event⟩
return event`),
    ],
    [
      "loop",
      confirmedIn(`for (const name of Object.keys(event.request.userAttributes)) {
    if (name === "email") ⟨return;¦continue;⟩
  }
  return event;`),
    ],
    [
      "loop in Python",
      confirmedInPython(`for name in event["request"]["userAttributes"]:
    if name == "email":
        ⟨return¦break⟩
return event`),
    ],
    [
      "while",
      confirmedIn(`let left = 3;
  while (left-- > 0) {
    if (await save(event)) ⟨return;¦break;⟩
  }
  return event;`),
    ],
    [
      "switch with fall-through",
      confirmedIn(`switch (event.triggerSource) {
    case "PostConfirmation_ConfirmForgotPassword":
    case "PostConfirmation_ConfirmSignUp":
      ⟨break;¦return event;⟩
    default:
      return event;
  }`),
    ],
    [
      "try and catch",
      confirmedIn(`try {
    await save(event);
    return event;
  } catch (error) {
    console.error(error.message);
    ⟨¦return event;⟩
  }`),
    ],
    [
      "except",
      confirmedInPython(`try:
    table.put_item(Item={"id": event["userName"]})
    return event
except Exception:
    print("failed")
    ⟨pass¦return event⟩`),
    ],
    [
      "finally",
      confirmedIn(`try {
    await save(event);
  } finally {
    console.log("done");
    ⟨return;¦⟩
  }
  return event;`),
    ],
    [
      "finally in Python",
      confirmedInPython(`try:
    table.put_item(Item={"id": event["userName"]})
finally:
    ⟨return None¦print("done")⟩
return event`),
    ],
    [
      "early return",
      confirmedIn(`if (!event.request.userAttributes.email) return⟨¦ event⟩;
  await save(event);
  return event;`),
    ],
    [
      "throw",
      confirmedIn(`if (!event.request.userAttributes.email) ⟨return;¦throw new Error("No address");⟩
  return event;`),
    ],
    [
      "labelled exit",
      confirmedIn(`outer: {
    for (const name of Object.keys(event.request.userAttributes)) {
      if (name === "email") break outer;
    }
    return event;
  }
  ⟨¦return event;⟩`),
    ],
    [
      "await",
      confirmedIn(`await save(event);
  ⟨¦return event;⟩`),
    ],
    [
      ".then chain returned",
      confirmed(`exports.handler = (event) =>
  save(event).then(() => {
    console.log("saved");
    ⟨¦return event;⟩
  });
`),
    ],

    [
      "context.done on each way",
      {
        "src/post-confirmation/index.js": `exports.handler = (event, context) => {
  if (event.userName === "anna") return context.done(null, event);
  ⟨return;¦return context.done(null, event);⟩
};
`,
      },
    ],
    [
      "narrowed by the source",
      confirmedIn(`if (event.triggerSource === "PostConfirmation_ConfirmSignUp") {
    await save(event);
    return event;
  }
  if (event.triggerSource ⟨=== "PostConfirmation_ConfirmSignUp"¦=== "PostConfirmation_ConfirmForgotPassword"⟩) return event;`),
    ],
  ]),
  ...formsOf("event-returned-in-nested-function", [
    [
      ".then chain lost",
      confirmed(`exports.handler = async (event) => {
  ⟨¦return ⟩save(event).then(() => event);
};
`),
    ],
  ]),
  ...formsOf("return-whole-event", [
    [
      "callback on each way",
      confirmed(`exports.handler = (event, context, callback) => {
  save(event, (error) => {
    if (error) callback(error);
    else callback(null, ⟨{ ok: true }¦event⟩);
  });
};
`),
    ],
    [
      "context.fail",
      confirmed(`exports.handler = (event, context) => {
  if (!event.userName) return context.fail(new Error("No name"));
  context.succeed(⟨"done"¦event⟩);
};
`),
    ],
  ]),
  ...formsOf("define-decision", [
    [
      "narrowed by session.length",
      defined(`const passed = session.at(-1)?.challengeName === "CUSTOM_CHALLENGE" && session.at(-1).challengeResult;
  if (passed) response.issueTokens = true;
  else if (session.length < 3) response.challengeName = "CUSTOM_CHALLENGE";
  else if (session.length ⟨> 3¦>= 3⟩) response.failAuthentication = true;`),
    ],
    [
      "narrowed by truthiness",
      defined(`const last = session.at(-1);
  if (!last) response.challengeName = "CUSTOM_CHALLENGE";
  else if (last.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) response.issueTokens = true;
  ⟨¦else response.failAuthentication = true;⟩`),
    ],
  ]),
  ...formsOf("response-field-type", [
    [
      "generators stay unknown, what stands after them does not",
      js(
        `for (const step of steps(event)) console.log(step);
  event.response.autoConfirmUser = ⟨"yes"¦true⟩;`,
        "function* steps(event) { yield event.userName; }",
      ),
    ],
    [
      "with in Python",
      py(`with open("/tmp/list") as allowed:
    event["response"]["autoConfirmUser"] = ⟨event["userName"]¦event["userName"] in allowed.read()⟩`),
    ],
  ]),
];
