/** The password of a migration trigger, used where Cognito does not send one. */
import { pages } from "../../triggers/contracts.ts";
import type { CallFact } from "../interp/facts.ts";
import { failingReads, failureOf } from "./failing-reads.ts";
import { isLogging } from "./logging-calls.ts";
import type { Rule } from "./rule.ts";

/** Calls that only look whether there is a value. */
const looks =
  /(?:^|\.)(?:Boolean|String|bool|str|len|isinstance|type|isEmpty|isNil|JSON\.stringify|json\.dumps)$/u;

export const migrationPasswordOnlyInAuth: Rule = {
  id: "migration-password-only-in-auth",
  title: "A user migration trigger uses the password only on sign-in",
  severity: "error",
  certainty: "exact",
  triggers: ["UserMigration"],
  why: "`request.password` is there for `UserMigration_Authentication` only. Cognito calls the same function for a forgotten password (`UserMigration_ForgotPassword`), and then there is none, although the published types say so. Check `triggerSource` before using it.",
  references: [pages.userMigration],
  examples: [
    {
      language: "javascript",
      bad: `const { authenticate } = require("./legacy");
// cognito-trigger: UserMigration
exports.handler = async (event) => {
  const user = await authenticate(event.userName, event.request.password);
  event.response.userAttributes = { email: user.email, email_verified: "true" };
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
      good: `const { authenticate } = require("./legacy");
// cognito-trigger: UserMigration
exports.handler = async (event) => {
  if (event.triggerSource !== "UserMigration_Authentication") return event;
  const user = await authenticate(event.userName, event.request.password);
  event.response.userAttributes = { email: user.email, email_verified: "true" };
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { UserMigrationTriggerEvent } from "aws-lambda";
import { verify } from "./legacy";

export const handler = async (event: UserMigrationTriggerEvent) => {
  const { userName, request: { password } } = event;
  if (!(await verify({ userName, password }))) throw new Error("Bad credentials");
  event.response.userAttributes = { email: userName, email_verified: "true" };
  return event;
};
`,
      good: `import type { UserMigrationTriggerEvent } from "aws-lambda";
import { verify } from "./legacy";

export const handler = async (event: UserMigrationTriggerEvent) => {
  const { userName, request: { password } } = event;
  if (event.triggerSource === "UserMigration_Authentication")
    if (!(await verify({ userName, password }))) throw new Error("Bad credentials");
  event.response.userAttributes = { email: userName, email_verified: "true" };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `from legacy import authenticate

# cognito-trigger: UserMigration
def lambda_handler(event, context):
    user = authenticate(event["userName"], event["request"]["password"])
    if user:
        event["response"]["userAttributes"] = {"email": user["email"], "email_verified": "true"}
    return event
`,
      good: `from legacy import authenticate

# cognito-trigger: UserMigration
def lambda_handler(event, context):
    if event["triggerSource"] != "UserMigration_Authentication":
        return event
    user = authenticate(event["userName"], event["request"]["password"])
    if user:
        event["response"]["userAttributes"] = {"email": user["email"], "email_verified": "true"}
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    const { run, language } = facts;
    const { failing, prepared } = failingReads(facts, "password");
    for (const range of failing)
      yield {
        range,
        message: `For UserMigration_ForgotPassword there is no \`password\` in the request, and this is reached then as well: ${failureOf[language]}. Check that \`triggerSource\` is UserMigration_Authentication first.`,
      };
    // In Python the look-up itself fails: what it would have given gets nowhere.
    if (failing.length > 0) return;
    if (language === "python" && prepared) return;
    for (const call of run.calls) {
      const missing = call.arguments.find(({ lacks }) => lacks.has("password"));
      if (missing === undefined || !uses(call)) continue;
      yield {
        range: missing.range,
        message:
          "For UserMigration_ForgotPassword there is no `request.password`, and this is reached then as well. Check that `triggerSource` is UserMigration_Authentication before using it.",
      };
    }
  },
};

/** What is called in another file is known by its path only. */
function uses(call: CallFact): boolean {
  const name = call.written === "" ? call.path : call.written;
  return (
    name !== undefined && !call.own && !isLogging(call) && !looks.test(name)
  );
}
