/** Something looked up by the app client's id, or refused because of it, as if there always were one that is known. */
import { pages } from "../../triggers/contracts.ts";
import type { HandlerFacts, ReadFact } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";

export const callerContextClientId: Rule = {
  id: "caller-context-client-id",
  title: "A handler can do without a known app client",
  severity: "info",
  certainty: "best-effort",
  triggers: "all",
  why: "`callerContext.clientId` need not be the id of an app client: users report the text `CLIENT_ID_NOT_APPLICABLE` for operations of an administrator, and null for a user who is confirmed in the console. A table of app clients has no entry for these, nor for a client that is added later; reading on in what is not there throws, and the call fails. Refusing every id but one refuses these operations, too.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `// cognito-trigger: PostConfirmation
const clients = { "1example23456789": { welcome: "https://example.com/shop" } };
exports.handler = async (event) => {
  console.log(clients[event.callerContext.clientId].welcome);
  return event;
};
`,
      good: `// cognito-trigger: PostConfirmation
const clients = { "1example23456789": { welcome: "https://example.com/shop" } };
exports.handler = async (event) => {
  console.log(clients[event.callerContext.clientId]?.welcome ?? "https://example.com");
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreSignUpTriggerHandler } from "aws-lambda";
import { settings } from "./settings";

export const handler: PreSignUpTriggerHandler = async (event) => {
  const client = settings[event.callerContext.clientId];
  event.response.autoConfirmUser = client.confirm === "auto";
  return event;
};
`,
      good: `import type { PreSignUpTriggerHandler } from "aws-lambda";
import { settings } from "./settings";

export const handler: PreSignUpTriggerHandler = async (event) => {
  const client = settings[event.callerContext.clientId];
  event.response.autoConfirmUser = client?.confirm === "auto";
  return event;
};
`,
    },
    {
      language: "python",
      bad: `TEMPLATES = {"1example23456789": "shop.html"}

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    print(TEMPLATES[event["callerContext"]["clientId"]])
    return event
`,
      good: `TEMPLATES = {"1example23456789": "shop.html"}

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    print(TEMPLATES.get(event["callerContext"]["clientId"], "default.html"))
    return event
`,
    },
  ],
  *check(facts) {
    for (const read of facts.run.reads)
      if (
        read.member === "callerContext.clientId" &&
        !facts.mentions(/CLIENT_ID_NOT_APPLICABLE/u) &&
        !isTested(facts, read)
      ) {
        yield {
          range: read.range,
          message:
            "There may be no entry for `callerContext.clientId`: operations of an administrator need not come from an app client. Have a fallback.",
        };
        return;
      }
    const [refused] = facts.run.clientsRefused;
    if (
      refused !== undefined &&
      facts.sources.some((source) => withoutClient.has(source)) &&
      !facts.mentions(/CLIENT_ID_NOT_APPLICABLE/u)
    )
      yield {
        range: refused,
        message:
          "Operations of an administrator need not come from an app client: `callerContext.clientId` is none then, and they are refused here. Look at `triggerSource` as well.",
      };
  },
};

/** What administrators do in the console or by the API brings these about. */
const withoutClient: ReadonlySet<string> = new Set([
  "PreSignUp_AdminCreateUser",
  "CustomMessage_AdminCreateUser",
  "PostConfirmation_ConfirmSignUp",
]);

const literally = (text: string): string =>
  text.replaceAll(/[$()*+./?[\\\]^{|}-]/gu, String.raw`\$&`);

/** The handler asks somewhere whether there is an entry, or plans for the error. */
function isTested(
  { text, mentions, language }: HandlerFacts,
  read: ReadFact,
): boolean {
  if (language === "python")
    return mentions(
      /\b(?:KeyError|LookupError|defaultdict)\b|except(?:\s+Exception\b.*)?:|\bclient_?id\w*['"\])]*\s+(?:not\s+)?in\b/iu,
    );
  const entry = /^[\s\S]*\]/u.exec(
    text.slice(read.range.start, read.range.end),
  );
  if (mentions(/\bclient_?id\)?\s+in\b|\.has\(|\bhasOwn(?:Property)?\b/iu))
    return true;
  if (entry === null) return false;
  const written = literally(entry[0]);
  return mentions(
    new RegExp(
      `(?:!|if \\(|&& |\\? )${written}|${written} (?:!|if \\(|&& |\\? )`,
      "u",
    ),
  );
}
