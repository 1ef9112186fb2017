/** Attributes, which are texts, compared with booleans, and `email_verified` and its like as a condition. */
import { inPattern } from "../../text/in-pattern.ts";
import { textBefore } from "../../text/position.ts";
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { AttributeTest, HandlerFacts } from "../interp/facts.ts";
import { quoter } from "./file-style.ts";
import type { Rule } from "./rule.ts";

export const attributeStringBoolean: Rule = {
  id: "attribute-string-boolean",
  title: "Attributes are compared as the texts they are",
  severity: "error",
  certainty: "exact",
  triggers: "all",
  why: 'All values of `request.userAttributes` are texts, also `email_verified` and `phone_number_verified`. A comparison with `true` never holds, and as a condition the text `"false"` counts as true, so a user who is not verified passes.',
  references: [pages.overview, pages.preAuthentication],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource !== "PreAuthentication_Authentication") return event;
  if (!event.request.userAttributes.email_verified) throw new Error("Verify your address first");
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource !== "PreAuthentication_Authentication") return event;
  if (event.request.userAttributes.email_verified !== "true") throw new Error("Verify your address first");
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PostAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PostAuthenticationTriggerHandler = async (event) => {
  const { email_verified } = event.request.userAttributes as Record<string, any>;
  console.log(email_verified === true ? "verified" : "not verified");
  return event;
};
`,
      good: `import type { PostAuthenticationTriggerHandler } from "aws-lambda";

export const handler: PostAuthenticationTriggerHandler = async (event) => {
  const { email_verified } = event.request.userAttributes as Record<string, any>;
  console.log(email_verified === "true" ? "verified" : "not verified");
  return event;
};
`,
    },
    {
      language: "python",
      bad: `# cognito-trigger: PreAuthentication
def handler(event, context):
    if event["request"]["userAttributes"].get("phone_number_verified") == True:
        print("verified")
    return event
`,
      good: `# cognito-trigger: PreAuthentication
def handler(event, context):
    if event["request"]["userAttributes"].get("phone_number_verified") == "true":
        print("verified")
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    for (const test of facts.attributeTests) {
      if (test.against === undefined && hasDefault(facts, test)) continue;
      if (
        test.against !== undefined &&
        (alsoAsText(facts, test) || mayBeDigit(facts, test))
      )
        continue;
      yield {
        range: test.range,
        message: `\`${test.attribute}\` is a text: ${
          test.against === undefined
            ? 'as a condition, "false" counts as true.'
            : `compared with a boolean it is never the same.`
        } Compare it with the text "${String(test.against ?? true)}".`,
        fixes: fixesFor(facts, test),
      };
    }
  },
};

/** `attribute || "false"`, `attribute and attribute.lower()`: a question of whether it is there. */
function hasDefault(
  { textAfter }: HandlerFacts,
  { range }: AttributeTest,
): boolean {
  return /^[\s)]*(?:\|\||\?\?|or\b)\s*["'`]/u.test(textAfter(range));
}

/** `"1" == true` holds in JavaScript; `email_verified` and its like are never digits. */
const mayBeDigit = (
  { language, writtenAt }: HandlerFacts,
  { attribute, range }: AttributeTest,
): boolean =>
  language === "javascript" &&
  !attribute.endsWith("_verified") &&
  /[^=!]==[^=]|!=[^=]/u.test(writtenAt(range));

/** `value is True or str(value).lower() == "true"`: whatever it comes as. */
function alsoAsText(
  { fileAt }: HandlerFacts,
  { range, operand }: AttributeTest,
): boolean {
  const { text, offset } = fileAt(range);
  const written = text.slice(operand.start - offset, operand.end - offset);
  const isText = (part: string | undefined): boolean =>
    part?.includes(written) === true && /["'`]\s*(?:true|false)/iu.test(part);
  const before = textBefore(text, range.start - offset);
  const end = range.end - offset;
  return (
    isText(
      /^[\s)]*(?:\|\||&&|\bor\b|\band\b)([^;{}]{0,200})/u
        .exec(text.slice(end, end + 220))?.[1]
        ?.split(/\n(?!\s*(?:\|\||&&|or\b|and\b))/u)[0],
    ) ||
    isText(/([^;{}\n]*)(?:\|\||&&|\bor\b|\band\b)[\s(]*$/u.exec(before)?.[1])
  );
}

function fixesFor(
  facts: HandlerFacts,
  { attribute, against, negated, range, operand }: AttributeTest,
): readonly QuickFix[] {
  const { text, language } = facts;
  const quoted = quoter(facts);
  const written = text.slice(operand.start, operand.end);
  // Where a type of the file says boolean, TypeScript refuses to compare it with a text.
  const compared = facts.mentions(
    new RegExp(`\\b${inPattern(attribute)}["']?\\??\\s*:\\s*boolean\\b`, "u"),
  )
    ? `String(${written})`
    : written;
  const python = language === "python";
  // In a pattern, `case {"email_verified": True}`, and with `includes` the value alone stands for the comparison.
  const alone = /^(?:[Tt]rue|[Ff]alse)$/u.test(
    text.slice(range.start, range.end),
  );
  if (!/^[\w$.?[\]"'():]+$/u.test(written)) return [];
  const equal = python ? "==" : "===";
  const unequal = python ? "!=" : "!==";
  const before = textBefore(text, range.start);
  const not = python
    ? /\bnot\s+$/u.exec(before)
    : /(?<![=!])!\s*$/u.exec(before);
  if (against === undefined) {
    if (/!\s*!\s*$/u.test(before) || /\bbool\($|\bBoolean\($/u.test(before))
      return [];
    const start = not === null ? range.start : range.start - not[0].length;
    return [
      {
        title: 'Compare with the text "true"',
        preferred: true,
        edits: [
          {
            range: { start, end: range.end },
            newText: `${compared} ${not === null ? equal : unequal} ${quoted("true")}`,
          },
        ],
      },
    ];
  }
  return [
    {
      title: `Compare with the text "${String(against)}"`,
      preferred: true,
      edits: [
        {
          range,
          newText: `${alone ? "" : `${compared} ${negated ? unequal : equal} `}${quoted(String(against))}`,
        },
      ],
    },
  ];
}
