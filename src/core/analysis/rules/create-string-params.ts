/** A challenge parameter that is not a text. */
import { pages } from "../../triggers/contracts.ts";
import type { ValueFact, WriteFact } from "../interp/facts.ts";
import { objectsIn } from "./claim-writes.ts";
import type { Rule } from "./rule.ts";
import { toTextFixes } from "./value-edits.ts";
import { describeValue } from "./wording.ts";

export const createStringParams: Rule = {
  id: "create-string-params",
  title: "Challenge parameters are texts",
  severity: "error",
  certainty: "exact",
  triggers: ["CreateAuthChallenge"],
  why: "`publicChallengeParameters` and `privateChallengeParameters` map names to strings, in the developer guide as in the API. What becomes of a number, a boolean, a list or an object is not documented, and the answer it is later compared with is a text.",
  references: [pages.createAuthChallenge],
  examples: [
    {
      language: "javascript",
      bad: `const { randomInt } = require("crypto");

exports.handler = async (event) => {
  event.response.publicChallengeParameters = { medium: "mail" };
  event.response.privateChallengeParameters = { answer: randomInt(1e6) };
  return event;
};
`,
      good: `const { randomInt } = require("crypto");

exports.handler = async (event) => {
  event.response.publicChallengeParameters = { medium: "mail" };
  event.response.privateChallengeParameters = { answer: String(randomInt(1e6)) };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CreateAuthChallengeTriggerEvent } from "aws-lambda";

export const handler = async (event: CreateAuthChallengeTriggerEvent) => {
  const attempt = event.request.session.length;
  event.response.privateChallengeParameters = { answer: "blue", attempt } as never;
  return event;
};
`,
      good: `import type { CreateAuthChallengeTriggerEvent } from "aws-lambda";

export const handler = async (event: CreateAuthChallengeTriggerEvent) => {
  const attempt = String(event.request.session.length);
  event.response.privateChallengeParameters = { answer: "blue", attempt };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `import random

def handler(event, context):
    event["response"]["publicChallengeParameters"] = {"medium": "mail"}
    event["response"]["privateChallengeParameters"] = {"answer": random.randint(100000, 999999)}
    return event
`,
      good: `import random

def handler(event, context):
    event["response"]["publicChallengeParameters"] = {"medium": "mail"}
    event["response"]["privateChallengeParameters"] = {"answer": str(random.randint(100000, 999999))}
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    for (const { writes } of facts.exits)
      for (const member of [
        "publicChallengeParameters",
        "privateChallengeParameters",
      ])
        for (const { object } of objectsIn(writes, member))
          for (const parameter of object.members) {
            const wrong = wrongValue(parameter);
            if (wrong === undefined) continue;
            yield {
              range: parameter.valueRange,
              message: `The parameter \`${parameter.member}\` of \`${member}\` ${parameter.values.length > 1 || !parameter.known ? "can be" : "is"} ${describeValue(wrong, facts.language)}; challenge parameters are texts. What Cognito makes of another type is not documented.`,
              fixes: toTextFixes(facts, parameter, wrong),
            };
          }
  },
};

/** Nothing beside something may come from a path that never gets here. */
function wrongValue({ values, known }: WriteFact): ValueFact | undefined {
  const [only] = values;
  if (
    known &&
    values.length === 1 &&
    (only?.kind === "undefined" || only?.kind === "null")
  )
    return only;
  return values.find(
    ({ kind }) => kind !== "string" && kind !== "undefined" && kind !== "null",
  );
}
