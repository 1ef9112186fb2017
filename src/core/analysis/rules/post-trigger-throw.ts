/** An error after the fact: the user is confirmed or has signed in, and is told of a failure. */
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const postTriggerThrow: Rule = {
  id: "post-trigger-throw",
  title: "Errors of side effects do not leave a post trigger",
  severity: "info",
  certainty: "best-effort",
  triggers: ["PostConfirmation", "PostAuthentication"],
  why: "These triggers run when the user is confirmed already, or has given the right password. An error that leaves the handler is shown to the user as a failure all the same; users report that repeating the confirmation is then refused. Catch and log what is not worth that.",
  references: [pages.postConfirmation, pages.postAuthentication],
  examples: [
    {
      language: "javascript",
      bad: `const crm = require("./crm");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  await crm.add(event.request.userAttributes);
  return event;
};
`,
      good: `const crm = require("./crm");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  try {
    await crm.add(event.request.userAttributes);
  } catch (error) {
    console.error(error);
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostAuthenticationTriggerHandler } from "aws-lambda";
import { count } from "./statistics";

export const handler: PostAuthenticationTriggerHandler = async (event) => {
  await count(event.userName);
  return event;
};
`,
      good: `import type { PostAuthenticationTriggerHandler } from "aws-lambda";
import { count } from "./statistics";

export const handler: PostAuthenticationTriggerHandler = async (event) => {
  try {
    await count(event.userName);
  } catch (error) {
    console.error(error);
  }
  return event;
};
`,
    },
    {
      language: "python",
      bad: `import crm

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    crm.add(event["request"]["userAttributes"])
    return event
`,
      good: `import crm

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    try:
        crm.add(event["request"]["userAttributes"])
    except Exception as error:
        print("crm", error)
    return event
`,
    },
  ],
  *check({ run, range, text, trigger, returnsToCognito }) {
    if (!run.letsErrorsOut || !returnsToCognito) return;
    const line = text.indexOf("\n", range.start);
    yield {
      range: {
        start: range.start,
        end: line < 0 ? range.end : Math.min(line, range.end),
      },
      message: `An error of what this ${trigger.name} trigger calls reaches the user as a failure, although ${trigger.id === "PostConfirmation" ? "the user is confirmed" : "the user has been authenticated"}. Catch and log what is not worth that.`,
    };
  },
};
