/** A text of the right type that is not one of those the contract gives for a member. */
import { withArticle } from "../../text/article.ts";
import { shapeUnder, type Shape } from "../../triggers/contract.ts";
import { pages } from "../../triggers/contracts.ts";
import {
  elements,
  type HandlerFacts,
  type WriteFact,
} from "../interp/facts.ts";
import { nearest } from "../../text/near-match.ts";
import type { Problem, Rule } from "./rule.ts";
import { replaceLiteral } from "./value-edits.ts";

export const responseAllowedValue: Rule = {
  id: "response-allowed-value",
  title: "Members with a fixed set of values get one of them",
  severity: "error",
  certainty: "exact",
  triggers: ["DefineAuthChallenge", "UserMigration"],
  why: "The developer guide names the values that `challengeName`, `finalUserStatus`, `messageAction` and `desiredDeliveryMediums` can have. A misspelt value, one in other capitals or one of another API is none of them, so nothing documents that Cognito acts on it.",
  references: [pages.defineAuthChallenge, pages.userMigration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "DefineAuthChallenge_Authentication") {
    event.response.issueTokens = false;
    event.response.failAuthentication = false;
    event.response.challengeName = "CUSTOM_CHALENGE";
  }
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "DefineAuthChallenge_Authentication") {
    event.response.issueTokens = false;
    event.response.failAuthentication = false;
    event.response.challengeName = "CUSTOM_CHALLENGE";
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { UserMigrationTriggerEvent } from "aws-lambda";

export const handler = async (event: UserMigrationTriggerEvent) => {
  event.response.userAttributes = { email: event.userName, email_verified: "true" };
  event.response.finalUserStatus = "Confirmed" as never;
  return event;
};
`,
      good: `import type { UserMigrationTriggerEvent } from "aws-lambda";

export const handler = async (event: UserMigrationTriggerEvent) => {
  event.response.userAttributes = { email: event.userName, email_verified: "true" };
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        event["response"]["userAttributes"] = {"email": event["userName"], "email_verified": "true"}
        event["response"]["messageAction"] = "SUPRESS"
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        event["response"]["userAttributes"] = {"email": event["userName"], "email_verified": "true"}
        event["response"]["messageAction"] = "SUPPRESS"
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    const response: Shape = { kind: "object", members: facts.trigger.response };
    for (const { writes } of [...facts.exits, ...facts.supposedExits])
      yield* checkWrites(facts, writes, response, undefined);
  },
};

function* checkWrites(
  facts: HandlerFacts,
  writes: readonly WriteFact[],
  around: Shape,
  path: string | undefined,
): Iterable<Problem> {
  for (const write of writes) {
    const shape = shapeUnder(around, write.member);
    if (shape === undefined) continue;
    const name = write.member === elements ? `${path ?? ""}[]` : write.member;
    const allowed = allowedIn(shape);
    for (const value of write.values) {
      if (value.kind === "array")
        yield* checkWrites(facts, value.items, shape, name);
      // An empty text is how some handlers take an earlier value back.
      if (value.kind !== "string" || !value.value || allowed === undefined)
        continue;
      const { value: text } = value;
      if (allowed.includes(text)) continue;
      const near = nearest(text, allowed);
      const edits =
        near === undefined ? [] : replaceLiteral(facts, write, text, near);
      yield {
        range: write.valueRange,
        message: `\`${name}\` of ${withArticle(facts.trigger.name)} trigger ${write.values.length > 1 || !write.known ? "can be" : "is"} ${JSON.stringify(text)} here, which is not one of its values: ${allowed.map((each) => JSON.stringify(each)).join(", ")}.`,
        fixes:
          near === undefined || edits.length === 0
            ? []
            : [{ title: `Replace with \`${near}\``, preferred: true, edits }],
      };
    }
  }
}

function allowedIn(shape: Shape): readonly string[] | undefined {
  if (shape.kind === "string") return shape.allowed;
  if (shape.kind !== "any-of") return undefined;
  return shape.shapes.map(allowedIn).find((each) => each !== undefined);
}
