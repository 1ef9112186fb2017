/** A message without the place where Cognito puts the code, or the user name of an invitation. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import {
  openHole,
  plainHole,
  type HandlerFacts,
  type WriteFact,
} from "../interp/facts.ts";
import { messagesOf } from "./messages.ts";
import type { Rule } from "./rule.ts";
import { isIn } from "./value-edits.ts";

const invitation = "CustomMessage_AdminCreateUser";

export const customMessagePlaceholder: Rule = {
  id: "custom-message-placeholder",
  title: "Messages hold the placeholder of the code",
  severity: "error",
  certainty: "exact",
  triggers: ["CustomMessage"],
  why: "Cognito looks for the text of `request.codeParameter`, `{####}`, in the message and puts the code in its place; an invitation (`CustomMessage_AdminCreateUser`) needs `request.usernameParameter` as well. Users report that a message without the placeholder fails the call with an InvalidParameterException that shows only a pattern.",
  references: [pages.customMessage],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "CustomMessage_SignUp") {
    event.response.emailSubject = "Welcome";
    event.response.emailMessage = \`Welcome, \${event.userName}!\`;
  }
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "CustomMessage_SignUp") {
    event.response.emailSubject = "Welcome";
    event.response.emailMessage = \`Welcome, \${event.userName}! Your code: \${event.request.codeParameter}\`;
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomMessageTriggerHandler } from "aws-lambda";

export const handler: CustomMessageTriggerHandler = async (event) => {
  if (event.triggerSource === "CustomMessage_AdminCreateUser")
    event.response.smsMessage = \`Your password is \${event.request.codeParameter}\`;
  return event;
};
`,
      good: `import type { CustomMessageTriggerHandler } from "aws-lambda";

export const handler: CustomMessageTriggerHandler = async (event) => {
  if (event.triggerSource === "CustomMessage_AdminCreateUser")
    event.response.smsMessage = \`\${event.request.usernameParameter}, your password is \${event.request.codeParameter}\`;
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_ForgotPassword":
        event["response"]["smsMessage"] = "Your code is ####"
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "CustomMessage_ForgotPassword":
        event["response"]["smsMessage"] = f"Your code is {event['request']['codeParameter']}"
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    const messages = facts.exits.flatMap((exit) => [
      ...messagesOf(exit, ["emailMessage", "smsMessage"]),
    ]);
    const invites = isInvitation(facts);
    const inQuery = facts.placeholderChanges.some(({ by }) =>
      /^(?:set|append)$|URLSearchParams$/u.test(by),
    );
    for (const { member, text, write } of messages) {
      if (text.includes(openHole)) continue;
      // `{####}` is the code's; a link's has its text between the signs.
      const code = /\{##(?:(?!#)[^{}]*(?<!#))?##\}/u.test(text);
      // Where another way may name the user, what chose this one may have told the sources apart.
      const user =
        !invites ||
        messages.some(
          (other) => other.member === member && mayNameUser(other.text),
        );
      if (code && user) continue;
      // Another rule tells what becomes of it in a link.
      if (!code && inQuery && text.includes(plainHole)) continue;
      yield {
        range: write.valueRange,
        message: `\`${member}\` does not hold ${
          code
            ? `\`request.usernameParameter\` ({username}), which the message of ${invitation} needs`
            : "`request.codeParameter` ({####}), in whose place Cognito puts the code"
        }. Users report that the call then fails.`,
        fixes: putIn(facts, write, [
          ...(code ? [] : ["codeParameter"]),
          ...(user ? [] : ["usernameParameter"]),
        ]),
      };
    }
  },
};

const mayNameUser = (text: string): boolean =>
  text.includes("{username}") || text.includes(openHole);

/** Puts members of the request at the end of a text that is written out, before the tags that close there. */
function putIn(
  facts: HandlerFacts,
  { valueRange }: WriteFact,
  members: readonly string[],
): readonly QuickFix[] {
  const { text, language, eventName: event } = facts;
  const python = language === "python";
  const [, prefix, quote, content] =
    /^([fF]?)("""|'''|["'`])([\s\S]*)\2$/u.exec(
      text.slice(valueRange.start, valueRange.end),
    ) ?? [];
  if (
    event === undefined ||
    quote === undefined ||
    content === undefined ||
    content.includes(quote) ||
    !isIn(facts.range, valueRange)
  )
    return [];
  // What is plain text so far must not come to mean something.
  const plain = python ? prefix === "" : quote !== "`";
  if (plain && (python ? /[{}]/u : /`|\$\{/u).test(content)) return [];
  const inner = quote.startsWith("'") ? '"' : "'";
  const added = members
    .map((member) =>
      python
        ? ` {${event}[${inner}request${inner}][${inner}${member}${inner}]}`
        : ` \${${event}.request.${member}}`,
    )
    .join("");
  const [tags = ""] = /(?<!\s)(?:\s*<\/\w+>)*\s*$/u.exec(content) ?? [];
  const body = content.slice(0, content.length - tags.length) + added + tags;
  return [
    {
      title: `Put ${members.map((each) => `\`${each}\``).join(" and ")} in`,
      edits: [
        {
          range: valueRange,
          newText: python ? `f${quote}${body}${quote}` : `\`${body}\``,
        },
      ],
    },
  ];
}

/** The handler has asked for this very source. */
const isInvitation = ({ sources, comparisons }: HandlerFacts): boolean =>
  sources.length === 1 &&
  sources[0] === invitation &&
  comparisons.some(({ text }) => text === invitation);
