/**
 * A handler that ends with `context.done` and its like, which Node.js 24 does not have. An alarm only where the runtime
 * is known to be one of those: on every other these calls answer, and AWS's own samples end so.
 */
import type { QuickFix } from "../finding.ts";
import type { CompletionFact, HandlerFacts } from "../interp/facts.ts";
import { makeAsync, nodeHandlerPage, nodeVersion } from "./node-runtime.ts";
import type { Rule } from "./rule.ts";

export const noContextDone: Rule = {
  id: "no-context-done",
  title: "A handler does not end with context.done, succeed or fail",
  severity: "info",
  certainty: "exact",
  languages: ["javascript"],
  triggers: "all",
  why: "From Node.js 24 on, the context that Lambda hands over has no `done`, `succeed` and `fail`: calling one throws a TypeError after the work is done, and Cognito fails the call. Return the event from an async handler instead, and throw to refuse. An error where the runtime is known to be Node.js 24 or newer, advice elsewhere.",
  references: [nodeHandlerPage],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = (event, context) => {
  if (event.triggerSource === "CustomMessage_SignUp")
    event.response.emailSubject = "Welcome";
  context.done(null, event);
};
`,
      good: `exports.handler = async (event, context) => {
  if (event.triggerSource === "CustomMessage_SignUp")
    event.response.emailSubject = "Welcome";
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { Context, PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = (event: PostConfirmationTriggerEvent, context: Context): void => {
  console.log("confirmed", event.userName);
  context.succeed(event);
};
`,
      good: `import type { Context, PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (event: PostConfirmationTriggerEvent, context: Context) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    if (!facts.returnsToCognito) return;
    const known = (nodeVersion(facts.runtime) ?? 0) >= 24;
    for (const completion of facts.run.completions) {
      if (completion.name === "callback") continue;
      yield {
        range: completion.range,
        severity: known ? "error" : "info",
        message: `${known ? "This" : "On Node.js 24, this"} throws a TypeError: Lambda's context has no \`${completion.name}\` there. ${completion.name === "fail" ? "Throw the error" : "Return the event from an async handler"} instead.`,
        fixes: fixesFor(facts, completion),
      };
    }
  },
};

function fixesFor(
  facts: HandlerFacts,
  { name, range, arguments: args, ownStatement }: CompletionFact,
): readonly QuickFix[] {
  const { text, run } = facts;
  // What stands after it runs still; a callback beside it would complete the invocation as well.
  if (
    !ownStatement ||
    run.parameters.length > 2 ||
    !/^\s*;?\s*(?:\}|return\b)/u.test(text.slice(range.end, facts.range.end))
  )
    return [];
  const async = makeAsync(facts);
  const statement = statementFor(
    name,
    args.map(({ start, end }) => text.slice(start, end)),
  );
  if (async === undefined || statement === undefined) return [];
  return [
    {
      title: `Replace with \`${statement}\``,
      preferred: true,
      edits: [...async, { range, newText: statement }],
    },
  ];
}

function statementFor(
  name: string,
  [first = "", second = ""]: readonly string[],
): string | undefined {
  if (name === "succeed") return first === "" ? undefined : `return ${first}`;
  const noError = /^(?:null|undefined)$/u.test(first);
  if (name === "done" && noError)
    return second === "" ? undefined : `return ${second}`;
  if (first === "" || noError || (name === "done" && second !== ""))
    return undefined;
  return `throw ${first}`;
}
