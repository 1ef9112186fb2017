/** An error after the fact: the user is confirmed or has signed in, and is told of a failure. */
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { CallFact, HandlerFacts } from "../interp/facts.ts";
import { stepOf } from "./file-style.ts";
import { isLogging } from "./logging-calls.ts";
import type { Rule } from "./rule.ts";
import { statementAt } from "./statement-edits.ts";
import { isIn } from "./value-edits.ts";

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
  *check(facts) {
    const { run, range, text, trigger } = facts;
    if (!run.letsErrorsOut || !facts.returnsToCognito) return;
    // Modules of the project that a setting names are checked themselves.
    if (facts.mentions(/\brequire\(\s*`\.\/\$\{/u)) return;
    if (!run.calls.some((call) => goesOut(facts, call))) return;
    const line = text.indexOf("\n", range.start);
    yield {
      range: {
        start: range.start,
        end: line < 0 ? range.end : Math.min(line, range.end),
      },
      message: `An error of what this ${trigger.name} trigger calls reaches the user as a failure, although ${trigger.id === "PostConfirmation" ? "the user is confirmed" : "the user has been authenticated"}. Catch and log what is not worth that.`,
      fixes: catching(facts),
    };
  },
};

/** Catches around the statement that calls, where it is the only one and stands on one line. */
function catching(facts: HandlerFacts): readonly QuickFix[] {
  const { run, text, language } = facts;
  const calls = run.calls.filter((call) => !call.own && !isLogging(call));
  const [out, ...others] = calls.filter((call) => goesOut(facts, call));
  if (out === undefined || others.length > 0) return [];
  const awaits = /\bawait\s+$/u.exec(textBefore(text, out.range.start));
  const statement = statementAt(facts, {
    start: out.range.start - (awaits?.[0].length ?? 0),
    end: out.range.end,
  });
  if (
    statement === undefined ||
    statement.written.includes("\n") ||
    !isIn(facts.range, statement.range) ||
    !calls.every(({ range }) => isIn(statement.range, range))
  )
    return [];
  const { indent, written, range } = statement;
  const step = stepOf(facts);
  const lines =
    language === "python"
      ? [
          "try:",
          `${step}${written}`,
          "except Exception as error:",
          `${step}print(error)`,
        ]
      : [
          "try {",
          `${step}${written};`,
          "} catch (error) {",
          `${step}console.error(error);`,
          "}",
        ];
  return [
    {
      title: "Catch and log the error",
      edits: [{ range, newText: lines.join(`\n${indent}`) }],
    },
  ];
}

/** A method of a client, or a function of another file that is named as one. */
const sideEffect =
  /^[\w.]+\.(?:put_\w+|update_\w+|delete_\w+|send\w*|publish|admin_\w+|post|put|patch|request|add|create\w*|save|insert\w*|execute|commit|invoke|start_execution)$|^(?:add|assign|create|delete|enqueue|insert|persist|provision|publish|put|register|save|send|store|sync|update|upsert)_\w+$/u;

/** Also as compilers write it where the target has no async functions. */
const waits = /(?:\b(?:await|yield)\s+|\[4 \/\*yield\*\/, )$/u;

/** A call of another service, rather than of the language: one that is awaited, or in Python has a name for it. */
const goesOut = (
  { language, text, run, writtenAt }: HandlerFacts,
  call: CallFact,
): boolean =>
  !call.own &&
  !isLogging(call) &&
  (language === "python"
    ? sideEffect.test(call.written)
    : waits.test(
        text.slice(Math.max(0, call.range.start - 30), call.range.start),
      ) &&
      call.path !== "Promise.allSettled" &&
      // What it waits for is caught one by one.
      !(
        call.path === "Promise.all" &&
        /\.catch\s*\(/u.test(writtenAt(call.range))
      ) &&
      !run.calls.some(
        ({ range, written }) =>
          range.start === call.range.start && written.endsWith(".catch"),
      ));
