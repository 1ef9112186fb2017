/**
 * Decides which trigger a handler serves from what can be seen of it, strongest evidence first: a comment that says
 * so, types, compared trigger sources and response members written, request members read, names. Invariant: too little
 * evidence gives undefined, so that a handler of API Gateway, S3 or SQS is never taken for a trigger.
 */
import { fold } from "../text/near-match.ts";
import type { TriggerId } from "./contract.ts";
import { contracts, contractsOfSource } from "./contracts.ts";
import type { TriggerEvidence } from "./trigger-evidence.ts";
import { namedTriggers } from "./trigger-names.ts";
import {
  contradicted,
  distinctive,
  generalScore,
  isCommon,
  isForeign,
  isOfAnother,
  isOfTrigger,
  likeliest,
  meantMember,
  ofDicts,
  readerOf,
  readsOwn,
  triggersWith,
} from "./used-members.ts";

export interface TriggerMatch {
  /** Every contract the handler may have to serve: several when one handler does several jobs, or versions are open. */
  readonly triggers: readonly TriggerId[];
  /** Those of them that a member of the answer alone speaks for, where the handler asks for sources of others. */
  readonly guessed?: readonly TriggerId[];
  /** What it serves if it answers nothing as those: the version that alone has a source it asks for. */
  readonly otherwise?: TriggerId;
  /** 0 to 100; only for ordering and for tests. */
  readonly score: number;
  /** What spoke for it, in words for people. */
  readonly because: string;
}

const threshold = 40;

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
    const served = narrowed(meant, evidence);
    const otherwise = versionAskedFor(compared, evidence);
    return compared.length > 0
      ? {
          ...matched(served, score, "it compares the trigger source"),
          ...(otherwise === undefined || served.includes(otherwise)
            ? {}
            : { otherwise }),
          guessed: written.filter(
            (id) => !compared.includes(id) && !byName.includes(id),
          ),
        }
      : matched(served, score, "it writes members of the response");
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
    eventMembers.some((member) => isForeign(member, evidence))
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

/** What the client sends along to a sign-in, read of an event that has a user, or that has a pool and is given back. */
const readsClient = ({
  givesEventBack,
  requestMembers,
  eventMembers,
}: TriggerEvidence): boolean =>
  requestMembers.includes("validationData") &&
  (eventMembers.includes("userName") ||
    (givesEventBack === true &&
      ["triggerSource", "userPoolId", "callerContext"].some((each) =>
        eventMembers.includes(each),
      )));

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
  const asked = versionAskedFor(versions, evidence);
  return asked === undefined
    ? versions
    : versions.filter((id) => !isPreToken(id) || id === asked);
}

const versionAskedFor = (
  versions: readonly TriggerId[],
  evidence: TriggerEvidence,
): TriggerId | undefined =>
  versions.find(
    (id) => isPreToken(id) && evidence.triggerSources.some(isOnlyOf(id)),
  );

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

const foldedContracts = contracts.map(({ id, name }) => ({
  id,
  folded: fold(name),
}));
