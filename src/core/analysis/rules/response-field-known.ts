/** A member of the answer that the contract of the trigger does not know. */
import { withArticle } from "../../text/article.ts";
import { textBefore, type Range } from "../../text/position.ts";
import {
  membersOf,
  shapeUnder,
  type Shape,
  type TriggerContract,
} from "../../triggers/contract.ts";
import { contracts, pages } from "../../triggers/contracts.ts";
import type { QuickFix } from "../finding.ts";
import {
  elements,
  type HandlerFacts,
  type WriteFact,
} from "../interp/facts.ts";
import { keyOfV1, keyOfV2 } from "./claim-writes.ts";
import { nearest } from "../../text/near-match.ts";
import type { Problem, Rule } from "./rule.ts";

export const responseFieldKnown: Rule = {
  id: "response-field-known",
  title: "Members of the response are those of the trigger",
  severity: "error",
  certainty: "exact",
  triggers: "all",
  why: "The developer guide names the members that each trigger can set under `response`. A misspelt member, one with other capitals, or one of another trigger is none of them, so nothing documents that Cognito reads it.",
  references: [pages.overview, pages.createAuthChallenge],
  examples: [
    {
      language: "javascript",
      bad: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoVerifyPhoneNumber = true;
  return event;
};
`,
      good: `exports.handler = async (event) => {
  if (event.triggerSource === "PreSignUp_SignUp")
    event.response.autoVerifyPhone = true;
  return event;
};
`,
    },
    {
      language: "typescript",
      bad: `import type { CustomMessageTriggerEvent } from "aws-lambda";

export const handler = async (event: CustomMessageTriggerEvent) => {
  Object.assign(event.response, { emailBody: \`Code \${event.request.codeParameter}\` });
  return event;
};
`,
      good: `import type { CustomMessageTriggerEvent } from "aws-lambda";

export const handler = async (event: CustomMessageTriggerEvent) => {
  Object.assign(event.response, { emailMessage: \`Code \${event.request.codeParameter}\` });
  return event;
};
`,
    },
    {
      language: "python",
      bad: `def handler(event, context):
    if event["triggerSource"] == "CreateAuthChallenge_Authentication":
        event["response"]["privateChallengeParameters"] = {"answer": "x"}
        event["response"]["challengeMetaData"] = "CODE"
    return event
`,
      good: `def handler(event, context):
    if event["triggerSource"] == "CreateAuthChallenge_Authentication":
        event["response"]["privateChallengeParameters"] = {"answer": "x"}
        event["response"]["challengeMetadata"] = "CODE"
    return event
`,
    },
  ],
  ofParts: true,
  behindCalls: true,
  *check(facts) {
    yield* misspeltResponses(facts);
    for (const { of, member, range } of facts.nullWrites)
      if (of === "foreign")
        yield {
          range,
          message: `The response of ${withArticle(facts.trigger.name)} trigger has no member \`${member}\`: nothing is there that this could be written under, and it throws.`,
        };
    const shape: Shape = { kind: "object", members: facts.trigger.response };
    for (const exit of [...facts.exits, ...facts.supposedExits]) {
      yield* checkMembers(facts, exit.writes, shape, "response");
      for (const write of exit.besideResponse)
        if (
          isAnswer(facts.trigger, write.member) &&
          isWrittenAsMember(facts, write)
        )
          yield besideResponse(facts, write);
      for (const write of exit.inRequest)
        if (
          isAnswer(facts.trigger, write.member) &&
          !facts.trigger.request.some(({ name }) => name === write.member) &&
          isWrittenAsMember(facts, write)
        )
          yield inRequest(facts, write);
    }
  },
};

/** `event.reponse.autoConfirmUser = true`, `event.reponse = { autoConfirmUser: true }` */
function* misspeltResponses(facts: HandlerFacts): Iterable<Problem> {
  const { text, nullWrites, exits, trigger } = facts;
  const isMisspelt = (member: string): boolean =>
    nearest(member, ["response"]) !== undefined;
  for (const { of, member, range } of nullWrites)
    if (of === "event" && isMisspelt(member))
      yield misspelt(facts, member, {
        start: range.start,
        end:
          range.start + text.slice(range.start).indexOf(member) + member.length,
      });
  for (const { besideResponse: writes } of exits)
    for (const { member, keyRange, values } of writes)
      if (
        isMisspelt(member) &&
        values.some(
          (value) =>
            value.kind === "object" &&
            value.members.some((each) => isAnswer(trigger, each.member)),
        )
      )
        yield misspelt(facts, member, keyRange);
}

/** @param range ends with the name */
function misspelt(
  { text }: HandlerFacts,
  member: string,
  range: Range,
): Problem {
  const at = text.slice(range.start, range.end).lastIndexOf(member);
  const start = range.start + Math.max(at, 0);
  const name = { start, end: start + member.length };
  return {
    range: name,
    message: `The event has no member \`${member}\`: what is written there is lost, or the write fails. Did you mean \`response\`?`,
    fixes: [
      {
        title: "Rename to `response`",
        preferred: true,
        edits: [{ range: name, newText: "response" }],
      },
    ],
  };
}

/** Of any version of the trigger: another rule speaks of versions. */
const isAnswer = ({ name }: TriggerContract, member: string): boolean =>
  contracts.some(
    (each) =>
      each.name === name &&
      each.response.some((answer) => answer.name === member),
  );

/** `event.request.autoConfirmUser = true` */
function inRequest(
  { text, trigger }: HandlerFacts,
  { member, range, keyRange }: WriteFact,
): Problem {
  const written = /\brequest(["']\]\s*\[|\??\.)$/u.exec(
    textBefore(text, keyRange.start),
  );
  const start = keyRange.start - (written?.[0].length ?? 0);
  return {
    range,
    message: `\`${member}\` is written to the request, where Cognito does not read it. The answer of ${withArticle(trigger.name)} trigger belongs in \`response.${member}\`.`,
    fixes:
      written === null
        ? []
        : [
            {
              title: "Write it to the response",
              preferred: true,
              edits: [
                {
                  range: { start, end: start + "request".length },
                  newText: "response",
                },
              ],
            },
          ],
  };
}

/** `event.autoConfirmUser = true` */
function besideResponse(
  { text, trigger }: HandlerFacts,
  { member, range, keyRange }: WriteFact,
): Problem {
  const before = text.charAt(keyRange.start - 1);
  const quote = text.charAt(keyRange.start);
  const newText =
    before === "."
      ? `response.${member}`
      : before === "[" && /["']/u.test(quote)
        ? `${quote}response${quote}][${quote}${member}${quote}`
        : undefined;
  return {
    range,
    message: `\`${member}\` is written to the event itself, where Cognito does not read it. The answer of ${withArticle(trigger.name)} trigger belongs in \`response.${member}\`.`,
    fixes:
      newText === undefined
        ? []
        : [
            {
              title: "Write it to the response",
              preferred: true,
              edits: [{ range: keyRange, newText }],
            },
          ],
  };
}

function* checkMembers(
  facts: HandlerFacts,
  writes: readonly WriteFact[],
  shape: Shape,
  path: string,
): Iterable<Problem> {
  const members = membersOf(shape);
  for (const write of writes) {
    const inner =
      write.member === elements ? undefined : shapeUnder(shape, write.member);
    if (members !== undefined && inner === undefined) {
      if (
        isWrittenAsMember(facts, write) &&
        !isFunction(write) &&
        !(
          path === "response" &&
          (isOfOtherVersion(facts, write) || isForAnother(facts, write))
        )
      )
        yield unknownMember(
          facts,
          write,
          members.map(({ name }) => name),
          path,
        );
      continue;
    }
    if (inner === undefined) continue;
    for (const value of write.values)
      if (value.kind === "object")
        yield* checkMembers(
          facts,
          value.members,
          inner,
          `${path}.${write.member}`,
        );
  }
}

/** A method of what was copied: in the answer, which is JSON, there is none. */
const isFunction = ({ values, known }: WriteFact): boolean =>
  known && values.length > 0 && values.every(({ kind }) => kind === "function");

/** `pretoken-key-matches-version` speaks of those. */
const isOfOtherVersion = (
  { trigger }: HandlerFacts,
  { member }: WriteFact,
): boolean =>
  trigger.version !== undefined && (member === keyOfV1 || member === keyOfV2);

/** Another trigger that the handler serves has it and gets it, and not every way through this one writes it. */
const isForAnother = (
  { trigger, served, isWrittenFor, exits, supposedExits }: HandlerFacts,
  { member }: WriteFact,
): boolean =>
  served.some(
    ({ name, response }) =>
      name !== trigger.name &&
      response.some((each) => each.name === member) &&
      isWrittenFor(name, member),
  ) &&
  [...exits, ...supposedExits].some(({ writes }) =>
    writes.every((each) => each.member !== member),
  );

/** In Python an attribute is not a member of the JSON object: libraries give attributes names of their own. */
function isWrittenAsMember(
  { language, fileAt }: HandlerFacts,
  { keyRange }: WriteFact,
): boolean {
  if (language !== "python") return true;
  const { text, offset } = fileAt(keyRange);
  const start = keyRange.start - offset;
  const end = keyRange.end - offset;
  return (
    /["']|^vars\(|\b(?:_?asdict|model_dump)\(/u.test(text.slice(start, end)) ||
    // `response[name]`, `{name: value}`, `dict(name=value)`
    (/[[{(,]\s*$/u.test(textBefore(text, start)) &&
      /^\s*(?:[\]:]|=(?!=))/u.test(text.slice(end, end + 80)))
  );
}

function unknownMember(
  facts: HandlerFacts,
  write: WriteFact,
  names: readonly string[],
  path: string,
): Problem {
  const near = nearest(write.member, names);
  const owners =
    path === "response"
      ? [
          ...new Set(
            contracts
              .filter(({ response }) =>
                response.some(({ name }) => name === write.member),
              )
              .map(({ id }) => id),
          ),
        ]
      : [];
  const hint =
    near !== undefined
      ? `Did you mean \`${near}\`?`
      : owners.length > 0
        ? `It belongs to ${owners.join(", ")}.`
        : names.length > 0
          ? `It knows ${names.map((name) => `\`${name}\``).join(", ")}.`
          : "Nothing is read from the response of this trigger.";
  return {
    range: write.keyRange,
    message: `\`${write.member}\` is not a member of \`${path}\` in the contract of the ${facts.trigger.name} trigger. ${hint}`,
    fixes: near === undefined ? [] : renameFixes(facts, write, near),
  };
}

/** `Answer(auto_verify_email=True)`: a class has the name as well, and would refuse another. */
function isTakenByClass(
  { text, language }: HandlerFacts,
  { start, end }: Range,
): boolean {
  if (language !== "python" || !/^\s*=(?!=)/u.test(text.slice(end, end + 20)))
    return false;
  const before = textBefore(text, start);
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    const character = before.charAt(at);
    if (/[)\]}]/u.test(character)) depth++;
    if (/[([{]/u.test(character) && --depth < 0)
      return (
        character === "(" &&
        !/(?:\bdict|\.update)\s*$/u.test(before.slice(0, at))
      );
  }
  return false;
}

function renameFixes(
  facts: HandlerFacts,
  { keyRange, member }: WriteFact,
  name: string,
): readonly QuickFix[] {
  const { text } = facts;
  if (isTakenByClass(facts, keyRange)) return [];
  const written = text.slice(keyRange.start, keyRange.end);
  const at = written.indexOf(member);
  // A name that comes from a variable, or a shorthand that is a value as well, is not for us to rename.
  if (at === -1 || written.length > member.length + 2) return [];
  const start = keyRange.start + at;
  const after = text.slice(keyRange.end).trimStart()[0];
  const before = textBefore(text, keyRange.start).trimEnd().at(-1);
  const shorthand =
    written === member &&
    (before === "{" || before === ",") &&
    (after === "," || after === "}");
  return [
    {
      title: `Rename to \`${name}\``,
      preferred: true,
      edits: [
        {
          range: { start, end: start + member.length },
          newText: shorthand ? `${name}: ${member}` : name,
        },
      ],
    },
  ];
}
