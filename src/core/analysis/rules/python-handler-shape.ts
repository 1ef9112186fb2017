/** A Python handler that Lambda cannot call: `async def`, or other parameters than the event and the context. */
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";

export const pythonHandlerShape: Rule = {
  id: "python-handler-shape",
  title: "A Python handler is a plain function of event and context",
  severity: "error",
  certainty: "exact",
  languages: ["python"],
  triggers: "all",
  why: "Lambda calls a Python handler with exactly two positional arguments, the event and the context, and takes what it returns. `async def` is not supported: the call gives a coroutine that nobody awaits. Another number of parameters raises a TypeError on every call.",
  references: [
    "https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html",
  ],
  examples: [
    {
      language: "python",
      bad: `# cognito-trigger: PostConfirmation
async def lambda_handler(event, context):
    print("confirmed", event["userName"])
    return event
`,
      good: `# cognito-trigger: PostConfirmation
def lambda_handler(event, context):
    print("confirmed", event["userName"])
    return event
`,
    },
  ],
  *check(facts) {
    const { run, text, range } = facts;
    const head = /^(?:async\s+)?def\s+(\w+)\s*\(/u.exec(
      text.slice(range.start, range.end),
    );
    const name = head?.[1] ?? "";
    // A function that the file names elsewhere is called by other code, which may do it in another way.
    if (head === null || !facts.returnsToCognito || !run.isEntry) return;
    const uses = new RegExp(`\\b${name}\\b`, "u");
    if (withoutExport(withoutProse(text), name).split(uses).length > 2) return;
    const named = { start: range.start, end: range.start + head[0].length - 1 };
    if (run.async) {
      yield {
        range: named,
        message:
          "Lambda does not await a Python handler: `async def` gives it a coroutine instead of the event. Make it a plain `def`; `asyncio.run(…)` inside it runs what must be awaited.",
        fixes: plainDef(facts),
      };
      return;
    }
    const required = run.parameters.filter((each) => !each.optional).length;
    const takesTwo =
      run.parameters.length > 1 || run.parameters.some(({ rest }) => rest);
    if (required > 2 || !takesTwo)
      yield {
        range: named,
        message: `Lambda calls a handler with two arguments, the event and the context; this one takes ${required > 2 ? String(required) : String(run.parameters.length)}, and every call raises a TypeError.`,
        fixes: addContext(facts),
      };
  },
};

/** The code without its comments and the longer strings, which speak of handlers as well. */
const withoutProse = (text: string): string =>
  text.replaceAll(/"""[^]*?"""|'''[^]*?'''|#[^\n]*/gu, "");

/** `lambda_handler = Confirmation(users).handle`: another name for the same function, called in the same way. */
const withoutExport = (text: string, name: string): string =>
  text.replace(
    new RegExp(`^\\w+\\s*=\\s*(?:\\w[^\\n=]*\\.)?${name}[ \\t]*$`, "mu"),
    "",
  );

function plainDef({ text, range }: HandlerFacts): readonly QuickFix[] {
  const body = text.slice(range.start, range.end);
  const async = /^async\s+/u.exec(body)?.[0] ?? "";
  if (async === "" || /\bawait\b|\basync\b/u.test(body.slice(async.length)))
    return [];
  return [
    {
      title: "Make it a plain `def`",
      preferred: true,
      edits: [
        {
          range: { start: range.start, end: range.start + async.length },
          newText: "",
        },
      ],
    },
  ];
}

function addContext({ run }: HandlerFacts): readonly QuickFix[] {
  const [only, ...others] = run.parameters;
  if (only === undefined || others.length > 0) return [];
  return [
    {
      title: "Add the `context` parameter",
      preferred: true,
      edits: [
        {
          range: { start: only.range.end, end: only.range.end },
          newText: ", context",
        },
      ],
    },
  ];
}
