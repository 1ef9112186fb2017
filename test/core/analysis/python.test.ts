/** Python handlers as people write them: what is found in the bad ones, and that nothing is found in the good ones. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

/** `rule: the text that is underlined`, in order of place; without advice. */
async function findingsIn(
  source: string,
  path = "app.py",
): Promise<readonly string[]> {
  const text = source.replace(/^\n/, "");
  const { findings } = await analyzer.analyze({
    path,
    languageId: "python",
    text,
  });
  analyzer.release(path);
  return findings
    .filter(({ severity }) => severity !== "info")
    .map(({ rule, range }) => `${rule}: ${text.slice(range.start, range.end)}`);
}

describe("a text for a boolean is found", () => {
  it.each([
    [
      "written by subscripts",
      `
def handler(event, context):
    event['response']['autoConfirmUser'] = 'true'
    return event
`,
      "'true'",
    ],
    [
      "written by update",
      `
def handler(event, context):
    event["response"].update({"autoConfirmUser": "true"})
    return event
`,
      '"true"',
    ],
    [
      "written by update with a keyword",
      `
def handler(event, context):
    event["response"].update(autoConfirmUser="true")
    return event
`,
      '"true"',
    ],
    [
      "written by |=",
      `
def handler(event, context):
    response = event["response"]
    response |= {"autoConfirmUser": "true"}
    return event
`,
      '"true"',
    ],
    [
      "written by setdefault",
      `
def handler(event, context):
    event.setdefault("response", {})["autoConfirmUser"] = "true"
    return event
`,
      '"true"',
    ],
    [
      "in a fresh dict",
      `
def handler(event, context):
    event["response"] = {"autoConfirmUser": "true", "autoVerifyEmail": True}
    return event
`,
      '"true"',
    ],
    [
      "in a dict of the module",
      `
ANSWER = {"autoConfirmUser": "true"}

def handler(event, context):
    event["response"] = {**ANSWER}
    return event
`,
      '"true"',
    ],
    [
      "made by str",
      `
def handler(event, context):
    event["response"]["autoConfirmUser"] = str(True).lower()
    return event
`,
      "str(True).lower()",
    ],
    [
      "made by an f-string",
      `
def handler(event, context):
    ok = event["request"]["userAttributes"].get("email") is not None
    event["response"]["autoConfirmUser"] = f"{ok}"
    return event
`,
      'f"{ok}"',
    ],
    [
      "given by a function of the file",
      `
def allowed(event):
    if event["request"]["userAttributes"]["email"].endswith("@example.com"):
        return "true"
    return "false"

def handler(event, context):
    event["response"]["autoConfirmUser"] = allowed(event)
    return event
`,
      "allowed(event)",
    ],
    [
      "on one side of a choice",
      `
def handler(event, context):
    email = event["request"]["userAttributes"]["email"]
    event["response"]["autoConfirmUser"] = "true" if email.endswith("@a.b") else False
    return event
`,
      '"true" if email.endswith("@a.b") else False',
    ],
    [
      "in a branch of match",
      `
def handler(event, context):
    match event["triggerSource"]:
        case "PreSignUp_SignUp" | "PreSignUp_ExternalProvider":
            event["response"]["autoConfirmUser"] = "true"
        case _:
            pass
    return event
`,
      '"true"',
    ],
    [
      "through an attribute of a data class",
      `
from aws_lambda_powertools.utilities.data_classes import event_source
from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import PreSignUpTriggerEvent

@event_source(data_class=PreSignUpTriggerEvent)
def handler(event: PreSignUpTriggerEvent, context):
    event.response.auto_confirm_user = "true"
    return event.raw_event
`,
      '"true"',
    ],
    [
      "behind a wrapper of the file",
      `
import functools

def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        print("called")
        return function(*args, **kwargs)
    return wrapper

@logged
def handler(event, context):
    event["response"]["autoConfirmUser"] = "true"
    return event
`,
      '"true"',
    ],
    [
      "in a class that is called",
      `
class PreSignUp:
    def __init__(self):
        self.answer = "true"

    def __call__(self, event, context):
        event["response"]["autoConfirmUser"] = self.answer
        return event

handler = PreSignUp()
`,
      "self.answer",
    ],
    [
      "in a method that is exported",
      `
class PreSignUp:
    def handle(self, event, context):
        event["response"]["autoConfirmUser"] = "true"
        return event

handler = PreSignUp().handle
`,
      '"true"',
    ],
  ])("%s", async (_, source, underlined) => {
    expect(await findingsIn(source)).toEqual([
      `response-field-type: ${underlined}`,
    ]);
  });
});

describe("also found is", () => {
  it("a path that ends without the event", async () => {
    const found = await findingsIn(`
def handler(event, context):
    if event["triggerSource"] == "PreSignUp_SignUp":
        event["response"]["autoConfirmUser"] = True
        return event
`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^return-event: /);
  });

  it("an except clause that swallows the answer", async () => {
    const found = await findingsIn(
      `
def handler(event, context):
    try:
        register(event["request"]["userAttributes"]["sub"])
        return event
    except Exception as error:
        print(error)
`,
      "post_confirmation.py",
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^return-event: /);
  });

  it.each([
    ["None", "return-event: return None"],
    ["event['response']", "return-whole-event: return event['response']"],
    ['{"statusCode": 200}', 'return-whole-event: return {"statusCode": 200}'],
    ["json.dumps(event)", "return-whole-event: return json.dumps(event)"],
  ])("return %s", async (value, finding) => {
    expect(
      await findingsIn(`
import json

def handler(event, context):
    event["response"]["autoConfirmUser"] = True
    return ${value}
`),
    ).toEqual([finding]);
  });

  it("a member with a slip of the pen", async () => {
    const found = await findingsIn(`
def handler(event, context):
    event["response"]["autoConfirmUser"] = True
    event["response"]["autoVerifyPhoneNumber"] = True
    return event
`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^response-field-known: .*autoVerifyPhoneNumber/);
  });

  it("an answer that is left open on one path", async () => {
    const found = await findingsIn(`
def handler(event, context):
    if event["request"]["challengeAnswer"] == "1234":
        event["response"]["answerCorrect"] = True
    return event
`);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^required-response-field: /);
  });
});

describe("a half-typed file", () => {
  it.each([
    ["an attribute", "    if event.\n    return event\n"],
    ["a call", "    print(event[\n    return event\n"],
    ["a condition", "    if x\n"],
    ["a string", '    y = "abc\n    return event\n'],
    ["an assignment", '    event["response"]["autoVerifyEmail"] =\n'],
    ["a try", "    try:\n        f()\n    return event\n"],
    ["another function", "    return event\n\ndef other(\n"],
  ])("still shows the fault before %s", async (_, rest) => {
    expect(
      await findingsIn(
        `def handler(event, context):\n    event["response"]["autoConfirmUser"] = "true"\n${rest}`,
      ),
    ).toEqual(['response-field-type: "true"']);
  });
});

describe("nothing is found in", () => {
  it.each([
    [
      "a sign-up that is confirmed for one domain",
      `
import os

ALLOWED = os.environ["ALLOWED_DOMAINS"].split(",")

def lambda_handler(event, context):
    email = event["request"]["userAttributes"].get("email", "")
    domain = email.split("@")[-1]
    if domain not in ALLOWED:
        raise Exception(f"Sign-up is not open for {domain}")
    event["response"]["autoConfirmUser"] = domain in ALLOWED
    event["response"]["autoVerifyEmail"] = bool(email)
    return event
`,
    ],
    [
      "a sign-up with values nobody knows",
      `
import boto3

table = boto3.resource("dynamodb").Table("flags")

def lambda_handler(event, context):
    item = table.get_item(Key={"pk": "auto"})["Item"]
    event["response"]["autoConfirmUser"] = item["enabled"]
    event["response"]["autoVerifyEmail"] = item.get("verify", False)
    return event
`,
    ],
    [
      "a data class",
      `
from aws_lambda_powertools import Logger, Tracer
from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import PreSignUpTriggerEvent

logger = Logger()
tracer = Tracer()

@tracer.capture_lambda_handler
@logger.inject_lambda_context
def lambda_handler(event: dict, context) -> dict:
    data = PreSignUpTriggerEvent(event)
    logger.info(data.user_name)
    data.response.auto_confirm_user = data.request.user_attributes.get("email") is not None
    data.response.auto_verify_email = True
    return event
`,
    ],
    [
      "claims of version 2",
      `
def lambda_handler(event, context):
    groups = event["request"]["groupConfiguration"]["groupsToOverride"] or []
    event["response"]["claimsAndScopeOverrideDetails"] = {
        "idTokenGeneration": {
            "claimsToAddOrOverride": {"plan": "pro", "limits": {"seats": 5}, "roles": list(groups)},
            "claimsToSuppress": ["phone_number"],
        },
        "accessTokenGeneration": {"scopesToAdd": [f"group:{g}" for g in groups]},
    }
    return event
`,
    ],
    [
      "a custom challenge, decided",
      `
def lambda_handler(event, context):
    session = event["request"]["session"]
    response = event["response"]
    if len(session) >= 3 and not session[-1]["challengeResult"]:
        response["issueTokens"] = False
        response["failAuthentication"] = True
    elif session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"] is True:
        response["issueTokens"] = True
        response["failAuthentication"] = False
    else:
        response.update({
            "issueTokens": False,
            "failAuthentication": False,
            "challengeName": "CUSTOM_CHALLENGE",
        })
    return event
`,
    ],
    [
      "a custom challenge, made and checked",
      `
import secrets

def create_auth_challenge(event, context):
    code = str(secrets.randbelow(10**6)).zfill(6)
    send(event["request"]["userAttributes"]["email"], code)
    event["response"]["publicChallengeParameters"] = {"medium": "email"}
    event["response"]["privateChallengeParameters"] = {"answer": code}
    event["response"]["challengeMetadata"] = f"CODE-{code[:2]}"
    return event

def verify_auth_challenge(event, context):
    expected = event["request"]["privateChallengeParameters"]["answer"]
    event["response"]["answerCorrect"] = event["request"]["challengeAnswer"] == expected
    return event

def send(address, code):
    print(address)
`,
    ],
    [
      "a migration that refuses by raising and by an untouched response",
      `
def lambda_handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        user = authenticate(event["userName"], event["request"]["password"])
        if user:
            event["response"]["userAttributes"] = {
                "email": user["email"],
                "email_verified": "true",
            }
            event["response"]["finalUserStatus"] = "CONFIRMED"
            event["response"]["messageAction"] = "SUPPRESS"
    elif event["triggerSource"] == "UserMigration_ForgotPassword":
        user = look_up(event["userName"])
        if user is None:
            raise Exception("Unknown user")
        event["response"]["userAttributes"] = {"email": user["email"], "email_verified": "true"}
        event["response"]["messageAction"] = "SUPPRESS"
    return event
`,
    ],
    [
      "a message per source",
      `
def lambda_handler(event, context):
    code = event["request"]["codeParameter"]
    if event["triggerSource"] in ("CustomMessage_SignUp", "CustomMessage_ResendCode"):
        event["response"]["emailSubject"] = "Welcome"
        event["response"]["emailMessage"] = "Your code is %s" % code
    elif event["triggerSource"] == "CustomMessage_ForgotPassword":
        event["response"]["smsMessage"] = "Your code: {}".format(code)
    return event
`,
    ],
    [
      "an outcome kept until the end",
      `
def lambda_handler(event, context):
    try:
        event["response"]["autoConfirmUser"] = is_employee(event)
    except KeyError:
        event["response"]["autoConfirmUser"] = False
    except Exception:
        raise
    finally:
        print("done")
    return event
`,
    ],
    [
      "one handler for several triggers",
      `
def pre_sign_up(event):
    event["response"]["autoConfirmUser"] = True
    return event

def post_confirmation(event):
    print(event["userName"])
    return event

HANDLERS = {
    "PreSignUp_SignUp": pre_sign_up,
    "PostConfirmation_ConfirmSignUp": post_confirmation,
}

def lambda_handler(event, context):
    return HANDLERS[event["triggerSource"]](event)
`,
    ],
    [
      "an answer made by a library",
      `
from lib import build_response

def lambda_handler(event, context):
    event["response"]["autoConfirmUser"] = True
    return build_response(event)
`,
    ],
    [
      "a copy of the event with another response",
      `
import copy

def lambda_handler(event, context):
    answer = copy.deepcopy(event)
    answer["response"]["autoConfirmUser"] = event["request"]["userAttributes"]["email"].endswith("@example.com")
    return answer
`,
    ],
    [
      "an email sender, which answers nothing",
      `
import base64

def lambda_handler(event, context):
    if event["triggerSource"] == "CustomEmailSender_SignUp":
        send(base64.b64decode(event["request"]["code"]))
`,
    ],
    [
      "a row written in a transaction",
      `
from sqlalchemy import text
def lambda_handler(event, context):
    with engine.begin() as conn:
        conn.execute(text("insert"), {"id": event["userName"]})
    return event
`,
    ],
    [
      "flags set side by side",
      `
import logging
logger = logging.getLogger()
logger.setLevel(logging.INFO)
def lambda_handler(event, context):
    logger.info("event %s", event)
    attrs = event['request']['userAttributes']
    if not attrs.get('email', '').endswith('@corp.com'):
        raise Exception('no')
    event['response']['autoConfirmUser'] = event['response']['autoVerifyEmail'] = True
    if 'phone_number' in attrs:
        event['response']['autoVerifyPhone'] = True
    return event
`,
    ],
    [
      "a router that tests prefixes",
      `
def pre_sign_up(event, context):
    event["response"]["autoConfirmUser"] = True
    return event
def noop(event, context):
    return event
def lambda_handler(event, context):
    source = event["triggerSource"]
    if source.startswith("PreSignUp"):
        return pre_sign_up(event, context)
    elif source.startswith("CustomMessage"):
        event["response"]["emailSubject"] = "x"
        return event
    else:
        return noop(event, context)
`,
    ],
    [
      "a retry until it works",
      `
def lambda_handler(event, context):
    n = 0
    while True:
        try:
            put(event["userName"])
            return event
        except ClientError:
            n += 1
            if n > 3:
                raise
`,
    ],
    [
      "a return in finally",
      `
def lambda_handler(event, context):
    try:
        put(event["request"]["userAttributes"]["sub"])
        event["response"]["autoConfirmUser"] = True
    finally:
        return event
`,
    ],
    [
      "claims gathered in a loop",
      `
def lambda_handler(event, context):
    claims = {}
    for k, v in event["request"]["userAttributes"].items():
        if k.startswith("custom:"):
            claims[k.replace("custom:", "")] = v
    claims["roles"] = ",".join(r["name"] for r in load())
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": claims}
    return event
`,
    ],
    [
      "an event loop that runs a coroutine",
      `
import asyncio
async def main(event):
    event["response"]["autoConfirmUser"] = True
    return event
def lambda_handler(event, context):
    return asyncio.run(main(event))
`,
    ],
    [
      "a comparison behind a guard",
      `
import hmac
def lambda_handler(event, context):
    a = event["request"].get("challengeAnswer")
    event["response"]["answerCorrect"] = bool(a) and hmac.compare_digest(a, event["request"]["privateChallengeParameters"]["answer"])
    return event
`,
    ],
    [
      "a decision that starts from defaults",
      `
def lambda_handler(event, context):
    s = event["request"]["session"]
    r = event["response"]
    r["issueTokens"] = False
    r["failAuthentication"] = False
    if s and s[-1]["challengeName"] == "CUSTOM_CHALLENGE" and s[-1]["challengeResult"]:
        r["issueTokens"] = True
    else:
        r["challengeName"] = "CUSTOM_CHALLENGE"
    return event
`,
    ],
    [
      "a handler of API Gateway beside Cognito",
      `
import boto3
import json

cognito = boto3.client("cognito-idp")

def lambda_handler(event, context):
    body = json.loads(event["body"])
    response = cognito.sign_up(ClientId="c", Username=body["email"], Password=body["password"])
    return {"statusCode": 200, "body": json.dumps({"confirmed": str(response["UserConfirmed"])})}
`,
    ],
    [
      "a queue's handler",
      `
def lambda_handler(event, context):
    for record in event["Records"]:
        print(record["body"])
`,
    ],
  ])("%s", async (_, source) => {
    expect(await findingsIn(source)).toEqual([]);
  });

  it("a line whose rule is disabled", async () => {
    expect(
      await findingsIn(`
def handler(event, context):
    # cognito-disable-next-line response-field-type
    event["response"]["autoConfirmUser"] = "true"
    return event
`),
    ).toEqual([]);
  });
});
