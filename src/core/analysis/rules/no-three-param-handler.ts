/**
 * A handler with a callback parameter: Node.js 24 does not load it. An alarm only where the runtime is known to be one
 * of those: on every other the callback is Lambda's documented way to answer, and such a handler breaks no contract. Or
 * where another file calls it without one.
 */
import { inPattern } from "../../text/in-pattern.ts";
import type { TextEdit } from "../../text/edit.ts";
import type { QuickFix } from "../finding.ts";
import type { ExitFact, HandlerFacts, ParameterFact } from "../interp/facts.ts";
import { makeAsync, nodeHandlerPage, nodeVersion } from "./node-runtime.ts";
import type { Problem, Rule } from "./rule.ts";
import { removeEntry } from "./value-edits.ts";

export const noThreeParamHandler: Rule = {
  id: "no-three-param-handler",
  title: "A handler has no callback parameter",
  severity: "info",
  certainty: "exact",
  languages: ["javascript"],
  triggers: "all",
  why: "From Node.js 24 on, Lambda refuses a handler that declares three parameters or more when it loads the function, async or not: `Runtime.CallbackHandlerDeprecated`. Up to Node.js 22 the callback works. Return the event from an async handler instead, and throw to refuse. An error where the runtime is known to be Node.js 24 or newer, advice elsewhere; and an error where the `index.js` that calls the handler, as Amplify generates it, hands no callback on: calling it throws.",
  references: [nodeHandlerPage],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = (event, context, callback) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoConfirmUser = true;
  callback(null, event);
};
`,
      good: `exports.handler = async (event, context) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoConfirmUser = true;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { Callback, Context, PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (
  event: PostConfirmationTriggerEvent,
  _context: Context,
  _callback: Callback,
) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
      good: `import type { Context, PostConfirmationTriggerEvent } from "aws-lambda";

export const handler = async (
  event: PostConfirmationTriggerEvent,
  _context: Context,
) => {
  console.log("confirmed", event.userName);
  return event;
};
`,
    },
  ],
  *check(facts) {
    const { run, runtime } = facts;
    if (facts.lacksCallback) yield* ofMissing(facts);
    if (!run.isEntry || !facts.returnsToCognito) return;
    const optional = run.parameters.findIndex((each) => each.optional);
    // What `Function.length` counts.
    const declared = optional < 0 ? run.parameters.length : optional;
    const callback = run.parameters[2];
    if (declared < 3 || callback === undefined) return;
    const known = (nodeVersion(runtime) ?? 0) >= 24;
    yield {
      range: callback.range,
      severity: known ? "error" : "info",
      message: `${known ? "Lambda does not load this handler: its runtime" : "On Node.js 24, Lambda does not load this handler: it"} refuses three declared parameters (Runtime.CallbackHandlerDeprecated). Return the event from an async handler with at most two.`,
      fixes: fixesFor(facts, callback),
    };
  },
};

/** Amplify's `index.js` calls `module.handler(event, context)` and answers by itself. */
function* ofMissing(facts: HandlerFacts): Iterable<Problem> {
  const { text, range, run } = facts;
  const callback = run.parameters[2];
  const [call] = run.completions.filter(({ name }) => name === "callback");
  if (callback === undefined || callback.optional || call === undefined) return;
  if (asksFor(text.slice(range.start, range.end), callback.name)) return;
  yield {
    range: call.range,
    severity: "error",
    message: `The index beside it, which calls this handler and answers Cognito, hands it no \`${callback.name}\`: this call throws "${callback.name} is not a function", and the trigger fails.`,
    fixes: fixesFor(facts, callback),
  };
}

/** `callback?.(…)`, `if (callback)`, `typeof callback === "function"` */
const asksFor = (text: string, name: string): boolean => {
  const word = `(?<![\\w$])${inPattern(name)}`;
  return new RegExp(
    `${word}\\s*(?:\\?\\.|&&|\\|\\||\\?\\s|[!=]==?)|(?:typeof\\s+|\\(\\s*!?\\s*)${word}(?=\\s*[)=!])`,
    "u",
  ).test(text);
};

function fixesFor(
  facts: HandlerFacts,
  callback: ParameterFact,
): readonly QuickFix[] {
  const { text, range, run } = facts;
  const { name } = callback;
  const before = run.parameters[1];
  if (name === "" || before === undefined || run.parameters.length > 3)
    return [];
  const removed: TextEdit = {
    range: { start: before.range.end, end: callback.range.end },
    newText: "",
  };
  const unused = withoutImport(text, callback);
  const uses = countWord(text.slice(range.start, range.end), name) - 1;
  // One that gives nothing back needs it still: a rule of its own tells that.
  if (uses === 0 && !run.async && facts.exits.some(givesNothing)) return [];
  if (uses === 0)
    return [
      {
        title: `Remove the unused \`${name}\``,
        preferred: true,
        edits: [removed, ...unused],
      },
    ];
  const returned = uses === 1 ? returnInstead(facts) : undefined;
  const async = makeAsync(facts);
  return returned === undefined || async === undefined
    ? []
    : [
        {
          title: `Return the event instead of calling \`${name}\``,
          preferred: true,
          edits: [...async, removed, returned, ...unused],
        },
      ];
}

/** Its type, imported for it alone, goes with it; other imports stay. */
function withoutImport(
  text: string,
  { range: { start, end } }: ParameterFact,
): readonly TextEdit[] {
  const type = /:\s*([A-Z]\w*)/u.exec(text.slice(start, end))?.[1];
  if (type === undefined || countWord(text, type) !== 2) return [];
  const found = new RegExp(
    `^(import\\s+(?:type\\s+)?\\{[^{}]*?)(?<=[{,]\\s*)((?:type\\s+)?${type})(?=\\s*[,}])`,
    "mu",
  ).exec(text);
  const [, before = "", name = ""] = found ?? [];
  if (found === null) return [];
  const from = found.index + before.length;
  const isOnly =
    /\{\s*$/u.test(before) &&
    /^\s*,?\s*\}/u.test(text.slice(from + name.length));
  return isOnly
    ? []
    : removeEntry(text, { start: from, end: from + name.length });
}

const givesNothing = ({ returned }: ExitFact): boolean =>
  returned.some(({ kind }) => kind === "nothing");

/** `callback(null, event)` as the last statement of the handler. */
function returnInstead({
  text,
  range,
  run,
}: HandlerFacts): TextEdit | undefined {
  const [call, ...others] = run.completions;
  if (call === undefined || others.length > 0) return undefined;
  const [error, answer] = call.arguments.map(({ start, end }) =>
    text.slice(start, end),
  );
  if (
    !/^(?:null|undefined)$/u.test(error ?? "") ||
    !/^[\w$]+$/u.test(answer ?? "") ||
    !/^\s*;?\s*\}?$/u.test(text.slice(call.range.end, range.end))
  )
    return undefined;
  // `return callback(null, event)`, `=> callback(null, event)`
  const isValue = /(?:\breturn|=>)\s*$/u.test(
    text.slice(range.start, call.range.start),
  );
  if (!isValue && !call.ownStatement) return undefined;
  return {
    range: call.range,
    newText: isValue ? (answer ?? "") : `return ${answer ?? ""}`,
  };
}

const countWord = (text: string, word: string): number =>
  text.split(new RegExp(`(?<![\\w$])${inPattern(word)}(?![\\w$])`, "u"))
    .length - 1;
