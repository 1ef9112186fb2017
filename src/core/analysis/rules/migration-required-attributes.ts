/** Attributes of a migrated user that the migration fails with, or that leave the user without a way to reset. */
import { pages } from "../../triggers/contracts.ts";
import type { ExitFact, HandlerFacts } from "../interp/facts.ts";
import { objectsIn, type ObjectFact } from "./claim-writes.ts";
import { failingReads, failureOf } from "./failing-reads.ts";
import type { Problem, Rule } from "./rule.ts";
import { removeEntry, toTextFixes } from "./value-edits.ts";
import { literal } from "./wording.ts";

const forgotPassword = "UserMigration_ForgotPassword";
const verified = ["email_verified", "phone_number_verified"];

export const migrationRequiredAttributes: Rule = {
  id: "migration-required-attributes",
  title: "A migrated user gets the attributes that Cognito needs",
  severity: "error",
  certainty: "exact",
  triggers: ["UserMigration"],
  why: 'Attributes are texts: `email_verified` is `"true"`, not `true`. For a forgotten password, the developer guide asks for an email address or a phone number that is marked as verified, or no code can be sent. `sub` is Cognito\'s own; users report that a migration which returns it fails. The request has no attributes to copy: its user is not in the pool yet.',
  references: [pages.userMigration],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "UserMigration_ForgotPassword") {
    event.response.userAttributes = { email: event.userName };
    event.response.messageAction = "SUPPRESS";
  }
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "UserMigration_ForgotPassword") {
    event.response.userAttributes = { email: event.userName, email_verified: "true" };
    event.response.messageAction = "SUPPRESS";
  }
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { UserMigrationTriggerEvent } from "aws-lambda";

export const handler = async (event: UserMigrationTriggerEvent) => {
  event.response.userAttributes = {
    email: event.userName,
    email_verified: true as unknown as string,
  };
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
      good: `import type { UserMigrationTriggerEvent } from "aws-lambda";

export const handler = async (event: UserMigrationTriggerEvent) => {
  event.response.userAttributes = {
    email: event.userName,
    email_verified: "true",
  };
  event.response.finalUserStatus = "CONFIRMED";
  return event;
};
`,
    },
    {
      language: "python",
      bad: `from legacy import find_user

def handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        user = find_user(event["userName"])
        event["response"]["userAttributes"] = {
            "sub": user["id"],
            "email": user["email"],
            "email_verified": "true",
        }
        event["response"]["finalUserStatus"] = "CONFIRMED"
    return event
`,
      good: `from legacy import find_user

def handler(event, context):
    if event["triggerSource"] == "UserMigration_Authentication":
        user = find_user(event["userName"])
        event["response"]["userAttributes"] = {
            "email": user["email"],
            "email_verified": "true",
        }
        event["response"]["finalUserStatus"] = "CONFIRMED"
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    for (const range of failingReads(facts, "userAttributes").failing)
      yield {
        range,
        message: `A UserMigration request has no \`userAttributes\`, as the user is not in the pool yet: ${failureOf[facts.language]}, and nobody is migrated. Take \`userName\`, or what the directory you migrate from knows.`,
      };
    for (const exit of facts.exits)
      for (const { object, sure } of objectsIn(exit.writes, "userAttributes")) {
        yield* wrongAttributes(facts, object);
        if (sure && isForgotPassword(facts, exit) && hasNoVerified(object))
          yield {
            range:
              exit.writes.find(({ member }) => member === "userAttributes")
                ?.valueRange ?? exit.range,
            message: `No address is marked as verified here, and ${forgotPassword} comes this way: Cognito then has no address to send the code to. Set \`email_verified\` or \`phone_number_verified\` to "true".`,
          };
      }
  },
};

function* wrongAttributes(
  facts: HandlerFacts,
  { members }: ObjectFact,
): Iterable<Problem> {
  for (const attribute of members) {
    if (attribute.member === "sub") {
      const edits = removeEntry(facts.text, attribute.range);
      yield {
        range: attribute.keyRange,
        message:
          "`sub` is made by Cognito. Users report that a migration which returns it fails; keep the old id in a custom attribute.",
        fixes: edits.length === 0 ? [] : [{ title: "Remove `sub`", edits }],
      };
      continue;
    }
    const boolean = attribute.values.find(({ kind }) => kind === "boolean");
    if (boolean === undefined) continue;
    yield {
      range: attribute.valueRange,
      message: `Attributes are texts: \`${attribute.member}\` must be "true" or "false", not ${boolean.kind === "boolean" && boolean.value !== undefined ? `the boolean ${literal(boolean.value, facts.language)}` : "a boolean"}. What Cognito does with it is not documented.`,
      fixes: toTextFixes(facts, attribute, boolean),
    };
  }
}

const isForgotPassword = ({ sources }: HandlerFacts, exit: ExitFact): boolean =>
  sources.includes(forgotPassword) &&
  exit.returned.some(({ kind }) => kind === "event");

const hasNoVerified = ({ members, open }: ObjectFact): boolean =>
  !open &&
  members.length > 0 &&
  !members.some(
    ({ member, values }) =>
      verified.includes(member) &&
      !values.every((each) => each.kind === "string" && each.value === "false"),
  );
