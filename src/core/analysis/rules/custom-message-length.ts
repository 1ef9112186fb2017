/** A message that is longer than Cognito takes, whatever its unknown parts are. */
import { pages } from "../../triggers/contracts.ts";
import { openHole, plainHole } from "../interp/facts.ts";
import { messagesOf } from "./messages.ts";
import type { Rule } from "./rule.ts";

const limits: Readonly<Record<string, number>> = {
  smsMessage: 140,
  emailMessage: 20_000,
  emailSubject: 140,
};

export const customMessageLength: Rule = {
  id: "custom-message-length",
  title: "Messages are within Cognito's limits",
  severity: "error",
  certainty: "exact",
  triggers: ["CustomMessage"],
  why: "An SMS message and the subject of an email have at most 140 characters, an email 20,000. The placeholder counts with its own length.",
  references: [pages.customMessage],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.smsMessage = \`Hello and welcome! We are happy that you have signed up with us today. To finish your registration and to confirm your number, type this code: \${event.request.codeParameter}\`;
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.smsMessage = \`Welcome! Your code: \${event.request.codeParameter}\`;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomMessageTriggerHandler } from "aws-lambda";

export const handler: CustomMessageTriggerHandler = async (event) => {
  event.response.emailSubject = "Hello and welcome! We are happy that you have signed up with us today, and this is the code that you have to type to finish your registration";
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
    if event["triggerSource"] == "CustomMessage_Authentication":
        event["response"]["smsMessage"] = (
            "Hello and welcome back! Somebody, and we hope that it was you, wants to sign in to your account "
            "with your name and password. If it was you, type this code: " + event["request"]["codeParameter"]
        )
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_Authentication":
        event["response"]["smsMessage"] = "Your code: " + event["request"]["codeParameter"]
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check({ exits }) {
    for (const exit of exits)
      for (const { member, text, write } of messagesOf(
        exit,
        Object.keys(limits),
      )) {
        const known = text.replaceAll(plainHole, "").replaceAll(openHole, "");
        const limit = limits[member] ?? Infinity;
        if (known.length > limit)
          yield {
            range: write.valueRange,
            message: `\`${member}\` has ${known.length === text.length ? "" : "at least "}${String(known.length)} characters; Cognito takes ${String(limit)}.`,
          };
      }
  },
};
