/** Something that is done once more whenever Cognito calls the function again. */
import { pages } from "../../triggers/contracts.ts";
import type { CallFact, HandlerFacts } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";

export const idempotentSideEffects: Rule = {
  id: "idempotent-side-effects",
  title: "A second call for the same event does no harm",
  severity: "info",
  certainty: "best-effort",
  triggers: "synchronous",
  why: "Cognito may call the function again when the first answer does not come within five seconds, while the first run goes on; users report up to three runs for one sign-in. A record with a new id, a counter that is raised or a message that is sent is then there more than once. Make the id from the user's `sub`, write on the condition that nothing is there yet, and remember what has been sent.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `const { randomUUID } = require("node:crypto");
const db = require("./db");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  await db.insert({ id: randomUUID(), sub: event.request.userAttributes.sub });
  return event;
};
`,
      good: `const db = require("./db");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  await db.insert({ id: event.request.userAttributes.sub });
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostConfirmationTriggerHandler } from "aws-lambda";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";

const ses = new SESv2Client({});
export const handler: PostConfirmationTriggerHandler = async (event) => {
  const to = event.request.userAttributes["email"];
  if (to)
    await ses.send(
      new SendEmailCommand({
        Destination: { ToAddresses: [to] },
        Content: { Template: { TemplateName: "welcome" } },
      }),
    );
  return event;
};
`,
      good: `import type { PostConfirmationTriggerHandler } from "aws-lambda";
import { SESv2Client, SendEmailCommand } from "@aws-sdk/client-sesv2";
import { welcomed } from "./welcomed";

const ses = new SESv2Client({});
export const handler: PostConfirmationTriggerHandler = async (event) => {
  const { sub, email } = event.request.userAttributes;
  if (sub && email && (await welcomed.addIfAbsent(sub)))
    await ses.send(
      new SendEmailCommand({
        Destination: { ToAddresses: [email] },
        Content: { Template: { TemplateName: "welcome" } },
      }),
    );
  return event;
};
`,
    },
    {
      language: "python",
      bad: `import boto3

table = boto3.resource("dynamodb").Table("sign-ins")

# cognito-trigger: PostAuthentication
def lambda_handler(event, context):
    table.update_item(
        Key={"pk": event["userName"]},
        UpdateExpression="ADD sign_ins :one",
        ExpressionAttributeValues={":one": 1},
    )
    return event
`,
      good: `import time
import boto3

table = boto3.resource("dynamodb").Table("sign-ins")

# cognito-trigger: PostAuthentication
def lambda_handler(event, context):
    table.update_item(
        Key={"pk": event["userName"]},
        UpdateExpression="SET last_seen = :now",
        ExpressionAttributeValues={":now": int(time.time())},
    )
    return event
`,
    },
  ],
  *check(facts) {
    for (const call of facts.run.calls) {
      const what = repeated(facts, call);
      if (what === undefined || facts.mentions(planned)) continue;
      yield {
        range: call.range,
        message: `Cognito may call this ${facts.trigger.name} trigger again for the same event: ${what}.`,
      };
      return;
    }
  },
};

/** Words of a handler that has thought of it. */
const planned =
  /ConditionExpression|attribute_not_exists|idempoten|dedup|ON\s+CONFLICT|ON\s+DUPLICATE|INSERT\s+IGNORE|upsert|IfAbsent|if_absent/iu;
const message =
  /(?:^|\.)(?:Send(?:Raw|Templated|BulkTemplated|Bulk)?EmailCommand|PublishCommand|SendMessagesCommand|SendTextMessageCommand|send(?:_?raw|_?templated|_?bulk_?templated)?_?e?mail|publish)$/iu;
const insertion =
  /(?:^|\.)(?:Put(?:Item)?Command|put|put_?item|insert(?:_?one)?|create(?:_?one)?|add|save)$/iu;
const newId =
  /\b(?:randomUUID|uuid4|uuidv4|uuid\.v4|nanoid|ulid|cuid|createId)\s*\(/u;
const idMakers =
  "(?:randomUUID|uuid4|uuidv4|v4|nanoid|ulid|cuid|createId)\\s*\\(";
const anyId = new RegExp(`\\b${idMakers}`, "u");
const counting =
  /["'\x60]\s*(?:UPDATE\b[^"'\x60]*)?(?:ADD\s+[#\w.]+\s+:|[^"'\x60]*\bSET\b[^"'\x60]*?([#\w.]+)\s*=\s*(?:if_not_exists\([^)]*\)|\1)\s*\+)|\$inc\b/iu;

function repeated(
  { text, mentions, trigger }: HandlerFacts,
  call: CallFact,
): string | undefined {
  if (call.own) return undefined;
  // Every run of a create auth challenge trigger makes a code of its own, and sends it.
  if (message.test(call.written) && trigger.id !== "CreateAuthChallenge")
    return "this message is then sent again";
  const { start, end } = call.range;
  // No statement is longer; looking through more would take long.
  const given = text.slice(start, Math.min(end, start + 5_000));
  if (
    insertion.test(call.written) &&
    (newId.test(given) || (mentions(anyId) && mentions(namesNewId(given))))
  )
    return "another record with another id is then written";
  return counting.test(given) ? "this counts once more then" : undefined;
}

/** `const id = randomUUID()`, and `id` is among what is written. */
function namesNewId(given: string): RegExp {
  const names = given.match(/\b\w+\b/gu) ?? [];
  return new RegExp(
    `\\b(?:${[...new Set(names)].join("|")})\\s*(?::\\s*\\w+\\s*)?=\\s*(?:str\\()?(?:[\\w$]+\\.)?${idMakers}`,
    "u",
  );
}
