/** A way through the handler that gives nothing back. */
import { inPattern } from "../../text/in-pattern.ts";
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { TextEdit } from "../../text/edit.ts";
import type { QuickFix } from "../finding.ts";
import type {
  CompletionFact,
  ExitFact,
  HandlerFacts,
} from "../interp/facts.ts";
import { makeAsync, nodeVersion } from "./node-runtime.ts";
import { withReturnType } from "./return-type.ts";
import type { Problem, Rule } from "./rule.ts";
import { returnStatement } from "./wording.ts";

export const returnEvent: Rule = {
  id: "return-event",
  title: "Every path of a trigger returns the event",
  severity: "error",
  certainty: "exact",
  triggers: "synchronous",
  why: "Cognito waits for the event to come back. A path that ends without returning it answers `null`: the call fails for the user, while the function's log shows a success. To refuse a request, throw an error instead; its text reaches the user.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  console.log("signed up", event.triggerSource === "PreSignUp_SignUp");
  if (event.request.userAttributes.email.endsWith("@example.com")) return;
  return event;
};
`,
      good: `exports.handler = async (event) => {
  console.log("signed up", event.triggerSource === "PreSignUp_SignUp");
  if (event.request.userAttributes.email.endsWith("@example.com"))
    throw new Error("This address cannot sign up");
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostConfirmationTriggerHandler } from "aws-lambda";

export const handler: PostConfirmationTriggerHandler = async (event) => {
  console.log("confirmed", event.userName);
};
`,
      good: `import type { PostConfirmationTriggerHandler } from "aws-lambda";

export const handler: PostConfirmationTriggerHandler = async (event) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PostConfirmation
def handler(event, context):
    print("confirmed", event["userName"])
`,
      good: `# cognito-trigger: PostConfirmation
def handler(event, context):
    print("confirmed", event["userName"])
    return event
`,
    },
  ],
  *check(facts) {
    if (!facts.returnsToCognito && !facts.answersThroughWrapper) return;
    for (const completion of facts.run.completions)
      if (completion.eventAsError && completion.name !== "fail")
        yield asError(facts, completion);
    // A rule of its own tells where the event was given to somebody else instead.
    const lost = facts.run.lost.some(({ how }) => how === "event");
    for (const exit of [...facts.exits, ...facts.supposedExits]) {
      if (!exit.returned.some(({ kind }) => kind === "nothing")) continue;
      if (lost && exit.how === "end") continue;
      yield {
        range: exit.range,
        message: `${where(exit)} without giving the event back. Cognito then gets null as the answer of this ${facts.trigger.name} trigger and fails the call; return the event, or throw to refuse.`,
        fixes: fixesFor(facts, exit),
        unsure: exit.returned.length > 1,
      };
    }
  },
};

/** `callback(event)` */
function asError(
  { trigger }: HandlerFacts,
  { range, name, arguments: [first] }: CompletionFact,
): Problem {
  return {
    range,
    message: `\`${name}\` takes an error first: this gives the event as one, and the call of this ${trigger.name} trigger fails. Put \`null\` before it.`,
    fixes:
      first === undefined
        ? []
        : [
            {
              title: "Put `null` before the event",
              preferred: true,
              edits: [
                {
                  range: { start: first.start, end: first.start },
                  newText: "null, ",
                },
              ],
            },
          ],
  };
}

function where({ how }: ExitFact): string {
  if (how === "end") return "A path reaches the end of the handler";
  return how === "return"
    ? "This path returns"
    : "This completes the invocation";
}

function fixesFor(facts: HandlerFacts, exit: ExitFact): readonly QuickFix[] {
  const { text } = facts;
  const giveBack = givingBack(facts);
  if (giveBack === undefined) return [];
  const { statement, also } = giveBack;
  if (exit.openEnd !== undefined) {
    const { offset, before, after } = exit.openEnd;
    return [
      {
        title: `Add \`${statement}\``,
        preferred: true,
        edits: [
          {
            range: { start: offset, end: offset },
            newText: `${before}${statement}${after}`,
          },
          ...also,
        ],
      },
    ];
  }
  const written = text.slice(exit.range.start, exit.range.end);
  if (
    exit.how !== "return" ||
    !/^return\s*(?:;|None|null|undefined)?\s*;?$/u.test(written)
  )
    return [];
  return [
    {
      title: `Give \`${facts.eventName ?? ""}\` back here`,
      edits: [
        {
          range: exit.range,
          newText: written.endsWith(";")
            ? statement
            : statement.replace(/;$/u, ""),
        },
        ...also,
      ],
    },
  ];
}

/** A decorator of Powertools that puts an object around the event, which cannot be written as JSON. */
const givesDataClass = /@event_source\([^()]*\)\s*(?:@[^\n]+\s*)*$/u;

/** The statement that gives the event back in the way this handler does, and what must be edited beside it. */
function givingBack(
  facts: HandlerFacts,
):
  | { readonly statement: string; readonly also: readonly TextEdit[] }
  | undefined {
  const { eventName, language, run, text, range } = facts;
  if (eventName === undefined) return undefined;
  const other = new RegExp(
    `^[ \\t]*${inPattern(eventName)}\\s*(?::[^=\\n]+)?=(?!=)\\s*(.*)`,
    "mu",
  ).exec(text.slice(range.start, range.end))?.[1];
  const isDataClass =
    givesDataClass.test(textBefore(text, range.start)) ||
    (other !== undefined &&
      /^\w+Event\(/u.test(other) &&
      facts.mentions(/\bdata_classes\b/u));
  // By its name, something else may be given back.
  if (other !== undefined && !isDataClass) return undefined;
  const statement = returnStatement(
    isDataClass ? `${eventName}.raw_event` : eventName,
    language,
  );
  if (language === "python") return { statement, also: [] };
  if (run.async) return { statement, also: withReturnType(facts) };
  const callback = run.parameters[2]?.name;
  // Node.js 24 loads no handler that takes one.
  if (
    callback !== undefined &&
    callback !== "" &&
    (nodeVersion(facts.runtime) ?? 0) < 24
  )
    return {
      statement: `return ${callback}(null, ${eventName});`,
      also: [],
    };
  // A plain return would be ignored up to Node.js 22.
  const also = run.completions.length > 0 ? undefined : makeAsync(facts);
  return also === undefined ? undefined : { statement, also };
}
