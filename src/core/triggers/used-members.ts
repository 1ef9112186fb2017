/** Which triggers the members speak for that a handler reads of its event and writes into its answer, and which other services. */
import { fold, nearest } from "../text/near-match.ts";
import type { Shape, TriggerContract, TriggerId } from "./contract.ts";
import { contracts } from "./contracts.ts";
import type { TriggerEvidence } from "./trigger-evidence.ts";

/** What an event of Cognito has, and how much using it says. Without a trigger of its own it is never enough. */
const cognitoMembers: ReadonlyMap<string, number> = new Map([
  ["triggerSource", 20],
  ["request", 15],
  ["response", 15],
  ["userPoolId", 15],
  ["callerContext", 15],
  ["userName", 10],
]);

/** Members that events of other services have and Cognito's never. */
const foreignMembers = new Set([
  "httpMethod",
  "requestContext",
  "pathParameters",
  "queryStringParameters",
  "multiValueHeaders",
  "headers",
  "body",
  "rawPath",
  "routeKey",
  "isBase64Encoded",
  "Records",
  // Alexa
  "session",
  "detail-type",
  "detail",
  "awslogs",
  "authorizationToken",
  "methodArn",
  // Step Functions
  "taskToken",
]);

const responseMembers = [
  ...new Set(
    contracts.flatMap(({ response }) => response.map(({ name }) => name)),
  ),
];

/** No request has it, and its name is none of those that messages of any service have. */
export const isOnlyAnswered = (member: string): boolean =>
  responseMembers.includes(member) &&
  !/^(?:sms|email|message)/u.test(member) &&
  !contracts.some(({ request }) => request.some(({ name }) => name === member));

/** `event.session`: it stands in the request of a trigger that it answers, and is looked for in the wrong place. */
const isMisplaced = (
  member: string,
  { responseMembers }: TriggerEvidence,
): boolean =>
  contracts.some(
    ({ request, response }) =>
      request.some(({ name }) => name === member) &&
      response.some(({ name }) => responseMembers.includes(name)),
  );

/** It reads what Cognito's events never have, and nothing of what only they have. */
export const isOfAnother = (evidence: TriggerEvidence): boolean =>
  evidence.eventMembers.some(
    (member) => !eventNames.has(member) && !isMisplaced(member, evidence),
  ) &&
  !evidence.eventMembers.some(
    (member) => cognitoMembers.has(member) && member !== "response",
  );

/** Methods of Python's dicts, which are read of the event and of its parts as well. */
export const ofDicts: readonly string[] = [
  ...["get", "setdefault", "update", "items", "keys", "values", "copy", "pop"],
];

const eventNames = new Set([
  ...[...cognitoMembers.keys(), "version", "region"],
  ...ofDicts,
]);

/** A misspelt member of an answer: long enough, and near enough, to be no other service's. */
export function meantMember(written: string): readonly string[] {
  const meant =
    written.length < 10 ? undefined : nearest(written, responseMembers);
  return meant !== undefined && Math.abs(meant.length - written.length) <= 2
    ? [meant]
    : [];
}

/** It reads the user's attributes, which come with no request of this trigger, and nothing that only comes with it. */
export function contradicted(
  id: TriggerId,
  evidence: TriggerEvidence,
): boolean {
  return (
    evidence.requestMembers.includes("userAttributes") &&
    !readsOwn(evidence, [id]) &&
    !contracts.some(
      (contract) =>
        contract.id === id &&
        contract.request.some(({ name }) => name === "userAttributes"),
    )
  );
}

/** The triggers that most of the written members point to, and where that is even, most of the read ones. */
export function likeliest(
  ids: readonly TriggerId[],
  { responseMembers, requestMembers }: TriggerEvidence,
  named: readonly TriggerId[],
): readonly TriggerId[] {
  const all = contracts.filter(({ id }) => ids.includes(id));
  const used = (
    trigger: string,
    part: "request" | "response",
    members: readonly string[],
  ): number =>
    members.filter((member) =>
      all.some(
        (contract) =>
          contract.name === trigger &&
          contract[part].some(({ name }) => fold(name) === fold(member)),
      ),
    ).length;
  const read = requestMembers.filter((member) => distinctive.has(member));
  const scoreOf = ({ id, name }: TriggerContract): number =>
    100 *
      (used(name, "response", responseMembers) + (named.includes(id) ? 1 : 0)) +
    used(name, "request", read);
  const best = Math.max(...all.map(scoreOf));
  return all
    .filter((contract) => scoreOf(contract) === best)
    .map(({ id }) => id);
}

export function triggersWith(
  members: readonly string[],
  part: "request" | "response",
): readonly TriggerId[] {
  const wanted = new Set(members.map(fold));
  return contracts
    .filter((contract) =>
      contract[part].some(({ name }) => wanted.has(fold(name))),
    )
    .map(({ id }) => id);
}

/** Members of answers that a member no answer has is meant for: what it holds, or itself, belongs there. */
export function membersHolding(
  name: string,
  inner: readonly string[],
): readonly string[] {
  if (triggersWith([name], "response").length > 0) return [];
  const names = [name, ...inner];
  const meant = contracts
    .flatMap(({ response }) => response)
    .filter(({ shape }) =>
      namesInside(shape).some((each) => names.includes(each)),
    );
  return [...new Set(meant.map((member) => member.name))];
}

const namesInside = (shape: Shape): readonly string[] =>
  shape.kind === "any-of"
    ? shape.shapes.flatMap(namesInside)
    : shape.kind === "object"
      ? shape.members.map(({ name }) => name)
      : [];

const requestNames = new Set(
  contracts.flatMap(({ request }) => request.map(({ name }) => name)),
);

/** Request members of few triggers: reading one points to them. */
export const distinctive = new Set(
  contracts
    .flatMap(({ request }) => request.map(({ name }) => name))
    .filter(
      (member) =>
        !["type", "code", "challengeName", "attributes"].includes(member) &&
        new Set(
          contracts
            .filter(({ request }) =>
              request.some(({ name }) => name === member),
            )
            .map(({ name }) => name),
        ).size <= 2,
    ),
);

/** It reads what these triggers' requests have and not every request has: `code` in a sender. */
export const readsOwn = (
  { requestMembers }: TriggerEvidence,
  ids: readonly TriggerId[],
): boolean =>
  contracts.some(
    ({ id, request }) =>
      ids.includes(id) &&
      request.some(
        ({ name }) =>
          requestMembers.includes(name) &&
          name !== "userAttributes" &&
          name !== "clientMetadata",
      ),
  );

/** The trigger whose request alone has all that is read, where that is more than one name, and not all of them are everywhere. */
export function readerOf({
  requestMembers,
}: TriggerEvidence): readonly TriggerId[] {
  const read = requestMembers.filter((member) => requestNames.has(member));
  const readers = contracts.filter(({ request }) =>
    read.every((member) => request.some(({ name }) => name === member)),
  );
  return read.length > 1 &&
    read.some((member) => distinctive.has(member)) &&
    new Set(readers.map(({ name }) => name)).size === 1
    ? readers.map(({ id }) => id)
    : [];
}

/** Requests of web frameworks have these as well. */
export const isCommon = (member: string): boolean =>
  member === "session" || member === "password";

/** It uses what no other program's input has; one that works on users is given a pool and a name as well. */
export const isOfTrigger = (evidence: TriggerEvidence): boolean =>
  evidence.requestMembers.length > 0 ||
  evidence.responseMembers.length > 0 ||
  evidence.eventMembers.some(
    (member) => !["userPoolId", "userName"].includes(member),
  );

/** Other events have it; whoever asks for a trigger source may serve those beside its trigger. */
export const isForeign = (
  member: string,
  { eventMembers }: TriggerEvidence,
): boolean =>
  foreignMembers.has(member) && !eventMembers.includes("triggerSource");

export function generalScore(evidence: TriggerEvidence): number {
  const used = new Set(evidence.eventMembers);
  if (evidence.requestMembers.length > 0) used.add("request");
  if (evidence.responseMembers.length > 0) used.add("response");
  let score = 0;
  for (const member of used) {
    score += cognitoMembers.get(member) ?? 0;
    if (isForeign(member, evidence) && !isMisplaced(member, evidence))
      score -= 60;
  }
  const around = [evidence.path, ...(evidence.imports ?? [])];
  if (around.some((text) => /cognito/i.test(text))) score += 10;
  return Math.min(score, 40);
}
