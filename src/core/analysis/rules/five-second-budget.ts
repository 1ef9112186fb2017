/** A wait in a trigger that Cognito does not wait for: it gives up after five seconds. */
import { withArticle } from "../../text/article.ts";
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { ArgumentFact, CallFact, HandlerFacts } from "../interp/facts.ts";
import { longestWait, onlyNumber, openRequest } from "./request-timeouts.ts";
import type { Rule } from "./rule.ts";

const budget = 5000;

export const fiveSecondBudget: Rule = {
  id: "five-second-budget",
  title: "A trigger answers within five seconds",
  severity: "warning",
  certainty: "exact",
  triggers: "synchronous",
  why: "Cognito waits five seconds for the answer of a trigger, whatever the function's own timeout is, and this cannot be changed. After that the call fails for the user, and Cognito may call the function again while the first run goes on. A wait of five seconds or more uses up all of it. A request without a timeout waits for as long as the other side likes: `fetch`, axios, `requests` and `urlopen` have none, or one of minutes, unless they are given one. That, and a timeout of five seconds or more, is told as advice.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await fetch(process.env.AUDIT_URL);
  return event;
};
`,
      good: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  await fetch(process.env.AUDIT_URL, { signal: AbortSignal.timeout(3000) });
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreSignUpTriggerEvent } from "aws-lambda";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const handler = async (event: PreSignUpTriggerEvent) => {
  await sleep(5_000);
  return event;
};
`,
      good: `import type { PreSignUpTriggerEvent } from "aws-lambda";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export const handler = async (event: PreSignUpTriggerEvent) => {
  await sleep(500);
  return event;
};
`,
    },
    {
      language: "python",
      bad: `import time

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    time.sleep(5)
    return event
`,
      good: `import time

# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    time.sleep(0.5)
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    if (!facts.returnsToCognito) return;
    for (const call of facts.run.calls) {
      const wait = waitOf(facts, call);
      const added = (wait?.milliseconds ?? 0) * call.again;
      if (wait !== undefined && added >= budget)
        yield {
          range: wait.range,
          message: `This waits ${seconds(wait.milliseconds)} seconds${added === wait.milliseconds ? "" : ` in each round of a loop, which add up to ${seconds(added)} before its last one`}; Cognito gives up on ${withArticle(facts.trigger.name)} trigger after five.`,
        };
      const longest = longestWait(facts, call);
      if (longest !== undefined && longest.milliseconds >= budget)
        yield {
          severity: "info",
          range: longest.range,
          message: `This lets a request take ${seconds(longest.milliseconds)} seconds; Cognito gives up on ${withArticle(facts.trigger.name)} trigger after five.`,
        };
      const open = openRequest(facts, call);
      if (open === undefined) continue;
      const start = call.range.start;
      yield {
        severity: "info",
        range: { start, end: start + facts.text.slice(start).indexOf("(") },
        message: `Without a timeout, \`${open.name}\` can wait longer than the five seconds after which Cognito gives up on ${withArticle(facts.trigger.name)} trigger. Give it one.`,
        fixes: [{ title: "Set a timeout of three seconds", edits: open.edits }],
      };
    }
  },
};

const seconds = (milliseconds: number): string =>
  String(Math.round(milliseconds) / 1000);

function waitOf(
  { fileAt }: HandlerFacts,
  { path, written, arguments: args, range }: CallFact,
):
  | { readonly milliseconds: number; readonly range: CallFact["range"] }
  | undefined {
  const [first, second] = args;
  if (path === "time.sleep") return waiting(first, 1000, range);
  if (path === "timers/promises.setTimeout") return waiting(first, 1, range);
  // `new Promise((resolve) => setTimeout(resolve, ms))`; a second parameter would be a timeout that rejects.
  const { text, offset } = fileAt(range);
  const before = textBefore(text, range.start - offset);
  if (
    written === "setTimeout" &&
    /new\s+Promise\s*(?:<[^()=;]*>\s*)?\(\s*(?:async\s*)?\(?\s*([\w$]+)\s*(?::[^()]*)?\)?\s*=>\s*\{?\s*$/u.test(
      before,
    ) &&
    !/\brace\s*\(/u.test(before)
  )
    return waiting(second, 1, range);
  return undefined;
}

/** Only where the wait has one length. */
function waiting(
  argument: ArgumentFact | undefined,
  unit: number,
  range: CallFact["range"],
): ReturnType<typeof waitOf> {
  const length = onlyNumber(argument);
  return length === undefined
    ? undefined
    : { milliseconds: length * unit, range };
}
