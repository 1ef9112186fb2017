/** The text of an error that a trigger throws, as the user will read it. */
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

export const userVisibleErrorText: Rule = {
  id: "user-visible-error-text",
  title: "The text of a refusal reads well in Cognito's sentence",
  severity: "info",
  certainty: "best-effort",
  triggers: "synchronous",
  why: "What a trigger throws is shown to the user, in a sentence of Cognito's own: `PreSignUp failed with error <text>.` Cognito adds the final period, so that a text which ends in one is shown with two. Keep names of hosts, ids and stack traces out of it.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  if (!event.userName.startsWith("a")) throw new Error("Sign-up is not possible right now.");
  return event;
};
`,
      good: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  if (!event.userName.startsWith("a")) throw new Error("Sign-up is not possible right now");
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PreAuthenticationTriggerHandler = async (event) => {
  if (event.userName === "root") throw new Error(\`\${event.userName} cannot sign in.\`);
  return event;
};
`,
      good: `import type { PreAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PreAuthenticationTriggerHandler = async (event) => {
  if (event.userName === "root") throw new Error(\`\${event.userName} cannot sign in\`);
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PreSignUp
def lambda_handler(event, context):
    if not event["userName"].startswith("a"):
        raise Exception("Sign-up is not possible right now.")
    return event
`,
      good: `# cognito-trigger: PreSignUp
def lambda_handler(event, context):
    if not event["userName"].startswith("a"):
        raise Exception("Sign-up is not possible right now")
    return event
`,
    },
  ],
  *check({ run, text, trigger }) {
    for (const { range, written, arguments: args } of run.calls) {
      const [shown] = args;
      if (shown === undefined) continue;
      const isThrown =
        written === "super"
          ? isOfError(text, range.start)
          : /(?:Error|Exception)$/u.test(written) &&
            // In JavaScript the call starts at its `new`.
            /\b(?:throw|raise)\s+$/u.test(textBefore(text, range.start));
      if (!isThrown) continue;
      const literal = text.slice(shown.range.start, shown.range.end);
      if (!/[^.]\.["'`]$/u.test(literal)) continue;
      const period = { start: shown.range.end - 2, end: shown.range.end - 1 };
      yield {
        range: shown.range,
        message: `The user reads this in a sentence that Cognito ends with a period of its own${
          // How the one about a migration reads is not documented.
          trigger.id === "UserMigration"
            ? ""
            : `: "${trigger.name} failed with error …"`
        }. Leave the last period out.`,
        fixes: [
          {
            title: "Remove the final period",
            preferred: true,
            edits: [{ range: period, newText: "" }],
          },
        ],
      };
    }
  },
};

/** The text that a class of errors gives to all of its own: `class Refusal extends Error { constructor() { super("…"); } }`. */
const isOfError = (text: string, at: number): boolean =>
  /^[\w$.]*(?:Error|Exception)\b/u.test(
    text
      .slice(0, at)
      .split(/\bclass\s+[\w$]+(?:<[^{}]*>)?\s+extends\s+/u)
      .at(-1) ?? "",
  );
