/** Handlers of other services, and code that is none: each gives back what no trigger may, and stays untouched. */
import type { Files } from "./form.ts";

export const foreignForms: readonly (readonly [string, Files])[] = [
  [
    "API Gateway",
    {
      "src/login.js": `exports.handler = async (event) => {
  const { username } = JSON.parse(event.body);
  event.response = { autoConfirmUser: "yes" };
  return { statusCode: 200, body: JSON.stringify({ username }) };
};
`,
    },
  ],
  [
    "S3",
    {
      "src/sign-up.py": `def lambda_handler(event, context):
    for record in event["Records"]:
        print(record["s3"]["object"]["key"])
`,
    },
  ],
  [
    "SQS",
    {
      "src/confirmation.js": `exports.handler = async (event) => {
  for (const { body } of event.Records) console.log(JSON.parse(body).userAttributes);
};
`,
    },
  ],
  [
    "AppSync",
    {
      "src/sign-up.js": `exports.handler = async (event) => {
  if (event.info.fieldName === "signUp") return { userName: event.arguments.userName };
};
`,
    },
  ],
  [
    "Lex",
    {
      "src/auth.py": `def lambda_handler(event, context):
    intent = event["sessionState"]["intent"]
    return {"sessionState": {"dialogAction": {"type": "Close"}, "intent": intent}}
`,
    },
  ],
  [
    "Alexa",
    {
      "src/auth.js": `exports.handler = async (event) => {
  const { request, session } = event;
  return { version: "1.0", response: { outputSpeech: { type: "PlainText", text: request.type + session.sessionId } } };
};
`,
    },
  ],
  [
    "CloudFormation custom resource",
    {
      "src/user-pool.py": `import cfnresponse

def lambda_handler(event, context):
    cfnresponse.send(event, context, cfnresponse.SUCCESS, {"id": event["ResourceProperties"]["UserPoolId"]})
`,
    },
  ],
  [
    "browser",
    {
      "src/auth.js": `import { signUp } from "aws-amplify/auth";
export const handler = async (event) => {
  event.preventDefault();
  event.response = await signUp({ username: event.target.email.value });
};
`,
    },
  ],
  [
    "Express",
    {
      "src/sign-up.js": `const app = require("express")();
app.post("/sign-up", async (request, response) => {
  response.autoConfirmUser = "yes";
  response.json({ ok: true });
});
exports.app = app;
`,
    },
  ],
  [
    "Flask",
    {
      "src/sign_up.py": `from flask import Flask, request
app = Flask(__name__)

@app.post("/sign-up")
def sign_up():
    event = request.get_json()
    event["response"] = {"autoConfirmUser": "yes"}
    return {"ok": True}
`,
    },
  ],
];
