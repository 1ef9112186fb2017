/** A handler that is not async returns the event: up to Node.js 22, Lambda does not look at it. */
import { pages } from "../../triggers/contracts.ts";
import { makeAsync, nodeHandlerPage, nodeVersion } from "./node-runtime.ts";
import type { Rule } from "./rule.ts";

export const syncReturnIgnored: Rule = {
  id: "sync-return-ignored",
  title: "A handler that returns the event is async",
  severity: "error",
  certainty: "exact",
  languages: ["javascript"],
  triggers: "synchronous",
  why: "Up to Node.js 22, Lambda's runtime looks at what a handler returns only if it is a promise. A handler that is not `async` and calls no callback answers `null`, whatever it returns, and Cognito fails the call. Node.js 24 takes the value, so that the same code breaks or mends itself when the runtime changes. Where the runtime is not known this is a warning; set to Node.js 24 or newer, the rule is silent.",
  references: [nodeHandlerPage, pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
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
      bad: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export function handler(event: PostConfirmationTriggerEvent) {
  console.log("confirmed", event.userName);
  return event;
}
`,
      good: `import type { PostConfirmationTriggerEvent } from "aws-lambda";

export async function handler(event: PostConfirmationTriggerEvent) {
  console.log("confirmed", event.userName);
  return event;
}
`,
    },
  ],
  *check(facts) {
    const { run, exits, runtime, trigger } = facts;
    const version = nodeVersion(runtime);
    if (
      run.async ||
      !run.isEntry ||
      !facts.returnsToCognito ||
      (version ?? 0) >= 24
    )
      return;
    const ignored = exits.find(
      ({ how, plain, returned }) =>
        how === "return" &&
        plain &&
        returned.length > 0 &&
        returned.every(({ kind }) => kind === "event"),
    );
    if (ignored === undefined) return;
    const edits = makeAsync(facts);
    yield {
      range: ignored.range,
      severity: version === undefined ? "warning" : "error",
      message: `The event is returned from a handler that is not async. On Node.js 22 and older, Lambda ignores it and answers null, and Cognito fails the call of this ${trigger.name} trigger; make the handler async.`,
      fixes:
        edits === undefined
          ? []
          : [{ title: "Make the handler async", preferred: true, edits }],
    };
  },
};
