/** The expected answer of a custom challenge among the parameters that go to the client. */
import { inPattern } from "../../text/in-pattern.ts";
import { pages } from "../../triggers/contracts.ts";
import type { HandlerFacts, ValueFact, WriteFact } from "../interp/facts.ts";
import { objectsIn } from "./claim-writes.ts";
import type { Problem, Rule } from "./rule.ts";
import { isIn } from "./value-edits.ts";

export const createAnswerInPublic: Rule = {
  id: "create-answer-in-public",
  title: "The expected answer stays out of publicChallengeParameters",
  severity: "error",
  certainty: "exact",
  triggers: ["CreateAuthChallenge"],
  why: "`publicChallengeParameters` is sent to the client. With the expected answer in it anybody who knows a user name can answer the challenge. Only `privateChallengeParameters` stays between your triggers.",
  references: [pages.createAuthChallenge],
  examples: [
    {
      language: "javascript",
      bad: `const { randomInt } = require("crypto");

exports.handler = async (event) => {
  const code = String(randomInt(1e6)).padStart(6, "0");
  event.response.privateChallengeParameters = { answer: code };
  event.response.publicChallengeParameters = { medium: "mail", expected: code };
  return event;
};
`,
      good: `const { randomInt } = require("crypto");

exports.handler = async (event) => {
  const code = String(randomInt(1e6)).padStart(6, "0");
  event.response.privateChallengeParameters = { answer: code };
  event.response.publicChallengeParameters = { medium: "mail" };
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CreateAuthChallengeTriggerHandler } from "aws-lambda";
import { makeCode } from "./codes";

export const handler: CreateAuthChallengeTriggerHandler = async (event) => {
  const otp = makeCode();
  event.response = {
    publicChallengeParameters: { otp },
    privateChallengeParameters: { otp },
    challengeMetadata: "OTP",
  };
  return event;
};
`,
      good: `import type { CreateAuthChallengeTriggerHandler } from "aws-lambda";
import { makeCode } from "./codes";

export const handler: CreateAuthChallengeTriggerHandler = async (event) => {
  const otp = makeCode();
  event.response = {
    publicChallengeParameters: {},
    privateChallengeParameters: { otp },
    challengeMetadata: "OTP",
  };
  return event;
};
`,
    },
    {
      language: "python",
      bad: `import secrets

def handler(event, context):
    code = secrets.token_hex(3)
    event["response"]["privateChallengeParameters"] = {"answer": code}
    event["response"]["publicChallengeParameters"] = {"medium": "mail", "answer": code}
    return event
`,
      good: `import secrets

def handler(event, context):
    code = secrets.token_hex(3)
    event["response"]["privateChallengeParameters"] = {"answer": code}
    event["response"]["publicChallengeParameters"] = {"medium": "mail"}
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    for (const { writes } of facts.exits) {
      let told = false;
      const hidden = [...objectsIn(writes, "privateChallengeParameters")]
        .flatMap(({ object }) => object.members)
        .filter(
          ({ member }, _, all) =>
            secretName.test(member) ||
            isOfLink(facts, member) ||
            (new Set(all.map((each) => each.member)).size === 1 &&
              secretWord.test(member)),
        );
      for (const { object } of objectsIn(writes, "publicChallengeParameters"))
        for (const shown of object.members) {
          const same = hidden.find(
            (each) =>
              sameValue(facts, each, shown) ||
              isWithin(facts, each, shown) ||
              (each.member === shown.member &&
                isOfLink(facts, shown.member) &&
                mayTell(facts, each) &&
                mayTell(facts, shown)),
          );
          const named = secretName.test(shown.member) && mayTell(facts, shown);
          if (same === undefined && !named) continue;
          told = true;
          yield {
            range: shown.range,
            message: `\`${shown.member}\` goes to the client with \`publicChallengeParameters\`${same === undefined ? " and, by its name, is the expected answer" : ` and ${isWithin(facts, same, shown) ? "has in it" : "is"} what \`privateChallengeParameters.${same.member}\` holds`}: the client can answer the challenge itself.`,
            related:
              same === undefined || same.range.start === shown.range.start
                ? []
                : [
                    {
                      range: same.range,
                      message: "The same value, kept back.",
                    },
                  ],
          };
        }
      if (!told) yield* allShown(facts, writes);
    }
  },
};

/** Whatever the answer is called: the client is shown each of the parameters that are kept. */
function* allShown(
  facts: HandlerFacts,
  writes: readonly WriteFact[],
): Iterable<Problem> {
  if (facts.mentions(answeredByKey)) return;
  for (const { object: kept } of objectsIn(
    writes,
    "privateChallengeParameters",
  ))
    for (const write of writes)
      for (const { object: shown } of objectsIn(
        [write],
        "publicChallengeParameters",
      )) {
        const isShown = (each: WriteFact): boolean =>
          shown.members.some(
            (other) =>
              other.member === each.member && sameValue(facts, each, other),
          );
        if (
          kept.members.length > 1 &&
          kept.members.every(isShown) &&
          kept.members.some((each) => mayTell(facts, each))
        )
          yield {
            range: write.range,
            message:
              "All that `privateChallengeParameters` holds goes to the client with `publicChallengeParameters`, and with it what the client has to answer.",
          };
      }
}

/** A device that signs a challenge is shown the challenge. */
const answeredByKey =
  /web_?authn|passkey|fido|credential|sign(?:ed|ature|er)|nonce|public_?key/iu;

const secretName =
  /^(?:(?:expected|correct|challenge|secret|login|secret_?login)_?)?(?:answer|code|otp|secret|pin|passcode|password|one_?time_?code|expected|solution)$/iu;

/** A sign-in link that is mailed has the answer in it, and that is most often a token; elsewhere the client shows one. */
const isOfLink = (facts: HandlerFacts, member: string): boolean =>
  /^(?:(?:secret|magic|login|link|magic_?link|login_?link)_?)?token$/iu.test(
    member,
  ) && facts.mentions(/magic[-_ ]?link/iu);

/**
 * In the name of the only parameter that is kept. Another one is what the client has to see: a challenge that it signs,
 * the provider that it asks, and what it answers is another value.
 */
const secretWord = /answer|code|otp|secret|pass(?:word|phrase)/iu;

/** `String(code)`, `${code}`, `code.toString()`, `code ?? ""`: the code itself, as a text. */
const bare = (value: string): string => {
  const written = value.replace(
    /(?<!\s)\s*(?:\|\||\?\?|\bor\b)\s*(?:""|'')$/u,
    "",
  );
  return (
    /^(?:(?:String|str)\(([\w$.]+)\)|`\$\{([\w$.]+)\}`|f["']\{([\w.]+)\}["']|([\w$.]+)\.toString\(\))$/u
      .exec(written)
      ?.slice(1)
      .find(Boolean) ?? written
  );
};

/** What a function of the file writes is what the only call of it hands over. */
function writtenFor(facts: HandlerFacts, { valueRange }: WriteFact): string {
  const { text, range, run, writtenAt } = facts;
  const written = bare(writtenAt(valueRange));
  if (isIn(range, valueRange) || valueRange.start > text.length) return written;
  const head = [...text.slice(0, valueRange.start).matchAll(headOfFunction)].at(
    -1,
  );
  const [, name = head?.[3], parameters = head?.[4] ?? ""] = head ?? [];
  const place = parameters
    .split(",")
    .findIndex((each) => /^\s*([\w$]+)/u.exec(each)?.[1] === written);
  const given = run.calls
    .filter((call) => call.own && call.written === name)
    .map(
      ({ arguments: all }) =>
        all.find((each) => each.name === written) ?? all[place],
    );
  const [only, ...others] = given;
  return place < 0 || only === undefined || others.length > 0
    ? written
    : bare(writtenAt(only.range));
}

const headOfFunction =
  /\b(?:def|function)\s+([\w$]+)\s*\(([^()]*)\)|\b(?:const|let|var)\s+([\w$]+)\s*=\s*(?:async\s*)?\(([^()]*)\)[^=(){}]*=>/gu;

/** The same variable or expression, or the same text. */
function sameValue(facts: HandlerFacts, a: WriteFact, b: WriteFact): boolean {
  const text = writtenFor(facts, a);
  // One write that is copied, or one that a helper makes for each member of several.
  if (a.valueRange.start === b.valueRange.start) return a.member === b.member;
  if (!isConstant(a) && /^[A-Za-z_$]/u.test(text))
    return (
      text === writtenFor(facts, b) &&
      facts.isSame(firstName(text), a.valueRange, b.valueRange)
    );
  const [only] = a.values;
  const [other] = b.values;
  return (
    secretName.test(b.member) &&
    only?.kind === "string" &&
    other?.kind === "string" &&
    Boolean(only.value) &&
    only.value === other.value
  );
}

const firstName = (text: string): string => /^[\w$]*/u.exec(text)?.[0] ?? "";

/** A link with the code in it: a text that is put together of it, where it is shown or where it got its name. */
function isWithin(facts: HandlerFacts, a: WriteFact, b: WriteFact): boolean {
  const secret = bare(facts.writtenAt(a.valueRange));
  const shown = facts.writtenAt(b.valueRange);
  // One that a helper makes is that of each member.
  if (a.valueRange.start === b.valueRange.start) return false;
  if (isConstant(a) || !/^[A-Za-z_$][\w$]*$/u.test(secret)) return false;
  const name = inPattern(secret);
  const isPart = new RegExp(
    `^(?:\`[^\`]*\\$\\{${name}\\}|f["'][^"'\n]*\\{${name}\\}|[^\\n;]*["'\`]\\s*\\+\\s*${name}\\b(?![.(\\[]))`,
    "u",
  );
  if (isPart.test(shown))
    return facts.isSame(secret, a.valueRange, b.valueRange);
  if (!/^[A-Za-z_$][\w$]*$/u.test(shown)) return false;
  const { text, offset } = facts.fileAt(b.valueRange);
  const before = text.slice(0, b.valueRange.start - offset);
  const named = new RegExp(
    `(?<![\\w$.])${inPattern(shown)}(?:\\s*:\\s*\\w+)?\\s*=\\s*(?![=>])`,
    "gu",
  );
  const [made, ...others] = [...before.matchAll(named)];
  return (
    made !== undefined &&
    others.length === 0 &&
    isPart.test(before.slice(made.index + made[0].length))
  );
}

const isConstant = ({ values, known }: WriteFact): boolean =>
  known && values.length > 0 && values.every(isFixed);

function isFixed(value: ValueFact): boolean {
  switch (value.kind) {
    case "string":
    case "number":
    case "boolean":
      return value.value !== undefined;
    case "null":
    case "undefined":
      return true;
    default:
      return false;
  }
}

/** A constant is a kind of challenge or a placeholder, and what is masked or hashed does not tell. */
function mayTell(facts: HandlerFacts, write: WriteFact): boolean {
  return (
    !isConstant(write) &&
    !/mask|hash|encrypt|cipher|length|len\(|\*|event\b|process\.env|environ/iu.test(
      facts.writtenAt(write.valueRange),
    )
  );
}
