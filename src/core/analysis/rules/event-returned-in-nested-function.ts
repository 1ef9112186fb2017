/** The event is given back in a function that nobody waits for: the handler has ended before. */
import { pages } from "../../triggers/contracts.ts";
import type { HandlerFacts, LostFact } from "../interp/facts.ts";
import type { QuickFix } from "../finding.ts";
import { nodeHandlerPage } from "./node-runtime.ts";
import type { Rule } from "./rule.ts";

export const eventReturnedInNestedFunction: Rule = {
  id: "event-returned-in-nested-function",
  title: "The event is given back by the handler, not by a function inside it",
  severity: "error",
  certainty: "exact",
  languages: ["javascript"],
  triggers: "synchronous",
  why: "A `return event` inside `then(…)`, `forEach(…)` or another inner function gives the event to whoever called that function. If its promise is neither awaited nor returned, the handler itself ends with nothing, Lambda answers `null`, and Cognito fails the call. The same holds for a callback that is called later from inside an async handler: the handler's own promise settles first.",
  references: [nodeHandlerPage, pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `const { save } = require("./users");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  save(event.userName).then(() => event);
};
`,
      good: `const { save } = require("./users");
// cognito-trigger: PostConfirmation
exports.handler = async (event) => {
  return save(event.userName).then(() => event);
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { groups, addToGroup } from "./groups";

export const handler = async (event: PostConfirmationTriggerEvent) => {
  groups.forEach(async (group) => {
    await addToGroup(group, event.userName);
    return event;
  });
};
`,
      good: `import type { PostConfirmationTriggerEvent } from "aws-lambda";
import { groups, addToGroup } from "./groups";

export const handler = async (event: PostConfirmationTriggerEvent) => {
  for (const group of groups) {
    await addToGroup(group, event.userName);
  }
  return event;
};
`,
    },
  ],
  *check(facts) {
    if (!facts.returnsToCognito) return;
    for (const lost of facts.run.lost) {
      if (
        lost.how === "event" &&
        !facts.exits.some(
          ({ how, returned }) =>
            how === "end" && returned.some(({ kind }) => kind === "nothing"),
        )
      )
        continue;
      yield {
        range: lost.range,
        message:
          lost.how === "event"
            ? `The event is returned inside a function that the handler does not wait for. The handler itself ends with nothing, and Cognito gets null as the answer of this ${facts.trigger.name} trigger.`
            : `The invocation is completed inside a function that runs later, but this handler is async: its own promise settles first, with nothing, and Cognito gets null as the answer of this ${facts.trigger.name} trigger.`,
        fixes: fixesFor(facts, lost),
      };
    }
  },
};

/** A promise at the end of the handler can be returned as it is. */
function fixesFor(
  { text, range }: HandlerFacts,
  lost: LostFact,
): readonly QuickFix[] {
  if (
    lost.how !== "event" ||
    !lost.promise ||
    !/^\s*;?\s*\}$/u.test(text.slice(lost.range.end, range.end)) ||
    !/[;{}\n]\s*$/u.test(text.slice(range.start, lost.range.start))
  )
    return [];
  const { start } = lost.range;
  return [
    {
      title: "Return the promise",
      preferred: true,
      edits: [{ range: { start, end: start }, newText: "return " }],
    },
  ];
}
