/** A member set under something of the response that comes as null. */
import { pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import type { HandlerFacts, NullWrite } from "../interp/facts.ts";
import type { Rule } from "./rule.ts";

export const noWriteIntoNullResponse: Rule = {
  id: "no-write-into-null-response",
  title: "Members of the response that come as null are assigned as a whole",
  severity: "error",
  certainty: "exact",
  triggers: [
    "PreTokenGenerationV1",
    "PreTokenGenerationV2",
    "PreTokenGenerationV3",
    "CreateAuthChallenge",
    "UserMigration",
  ],
  why: "These members of `response` are null when the event comes: the published schemas of the events say so, and users report it. Setting something under them throws before the handler has answered. A test event with `{}` in their place hides it.",
  references: [
    pages.preTokenGeneration,
    pages.createAuthChallenge,
    pages.userMigration,
  ],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.publicChallengeParameters = { medium: "mail" };
  event.response.privateChallengeParameters.answer = "blue";
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.publicChallengeParameters = { medium: "mail" };
  event.response.privateChallengeParameters = { answer: "blue" };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { PreTokenGenerationTriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationTriggerHandler = async (event) => {
  event.response.claimsOverrideDetails.claimsToAddOrOverride = { plan: "pro" };
  return event;
};
`,
      good: `import type { PreTokenGenerationTriggerHandler } from "aws-lambda";

export const handler: PreTokenGenerationTriggerHandler = async (event) => {
  event.response.claimsOverrideDetails = { claimsToAddOrOverride: { plan: "pro" } };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        event["response"]["userAttributes"]["email"] = event["userName"]
        event["response"]["messageAction"] = "SUPPRESS"
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        event["response"]["userAttributes"] = {"email": event["userName"]}
        event["response"]["messageAction"] = "SUPPRESS"
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    for (const write of facts.nullWrites.filter(({ of }) => of === "response"))
      yield {
        range: write.range,
        message: `\`response.${write.member}\` is null when the event comes: this throws. Assign the whole member first.`,
        fixes: fixesFor(facts, write),
      };
  },
};

/** `response.member.name = value;` becomes `response.member = { name: value };`. */
function fixesFor(
  { text, language }: HandlerFacts,
  { member, range }: NullWrite,
): readonly QuickFix[] {
  const written = text.slice(range.start, range.end);
  const python = language === "python";
  const target = (
    python
      ? new RegExp(
          `^(.+\\[\\s*["']${member}["']\\s*\\])\\[\\s*(["'][^"'\\]]+["'])\\s*\\]$`,
          "u",
        )
      : new RegExp(`^(.+\\.${member})\\.([A-Za-z_$][\\w$]*)$`, "u")
  ).exec(written);
  const [, owner, name] = target ?? [];
  const assigned = python
    ? /^[ \t]*=[ \t]*([^=\r\n][^\r\n]*)(?=\r?\n|$)/u.exec(text.slice(range.end))
    : /^\s*=\s*([^=;{}\n][^;{}\n]*|\{(?:[^;{}]|\{(?:[^;{}]|\{[^;{}]*\})*\})*\})(?=\s*;|[ \t]*\r?\n[ \t]*[\w}])/u.exec(
        text.slice(range.end, range.end + 2000),
      );
  const [whole, value] = assigned ?? [];
  if (
    owner === undefined ||
    name === undefined ||
    whole === undefined ||
    value === undefined ||
    (python && !isClosed(value))
  )
    return [];
  return [
    {
      title: `Assign the whole \`${member}\``,
      preferred: true,
      edits: [
        {
          range: { start: range.start, end: range.end + whole.length },
          newText: python
            ? `${owner} = {${name}: ${value.trimEnd()}}`
            : `${owner} = { ${name === value ? name : `${name}: ${value}`} }`,
        },
      ],
    },
  ];
}

/** A value that ends on its line, without a comment behind it. */
const isClosed = (value: string): boolean =>
  !value.includes("#") &&
  [...value.matchAll(/[([{]/gu)].length ===
    [...value.matchAll(/[)\]}]/gu)].length;
