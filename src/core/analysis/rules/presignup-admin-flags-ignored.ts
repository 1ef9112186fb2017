/** Flags set for a user that an administrator creates. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts, WriteFact } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";
import { removeStatement, statementAt } from "./statement-edits.ts";
import { removeEntry } from "./value-edits.ts";

export const presignupAdminFlagsIgnored: Rule = {
  id: "presignup-admin-flags-ignored",
  title: "Flags are not set for users that an administrator creates",
  severity: "info",
  certainty: "exact",
  triggers: ["PreSignUp"],
  why: "For `PreSignUp_AdminCreateUser`, Cognito ignores `autoConfirmUser`, `autoVerifyEmail` and `autoVerifyPhone`. Set the attributes in the AdminCreateUser request instead.",
  references: [pages.preSignUp],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_AdminCreateUser")
    event.response.autoConfirmUser = true;
  return event;
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
      bad: `import type { PreSignUpTriggerHandler } from "aws-lambda";

export const handler: PreSignUpTriggerHandler = async (event) => {
  switch (event.triggerSource) {
    case "PreSignUp_AdminCreateUser":
      event.response.autoConfirmUser = true;
      break;
    case "PreSignUp_ExternalProvider":
      event.response.autoConfirmUser = true;
      break;
  }
  return event;
};
`,
      good: `import type { PreSignUpTriggerHandler } from "aws-lambda";

export const handler: PreSignUpTriggerHandler = async (event) => {
  switch (event.triggerSource) {
    case "PreSignUp_AdminCreateUser":
      console.log(event.userName);
      break;
    case "PreSignUp_ExternalProvider":
      event.response.autoConfirmUser = true;
      break;
  }
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "PreSignUp_AdminCreateUser":
        event["response"]["autoConfirmUser"] = True
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "PreSignUp_SignUp":
        event["response"]["autoConfirmUser"] = True
    return event
`,
    },
  ],
  *check(facts) {
    const { exits, sources, trigger, comparisons } = facts;
    const [source, ...others] = sources;
    if (
      source === undefined ||
      others.length > 0 ||
      !comparisons.some(({ text }) => text === source)
    )
      return;
    for (const { writes } of exits)
      for (const write of writes) {
        const { member, values, range } = write;
        const ignored = trigger.response.some(
          ({ name, ignoredFor }) =>
            name === member && ignoredFor?.includes(source) === true,
        );
        if (
          ignored &&
          values.some((value) => value.kind === "boolean" && value.value)
        )
          yield {
            range,
            message: `Cognito ignores \`${member}\` for ${source}.`,
            fixes: removal(facts, write),
          };
      }
  },
};

function removal(
  facts: HandlerFacts,
  { member, range, values }: WriteFact,
): readonly QuickFix[] {
  if (values.length > 1) return [];
  const statement = statementAt(facts, range);
  const edits =
    statement === undefined
      ? removeEntry(facts.text, range)
      : [removeStatement(facts, statement)];
  return edits.length === 0
    ? []
    : [{ title: `Remove \`${member}\``, preferred: true, edits }];
}
