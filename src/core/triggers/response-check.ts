/**
 * Checks an answer that a trigger really gave against the contract, as Cognito would. Pure. Invariant: an outcome is
 * named only where AWS documents it or users report it; everything else says that it is not documented.
 */
import { withArticle } from "../text/article.ts";
import {
  jsonTypeOf,
  jsonTypesOf,
  membersOf,
  shapeUnder,
  type Evidence,
  type JsonValue,
  type ResponseMember,
  type Shape,
  type TriggerContract,
} from "./contract.ts";
import { envelope } from "./contracts.ts";

export type JsonObject = { readonly [key: string]: JsonValue };

/** What a client gets to see. No `error`: what Cognito does with such an answer is not documented. */
export interface Outcome {
  readonly error?: { readonly name: string; readonly message: string };
  readonly evidence: Evidence;
}

export type ResponseProblemKind =
  | "no-event"
  | "not-whole-event"
  | "wrong-type"
  | "not-allowed"
  | "unknown-member"
  | "missing-member";

export interface ResponseProblem {
  readonly kind: ResponseProblemKind;
  /** Member of the answer, e.g. `response.autoConfirmUser`; empty for the answer as a whole. */
  readonly path: string;
  readonly message: string;
  readonly outcome: Outcome;
}

/** Reported for a null answer; older reports show the text of `unrecognizable` for it. */
const invalidJson: Outcome = {
  error: {
    name: "InvalidLambdaResponseException",
    message: "Invalid lambda function output : Invalid JSON",
  },
  evidence: "reported",
};
/** Reported for an answer that is not the whole event, and for claims of version 1 that are not text. */
const unrecognizable: Outcome = {
  error: {
    name: "InvalidLambdaResponseException",
    message: "Unrecognizable lambda output",
  },
  evidence: "reported",
};
const undocumented: Outcome = { evidence: "unknown" };

/**
 * Every way in which `answer` breaks the contract, worst first. `sentEvent` is the event as Cognito sent it;
 * `answer` is undefined when the handler answered nothing or something that is not JSON.
 */
export function checkResponse(
  contract: TriggerContract,
  sentEvent: JsonObject,
  answer: JsonValue | undefined,
): readonly ResponseProblem[] {
  // Custom senders: Cognito does not read an answer.
  if (!contract.synchronous) return [];
  if (answer === undefined || answer === null) {
    return [
      problem(
        "no-event",
        "",
        `The ${contract.name} trigger answered nothing; it must give the event back.`,
        invalidJson,
      ),
    ];
  }
  if (!isObject(answer)) {
    return [
      problem(
        "not-whole-event",
        "",
        `The ${contract.name} trigger answered with ${say(answer)}; it must give the whole event back.`,
        unrecognizable,
      ),
    ];
  }
  const response = answer["response"];
  return [
    ...missingEnvelope(sentEvent, answer),
    ...(response !== undefined && isObject(response)
      ? checkMembers(contract, sentEvent, response)
      : []),
  ];
}

function missingEnvelope(
  sentEvent: JsonObject,
  answer: JsonObject,
): readonly ResponseProblem[] {
  const lost = envelope
    .map(({ name }) => name)
    .filter((name) => name in sentEvent && !(name in answer));
  const caller = answer["callerContext"];
  const sentCaller = sentEvent["callerContext"];
  if (isObject(caller) && isObject(sentCaller)) {
    lost.push(
      ...Object.keys(sentCaller)
        .filter((key) => !(key in caller))
        .map((key) => `callerContext.${key}`),
    );
  }
  const problems = lost.map((path) =>
    problem(
      "not-whole-event",
      path,
      `The answer lacks ${path}: the whole event must come back.`,
      unrecognizable,
    ),
  );
  for (const name of ["request", "response", "callerContext"]) {
    const value = answer[name];
    if (name in sentEvent && value !== undefined && !isObject(value)) {
      problems.push(
        problem(
          "not-whole-event",
          name,
          `${name} must come back as an object; it is ${say(value)}.`,
          unrecognizable,
        ),
      );
    }
  }
  return problems;
}

function checkMembers(
  contract: TriggerContract,
  sentEvent: JsonObject,
  response: JsonObject,
): readonly ResponseProblem[] {
  const problems: ResponseProblem[] = [];
  const sent = isObject(sentEvent["response"]) ? sentEvent["response"] : {};
  for (const [name, value] of Object.entries(response)) {
    const path = `response.${name}`;
    const member = contract.response.find((each) => each.name === name);
    if (member === undefined) {
      // What Cognito itself put there may stay there.
      if (name in sent) continue;
      problems.push(unknownMember(contract, path));
    } else if (!sameJson(value, sent[name])) {
      checkValue(contract, member.shape, value, path, problems);
    }
  }
  for (const member of contract.response) {
    if (isMissing(contract, member, sentEvent, response)) {
      problems.push(
        problem(
          "missing-member",
          `response.${member.name}`,
          `The ${contract.name} trigger must set response.${member.name}.`,
          undocumented,
        ),
      );
    }
  }
  return problems;
}

function isMissing(
  contract: TriggerContract,
  member: ResponseMember,
  sentEvent: JsonObject,
  response: JsonObject,
): boolean {
  const { required, notEmpty } = member;
  const value = response[member.name];
  const isSet = (candidate: JsonValue | undefined): boolean =>
    candidate !== undefined && candidate !== null;
  if (required === undefined || required.kind === "decision") return false;
  if (required.kind === "when-request") {
    const request = sentEvent["request"];
    if (!isObject(request) || request[required.member] !== required.equals)
      return false;
  }
  if (
    required.kind === "with-others" &&
    !contract.response.some(
      ({ name }) => name !== member.name && isSet(response[name]),
    )
  ) {
    return false;
  }
  if (!isSet(value)) return true;
  return (
    notEmpty !== undefined && isObject(value) && Object.keys(value).length === 0
  );
}

function checkValue(
  contract: TriggerContract,
  shape: Shape,
  value: JsonValue,
  path: string,
  problems: ResponseProblem[],
): void {
  const types = jsonTypesOf(shape);
  if (!types.includes(jsonTypeOf(value))) {
    problems.push(
      problem(
        "wrong-type",
        path,
        `${path} of ${withArticle(contract.name)} trigger must be ${types.map(article).join(" or ")}; it is ${say(value)}.`,
        path.startsWith("response.claimsOverrideDetails.claimsToAddOrOverride.")
          ? unrecognizable
          : undocumented,
      ),
    );
    return;
  }
  if (typeof value === "string") {
    const allowed = allowedTexts(shape);
    if (allowed !== undefined && !allowed.includes(value)) {
      problems.push(
        problem(
          "not-allowed",
          path,
          `${path} of ${withArticle(contract.name)} trigger must be one of ${allowed.join(", ")}; it is ${say(value)}.`,
          undocumented,
        ),
      );
    }
  } else if (Array.isArray(value)) {
    value.forEach((item: JsonValue, index) => {
      checkUnder(
        contract,
        shape,
        item,
        "",
        `${path}[${String(index)}]`,
        problems,
      );
    });
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      checkUnder(contract, shape, item, key, `${path}.${key}`, problems);
    }
  }
}

function checkUnder(
  contract: TriggerContract,
  shape: Shape,
  value: JsonValue,
  key: string,
  path: string,
  problems: ResponseProblem[],
): void {
  const under = shapeUnder(shape, key);
  if (under !== undefined) checkValue(contract, under, value, path, problems);
  else if (membersOf(shape) !== undefined)
    problems.push(unknownMember(contract, path));
}

function allowedTexts(shape: Shape): readonly string[] | undefined {
  if (shape.kind === "string") return shape.allowed;
  if (shape.kind !== "any-of") return undefined;
  return shape.shapes.map(allowedTexts).find((each) => each !== undefined);
}

function unknownMember(
  contract: TriggerContract,
  path: string,
): ResponseProblem {
  return problem(
    "unknown-member",
    path,
    `There is no ${path} in the contract of ${withArticle(contract.name)} trigger.`,
    undocumented,
  );
}

function problem(
  kind: ResponseProblemKind,
  path: string,
  message: string,
  outcome: Outcome,
): ResponseProblem {
  return { kind, path, message, outcome };
}

function article(type: string): string {
  if (type === "null") return "null";
  return withArticle(type);
}

/** A value in a sentence: its type, and what it is where that is short and never a secret by itself. */
function say(value: JsonValue): string {
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "string":
      return ["true", "false", ""].includes(value.toLowerCase())
        ? `the text "${value}"`
        : "a text";
    default:
      return article(jsonTypeOf(value));
  }
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function sameJson(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
