/**
 * Decides which trigger a handler serves from what can be seen of it, strongest evidence first: a comment that says
 * so, types, compared trigger sources and response members written, request members read, names. Invariant: too little
 * evidence gives undefined, so that a handler of API Gateway, S3 or SQS is never taken for a trigger.
 */
import { fold, nearest } from "../text/near-match.ts";
import type { Shape, TriggerContract, TriggerId } from "./contract.ts";
import { contracts, contractsOfSource } from "./contracts.ts";

export interface TriggerEvidence {
  /** Workspace path or file name with `/`. */
  readonly path: string;
  /** The handler's own name, or the name it is exported under. */
  readonly functionName?: string;
  /** What stands after `cognito-trigger:` in comments. */
  readonly directives: readonly string[];
  /** The triggers it is configured for, where that is known. */
  readonly declared?: readonly TriggerId[];
  /** Names of types, type arguments, decorators and classes that stand at the handler or its event. */
  readonly typeNames: readonly string[];
  /** Those of them that are no library's, as far as the file shows: they name a trigger, but no version of its event. */
  readonly ownTypeNames?: readonly string[];
  /** Types of events that functions want which it hands its own to. */
  readonly handedTypes?: readonly string[];
  /** Texts that `triggerSource` is compared with. */
  readonly triggerSources: readonly string[];
  /** Members of `event.response` that are written. */
  readonly responseMembers: readonly string[];
  /** Members of `event.request` that are read. */
  readonly requestMembers: readonly string[];
  /** Members of the event itself that are used: `triggerSource`, but also `httpMethod` or `Records`. */
  readonly eventMembers: readonly string[];
  /** It is exported as handlers are, and gives nothing back that only an HTTP API asks for. */
  readonly conventional?: boolean;
  /** Its name is a handler's, and it takes a context or gives its event back. */
  readonly handlerLike?: boolean;
  /** On some path it gives the very event back. */
  readonly givesEventBack?: boolean;
  /** Comments of the file. */
  readonly comments?: readonly string[];
  /** The first lines of Python's docstrings, of the handler and of the file. */
  readonly described?: readonly string[];
  /** Modules the file imports. */
  readonly imports?: readonly string[];
}

export interface TriggerMatch {
  /** Every contract the handler may have to serve: several when one handler does several jobs, or versions are open. */
  readonly triggers: readonly TriggerId[];
  /** Those of them that a member of the answer alone speaks for, where the handler asks for sources of others. */
  readonly guessed?: readonly TriggerId[];
  /** 0 to 100; only for ordering and for tests. */
  readonly score: number;
  /** What spoke for it, in words for people. */
  readonly because: string;
}

const threshold = 40;

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

export function matchTrigger(
  evidence: TriggerEvidence,
): TriggerMatch | undefined {
  const stated = select(evidence.directives.flatMap(statedTriggers));
  if (stated.length > 0) {
    return matched(narrowed(stated, evidence), 100, "a comment says so");
  }
  const declared = select(evidence.declared ?? []);
  if (declared.length > 0) {
    // Members of another version do not change which one is configured.
    const left = narrowed(declared, evidence);
    return matched(
      left.length > 0 ? left : declared,
      95,
      "its configuration says so",
    );
  }
  const typed = select(
    evidence.typeNames.flatMap((name) => typedTriggers(name, evidence)),
  );
  if (typed.length > 0)
    return matched(
      typed.some(isPreToken) && (evidence.ownTypeNames ?? []).length > 0
        ? narrowed(typed, evidence)
        : typed,
      90,
      "its types say so",
    );

  const handed = handedTo(evidence);
  if (handed.length > 0 && evidence.triggerSources.length === 0)
    return matched(
      narrowed(handed, evidence),
      85,
      "the types of what it hands its event to say so",
    );

  const general = generalScore(evidence);
  const compared = select(evidence.triggerSources.flatMap(sourceTriggers));
  const named = namedTriggers(evidence);
  const answering = (members: readonly string[]): readonly TriggerId[] =>
    triggersWith(members, "response").filter(
      (id) => named.triggers.includes(id) || !contradicted(id, evidence),
    );
  const exact = answering(evidence.responseMembers);
  const written =
    exact.length > 0
      ? exact
      : answering(evidence.responseMembers.flatMap(meantMember));
  if (compared.length > 0 || written.length > 0) {
    // No other event has a trigger source: what serves it may serve an HTTP API beside it.
    const score =
      compared.length > 0 ? 60 + Math.max(general, 0) : 40 + general;
    if (score < threshold) return undefined;
    if (
      compared.length === 0 &&
      named.triggers.length === 0 &&
      isOfAnother(evidence)
    )
      return undefined;
    // A member of another trigger alone does not make it that trigger's.
    if (
      compared.length === 0 &&
      named.own &&
      !written.some((id) => named.triggers.includes(id)) &&
      !readsOwn(evidence, written)
    )
      return matched(named.triggers, score, "its name says so");
    const reader = readerOf(evidence);
    if (
      compared.length === 0 &&
      reader.length > 0 &&
      !readsOwn(evidence, written)
    )
      return matched(reader, score, "it reads members of the request");
    const byName = named.strong ? named.triggers : [];
    const all = select([...compared, ...written, ...byName]);
    // One that never looks at the trigger source serves one trigger: the one that most of what it uses points to.
    const meant = evidence.eventMembers.includes("triggerSource")
      ? all
      : likeliest(all, evidence, byName);
    return compared.length > 0
      ? {
          ...matched(
            narrowed(meant, evidence),
            score,
            "it compares the trigger source",
          ),
          guessed: written.filter(
            (id) => !compared.includes(id) && !byName.includes(id),
          ),
        }
      : matched(
          narrowed(meant, evidence),
          score,
          "it writes members of the response",
        );
  }

  const distinct = evidence.requestMembers.filter((member) =>
    distinctive.has(member),
  );
  const read = triggersWith(distinct, "request");
  const both = read.filter((id) => named.triggers.includes(id));
  // Where the two disagree, a name that says little has nothing to say.
  const candidates =
    both.length > 0
      ? both
      : read.length > 0 && !named.strong
        ? read
        : select([...read, ...named.triggers]);
  if (candidates.length === 0) return withoutAnswer(evidence);
  if (!named.strong && !named.said && !isOfTrigger(evidence)) return undefined;
  const score =
    general +
    (read.length === 0 ? 0 : distinct.every(isCommon) ? 5 : 30) +
    (named.triggers.length === 0 ? 0 : named.strong ? 35 : 20) +
    (named.telling && evidence.conventional === true ? 10 : 0) +
    (readsOwn(evidence, named.triggers) ? 10 : 0);
  if (score < threshold) return undefined;
  return matched(
    narrowed(candidates, evidence),
    score,
    read.length > 0
      ? "it reads members of the request"
      : "its name and what it reads of the event say so",
  );
}

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
const isOfAnother = (evidence: TriggerEvidence): boolean =>
  evidence.eventMembers.some(
    (member) => !eventNames.has(member) && !isMisplaced(member, evidence),
  ) &&
  !evidence.eventMembers.some(
    (member) => cognitoMembers.has(member) && member !== "response",
  );

/** Methods of Python's dicts, which are read of the event and of its parts as well. */
const ofDicts: readonly string[] = [
  ...["get", "setdefault", "update", "items", "keys", "values", "copy", "pop"],
];

const eventNames = new Set([
  ...[...cognitoMembers.keys(), "version", "region"],
  ...ofDicts,
]);

/** A misspelt member of an answer: long enough, and near enough, to be no other service's. */
function meantMember(written: string): readonly string[] {
  const meant =
    written.length < 10 ? undefined : nearest(written, responseMembers);
  return meant !== undefined && Math.abs(meant.length - written.length) <= 2
    ? [meant]
    : [];
}

/** It reads the user's attributes, which come with no request of this trigger, and nothing that only comes with it. */
function contradicted(id: TriggerId, evidence: TriggerEvidence): boolean {
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

/**
 * What reads the user's attributes, or whether there is a user, and answers nothing serves a trigger that has no
 * answer, one of them; with a code beside them, one that sends it.
 */
function withoutAnswer(evidence: TriggerEvidence): TriggerMatch | undefined {
  const { responseMembers, eventMembers } = evidence;
  const requestMembers = evidence.requestMembers.filter(
    (member) => !ofDicts.includes(member),
  );
  const readsAttributes = requestMembers.includes("userAttributes");
  const readsUser = readsAttributes || requestMembers.includes("userNotFound");
  if (
    !(readsUser || readsClient(evidence) || isOnlyPassedOn(evidence)) ||
    responseMembers.length > 0 ||
    eventMembers.some((member) => foreignMembers.has(member))
  )
    return undefined;
  if (requestMembers.includes("code") && evidence.conventional === true)
    return matched(
      contracts
        .filter(
          ({ request, synchronous }) =>
            !synchronous && request.some(({ name }) => name === "code"),
        )
        .map(({ id }) => id),
      threshold,
      "it reads a code and the user's attributes",
    );
  if (evidence.handlerLike !== true) return undefined;
  const served = contracts.filter(
    ({ response, request, synchronous }) =>
      synchronous &&
      response.length === 0 &&
      requestMembers.every((member) =>
        request.some(({ name }) => name === member),
      ),
  );
  if (served.length === 0) return undefined;
  return matched(
    served.map(({ id }) => id),
    threshold,
    readsAttributes
      ? "it reads the user's attributes and answers nothing"
      : readsUser
        ? "it asks whether there is a user and answers nothing"
        : requestMembers.length > 0
          ? "it reads what the client sent along and answers nothing"
          : "it gives an event of Cognito back and answers nothing",
  );
}

/** What the client sends along to a sign-in, read of an event that has a user and is given back. */
const readsClient = ({
  givesEventBack,
  requestMembers,
  eventMembers,
}: TriggerEvidence): boolean =>
  givesEventBack === true &&
  requestMembers.includes("validationData") &&
  ["triggerSource", "userPoolId", "userName", "callerContext"].some((each) =>
    eventMembers.includes(each),
  );

/** It asks for the trigger source, or for the user of a pool, and for nothing else of the event that it gives back. */
const isOnlyPassedOn = ({
  givesEventBack,
  requestMembers,
  eventMembers,
}: TriggerEvidence): boolean =>
  givesEventBack === true &&
  requestMembers.length === 0 &&
  (eventMembers.includes("triggerSource") ||
    ["userPoolId", "userName"].every((each) => eventMembers.includes(each)));

function matched(
  triggers: readonly TriggerId[],
  score: number,
  because: string,
): TriggerMatch {
  return { triggers, score: Math.min(score, 100), because };
}

/** The given ids in the table's order, each once. */
function select(ids: readonly TriggerId[]): readonly TriggerId[] {
  const wanted = new Set(ids);
  return contracts.map(({ id }) => id).filter((id) => wanted.has(id));
}

/** Leaves only the versions of pre token generation whose response members are written, if any are. */
function narrowed(
  triggers: readonly TriggerId[],
  evidence: TriggerEvidence,
): readonly TriggerId[] {
  if (!triggers.some(isPreToken)) return triggers;
  const written = triggersWith(evidence.responseMembers, "response").filter(
    isPreToken,
  );
  const kept =
    written.length === 0
      ? triggers
      : triggers.filter((id) => !isPreToken(id) || written.includes(id));
  // What is written is of a version it does not serve: that is for a rule to say.
  const versions = kept.some(isPreToken) ? kept : triggers;
  // Who asks for a source that one version alone has serves that version.
  const asked = versions.find(
    (id) => isPreToken(id) && evidence.triggerSources.some(isOnlyOf(id)),
  );
  return asked === undefined
    ? versions
    : versions.filter((id) => !isPreToken(id) || id === asked);
}

const isOnlyOf =
  (id: TriggerId) =>
  (source: string): boolean => {
    const [first, ...others] = contractsOfSource(source);
    return first?.id === id && others.length === 0;
  };

const isPreToken = (id: TriggerId): boolean =>
  id.startsWith("PreTokenGeneration");

function statedTriggers(directive: string): readonly TriggerId[] {
  return directive.split(/[\s,]+/).flatMap((word) => {
    const wanted = fold(word);
    return contracts
      .filter(({ id, name, configKeys, version }) =>
        [id, name, `${name}${version ?? ""}`, ...configKeys].some(
          (candidate) => fold(candidate) === wanted,
        ),
      )
      .map(({ id }) => id);
  });
}

/** `export const handler = async (event: any) => service.handle(event)`: one trigger, or it is not known which. */
function handedTo(evidence: TriggerEvidence): readonly TriggerId[] {
  if (evidence.conventional !== true) return [];
  const ids = select(
    (evidence.handedTypes ?? []).flatMap((name) =>
      typedTriggers(name, evidence),
    ),
  );
  const served = contracts.filter(({ id }) => ids.includes(id));
  return new Set(served.map(({ name }) => name)).size === 1 ? ids : [];
}

/** `PreSignUpTriggerHandler`, `PreTokenGenerationV2TriggerEvent`, `PreSignUpEmailTriggerEvent`, `PreSignupTriggerSchema` ... */
function typedTriggers(
  typeName: string,
  evidence: TriggerEvidence,
): readonly TriggerId[] {
  const folded = fold(typeName);
  if (!/trigger|event|handler/.test(folded)) return [];
  const found = foldedContracts.filter((each) =>
    folded.startsWith(each.folded),
  );
  if (!found.every(({ id }) => isPreToken(id)))
    return found.map(({ id }) => id);
  const versions = [...folded.matchAll(/v(\d)/g)].map(([, digit]) => digit);
  if (
    versions.length === 0 &&
    evidence.ownTypeNames?.includes(typeName) === true
  )
    return found.map(({ id }) => id);
  // The libraries' unversioned type is the one of the first version.
  const wanted = versions.length === 0 ? ["1"] : versions;
  return found
    .filter(({ id }) => wanted.includes(id.at(-1)))
    .map(({ id }) => id);
}

function sourceTriggers(source: string): readonly TriggerId[] {
  const exact = contractsOfSource(source);
  if (exact.length > 0) return exact.map(({ id }) => id);
  // startsWith("CustomMessage") and a source misspelt after its prefix.
  const prefix = /^[A-Za-z]+(?=_|$)/.exec(source)?.[0];
  if (prefix === undefined) return [];
  return contracts
    .filter(({ sources }) =>
      sources.some(({ name }) => name.startsWith(`${prefix}_`)),
    )
    .map(({ id }) => id);
}

/** The triggers that most of the written members point to, and where that is even, most of the read ones. */
function likeliest(
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

function triggersWith(
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
const distinctive = new Set(
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
const readsOwn = (
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
function readerOf({ requestMembers }: TriggerEvidence): readonly TriggerId[] {
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
const isCommon = (member: string): boolean =>
  member === "session" || member === "password";

/** It uses what no other program's input has; one that works on users is given a pool and a name as well. */
const isOfTrigger = (evidence: TriggerEvidence): boolean =>
  evidence.requestMembers.length > 0 ||
  evidence.responseMembers.length > 0 ||
  evidence.eventMembers.some(
    (member) => !["userPoolId", "userName"].includes(member),
  );

function generalScore(evidence: TriggerEvidence): number {
  const used = new Set(evidence.eventMembers);
  if (evidence.requestMembers.length > 0) used.add("request");
  if (evidence.responseMembers.length > 0) used.add("response");
  let score = 0;
  for (const member of used) {
    score += cognitoMembers.get(member) ?? 0;
    if (foreignMembers.has(member) && !isMisplaced(member, evidence))
      score -= 60;
  }
  const around = [evidence.path, ...(evidence.imports ?? [])];
  if (around.some((text) => /cognito/i.test(text))) score += 10;
  return Math.min(score, 40);
}

/** `create-auth` alone, but no `create-auth-guard`. */
function challengeName(verb: string): RegExp {
  return new RegExp(
    `${verb}-?auth(?:-?challenge|(?:-(?:trigger|lambda|handler|fn|function))*$)`,
  );
}

/** Names that hardly mean anything but the trigger, and names that other programs have as well. */
const names: readonly (readonly [
  pattern: RegExp,
  name: string,
  strong: boolean,
])[] = [
  [/pre-?sign-?up/, "PreSignUp", true],
  [/post-?conf(irm(ation)?)?(?![a-z])/, "PostConfirmation", true],
  [/pre-?auth(entication)?(?!o)/, "PreAuthentication", true],
  [/post-?auth(entication)?(?!o)/, "PostAuthentication", true],
  [/pre-?token(-?gen(eration)?)?/, "PreTokenGeneration", true],
  [challengeName("define"), "DefineAuthChallenge", true],
  [challengeName("create"), "CreateAuthChallenge", true],
  [challengeName("verify"), "VerifyAuthChallengeResponse", true],
  [/user-?migration|migrate-?user/, "UserMigration", false],
  [/custom-?message/, "CustomMessage", false],
  [/custom-?sms(-?sender)?/, "CustomSMSSender", false],
  [/custom-?email(-?sender)?/, "CustomEmailSender", false],
  [/inbound-?federation/, "InboundFederation", false],
];

const fullName =
  /pre-?sign-?up|post-?confirmation|(?:pre|post)-?authentication|pre-?token-?gen|(?:define|create|verify)-?auth-?challenge/;

const fullNames = new RegExp(fullName.source, "g");

function namedTriggers(evidence: TriggerEvidence): {
  readonly triggers: readonly TriggerId[];
  readonly strong: boolean;
  /** Nothing else has this name: with the looks of a handler it is enough. */
  readonly telling: boolean;
  /** It is the name of the function or the file, not of a folder, and in full. */
  readonly own: boolean;
  /** What is written about it begins with the name. */
  readonly said: boolean;
} {
  // The nearest name counts: the function's, then the file's, then its folders' from the inside out.
  const nearest = [
    evidence.functionName ?? "",
    ...evidence.path.split("/").slice(-4).reverse(),
  ];
  for (const [i, words] of nearest.map(dashed).entries()) {
    const found = names.filter(([pattern]) => pattern.test(words));
    if (found.length === 0) continue;
    const wanted = new Set(found.map(([, name]) => name));
    return {
      triggers: contracts
        .filter((contract: TriggerContract) => wanted.has(contract.name))
        .map(({ id }) => id),
      strong: found.some(([, , strong]) => strong),
      telling: fullName.test(words),
      own: i < 2 && fullName.test(words),
      said: false,
    };
  }
  const said =
    evidence.handlerLike === true ? saidToBe(evidence.described ?? []) : [];
  const triggers =
    said.length > 0
      ? said
      : toldInComments([
          ...(evidence.comments ?? []),
          ...(evidence.described ?? []).filter((text) => ownName.test(text)),
        ]);
  return {
    triggers,
    strong: false,
    telling: triggers.length > 0,
    own: false,
    said: said.length > 0,
  };
}

/** It begins with the name as Cognito writes it, which no other program has. */
const ownName =
  /^(?:PreSignUp|(?:Pre|Post)Authentication|PostConfirmation|PreTokenGeneration|(?:Define|Create|Verify)AuthChallenge)/u;

/** `// Cognito's post confirmation trigger`: the one trigger that the comments of a file name in full. */
function toldInComments(comments: readonly string[]): readonly TriggerId[] {
  const told = new Set(
    comments.flatMap((text) =>
      [...dashed(text).matchAll(fullNames)].flatMap(([words]) =>
        names.flatMap(([pattern, name]) => (pattern.test(words) ? name : [])),
      ),
    ),
  );
  return told.size === 1
    ? contracts.filter(({ name }) => told.has(name)).map(({ id }) => id)
    : [];
}

const sayings = [
  ["pre_?sign_?up", "PreSignUp"],
  ["post_?confirmation", "PostConfirmation"],
  ["pre_?authentication", "PreAuthentication"],
  ["post_?authentication", "PostAuthentication"],
  ["pre_?token_?generation", "PreTokenGeneration"],
  ["define_?auth_?challenge", "DefineAuthChallenge"],
  ["create_?auth_?challenge", "CreateAuthChallenge"],
  ["verify_?auth_?challenge(?:_?response)?", "VerifyAuthChallengeResponse"],
  ["user_?migration", "UserMigration"],
  ["custom_?message", "CustomMessage"],
  ["custom_?sms_?sender", "CustomSMSSender"],
  ["custom_?email_?sender", "CustomEmailSender"],
  ["inbound_?federation", "InboundFederation"],
].map(([written = "", name]) => ({
  name,
  // "Cognito post confirmation trigger: …", and nothing that is only about one: "Post confirmation queue".
  pattern: new RegExp(
    `^(?:(?:the|an?|aws|amazon|cognito|user[ -]?pool|lambda(?: function)?(?: for(?: the)?)?) )*${written.replaceAll("_?", "[ _-]?")}(?:_[a-z]+)?(?: \\(?v\\d[\\w.]*\\)?)?(?=\\s*(?:$|[:.,;(–—-])| (?:(?:lambda|cognito) )?(?:trigger|handler|hook|lambda|function)\\b(?! (?:calls|starts|queue|invokes)))`,
    "iu",
  ),
}));

/** The triggers that the first of the texts which names one begins with. */
function saidToBe(texts: readonly string[]): readonly TriggerId[] {
  for (const text of texts) {
    const said = sayings.find(({ pattern }) => pattern.test(text));
    if (said !== undefined)
      return contracts
        .filter(({ name }) => name === said.name)
        .map(({ id }) => id);
  }
  return [];
}

/** `preSignUp`, `Pre_Sign_up`, `PreSignUp.ts` -> `pre-sign-up`, without the extension. */
function dashed(name: string): string {
  return name
    .replace(/\.[a-z]+$/i, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
}

const foldedContracts = contracts.map(({ id, name }) => ({
  id,
  folded: fold(name),
}));
