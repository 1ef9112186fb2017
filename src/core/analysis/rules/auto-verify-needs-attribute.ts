/** An address is verified at sign-up without a look whether the user has one. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts, WriteFact } from "../interp/facts.ts";
import { quoter } from "./file-style.ts";
import type { Rule } from "./rule.ts";
import { isIn, replaceValue } from "./value-edits.ts";

const attributeOf: Readonly<Record<string, string>> = {
  autoVerifyEmail: "email",
  autoVerifyPhone: "phone_number",
};

export const autoVerifyNeedsAttribute: Rule = {
  id: "auto-verify-needs-attribute",
  title: "An address is verified only where the user has one",
  severity: "info",
  certainty: "best-effort",
  triggers: ["PreSignUp"],
  why: "With `autoVerifyEmail` or `autoVerifyPhone` true, the sign-up of a user without that attribute fails. Where the pool does not require the attribute, look whether it is there first.",
  references: [pages.preSignUp],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoVerifyPhone = true;
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp" && event.request.userAttributes.phone_number)
    event.response.autoVerifyPhone = true;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreSignUpTriggerHandler } from "aws-lambda";

export const handler: PreSignUpTriggerHandler = async (event) => {
  event.response.autoConfirmUser = true;
  event.response.autoVerifyEmail = true;
  return event;
};
`,
      good: `import type { PreSignUpTriggerHandler } from "aws-lambda";

export const handler: PreSignUpTriggerHandler = async (event) => {
  event.response.autoConfirmUser = true;
  if ("email" in event.request.userAttributes) event.response.autoVerifyEmail = true;
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    event["response"]["autoConfirmUser"] = True
    event["response"]["autoVerifyEmail"] = True
    return event
`,
      good: `def handler(event, context):
    event["response"]["autoConfirmUser"] = True
    if "email" in event["request"]["userAttributes"]:
        event["response"]["autoVerifyEmail"] = True
    return event
`,
    },
  ],
  *check(facts) {
    for (const exit of facts.exits)
      for (const write of exit.writes) {
        const { member, values, range } = write;
        const attribute = attributeOf[member];
        if (attribute === undefined || exit.mayHaveLooked([attribute]))
          continue;
        if (values.some((value) => value.kind === "boolean" && value.value))
          yield {
            range,
            message: `\`${member}\` is true without a look whether the user has \`${attribute}\`; the sign-up of a user without it fails.`,
            fixes: asking(facts, write, attribute),
          };
      }
  },
};

function asking(
  facts: HandlerFacts,
  write: WriteFact,
  attribute: string,
): readonly QuickFix[] {
  const { text, eventName, language } = facts;
  const { start, end } = write.valueRange;
  if (
    eventName === undefined ||
    !isIn(facts.range, write.range) ||
    !/^[tT]rue$/u.test(text.slice(start, end))
  )
    return [];
  const quoted = quoter(facts);
  const newText =
    language === "python"
      ? `bool(${eventName}[${quoted("request")}][${quoted("userAttributes")}].get(${quoted(attribute)}))`
      : `Boolean(${eventName}.request.userAttributes.${attribute})`;
  return [
    {
      title: `Only where the user has \`${attribute}\``,
      preferred: true,
      edits: [replaceValue(facts, write, () => newText)],
    },
  ];
}
