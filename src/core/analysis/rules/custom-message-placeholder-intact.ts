/** The placeholder of the code, encoded or cut before it comes into the message, or sent or stored by the handler itself. */
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const customMessagePlaceholderIntact: Rule = {
  id: "custom-message-placeholder-intact",
  title: "The placeholder of the code comes into the message as it is",
  severity: "error",
  certainty: "exact",
  triggers: ["CustomMessage"],
  why: "`request.codeParameter` is not the code but the text `{####}`, which Cognito looks for in the finished message. Encoded for a URL, cut or converted it is another text, and no code takes its place.",
  references: [pages.customMessage],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  const code = encodeURIComponent(event.request.codeParameter);
  event.response.emailMessage = "https://example.com/confirm?code=" + code;
  return event;
};
`,
      good: `exports.handler = async (event) => {
  const code = event.request.codeParameter;
  event.response.emailMessage = "https://example.com/confirm?code=" + code;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomMessageTriggerEvent } from "aws-lambda";

export const handler = async (event: CustomMessageTriggerEvent) => {
  const { codeParameter } = event.request;
  event.response.smsMessage = \`Code \${codeParameter.slice(0, 3)}\`;
  return event;
};
`,
      good: `import type { CustomMessageTriggerEvent } from "aws-lambda";

export const handler = async (event: CustomMessageTriggerEvent) => {
  const { codeParameter } = event.request;
  event.response.smsMessage = \`Code \${codeParameter}\`;
  return event;
};
`,
    },
    {
      language: "python",
      bad: `from urllib.parse import quote

def handler(event, context):
    if event["triggerSource"] == "CustomMessage_SignUp":
        code = quote(event["request"]["codeParameter"])
        event["response"]["emailMessage"] = f"https://example.com/confirm?code={code}"
    return event
`,
      good: `from urllib.parse import quote

def handler(event, context):
    if event["triggerSource"] == "CustomMessage_SignUp":
        code = event["request"]["codeParameter"]
        event["response"]["emailMessage"] = f"https://example.com/confirm?user={quote(event['userName'])}&code={code}"
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check({ placeholderChanges, text }) {
    for (const { how, by, range, argument } of placeholderChanges)
      yield {
        range,
        message:
          how === "sent"
            ? `\`${by}\` sends the placeholder {####} itself: \`request.codeParameter\` is never the code, and Cognito puts one only into the message that this trigger answers with. A trigger that sends by itself is CustomEmailSender or CustomSMSSender.`
            : how === "stored"
              ? `\`${by}\` stores the placeholder {####} itself: \`request.codeParameter\` is never the code. Only CustomEmailSender and CustomSMSSender get that.`
              : `\`${by}\` makes another text of the placeholder {####}: Cognito does not find it in the message, and no code takes its place.`,
        fixes:
          argument === undefined
            ? []
            : [
                {
                  title: "Use the placeholder as it is",
                  preferred: true,
                  edits: [
                    {
                      range,
                      newText: text.slice(argument.start, argument.end),
                    },
                  ],
                },
              ],
      };
  },
};
