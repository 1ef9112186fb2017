/** An event that is taken only if it fits a schema: events grow, and some schemas know one trigger source only. */
import { withArticle } from "../../text/article.ts";
import { pages } from "../../triggers/contracts.ts";
import type { Rule } from "./rule.ts";

/** Schemas of Powertools for TypeScript that accept one trigger source of several. */
const narrow =
  /\b(?:PreSignup|PostConfirmation|CustomEmailSender|CustomSMSSender)TriggerSchema\b/u;
/** Powertools' `parser({ schema })`, as a middleware or a decorator. */
const narrowParser = new RegExp(
  String.raw`\bparser\(\s*\{[^{}]*\bschema\s*:\s*${narrow.source}`,
  "u",
);
const oneSource = (trigger: string): string =>
  `This schema accepts one trigger source only and refuses the other events of ${withArticle(trigger)} trigger.`;
/** Those that want an entry in the session, which has none when no SRP comes first. */
const wantsSession = /\b(?:Define|Create)AuthChallengeTriggerSchema\b/u;
const strict = /\.strict\(\)|\bstrictObject\(/u;

export const noStrictEventSchema: Rule = {
  id: "no-strict-event-schema",
  title: "The event is not refused because of its shape",
  severity: "info",
  certainty: "best-effort",
  languages: ["javascript"],
  triggers: "all",
  why: "AWS says that events may gain and move members, so that a schema which refuses what it does not know can break a trigger one day. The schemas of Powertools for TypeScript for pre sign-up, post confirmation and the custom senders accept one trigger source each and refuse the others today; those for define and create auth challenge refuse a session without entries.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `const { PreSignupTriggerSchema } = require("@aws-lambda-powertools/parser/schemas/cognito");
// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  const { userName } = PreSignupTriggerSchema.parse(event);
  console.log(userName);
  return event;
};
`,
      good: `// cognito-trigger: PreSignUp
exports.handler = async (event) => {
  const { userName } = event;
  console.log(userName);
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostAuthenticationTriggerEvent } from "aws-lambda";
import { z } from "zod";

export const handler = async (event: PostAuthenticationTriggerEvent) => {
  const { userName } = z.object({ userName: z.string() }).strict().parse(event);
  console.log(userName);
  return event;
};
`,
      good: `import type { PostAuthenticationTriggerEvent } from "aws-lambda";
import { z } from "zod";

export const handler = async (event: PostAuthenticationTriggerEvent) => {
  const { userName } = z.object({ userName: z.string() }).parse(event);
  console.log(userName);
  return event;
};
`,
    },
  ],
  *check({ run, text, eventName, trigger, mentions, mayBeWrapped }) {
    // Asked of few handlers: whatever is asked of a file is asked again after each edit.
    const wrapped =
      mayBeWrapped && mentions(narrowParser) ? narrowParser.exec(text) : null;
    if (wrapped !== null) {
      const start = wrapped.index;
      yield {
        range: { start, end: start + wrapped[0].length },
        message: oneSource(trigger.name),
      };
    }
    for (const { written, arguments: args, range } of run.calls) {
      const [given] = args;
      if (
        given === undefined ||
        !/\.(?:safeParse|parse)(?:Async)?$/u.test(written) ||
        text.slice(given.range.start, given.range.end) !== eventName
      )
        continue;
      if (narrow.test(written))
        yield {
          range,
          message: oneSource(trigger.name),
        };
      else if (wantsSession.test(written))
        yield {
          range,
          message: `This schema wants at least one entry in \`request.session\`, which is empty when the first call of ${withArticle(trigger.name)} trigger has no SRP before it.`,
        };
      else if (strict.test(written) || isNamedStrict(text, written))
        yield {
          range,
          message: `This refuses every member it does not know, and AWS may add some to the event of ${withArticle(trigger.name)} trigger.`,
        };
    }
  },
};

/** `const Schema = z.object({ … }).strict();`, of the file. */
function isNamedStrict(text: string, written: string): boolean {
  const [, name] = /^([A-Za-z_]\w*)\.\w+$/u.exec(written) ?? [];
  if (name === undefined) return false;
  const [, made = ""] =
    new RegExp(`\\bconst\\s+${name}\\s*=\\s*([^;]+);`, "u").exec(text) ?? [];
  return /\.strict\(\)\s*$|^[\w.]*\bstrictObject\(/u.test(made);
}
