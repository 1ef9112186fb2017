/** A custom challenge without anything for the verification to compare the answer with. */
import { pages } from "../../triggers/contracts.ts";
import type { WriteFact } from "../interp/facts.ts";
import { quoter } from "./file-style.ts";
import type { Rule } from "./rule.ts";

export const createPrivateParamsNotEmpty: Rule = {
  id: "create-private-params-not-empty",
  title: "privateChallengeParameters holds at least one entry",
  severity: "error",
  certainty: "exact",
  triggers: ["CreateAuthChallenge"],
  why: "Users report that a custom challenge with an empty `privateChallengeParameters` fails the sign-in with an error about the username or password, which hides the cause. Give it at least one entry, also where the answer is checked elsewhere.",
  references: [pages.createAuthChallenge],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  event.response.publicChallengeParameters = { hint: "mail" };
  event.response.privateChallengeParameters = {};
  return event;
};
`,
      good: `exports.handler = async (event) => {
  event.response.publicChallengeParameters = { hint: "mail" };
  event.response.privateChallengeParameters = { checked: "elsewhere" };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CreateAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: CreateAuthChallengeTriggerHandler = async (event) => {
  Object.assign(event.response, { privateChallengeParameters: {} });
  return event;
};
`,
      good: `import type { CreateAuthChallengeTriggerHandler } from "aws-lambda";

export const handler: CreateAuthChallengeTriggerHandler = async (event) => {
  Object.assign(event.response, { privateChallengeParameters: { checked: "elsewhere" } });
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    event["response"]["publicChallengeParameters"] = {"hint": "mail"}
    event["response"]["privateChallengeParameters"] = {}
    return event
`,
      good: `def handler(event, context):
    event["response"]["publicChallengeParameters"] = {"hint": "mail"}
    event["response"]["privateChallengeParameters"] = {"checked": "elsewhere"}
    return event
`,
    },
  ],
  behindCalls: true,
  *check(facts) {
    const { exits, text, mentions } = facts;
    const quoted = quoter(facts);
    // Who tells rounds apart by their number leaves it to the define auth challenge trigger which there are.
    const counts = (): boolean =>
      mentions(
        /(?:\.length|\blen\([^\n()]*(?:\([^\n()]*\))?[^\n()]*\))\s*(?:[=!]==?|[<>])|\bcase \d/u,
      );
    for (const exit of exits) {
      if (!exit.requestIs("challengeName", "CUSTOM_CHALLENGE")) continue;
      for (const { member, values, known, valueRange } of exit.writes) {
        if (member !== "privateChallengeParameters" || !known) continue;
        const empty = values.some(
          (value) =>
            value.kind === "object" &&
            value.others.length === 0 &&
            !value.open &&
            (value.members.length === 0 ||
              (mayBeEmpty(value.members) && !counts())),
        );
        if (!empty) continue;
        const written = text.slice(valueRange.start, valueRange.end);
        yield {
          range: valueRange,
          message:
            "`privateChallengeParameters` is empty here for a CUSTOM_CHALLENGE. Users report that the sign-in then fails with an error about the username or password; put at least one entry into it.",
          fixes: /^\{\s*\}$/u.test(written)
            ? [
                {
                  title: "Add an entry",
                  edits: [
                    {
                      range: valueRange,
                      newText:
                        facts.language === "python"
                          ? `{${quoted("challenge")}: ${quoted("CUSTOM_CHALLENGE")}}`
                          : `{ challenge: ${quoted("CUSTOM_CHALLENGE")} }`,
                    },
                  ],
                },
              ]
            : [],
        };
      }
    }
  },
};

/** Its one member is set on some paths that lead here, and so is no other. */
const mayBeEmpty = (members: readonly WriteFact[]): boolean =>
  members.every(({ sometimes }) => sometimes) &&
  new Set(members.map(({ member }) => member)).size === 1;
