/** Characters in an email that are outside the pattern Cognito has for it. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import { openHole, plainHole, type HandlerFacts } from "../interp/facts.ts";
import { messagesOf, type Message } from "./messages.ts";
import type { Rule } from "./rule.ts";

/** What Java's pattern `[\p{L}\p{M}\p{S}\p{N}\p{P}\s]` leaves out; its `\s` is ASCII. */
const outside = /[^\p{L}\p{M}\p{S}\p{N}\p{P} \t\n\v\f\r]/gu;

export const customMessageCharacters: Rule = {
  id: "custom-message-characters",
  title: "Emails hold only characters that Cognito takes",
  severity: "error",
  certainty: "exact",
  triggers: ["CustomMessage"],
  why: "The API gives email messages and subjects a pattern of letters, marks, symbols, numbers, punctuation and ASCII white space. A no-break space, a zero-width or another invisible character is outside of it. Users report that the call then fails with an error that shows only the pattern.",
  references: [pages.customMessage],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.emailMessage = \`<p>Code:\\u00a0\${event.request.codeParameter}</p>\`;
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.emailMessage = \`<p>Code:&nbsp;\${event.request.codeParameter}</p>\`;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomMessageTriggerHandler } from "aws-lambda";

export const handler: CustomMessageTriggerHandler = async (event) => {
  event.response.emailSubject = "Your\\u200bcode";
  event.response.emailMessage = \`Your code is \${event.request.codeParameter}\`;
  return event;
};
`,
      good: `import type { CustomMessageTriggerHandler } from "aws-lambda";

export const handler: CustomMessageTriggerHandler = async (event) => {
  event.response.emailSubject = "Your code";
  event.response.emailMessage = \`Your code is \${event.request.codeParameter}\`;
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_SignUp":
        event["response"]["emailMessage"] = "Code:\\u00a0" + event["request"]["codeParameter"]
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_SignUp":
        event["response"]["emailMessage"] = "Code: " + event["request"]["codeParameter"]
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    for (const exit of facts.exits)
      for (const message of messagesOf(exit, [
        "emailMessage",
        "emailSubject",
      ])) {
        const found = new Set(
          (message.text.match(outside) ?? []).filter(
            (each) => each !== plainHole && each !== openHole,
          ),
        );
        if (found.size === 0) continue;
        yield {
          range: message.write.valueRange,
          message: `\`${message.member}\` holds ${[...found].slice(0, 3).map(codePoint).join(", ")}, which is outside the characters that the API takes in an email. Users report that the call then fails.`,
          fixes: fixesFor(facts, message, found),
        };
      }
  },
};

const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** Where each of the characters stands in the value itself, as it is or as an escape. */
function fixesFor(
  { text }: HandlerFacts,
  { member, write }: Message,
  found: ReadonlySet<string>,
): readonly QuickFix[] {
  const { start, end } = write.valueRange;
  const written = text.slice(start, end);
  let mended = written;
  for (const character of found) {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    const forms = new RegExp(
      `${character}|\\\\u${hex.padStart(4, "0")}|\\\\u\\{0*${hex}\\}${hex.length <= 2 ? `|\\\\x${hex.padStart(2, "0")}` : ""}`,
      "giu",
    );
    const before = mended;
    mended = mended.replaceAll(
      forms,
      character === "\u00a0"
        ? member === "emailMessage"
          ? "&nbsp;"
          : " "
        : "",
    );
    if (mended === before) return [];
  }
  return [
    {
      title: "Replace the characters",
      preferred: true,
      edits: [{ range: write.valueRange, newText: mended }],
    },
  ];
}
