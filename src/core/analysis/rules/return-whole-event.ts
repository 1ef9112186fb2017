/** A way through the handler that gives back something else than the event. */
import { inPattern } from "../../text/in-pattern.ts";
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
        const what = describe(facts, exit, returned);
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

function describe(
  { writtenAt }: HandlerFacts,
  { range }: ExitFact,
  returned: Returned,
): string | undefined {
  switch (returned.kind) {
    case "event":
    case "nothing":
      return undefined;
    case "response":
    case "request":
      // `{ ...event.response, error }`
      return /\{\s*(?:\.\.\.|\*\*)/u.test(writtenAt(range))
        ? `an object made of the event's \`${returned.kind}\``
        : `only the event's \`${returned.kind}\``;
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

/** Only plain cases have one right edit: `return event.response`, the event as a text, an error. */
function fixesFor(
  facts: HandlerFacts,
  exit: ExitFact,
  returned: Returned,
): readonly QuickFix[] {
  const { text, eventName } = facts;
  const written = text.slice(exit.range.start, exit.range.end);
  const error = throwing(facts, exit, written);
  if (error !== undefined) return [error];
  if (eventName === undefined) return [];
  const name = inPattern(eventName);
  const asText = new RegExp(
    `^(return\\s+)(?:JSON\\.stringify|json\\.dumps)\\(\\s*${name}\\s*\\)(?=\\s*;?$)`,
    "u",
  ).exec(written);
  if (asText !== null) {
    const [all, before = ""] = asText;
    const { start } = exit.range;
    return [
      {
        title: `Give \`${eventName}\` back`,
        preferred: true,
        edits: [
          {
            range: { start: start + before.length, end: start + all.length },
            newText: eventName,
          },
        ],
      },
    ];
  }
  if (returned.kind !== "response") return [];
  const tail = new RegExp(
    `(?<=\\b${name})\\s*(?:\\??\\.\\s*response|\\[\\s*["']response["']\\s*\\])(?=\\s*\\)*\\s*;?$)`,
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

/** `return new Error("…")`: to refuse, an error is thrown. */
function throwing(
  { language }: HandlerFacts,
  { how, range: { start } }: ExitFact,
  written: string,
): QuickFix | undefined {
  const python = language === "python";
  const error = python
    ? /^return(?=\s+[A-Z]\w*(?:Error|Exception)\(|\s+Exception\()/u
    : /^return(?=\s+new\s+[A-Z]?\w*Error\()/u;
  if (how !== "return" || !error.test(written)) return undefined;
  const newText = python ? "raise" : "throw";
  return {
    title: `${python ? "Raise" : "Throw"} the error`,
    preferred: true,
    edits: [{ range: { start, end: start + "return".length }, newText }],
  };
}
