/** The password of the user who signs in, written to the log. */
import { inPattern } from "../../text/in-pattern.ts";
import type { TextEdit } from "../../text/edit.ts";
import type { Range } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { ArgumentFact, CallFact, HandlerFacts } from "../interp/facts.ts";
import { quoter } from "./file-style.ts";
import { isLogging } from "./logging-calls.ts";
import type { Problem, Rule } from "./rule.ts";

export const migrationNoPasswordInLogs: Rule = {
  id: "migration-no-password-in-logs",
  title: "A user migration trigger does not log the password",
  severity: "error",
  certainty: "exact",
  triggers: ["UserMigration"],
  why: "A migration trigger gets the password in clear text, in `request.password`. Logging the event, its request or the password puts it into CloudWatch Logs, for everybody who may read them and as long as they are kept. Log the trigger source and the user name instead.",
  references: [
    pages.userMigration,
    "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-import-using-lambda.html",
  ],
  examples: [
    {
      language: "javascript",
      bad: `const { authenticate } = require("./legacy");
exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  if (event.triggerSource === "UserMigration_Authentication") {
    event.response.userAttributes = await authenticate(event.userName, event.request.password);
    event.response.finalUserStatus = "CONFIRMED";
  }
  return event;
};
`,
      good: `const { authenticate } = require("./legacy");
exports.handler = async (event) => {
  console.log(event.triggerSource, event.userName);
  if (event.triggerSource === "UserMigration_Authentication") {
    event.response.userAttributes = await authenticate(event.userName, event.request.password);
    event.response.finalUserStatus = "CONFIRMED";
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { UserMigrationTriggerHandler } from "aws-lambda";

export const handler: UserMigrationTriggerHandler = async (event) => {
  const { password } = event.request;
  console.info(\`\${event.userName} signs in with \${password}\`);
  return event;
};
`,
      good: `import type { UserMigrationTriggerHandler } from "aws-lambda";

export const handler: UserMigrationTriggerHandler = async (event) => {
  const { password } = event.request;
  console.info(\`\${event.userName} signs in with \${String(password?.length)} characters\`);
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: UserMigration
def lambda_handler(event, context):
    print(event)
    return event
`,
      good: `# cognito-trigger: UserMigration
def lambda_handler(event, context):
    print(event["triggerSource"], event["userName"])
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    yield* loggedByWrapper(facts);
    for (const call of facts.run.calls) {
      if (!isLogging(call)) continue;
      const leak = call.arguments.find(({ carries }) =>
        carries.has("password"),
      );
      if (leak === undefined) continue;
      const { start, end } = leak.range;
      const flag = /^log_event\s*=\s*(?=True$)/u.exec(
        facts.text.slice(start, end),
      );
      if (flag !== null) {
        yield wholeEvent(leak.range, "log_event", {
          range: { start: start + flag[0].length, end },
          newText: "False",
        });
        continue;
      }
      yield {
        range: leak.range,
        message:
          "This logs the password in clear text: `request.password` of a UserMigration trigger is in it. Log `triggerSource` and `userName` instead.",
        fixes: fixesFor(facts, call, leak),
      };
    }
  },
};

/** `injectLambdaContext(logger, { logEvent: true })` of Powertools, as a middleware or a decorator. */
const logsEvent =
  /\binjectLambdaContext\((?:[^()]|\([^()]*\))*?\blogEvent\s*:\s*true\b/u;

function* loggedByWrapper({
  text,
  language,
  mentions,
}: HandlerFacts): Iterable<Problem> {
  if (language !== "javascript" || !mentions(logsEvent)) return;
  const found = logsEvent.exec(text);
  if (found === null) return;
  const end = found.index + found[0].length;
  const start = text.lastIndexOf("logEvent", end);
  const range = { start, end };
  yield wholeEvent(range, "logEvent", { range, newText: "logEvent: false" });
}

const wholeEvent = (range: Range, flag: string, edit: TextEdit): Problem => ({
  range,
  message: `This logs the whole event, and the password in clear text with it: \`request.password\` of a UserMigration trigger. Leave \`${flag}\` out.`,
  fixes: [{ title: "Do not log the event", preferred: true, edits: [edit] }],
});

function fixesFor(
  facts: HandlerFacts,
  { written }: CallFact,
  leak: ArgumentFact,
): readonly QuickFix[] {
  const { text, language, eventName, range } = facts;
  const inside = leak.range.start > range.start && leak.range.end < range.end;
  const name = eventName ?? "";
  const mentions = new RegExp(`(?<![\\w$.])${inPattern(name)}\\b`, "u");
  if (
    !inside ||
    name === "" ||
    !mentions.test(text.slice(leak.range.start, leak.range.end)) ||
    // Powertools' event has its members as attributes.
    facts.mentions(/\bdata_classes\b/u)
  )
    return [];
  const quoted = quoter(facts);
  const member = (each: string): string =>
    language === "python" ? `${name}[${quoted(each)}]` : `${name}.${each}`;
  const newText = /^(?:console\.|print$)/u.test(written)
    ? `${member("triggerSource")}, ${member("userName")}`
    : member("triggerSource");
  return [
    {
      title: "Log the trigger source instead",
      preferred: true,
      edits: [{ range: leak.range, newText }],
    },
  ];
}
