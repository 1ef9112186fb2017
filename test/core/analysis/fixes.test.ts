/** What the fixes that move text about make of a handler, to the letter; afterwards the rule has nothing to say. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Analyzer } from "../../../src/core/analysis/analyze.ts";
import type { LanguageId } from "../../../src/core/analysis/finding.ts";
import { applyEdits } from "../../../src/core/text/edit.ts";
import { createTestAnalyzer } from "../../support/analyzer.ts";

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await createTestAnalyzer();
});
afterAll(() => {
  analyzer.dispose();
});

interface Case {
  readonly name: string;
  readonly rule: string;
  readonly languageId?: LanguageId;
  /** Name of the file, where it matters. */
  readonly path?: string;
  /** The title of the fix; the first one where it is left out. */
  readonly title?: string;
  readonly before: string;
  /** The text with that fix, or undefined where there is none. */
  readonly after: string | undefined;
}

const inHandler = (...lines: readonly string[]): string =>
  ["exports.handler = async (event) => {", ...lines, "  return event;", "};\n"]
    .map((line, i, { length }) =>
      i === 0 || i >= length - 2 ? line : `  ${line}`,
    )
    .join("\n");

const cases: readonly Case[] = [
  {
    name: "a flag in a block goes with its line",
    rule: "presignup-admin-flags-ignored",
    before: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser") {',
      "  event.response.autoConfirmUser = true;",
      "  console.log(event.userName);",
      "}",
    ),
    after: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser") {',
      "  console.log(event.userName);",
      "}",
    ),
  },
  {
    name: "a flag that is all an if does goes with it",
    rule: "presignup-admin-flags-ignored",
    before: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser")',
      "  event.response.autoConfirmUser = true;",
      "console.log(event.userName);",
    ),
    after: inHandler("console.log(event.userName);"),
  },
  {
    name: "a flag before an else leaves its branch empty",
    rule: "presignup-admin-flags-ignored",
    before: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser") event.response.autoConfirmUser = true;',
      'else if (event.userName.startsWith("a")) event.response.autoConfirmUser = true;',
    ),
    after: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser") {}',
      'else if (event.userName.startsWith("a")) event.response.autoConfirmUser = true;',
    ),
  },
  {
    name: "what stands behind a flag on its line stays",
    rule: "presignup-admin-flags-ignored",
    before: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser") {',
      "  event.response.autoConfirmUser = true; console.log(event.userName);",
      "}",
    ),
    after: inHandler(
      'if (event.triggerSource === "PreSignUp_AdminCreateUser") {',
      "   console.log(event.userName);",
      "}",
    ),
  },
  {
    name: "a suite of Python keeps a statement",
    rule: "presignup-admin-flags-ignored",
    languageId: "python",
    before: `def handler(event, context):
    if event["triggerSource"] == "PreSignUp_AdminCreateUser":
        event["response"]["autoConfirmUser"] = True
    return event
`,
    after: `def handler(event, context):
    if event["triggerSource"] == "PreSignUp_AdminCreateUser":
        pass
    return event
`,
  },
  {
    name: "a member of an Enum gives its value to the answer",
    rule: "python-json-serializable",
    languageId: "python",
    before: `from enum import Enum

class Status(Enum):
    DONE = "CONFIRMED"

# cognito-trigger: UserMigration
def handler(event, context):
    event["response"]["userAttributes"] = {"email": event["userName"], "email_verified": "true"}
    event["response"]["finalUserStatus"] = Status.DONE
    return event
`,
    after: `from enum import Enum

class Status(Enum):
    DONE = "CONFIRMED"

# cognito-trigger: UserMigration
def handler(event, context):
    event["response"]["userAttributes"] = {"email": event["userName"], "email_verified": "true"}
    event["response"]["finalUserStatus"] = Status.DONE.value
    return event
`,
  },
  {
    name: "the trigger source is compared with the value of an Enum's member",
    rule: "trigger-source-known",
    languageId: "python",
    before: `from enum import Enum

class Source(Enum):
    ADMIN = "PreSignUp_AdminCreateUser"

def handler(event, context):
    if event["triggerSource"] != Source.ADMIN:
        event["response"]["autoConfirmUser"] = True
    return event
`,
    after: `from enum import Enum

class Source(Enum):
    ADMIN = "PreSignUp_AdminCreateUser"

def handler(event, context):
    if event["triggerSource"] != Source.ADMIN.value:
        event["response"]["autoConfirmUser"] = True
    return event
`,
  },
  {
    name: "an address is verified where there is one",
    rule: "auto-verify-needs-attribute",
    before: inHandler(
      "event.response = { autoConfirmUser: true, autoVerifyEmail: true };",
    ),
    after: inHandler(
      "event.response = { autoConfirmUser: true, autoVerifyEmail: Boolean(event.request.userAttributes.email) };",
    ),
  },
  {
    name: "a keyword of Python gets the value",
    rule: "auto-verify-needs-attribute",
    languageId: "python",
    before: `def handler(event, context):
    event["response"].update(autoConfirmUser=True, autoVerifyEmail=True)
    return event
`,
    after: `def handler(event, context):
    event["response"].update(autoConfirmUser=True, autoVerifyEmail=bool(event["request"]["userAttributes"].get("email")))
    return event
`,
  },
  {
    name: "the limit does not fail what has passed",
    rule: "define-attempt-limit",
    before: inHandler(
      "const { session } = event.request;",
      'const passed = session.some((each) => each.challengeName === "CUSTOM_CHALLENGE" && each.challengeResult);',
      "event.response.issueTokens = passed;",
      "event.response.failAuthentication = false;",
      'if (!passed) event.response.challengeName = "CUSTOM_CHALLENGE";',
    ),
    after: inHandler(
      "const { session } = event.request;",
      'const passed = session.some((each) => each.challengeName === "CUSTOM_CHALLENGE" && each.challengeResult);',
      "event.response.issueTokens = passed;",
      "event.response.failAuthentication = false;",
      "if (!passed) { if (event.request.session.length >= 3 && !event.response.issueTokens) event.response.failAuthentication = true;",
      'else event.response.challengeName = "CUSTOM_CHALLENGE"; }',
    ),
  },
  {
    name: "a limit before the flag is set could come too early",
    rule: "define-attempt-limit",
    before: inHandler(
      "const { session } = event.request;",
      'event.response.challengeName = "CUSTOM_CHALLENGE";',
      "event.response.failAuthentication = false;",
      'event.response.issueTokens = session.some((each) => each.challengeName === "CUSTOM_CHALLENGE" && each.challengeResult);',
    ),
    after: undefined,
  },
  {
    name: "an answer that is undecided on every way fails before it is given",
    rule: "define-decision",
    before: inHandler(
      "event.response.issueTokens = false;",
      "event.response.failAuthentication = false;",
      "if (event.request.userNotFound) return event;",
      'event.response.challengeName = "CUSTOM_CHALLENGE";',
    ),
    after: inHandler(
      "event.response.issueTokens = false;",
      "event.response.failAuthentication = false;",
      "if (event.request.userNotFound) {",
      "  event.response.failAuthentication = true;",
      "  return event;",
      "}",
      'event.response.challengeName = "CUSTOM_CHALLENGE";',
    ),
  },
  {
    name: "of two flags, one stays",
    rule: "define-decision",
    title: "Set `failAuthentication` to false",
    before: inHandler(
      "const last = event.request.session.at(-1);",
      'if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult)',
      "  event.response = { issueTokens: true, failAuthentication: true };",
      "else event.response = { issueTokens: false, failAuthentication: true };",
    ),
    after: inHandler(
      "const last = event.request.session.at(-1);",
      'if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult)',
      "  event.response = { issueTokens: true, failAuthentication: false };",
      "else event.response = { issueTokens: false, failAuthentication: true };",
    ),
  },
  {
    name: "the code goes before the tags that close the message",
    rule: "custom-message-placeholder",
    before: inHandler(
      'if (event.triggerSource === "CustomMessage_SignUp") {',
      "  event.response.emailMessage = '<html><body>Your code:</body></html>';",
      "}",
    ),
    after: inHandler(
      'if (event.triggerSource === "CustomMessage_SignUp") {',
      "  event.response.emailMessage = `<html><body>Your code: ${event.request.codeParameter}</body></html>`;",
      "}",
    ),
  },
  {
    name: "an invitation gets both",
    rule: "custom-message-placeholder",
    languageId: "python",
    before: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_AdminCreateUser":
        event["response"]["emailMessage"] = "Welcome!"
    return event
`,
    after: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_AdminCreateUser":
        event["response"]["emailMessage"] = f"Welcome! {event['request']['codeParameter']} {event['request']['usernameParameter']}"
    return event
`,
  },
  {
    name: "braces of a message would come to mean something",
    rule: "custom-message-placeholder",
    languageId: "python",
    before: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_SignUp":
        event["response"]["emailMessage"] = "<style>p { color: red }</style>Welcome!"
    return event
`,
    after: undefined,
  },
  {
    name: "the call that may fail is caught",
    rule: "post-trigger-throw",
    languageId: "python",
    before: `import crm

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    if event["userName"]:
        crm.add(event["request"]["userAttributes"])
    return event
`,
    after: `import crm

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    if event["userName"]:
        try:
            crm.add(event["request"]["userAttributes"])
        except Exception as error:
            print(error)
    return event
`,
  },
  {
    name: "version 1 has the claims of the id token and the groups",
    rule: "pretoken-key-matches-version",
    before: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  "event.response.claimsAndScopeOverrideDetails = {",
  '  idTokenGeneration: { claimsToAddOrOverride: { plan: "pro" } },',
  '  groupOverrideDetails: { groupsToOverride: ["pro"] },',
  "};",
)}`,
    after: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  'event.response.claimsOverrideDetails = { claimsToAddOrOverride: { plan: "pro" }, groupOverrideDetails: { groupsToOverride: ["pro"] } };',
)}`,
  },
  {
    name: "version 1 has no place for the access token",
    rule: "pretoken-key-matches-version",
    before: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  "event.response.claimsAndScopeOverrideDetails = {",
  '  accessTokenGeneration: { claimsToAddOrOverride: { plan: "pro" } },',
  "};",
)}`,
    after: undefined,
  },
  {
    name: "groups move to where they are set",
    rule: "pretoken-reserved-claim",
    title: "Set `groupOverrideDetails` instead",
    before: `// cognito-trigger: PreTokenGenerationV2
${inHandler(
  "event.response.claimsAndScopeOverrideDetails = {",
  '  idTokenGeneration: { claimsToAddOrOverride: { plan: "pro", "cognito:groups": ["pro"] } },',
  "};",
)}`,
    after: `// cognito-trigger: PreTokenGenerationV2
${inHandler(
  "event.response.claimsAndScopeOverrideDetails = {",
  '  idTokenGeneration: { claimsToAddOrOverride: { plan: "pro" } }, groupOverrideDetails: { groupsToOverride: ["pro"] },',
  "};",
)}`,
  },
  {
    name: "groups that are set already stay as they are",
    rule: "pretoken-reserved-claim",
    title: "Set `groupOverrideDetails` instead",
    before: inHandler(
      "event.response.claimsOverrideDetails = {",
      '  claimsToAddOrOverride: { "cognito:groups": "pro" },',
      '  groupOverrideDetails: { groupsToOverride: ["pro"] },',
      "};",
    ),
    after: undefined,
  },
  {
    name: "an entry goes with its computed key",
    rule: "pretoken-reserved-claim",
    before: `const CLAIMS = { client: "aud", plan: "plan" };
${inHandler(
  "event.response.claimsOverrideDetails = {",
  '  claimsToAddOrOverride: { [CLAIMS.plan]: "pro", [CLAIMS["client"]]: "web" },',
  "};",
)}`,
    after: `const CLAIMS = { client: "aud", plan: "plan" };
${inHandler(
  "event.response.claimsOverrideDetails = {",
  '  claimsToAddOrOverride: { [CLAIMS.plan]: "pro" },',
  "};",
)}`,
  },
  {
    name: "a comparison becomes a text as a whole",
    rule: "pretoken-v1-string-claims",
    before: inHandler(
      "const groups = event.request.groupConfiguration.groupsToOverride;",
      "event.response.claimsOverrideDetails = {",
      '  claimsToAddOrOverride: { admin: groups.indexOf("admin") !== -1 },',
      "};",
    ),
    after: inHandler(
      "const groups = event.request.groupConfiguration.groupsToOverride;",
      "event.response.claimsOverrideDetails = {",
      '  claimsToAddOrOverride: { admin: String(groups.indexOf("admin") !== -1) },',
      "};",
    ),
  },
  {
    name: "a promise that is written by its name keeps it",
    rule: "response-field-type",
    before: `// cognito-trigger: VerifyAuthChallengeResponse
async function check(code) {
  return code === "a";
}
exports.handler = async (event) => {
  const answerCorrect = check(event.request.challengeAnswer);
  return { ...event, response: { answerCorrect } };
};
`,
    after: `// cognito-trigger: VerifyAuthChallengeResponse
async function check(code) {
  return code === "a";
}
exports.handler = async (event) => {
  const answerCorrect = check(event.request.challengeAnswer);
  return { ...event, response: { answerCorrect: await answerCorrect } };
};
`,
  },
  {
    name: "nothing is awaited where it cannot be",
    rule: "response-field-type",
    before: `// cognito-trigger: VerifyAuthChallengeResponse
const check = async (code) => code === "a";
exports.handler = (event, context, callback) => {
  event.response.answerCorrect = check(event.request.challengeAnswer);
  callback(null, event);
};
`,
    after: undefined,
  },
  {
    name: "a promise that is chosen is awaited as a whole",
    rule: "response-field-type",
    before: `// cognito-trigger: VerifyAuthChallengeResponse
async function check(code) {
  return code === "a";
}
exports.handler = async (event) => {
  const { userNotFound, challengeAnswer } = event.request;
  event.response.answerCorrect = userNotFound ? false : check(challengeAnswer);
  return event;
};
`,
    after: `// cognito-trigger: VerifyAuthChallengeResponse
async function check(code) {
  return code === "a";
}
exports.handler = async (event) => {
  const { userNotFound, challengeAnswer } = event.request;
  event.response.answerCorrect = await (userNotFound ? false : check(challengeAnswer));
  return event;
};
`,
  },
  {
    name: "a pattern takes the text",
    rule: "attribute-string-boolean",
    languageId: "python",
    before: `# cognito-trigger: PreTokenGenerationV1
def handler(event, context):
    match event["request"]["userAttributes"]:
        case {"email_verified": True}:
            event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"trust": "1"}}
    return event
`,
    after: `# cognito-trigger: PreTokenGenerationV1
def handler(event, context):
    match event["request"]["userAttributes"]:
        case {"email_verified": "true"}:
            event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"trust": "1"}}
    return event
`,
  },
  {
    name: "a member by another name is not assigned as a whole",
    rule: "no-write-into-null-response",
    before: inHandler(
      "const { privateChallengeParameters } = event.response;",
      'privateChallengeParameters.answer = "blue";',
      'event.response.publicChallengeParameters = { medium: "mail" };',
    ),
    after: undefined,
  },
  {
    name: "a flag that other answers need is set to false behind the other",
    rule: "define-decision",
    title: "Set `failAuthentication` to false",
    before: inHandler(
      "const last = event.request.session.at(-1);",
      "event.response.issueTokens = false;",
      "event.response.failAuthentication = true;",
      'if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {',
      "  event.response.issueTokens = true;",
      "}",
    ),
    after: inHandler(
      "const last = event.request.session.at(-1);",
      "event.response.issueTokens = false;",
      "event.response.failAuthentication = true;",
      'if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {',
      "  event.response.issueTokens = true;",
      "  event.response.failAuthentication = false;",
      "}",
    ),
  },
  {
    name: "a flag that other answers need is set to false beside the other",
    rule: "define-decision",
    languageId: "python",
    title: "Set `failAuthentication` to false",
    before: `DENY = {"issueTokens": False, "failAuthentication": True}

def handler(event, context):
    session = event["request"]["session"]
    answer = {}
    if session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"]:
        answer = {"issueTokens": True}
    event["response"].update({**DENY, **answer})
    return event
`,
    after: `DENY = {"issueTokens": False, "failAuthentication": True}

def handler(event, context):
    session = event["request"]["session"]
    answer = {}
    if session and session[-1]["challengeName"] == "CUSTOM_CHALLENGE" and session[-1]["challengeResult"]:
        answer = {"issueTokens": True, "failAuthentication": False}
    event["response"].update({**DENY, **answer})
    return event
`,
  },
  {
    name: "an answer that a function makes is not begun by hand",
    rule: "define-decision",
    before: `const answer = (event, flags) => ({ ...event, response: { issueTokens: false, failAuthentication: false, ...flags } });
exports.handler = async (event) => {
  const { session } = event.request;
  if (session.length === 0) return answer(event, { challengeName: "CUSTOM_CHALLENGE" });
  if (session.at(-1).challengeName === "CUSTOM_CHALLENGE" && session.at(-1).challengeResult) return answer(event, { issueTokens: true });
  return answer(event, {});
};
`,
    after: undefined,
  },
  {
    rule: "five-second-budget",
    name: "a request gets its first options",
    before: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await fetch(\`https://audit.example.com/\${event.userName}\`);
  return event;
};
`,
    after: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await fetch(\`https://audit.example.com/\${event.userName}\`, { signal: AbortSignal.timeout(3000) });
  return event;
};
`,
  },
  {
    rule: "five-second-budget",
    name: "a timeout stands first among the options of a request",
    before: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await fetch("https://audit.example.com", {
    method: "POST",
  });
  return event;
};
`,
    after: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await fetch("https://audit.example.com", {
    signal: AbortSignal.timeout(3000),
    method: "POST",
  });
  return event;
};
`,
  },
  {
    rule: "five-second-budget",
    name: "options that hold nothing get a timeout, behind the body of a request",
    before: `const axios = require("axios");
// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await axios.post("https://audit.example.com", event.userName, {});
  return event;
};
`,
    after: `const axios = require("axios");
// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await axios.post("https://audit.example.com", event.userName, { timeout: 3000 });
  return event;
};
`,
  },
  {
    rule: "five-second-budget",
    name: "a request of Python over several lines",
    languageId: "python",
    before: `import requests

# cognito-trigger: PreSignUp
def handler(event, context):
    requests.post(
        "https://audit.example.com",
        json={"name": event["userName"]},
    )
    return event
`,
    after: `import requests

# cognito-trigger: PreSignUp
def handler(event, context):
    requests.post(
        "https://audit.example.com",
        json={"name": event["userName"]}, timeout=3,
    )
    return event
`,
  },
  {
    name: "what answers is added, and the callback stays for it",
    rule: "return-event",
    before: `// cognito-trigger: PreSignUp
exports.handler = (event, context, callback) => {
  event.response.autoConfirmUser = true;
};
`,
    after: `// cognito-trigger: PreSignUp
exports.handler = (event, context, callback) => {
  event.response.autoConfirmUser = true;
  return callback(null, event);
};
`,
  },
  {
    name: "a callback that the answer still needs is not taken away",
    rule: "no-three-param-handler",
    before: `// cognito-trigger: PreSignUp
exports.handler = (event, context, callback) => {
  event.response.autoConfirmUser = true;
};
`,
    after: undefined,
  },
  {
    name: "the type of a callback goes with it, and its import",
    rule: "no-three-param-handler",
    languageId: "typescript",
    before: `import type { Callback, Context, PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = (
  event: PostConfirmationTriggerEvent,
  context: Context,
  callback: Callback,
): void => {
  console.log(event.userName);
  callback(null, event);
};
`,
    after: `import type { Context, PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (
  event: PostConfirmationTriggerEvent,
  context: Context,
): Promise<PostConfirmationTriggerEvent> => {
  console.log(event.userName);
  return event;
};
`,
  },
  {
    name: "the type of what is given back becomes that of the event",
    rule: "return-event",
    languageId: "typescript",
    before: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export async function handler(event: PostConfirmationTriggerEvent): Promise<void> {
  console.log(event.userName);
}
`,
    after: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export async function handler(event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> {
  console.log(event.userName);
  return event;
}
`,
  },
  {
    name: "an async function gives back a promise of what it gave back",
    rule: "sync-return-ignored",
    languageId: "typescript",
    before: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = (event: PostConfirmationTriggerEvent): PostConfirmationTriggerEvent => {
  console.log(event.userName);
  return event;
};
`,
    after: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
  console.log(event.userName);
  return event;
};
`,
  },
  {
    name: "what wraps the event gives it out again",
    rule: "return-event",
    languageId: "python",
    before: `from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import PostConfirmationTriggerEvent

def handler(event, context):
    event: PostConfirmationTriggerEvent = PostConfirmationTriggerEvent(event)
    print(event.user_name)
`,
    after: `from aws_lambda_powertools.utilities.data_classes.cognito_user_pool_event import PostConfirmationTriggerEvent

def handler(event, context):
    event: PostConfirmationTriggerEvent = PostConfirmationTriggerEvent(event)
    print(event.user_name)
    return event.raw_event
`,
  },
  {
    name: "a handler that a function in it ends later stays as it is",
    rule: "no-context-done",
    before: `// cognito-trigger: PostConfirmation
exports.handler = (event, context) => {
  if (event.triggerSource !== "PostConfirmation_ConfirmSignUp") {
    context.done(null, event);
    return;
  }
  save(event.userName, () => {
    context.done(null, event);
  });
};
`,
    after: undefined,
  },
  {
    name: "a bare return behind the end goes with it",
    rule: "no-context-done",
    before: `// cognito-trigger: PostConfirmation
exports.handler = async (event, context) => {
  console.log(event.userName);
  context.succeed(event);
  return;
};
`,
    after: `// cognito-trigger: PostConfirmation
exports.handler = async (event, context) => {
  console.log(event.userName);
  return event;
};
`,
  },
  {
    name: "a name that is there already is exported",
    rule: "handler-export-matches-module-type",
    path: "src/function.mjs",
    before: `// cognito-trigger: PostConfirmation
const handler = async (event) => {
  console.log(event.userName);
  return event;
};

exports.handler = handler;
`,
    after: `// cognito-trigger: PostConfirmation
const handler = async (event) => {
  console.log(event.userName);
  return event;
};

export { handler };
`,
  },
  {
    name: "a module that requires others needs more than an export",
    rule: "handler-export-matches-module-type",
    path: "src/function.mjs",
    before: `const { save } = require("./users");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  await save(event.userName);
  return event;
};
`,
    after: undefined,
  },
  {
    name: "an export that is used elsewhere keeps its name",
    rule: "handler-export-matches-module-type",
    path: "src/function.cjs",
    before: `// cognito-trigger: PostConfirmation
export const handler = async (event) => {
  console.log(event.userName);
  return event;
};
warm(handler);
`,
    after: undefined,
  },
  {
    name: "a field of a class keeps the value that its type asks for",
    rule: "create-string-params",
    languageId: "python",
    before: `from dataclasses import asdict, dataclass

@dataclass
class Challenge:
    answer: str
    expires: int = 180

# cognito-trigger: CreateAuthChallenge
def handler(event, context):
    event["response"]["publicChallengeParameters"] = {"medium": "mail"}
    event["response"]["privateChallengeParameters"] = asdict(Challenge("blue"))
    return event
`,
    after: undefined,
  },
  {
    name: "a keyword that a class has is not renamed",
    rule: "response-field-known",
    languageId: "python",
    before: `from dataclasses import asdict, dataclass

@dataclass
class Answer:
    auto_verify_email: bool = False

# cognito-trigger: PreSignUp
def handler(event, context):
    event["response"] = asdict(Answer(auto_verify_email=event["userName"] == "ann"))
    return event
`,
    after: undefined,
  },
  {
    name: "a text is written in the quotes of the file",
    rule: "attribute-string-boolean",
    before: inHandler(
      "if (event.triggerSource !== 'PreAuthentication_Authentication') return event;",
      "if (!event.request.userAttributes.email_verified) throw new Error('Verify your address first');",
    ),
    after: inHandler(
      "if (event.triggerSource !== 'PreAuthentication_Authentication') return event;",
      "if (event.request.userAttributes.email_verified !== 'true') throw new Error('Verify your address first');",
    ),
  },
  {
    name: "what a type calls a boolean is compared as a text",
    rule: "attribute-string-boolean",
    languageId: "typescript",
    before: `import type { PreAuthenticationTriggerEvent } from "aws-lambda";

interface Attributes {
  email_verified?: boolean;
}

export const handler = async (event: PreAuthenticationTriggerEvent) => {
  const attributes = event.request.userAttributes as unknown as Attributes;
  if (!attributes.email_verified) throw new Error("Verify your address first");
  return event;
};
`,
    after: `import type { PreAuthenticationTriggerEvent } from "aws-lambda";

interface Attributes {
  email_verified?: boolean;
}

export const handler = async (event: PreAuthenticationTriggerEvent) => {
  const attributes = event.request.userAttributes as unknown as Attributes;
  if (String(attributes.email_verified) !== "true") throw new Error("Verify your address first");
  return event;
};
`,
  },
  {
    name: "what kept TypeScript silent goes with the wrong value",
    rule: "response-field-type",
    languageId: "typescript",
    before: `import type { PreSignUpTriggerEvent } from "aws-lambda";

export const handler = async (event: PreSignUpTriggerEvent) => {
  event.response.autoConfirmUser = "true" as unknown as boolean;
  return event;
};
`,
    after: `import type { PreSignUpTriggerEvent } from "aws-lambda";

export const handler = async (event: PreSignUpTriggerEvent) => {
  event.response.autoConfirmUser = true;
  return event;
};
`,
  },
  {
    name: "an entry that is the only one leaves nothing between its brackets",
    rule: "pretoken-reserved-claim",
    before: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  "event.response.claimsOverrideDetails = {",
  "  claimsToAddOrOverride: {",
  '    client_id: "web",',
  "  },",
  "};",
)}`,
    after: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  "event.response.claimsOverrideDetails = {",
  "  claimsToAddOrOverride: {},",
  "};",
)}`,
  },
  {
    name: "a last entry goes with its line",
    rule: "pretoken-reserved-claim",
    before: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  "event.response.claimsOverrideDetails = {",
  "  claimsToAddOrOverride: {",
  '    plan: "pro",',
  '    client_id: "web",',
  "  },",
  "};",
)}`,
    after: `// cognito-trigger: PreTokenGenerationV1
${inHandler(
  "event.response.claimsOverrideDetails = {",
  "  claimsToAddOrOverride: {",
  '    plan: "pro",',
  "  },",
  "};",
)}`,
  },
  {
    name: "a flag that says false is set to true",
    rule: "define-decision",
    languageId: "python",
    before: `def handler(event, context):
    session = event["request"]["session"]
    response = event["response"]
    response["issueTokens"] = False
    if not session or len(session) < 3:
        response["failAuthentication"] = False
        response["challengeName"] = "CUSTOM_CHALLENGE"
    else:
        response["failAuthentication"] = False
    return event
`,
    after: `def handler(event, context):
    session = event["request"]["session"]
    response = event["response"]
    response["issueTokens"] = False
    if not session or len(session) < 3:
        response["failAuthentication"] = False
        response["challengeName"] = "CUSTOM_CHALLENGE"
    else:
        response["failAuthentication"] = True
    return event
`,
  },
  {
    name: "what every sign-in begins with does not fail",
    rule: "define-decision",
    before: inHandler(
      "event.response.issueTokens = false;",
      "event.response.failAuthentication = false;",
      "if (event.request.session.length > 0) event.response.challengeName = 'CUSTOM_CHALLENGE';",
    ),
    after: undefined,
  },
  {
    name: "the nearer of two names is meant",
    rule: "trigger-source-known",
    languageId: "python",
    before: `def handler(event, context):
    if event["triggerSource"] == "TokenGeneration_Authenticate":
        event["response"]["claimsOverrideDetails"] = {"claimsToSuppress": ["email"]}
    return event
`,
    after: `def handler(event, context):
    if event["triggerSource"] == "TokenGeneration_Authentication":
        event["response"]["claimsOverrideDetails"] = {"claimsToSuppress": ["email"]}
    return event
`,
  },
  {
    name: "lines end as those of the file",
    rule: "return-event",
    languageId: "python",
    before:
      "# cognito-trigger: PostConfirmation\r\ndef handler(event, context):\r\n    try:\r\n        print(event)\r\n    except KeyError:\r\n        pass\r\n",
    after:
      "# cognito-trigger: PostConfirmation\r\ndef handler(event, context):\r\n    try:\r\n        print(event)\r\n    except KeyError:\r\n        pass\r\n    return event\r\n",
  },
  {
    name: "a value ends before the end of its line",
    rule: "no-write-into-null-response",
    languageId: "python",
    before:
      '# cognito-trigger: CreateAuthChallenge\r\ndef handler(event, context):\r\n    event["response"]["privateChallengeParameters"]["answer"] = "blue"\r\n    return event\r\n',
    after:
      '# cognito-trigger: CreateAuthChallenge\r\ndef handler(event, context):\r\n    event["response"]["privateChallengeParameters"] = {"answer": "blue"}\r\n    return event\r\n',
  },
  {
    name: "blocks are set in as those of the file",
    rule: "post-trigger-throw",
    before:
      "// cognito-trigger: PostConfirmation\nexports.handler = async (event) => {\n\tawait users.add(event.userName);\n\treturn event;\n};\n",
    after:
      "// cognito-trigger: PostConfirmation\nexports.handler = async (event) => {\n\ttry {\n\t\tawait users.add(event.userName);\n\t} catch (error) {\n\t\tconsole.error(error);\n\t}\n\treturn event;\n};\n",
  },
  {
    name: "a text that is asked for as a list names its entries",
    rule: "response-field-type",
    languageId: "typescript",
    before: `// cognito-trigger: PreTokenGenerationV1
export const handler = async (event: any) => {
  event.response.claimsOverrideDetails = { claimsToSuppress: 'email, phone_number' as unknown as string[] };
  return event;
};
`,
    after: `// cognito-trigger: PreTokenGenerationV1
export const handler = async (event: any) => {
  event.response.claimsOverrideDetails = { claimsToSuppress: ['email', 'phone_number'] };
  return event;
};
`,
  },
  {
    name: "a list is given as it is",
    rule: "response-field-type",
    languageId: "python",
    before: `# cognito-trigger: PreTokenGenerationV1
def handler(event, context):
    groups = [each.upper() for each in event["request"]["groupConfiguration"]["groupsToOverride"]]
    event["response"]["claimsOverrideDetails"] = {"groupOverrideDetails": {"groupsToOverride": ",".join(groups)}}
    return event
`,
    after: `# cognito-trigger: PreTokenGenerationV1
def handler(event, context):
    groups = [each.upper() for each in event["request"]["groupConfiguration"]["groupsToOverride"]]
    event["response"]["claimsOverrideDetails"] = {"groupOverrideDetails": {"groupsToOverride": list(groups)}}
    return event
`,
  },
  {
    name: "an attribute that is a number becomes a text",
    rule: "response-field-type",
    before: `// cognito-trigger: UserMigration
${inHandler(
  "event.response.userAttributes = { email: event.userName, 'custom:rank': event.userName.length };",
)}`,
    after: `// cognito-trigger: UserMigration
${inHandler(
  "event.response.userAttributes = { email: event.userName, 'custom:rank': String(event.userName.length) };",
)}`,
  },
  {
    name: "a text that says whether an address is verified is compared",
    rule: "response-field-type",
    before: inHandler(
      "event.response.autoConfirmUser = true;",
      "event.response.autoVerifyEmail = event.request.userAttributes.email_verified;",
    ),
    after: inHandler(
      "event.response.autoConfirmUser = true;",
      'event.response.autoVerifyEmail = event.request.userAttributes.email_verified === "true";',
    ),
  },
  {
    name: "whether something is found is asked",
    rule: "response-field-type",
    before: inHandler(
      'const domains = ["example.com", "example.org"];',
      'event.response.autoConfirmUser = domains.find((each) => event.userName.endsWith("@" + each));',
    ),
    after: inHandler(
      'const domains = ["example.com", "example.org"];',
      'event.response.autoConfirmUser = domains.some((each) => event.userName.endsWith("@" + each));',
    ),
  },
  {
    name: "an error that is given back is raised",
    rule: "return-whole-event",
    languageId: "python",
    before: `# cognito-trigger: PreSignUp
def handler(event, context):
    if not event["userName"].endswith("@example.com"):
        return ValueError("Only for our own people")
    return event
`,
    after: `# cognito-trigger: PreSignUp
def handler(event, context):
    if not event["userName"].endswith("@example.com"):
        raise ValueError("Only for our own people")
    return event
`,
  },
  {
    name: "the event is given back as it is, Lambda makes the text",
    rule: "return-whole-event",
    before: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  console.log(event.userName);
  return JSON.stringify(event);
};
`,
    after: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  console.log(event.userName);
  return event;
};
`,
  },
  {
    name: "what makes the text is imported",
    rule: "pretoken-v1-string-claims",
    languageId: "python",
    before: `import os

def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"roles": ["reader", os.environ["ROLE"]]}}
    return event
`,
    after: `import json
import os

def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"roles": json.dumps(["reader", os.environ["ROLE"]])}}
    return event
`,
  },
  {
    name: "the first import stands above the comment of the handler",
    rule: "pretoken-v1-string-claims",
    languageId: "python",
    before: `# cognito-trigger: PreTokenGenerationV1
def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"roles": ["reader"]}}
    return event
`,
    after: `import json


# cognito-trigger: PreTokenGenerationV1
def handler(event, context):
    event["response"]["claimsOverrideDetails"] = {"claimsToAddOrOverride": {"roles": json.dumps(["reader"])}}
    return event
`,
  },
  {
    name: "an object in an object is assigned with what it is in",
    rule: "no-write-into-null-response",
    before: `// cognito-trigger: PreTokenGenerationV2
${inHandler(
  'event.response.claimsAndScopeOverrideDetails.idTokenGeneration = { claimsToAddOrOverride: { plan: "pro" } };',
)}`,
    after: `// cognito-trigger: PreTokenGenerationV2
${inHandler(
  'event.response.claimsAndScopeOverrideDetails = { idTokenGeneration: { claimsToAddOrOverride: { plan: "pro" } } };',
)}`,
  },
  {
    name: "a decorator logs no event",
    rule: "migration-no-password-in-logs",
    languageId: "python",
    before: `from aws_lambda_powertools import Logger

logger = Logger()

# cognito-trigger: UserMigration
@logger.inject_lambda_context(log_event=True)
def handler(event, context):
    event["response"]["userAttributes"] = {"email": event["userName"], "email_verified": "true"}
    event["response"]["finalUserStatus"] = "CONFIRMED"
    return event
`,
    after: `from aws_lambda_powertools import Logger

logger = Logger()

# cognito-trigger: UserMigration
@logger.inject_lambda_context(log_event=False)
def handler(event, context):
    event["response"]["userAttributes"] = {"email": event["userName"], "email_verified": "true"}
    event["response"]["finalUserStatus"] = "CONFIRMED"
    return event
`,
  },
  {
    name: "a limit that what stands behind it would undo is none",
    rule: "define-attempt-limit",
    before: inHandler(
      "const last = event.request.session.at(-1);",
      'if (last?.challengeName === "CUSTOM_CHALLENGE" && last.challengeResult) {',
      "  event.response.issueTokens = true;",
      "  event.response.failAuthentication = false;",
      "} else {",
      '  event.response.challengeName = "CUSTOM_CHALLENGE";',
      "  event.response.issueTokens = false;",
      "  event.response.failAuthentication = false;",
      "}",
    ),
    after: undefined,
  },
  {
    name: "a value that becomes a text is no longer called a boolean",
    rule: "pretoken-v1-string-claims",
    languageId: "typescript",
    before: `// cognito-trigger: PreTokenGenerationV1
export const handler = async (event: any) => {
  const beta = JSON.parse(process.env.FLAGS ?? "{}").beta;
  event.response.claimsOverrideDetails = { claimsToAddOrOverride: { beta: beta as boolean } };
  return event;
};
`,
    after: `// cognito-trigger: PreTokenGenerationV1
export const handler = async (event: any) => {
  const beta = JSON.parse(process.env.FLAGS ?? "{}").beta;
  event.response.claimsOverrideDetails = { claimsToAddOrOverride: { beta: String(beta) } };
  return event;
};
`,
  },
];

describe.each(cases)(
  "$rule: $name",
  ({
    rule,
    languageId = "javascript",
    path = "src/function",
    title,
    before,
    after,
  }) => {
    test("gives the text that is wanted, and silence", async () => {
      const find = async (text: string) =>
        (await analyzer.analyze({ path, languageId, text })).findings.filter(
          (finding) => finding.rule === rule,
        );
      const found = await find(before);
      expect(found).not.toEqual([]);
      const fix = found
        .flatMap(({ fixes }) => fixes)
        .find((each) => title === undefined || each.title === title);
      const text =
        fix === undefined ? undefined : applyEdits(before, fix.edits);
      expect(text).toBe(after);
      if (text !== undefined) expect(await find(text)).toEqual([]);
    });
  },
);
