/**
 * A handler that ends with `context.done` and its like, which Node.js 24 does not have. An alarm only where the runtime
 * is known to be one of those: on every other these calls answer, and AWS's own samples end so.
 */
import { inPattern } from "../../text/in-pattern.ts";
import type { TextEdit } from "../../text/edit.ts";
import { textBefore } from "../../text/position.ts";
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
  completion: CompletionFact,
): readonly QuickFix[] {
  const { run } = facts;
  const statement = instead(facts, completion);
  const async = makeAsync(facts);
  // A callback beside it would complete the invocation as well.
  if (
    async === undefined ||
    statement === undefined ||
    run.parameters.length > 2
  )
    return [];
  // An async handler ends before what a function in it completes later.
  if (!run.async && completesLater(facts)) return [];
  return [
    {
      title: `Replace with \`${statement.newText}\``,
      preferred: true,
      edits: [...async, statement],
    },
  ];
}

/** A function within the handler ends the invocation. */
function completesLater({ text, range, run }: HandlerFacts): boolean {
  const name = run.parameters[1]?.name ?? "";
  const body = text.slice(range.start, range.end);
  const ends = new RegExp(
    `(?<![\\w$.])${inPattern(name)}\\s*\\.\\s*(?:done|succeed|fail)\\b|[{}]`,
    "gu",
  );
  const open: boolean[] = [];
  for (const { 0: found, index } of body.matchAll(ends)) {
    if (found === "{")
      open.push(
        /(?:=>|\bfunction\b[^{}]*\))\s*$/u.test(textBefore(body, index)),
      );
    else if (found === "}") open.pop();
    else if (
      open.filter((isFunction) => isFunction).length > 1 ||
      /=>\s*$/u.test(textBefore(body, index))
    )
      return true;
  }
  return false;
}

/** A bare return behind it, or one of something that Lambda no longer looks at: it cannot be reached any more. */
const returnBehind =
  /^\s*;?\s*return\b(?:[ \t]+[\w$.]+)?(?=[ \t]*(?:;|\r?\n|\}))/u;

/** The statement that ends the handler as the call does; undefined where what stands after it runs still. */
function instead(
  { text, range: { end: last } }: HandlerFacts,
  { name, range, arguments: args, ownStatement }: CompletionFact,
): TextEdit | undefined {
  const rest = text.slice(range.end, last);
  if (!ownStatement || !/^\s*;?\s*(?:\}|return\b)/u.test(rest))
    return undefined;
  const newText = statementFor(
    name,
    args.map(({ start, end }) => text.slice(start, end)),
  );
  const behind = returnBehind.exec(rest)?.[0].length ?? 0;
  return newText === undefined
    ? undefined
    : { range: { start: range.start, end: range.end + behind }, newText };
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
