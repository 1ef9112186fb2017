/** A way through the handler that gives back something else than the event. */
import { withArticle } from "../../text/article.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { ExitFact, HandlerFacts, Returned } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";

export const returnWholeEvent: Rule = {
  id: "return-whole-event",
  title:
    "A trigger returns the whole event, not a part of it or an object of its own",
  severity: "error",
  certainty: "exact",
  triggers: "synchronous",
  why: "The answer of a trigger is the event it was given, changed under `response` only. An answer of another shape, such as an HTTP response, the `response` alone, or a copy that leaves members out, is not what Cognito documents; users report that it fails with `Unrecognizable lambda output`.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoConfirmUser = true;
  return event.response;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoConfirmUser = true;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreSignUpTriggerEvent } from "aws-lambda";

export const handler = async (event: PreSignUpTriggerEvent) => {
  return { request: event.request, response: { autoConfirmUser: true } };
};
`,
      good: `import type { PreSignUpTriggerEvent } from "aws-lambda";

export const handler = async (event: PreSignUpTriggerEvent) => {
  return { ...event, response: { autoConfirmUser: true } };
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PostAuthentication
def handler(event, context):
    print(event["userName"])
    return {"statusCode": 200}
`,
      good: `# cognito-trigger: PostAuthentication
def handler(event, context):
    print(event["userName"])
    return event
`,
    },
  ],
  *check(facts) {
    if (!facts.returnsToCognito && !facts.answersThroughWrapper) return;
    for (const exit of [...facts.exits, ...facts.supposedExits])
      for (const returned of exit.returned) {
        const what = describe(returned);
        if (what === undefined) continue;
        yield {
          range: exit.range,
          message: `This gives ${what} back to Cognito. The answer of ${withArticle(facts.trigger.name)} trigger is the whole event it was given, changed only under \`response\`.`,
          fixes: fixesFor(facts, exit, returned),
        };
        break;
      }
  },
};

function describe(returned: Returned): string | undefined {
  switch (returned.kind) {
    case "event":
    case "nothing":
      return undefined;
    case "response":
      return "only the event's `response`";
    case "request":
      return "only the event's `request`";
    case "part": {
      const names = returned.missing.map((name) => `\`${name}\``);
      return names.length > 4
        ? "an object that is not the event"
        : `an object without ${names.join(", ")}`;
    }
    case "other":
      return returned.json === "array"
        ? "a list"
        : returned.json === "string"
          ? "a text"
          : withArticle(returned.json);
  }
}

/** Only the plain case has one right edit: `return event.response`. */
function fixesFor(
  { text, eventName }: HandlerFacts,
  exit: ExitFact,
  returned: Returned,
): readonly QuickFix[] {
  if (returned.kind !== "response" || eventName === undefined) return [];
  const written = text.slice(exit.range.start, exit.range.end);
  const tail = new RegExp(
    `(?<=\\b${eventName.replaceAll("$", "\\$")})\\s*(?:\\??\\.\\s*response|\\[\\s*["']response["']\\s*\\])(?=\\s*\\)*\\s*;?$)`,
    "u",
  ).exec(written);
  if (tail === null) return [];
  const start = exit.range.start + tail.index;
  return [
    {
      title: `Give \`${eventName}\` back`,
      preferred: true,
      edits: [{ range: { start, end: start + tail[0].length }, newText: "" }],
    },
  ];
}
