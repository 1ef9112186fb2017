/** A comparison of the trigger source with a text that it never has. */
import { withArticle } from "../../text/article.ts";
import type { TriggerContract } from "../../triggers/contract.ts";
import { contracts, pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts } from "../interp/facts.ts";
import { nearest } from "../../text/near-match.ts";
import type { Rule } from "./rule.ts";
import { takeEnumValue } from "./value-edits.ts";

/** Spellings in tables of AWS's own pages; beside the right one they are a precaution, not a mistake. */
const ofOtherPages: Readonly<Record<string, string>> = {
  VerifyAuthChallenge_Authentication:
    "VerifyAuthChallengeResponse_Authentication",
};

export const triggerSourceKnown: Rule = {
  id: "trigger-source-known",
  title: "The trigger source is compared with sources that the trigger has",
  severity: "error",
  certainty: "exact",
  triggers: "all",
  why: "`triggerSource` is one of a fixed set of texts for each trigger. A branch for any other text is never taken, without an error. Tables of AWS's own pages spell a few of them in another way than the events do, `VerifyAuthChallenge_Authentication` among them.",
  references: [pages.overview],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_Signup") {
    event.response.autoConfirmUser = true;
  }
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp") {
    event.response.autoConfirmUser = true;
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomMessageTriggerEvent } from "aws-lambda";

export const handler = async (event: CustomMessageTriggerEvent) => {
  switch (event.triggerSource as string) {
    case "CustomMessage_ForgottenPassword":
      event.response.emailSubject = "Reset your password";
  }
  return event;
};
`,
      good: `import type { CustomMessageTriggerEvent } from "aws-lambda";

export const handler = async (event: CustomMessageTriggerEvent) => {
  switch (event.triggerSource as string) {
    case "CustomMessage_ForgotPassword":
      event.response.emailSubject = "Reset your password";
  }
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "PostConfirmation_ConfirmSignup":
        print("welcome", event["userName"])
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "PostConfirmation_ConfirmSignUp":
        print("welcome", event["userName"])
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    if (facts.comparisons.length === 0) return;
    const served = new Set(
      sourcesOf(
        contracts.filter(({ name }) =>
          facts.served.some((each) => each.name === name),
        ),
      ),
    );
    const compared = new Set(facts.comparisons.map(({ text }) => text));
    for (const { text, range, how } of facts.comparisons) {
      if (how === "member") {
        yield {
          range,
          message:
            "`triggerSource` is a text, which never equals a member of a plain `Enum`. Compare it with the member's `value`, or let the class be a `StrEnum`.",
          fixes: takeEnumValue(facts, range, "Compare with its `value`"),
        };
        continue;
      }
      // A helper of several handlers asks for what each of them is called with.
      const known = facts.elsewhere(range) ? allSources : served;
      // Who asks for an empty one looks whether there is any.
      if (text === "" || known.has(text)) continue;
      const loosely = how !== "whole";
      const parts = [...known].some(
        (name) =>
          isPartOf(text, name) ||
          ((how === "part" || how === "perhaps") && isBeginning(text, name)),
      );
      if (loosely && parts) continue;
      const right = ofOtherPages[text];
      if (right !== undefined && compared.has(right)) continue;
      const begun = [...known].filter((name) => isBeginning(text, name));
      const meant =
        right ??
        (loosely ? begun[0] : undefined) ??
        (loosely ? inOtherCase(text, known) : undefined) ??
        nearest(text, [...known]) ??
        begun[0];
      // Who asks for the source as well takes whatever of the two comes.
      if (
        meant !== undefined &&
        compared.has(meant) &&
        meant.startsWith(`${text}_`)
      )
        continue;
      // What a client sent in its place may be any text, but hardly one that is so like a source.
      if (meant === undefined && how === "perhaps") continue;
      // A text of another form is a name of the program's own: a test, a warm-up.
      if (
        meant === undefined &&
        !parts &&
        !/^[A-Z][A-Za-z]+_[A-Za-z]+$/u.test(text)
      )
        continue;
      yield {
        range,
        message: `\`triggerSource\` is never ${JSON.stringify(text)} for ${withArticle(ownerOf(facts, meant))} trigger, so this always comes out the same.${meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`}`,
        fixes:
          meant === undefined
            ? []
            : fixesFor(
                facts,
                text,
                range,
                meant,
                begun.every((name) => name === meant),
              ),
      };
    }
  },
};

/** Of the triggers that the handler may serve, the one whose source is meant. */
const ownerOf = (
  { trigger, served }: HandlerFacts,
  meant: string | undefined,
): string =>
  [trigger, ...served].find(({ sources }) =>
    sources.some(({ name }) => name === meant),
  )?.name ?? trigger.name;

const sourcesOf = (triggers: readonly TriggerContract[]): readonly string[] =>
  triggers.flatMap(({ sources }) => sources.map(({ name }) => name));

const allSources = new Set(sourcesOf(contracts));

/** A whole source, or what `startsWith`, `endsWith` and `includes` are asked about. */
const isPartOf = (text: string, name: string): boolean =>
  text === name ||
  (text.length > 2 && /^_|_$/u.test(text) && name.includes(text)) ||
  (!text.includes("_") && name.includes(text));

/** Up to the end of a word: `PreSignUp_Admin`. */
const isBeginning = (text: string, name: string): boolean =>
  text.includes("_") &&
  name.startsWith(text) &&
  /^[A-Z]/u.test(name.slice(text.length));

/** The part of a source that differs only in capitals. Who writes small letters only may compare a source made so. */
function inOtherCase(
  text: string,
  names: ReadonlySet<string>,
): string | undefined {
  const small = text.toLowerCase();
  if (text.length < 6 || text === small || text === text.toUpperCase())
    return undefined;
  for (const name of names) {
    const at = name.toLowerCase().indexOf(small);
    const part = name.slice(at, at + text.length);
    if (at !== -1 && part !== text) return part;
  }
  return undefined;
}

function fixesFor(
  { text }: HandlerFacts,
  written: string,
  { start, end }: { readonly start: number; readonly end: number },
  meant: string,
  /** No other can be meant. */
  isOnly: boolean,
): readonly QuickFix[] {
  const quoted = text.slice(start, end);
  if (!/^(["'`]).*\1$/su.test(quoted) || quoted.slice(1, -1) !== written)
    return [];
  return [
    {
      title: `Change to \`${meant}\``,
      ...(isOnly && { preferred: true }),
      edits: [{ range: { start: start + 1, end: end - 1 }, newText: meant }],
    },
  ];
}
